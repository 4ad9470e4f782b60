"""Brings a plan that was read into the database, whole or not at all, in a chat as by a command."""

from bot.domain.importing import ChangeKind
from bot.texts import say
from handlers.acting import Actor, Refusal
from handlers.plan_file import ImportWords, ReadPlan
from handlers.task_editing import count_again
from storage.importing import Imported, import_plan
from storage.plans import find_plan


async def apply_plan(actor: Actor, read: ReadPlan) -> Imported:
    """What is sure goes live, what is doubtful waits for answers; raises Refusal for a plan without a year."""
    if read.plan is None:
        raise Refusal(say("import", "The plan's year is not known; add --year, or --start and --end."))
    done = await import_plan(actor.session, read.plan, read.tasks, read.doubts, ImportWords(), actor.now, actor.today)
    plan = await find_plan(actor.session, read.plan.number)
    touched = [*done.occurrences, *(await count_again(actor, plan) if plan else [])]
    await actor.look_again(touched)
    after = {kind.value: len(done.difference.of_kind(kind)) for kind in ChangeKind}
    await actor.record("plan_import", f"plan:{done.plan_id}", after={**after, "doubts": done.doubts})
    return done
