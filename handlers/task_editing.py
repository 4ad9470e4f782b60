"""Changing a task: its deadline, leads, wording, life. Each with a reason, in the trail, told to who leads it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.agencies import known_agencies, read_leads
from bot.domain.deadlines import DeadlineReading, read_deadline, recurring_due, rule_from_json
from bot.domain.importing import DoubtKind, ReadAgency
from bot.domain.people import Role
from bot.texts import say, short_day
from handlers.acting import Actor, Refusal
from handlers.plan_file import own_agencies, read_agency
from storage import events
from storage.doubts import settle_doubts
from storage.occurrences import occurrences_of_task
from storage.plans import Plan, Task, load_tasks, save_task
from storage.task_changes import change_deadline, change_leads, change_state, resolve_leads

STATES = ("open", "suspended", "withdrawn")
_DONE_OR_GONE = {"done", "void", "withdrawn"}


async def set_deadline(actor: Actor, plan: Plan, task: Task, phrase: str, reason: str) -> list[int]:
    """Give a task a deadline in the words of an appendix ("31/12/2022", "Quý I hằng năm"); raises Refusal."""
    reading = await read_phrase(actor, plan, phrase)
    touched = await change_deadline(
        actor.session, task, phrase, reading.as_json(), f"set: {reason}", actor.now, actor.today
    )
    touched += await count_again(actor, plan)
    await settle_doubts(actor.session, task.id, [DoubtKind.DEADLINE], phrase, actor.now)
    await actor.look_again(touched)
    await _record(actor, task, reason, {"deadline": task.deadline_text}, {"deadline": phrase})
    await _tell_deadline(actor, task, reason)
    return touched


async def read_phrase(actor: Actor, plan: Plan, phrase: str) -> DeadlineReading:
    """A deadline as the appendix would word it; raises Refusal for one that is not certain."""
    calendar = await actor.calendar()
    reading = read_deadline(
        phrase,
        plan_year=plan.year,
        plan_start=plan.start_on,
        plan_end=plan.end_on,
        is_working_day=calendar.is_working_day,
    )
    if any(rule.kind == "unknown" for rule in reading.rules):
        raise Refusal(say("edit", "The deadline cannot be read for certain: “%(text)s”", text=phrase))
    return reading


async def count_again(actor: Actor, plan: Plan) -> list[int]:
    """Set the terms that wait for an event which is recorded already; returns the occurrences."""
    calendar = await actor.calendar()
    moved = await events.count_again(actor.session, plan.id, calendar.is_working_day, actor.now)
    return [each.id for each in moved]


async def set_lead(actor: Actor, plan: Plan, task: Task, words: str, reason: str) -> list[int]:
    """Give a task other leads, named by any known spelling; what is open passes over. Raises Refusal."""
    leads = await read_known_leads(actor, words)
    ids, nobody = await resolve_leads(actor.session, plan.id, leads, today=actor.today)
    if nobody or not ids:
        names = "; ".join(each.name for each in nobody) or words
        raise Refusal(say("edit", "It is not known who does the work of: %(names)s", names=names))
    touched = await give_leads(actor, plan, task, ids)
    await save_task(actor.session, replace(task, lead_text=words), actor.now)
    await _record_leads(actor, task, words, reason)
    return touched


async def give_leads(actor: Actor, plan: Plan, task: Task, agency_ids: Sequence[int]) -> list[int]:
    """These agencies lead the task from now on; returns the occurrences touched."""
    deadline = (await kept_deadline(actor, plan, task)).as_json()
    touched = await change_leads(actor.session, task, agency_ids, deadline, actor.now, actor.today)
    await actor.look_again(touched)
    return touched


async def _record_leads(actor: Actor, task: Task, words: str, reason: str) -> None:
    kinds = (DoubtKind.LEAD, DoubtKind.MEMBERS, DoubtKind.HOLDER)
    await settle_doubts(actor.session, task.id, kinds, words, actor.now)
    (changed,) = await load_tasks(actor.session, ids=[task.id])
    await _record(actor, task, reason, {"leads": list(task.leads)}, {"leads": list(changed.leads)})
    await _tell_leads(actor, task, changed, reason)


async def set_state(actor: Actor, task: Task, state: str, reason: str) -> list[int]:
    """Suspend, withdraw, or open again; raises Refusal where it is so already."""
    if state == task.state:
        raise Refusal(
            say("edit", "Task %(code)s is already: %(state)s.", code=task.code, state=say("task state", state))
        )
    touched = await change_state(actor.session, task, state, reason, actor.now)
    await actor.look_again(touched)
    await _record(actor, task, reason, {"state": task.state}, {"state": state})
    words = say(
        "edit", "Task %(code)s (%(title)s) – %(state)s. Reason: %(reason)s",
        code=task.code, title=task.title, state=say("task state", state), reason=reason,
    )  # fmt: skip
    await actor.tell(task.lead_ids, words, key=_key(actor, task))
    return touched


async def set_content(actor: Actor, task: Task, words: str, reason: str) -> None:
    """Word a task anew."""
    await save_task(actor.session, replace(task, content=words), actor.now)
    await _record(actor, task, reason, {"content": task.content}, {"content": words})


async def read_known_leads(actor: Actor, words: str) -> list[ReadAgency]:
    """The agencies that words name, by any known spelling; raises Refusal that names what is not certain."""
    known = known_agencies(await own_agencies(actor.session))
    read = read_leads(words, known, on=actor.today)
    if read.doubtful or not read.matches:
        raise Refusal(lead_doubt(words, [name for each in read.doubtful for name in _names(each.candidates)]))
    return [read_agency(agency, words) for agency in read.agencies]


def lead_doubt(words: str, candidates: Sequence[str]) -> str:
    """The sentence about a name that is not certain."""
    if candidates:
        return say("edit", "Which is meant by “%(text)s”: %(names)s?", text=words, names="; ".join(candidates))
    return say("edit", "The agency is not known: “%(text)s”", text=words)


def _names(agencies: Sequence[Any]) -> list[str]:
    return [each.name for each in agencies]


async def kept_deadline(actor: Actor, plan: Plan, task: Task) -> DeadlineReading:
    """The deadline of a task as it is kept, its days counted within the plan."""
    rules = tuple(rule_from_json(rule) for rule in task.rules)
    calendar = await actor.calendar()
    return DeadlineReading(rules, recurring_due(rules, plan.start_on, plan.end_on, calendar.is_working_day))


async def _record(actor: Actor, task: Task, reason: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    await actor.record(
        "task_set", f"task:{task.code}", before=before, after={**after, "reason": reason, "task_id": task.id}
    )


async def _tell_deadline(actor: Actor, task: Task, reason: str) -> None:
    alive = [each for each in await occurrences_of_task(actor.session, task.id) if each.state not in _DONE_OR_GONE]
    days = sorted({each.due_on for each in alive if each.due_on is not None and each.due_on >= actor.today})
    words = say(
        "edit", "Task %(code)s (%(title)s): the term is now %(days)s. Reason: %(reason)s",
        code=task.code, title=task.title, days=_days(days), reason=reason,
    )  # fmt: skip
    await actor.tell(task.lead_ids, words, key=_key(actor, task), about=alive if len(alive) == 1 else ())


def _days(days: Sequence[date]) -> str:
    return ", ".join(short_day(each) for each in days) or say("tasks", "no term")


async def _tell_leads(actor: Actor, before: Task, after: Task, reason: str) -> None:
    """Those who no longer lead it and those who do from now on."""
    values = {"code": after.code, "title": after.title, "names": "; ".join(after.leads), "reason": reason}
    words = say("edit", "Task %(code)s (%(title)s) is led by %(names)s from now on. Reason: %(reason)s", **values)
    concerned = {*before.lead_ids, *after.lead_ids}
    await actor.tell(concerned, words, key=_key(actor, after), roles=(Role.FOCAL, Role.DEPUTY, Role.AGENCY_LEADER))


def _key(actor: Actor, task: Task) -> str:
    return f"task:{task.id}:{actor.now.isoformat()}"
