"""A task given by hand: in no appendix, with a code of its own section, told to whoever leads it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.codes import BY_HAND, code_by_hand
from bot.domain.deadlines import DeadlineReading
from bot.domain.occurrences import Section
from bot.domain.programmes import programme_of
from bot.texts import say, short_day
from handlers.acting import Actor, Refusal
from handlers.task_editing import count_again, read_known_leads, read_phrase
from storage.plans import Plan, Task, load_tasks, save_task, save_wording, set_leads
from storage.protocol import put_in_protocol_order
from storage.task_changes import OPEN, plan_occurrences, resolve_leads

_SHOWN = 4


@dataclass(frozen=True)
class Given:
    """What the secretary says of it, as typed."""

    content: str
    lead: str
    deadline: str


async def read_term(actor: Actor, plan: Plan, phrase: str) -> DeadlineReading:
    """The deadline of a new task; raises Refusal where it is not certain, or wholly past."""
    reading = await read_phrase(actor, plan, phrase)
    if reading.due and all(day < actor.today for day in reading.due):
        raise Refusal(say("give", "The term %(day)s is past.", day=short_day(max(reading.due))))
    return reading


async def read_doers(actor: Actor, plan: Plan, words: str) -> tuple[list[str], list[int]]:
    """The agencies that words name, and the ids of those who do the work; raises Refusal where that is not known."""
    leads = await read_known_leads(actor, words)
    ids, nobody = await resolve_leads(actor.session, plan.id, leads, today=actor.today)
    if nobody or not ids:
        names = "; ".join(each.name for each in nobody) or words
        raise Refusal(say("edit", "It is not known who does the work of: %(names)s", names=names))
    return [each.name for each in leads], ids


async def give_task(actor: Actor, plan: Plan, given: Given) -> Task:
    """Keep it, plan its terms and tell its leads; importing the appendix again leaves it alone. Raises Refusal."""
    reading = await read_term(actor, plan, given.deadline)
    _, leads = await read_doers(actor, plan, given.lead)
    task = await _keep(actor, plan, given, reading)
    await set_leads(actor.session, task.id, leads, actor.now)
    touched = await plan_occurrences(actor.session, task, leads, reading.as_json(), actor.now, actor.today)
    touched += await count_again(actor, plan)
    await actor.look_again(touched)
    await put_in_protocol_order(actor.session)
    (kept,) = await load_tasks(actor.session, ids=[task.id])
    after = {"content": kept.content, "leads": list(kept.leads), "deadline": kept.deadline_text, "task_id": kept.id}
    await actor.record("task_given", f"task:{kept.code}", after=after)
    await _tell(actor, kept, reading)
    return kept


async def _keep(actor: Actor, plan: Plan, given: Given, reading: DeadlineReading) -> Task:
    others = await load_tasks(actor.session, plan.id)
    code = code_by_hand({each.code for each in others} | {each.long_code for each in others})
    path = (Section(BY_HAND, say("give", "Tasks given outside the appendix")),)
    task = Task(
        id=0,
        plan_id=plan.id,
        code=code,
        long_code=code,
        number=code.partition(".")[2],
        position=max((each.position for each in others), default=0) + 1,
        section_path=path,
        programme=programme_of((), given.content),
        content=given.content,
        lead_text=given.lead,
        coordinating_text="",
        deadline_text=given.deadline,
        rules=tuple(reading.as_json()["rules"]),
        state=OPEN,
    )
    task = replace(task, id=await save_task(actor.session, task, actor.now))
    await save_wording(actor.session, task.id, {})
    return task


async def _tell(actor: Actor, task: Task, reading: DeadlineReading) -> None:
    text = say(
        "give", "The Committee's secretary gives a task: %(code)s – %(content)s\nLed by: %(names)s. Term: %(days)s.",
        code=task.code, content=task.content, names="; ".join(task.leads),
        days=_days(reading.due) if reading.due else task.deadline_text,
    )  # fmt: skip
    await actor.tell(task.lead_ids, text, key=f"given:{task.id}")


def _days(due: Sequence[date]) -> str:
    more = " …" if len(due) > _SHOWN else ""
    return ", ".join(short_day(each) for each in due[:_SHOWN]) + more
