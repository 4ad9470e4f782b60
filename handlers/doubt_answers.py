"""An answer to what an import would not assume, carried out: an agency, its members, a deadline, a number, a day."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.agencies import AgencyKind, known_agencies, read_leads
from bot.domain.deadlines import read_deadline
from bot.domain.importing import DoubtKind, ReadAgency
from bot.domain.programmes import fold
from bot.domain.roster_table import BadCell, read_cell_day
from bot.texts import say
from handlers.acting import Actor, Refusal
from handlers.plan_file import KEEP, WITHDRAW, own_agencies
from handlers.task_editing import (
    count_again,
    give_leads,
    read_known_leads,
    read_phrase,
    set_content,
    set_deadline,
    set_state,
)
from storage.doubts import Doubt, close_doubt, find_doubt, open_doubts
from storage.plans import (
    Plan,
    Task,
    add_holder,
    add_spellings,
    ensure_agency,
    find_plan,
    load_plans,
    load_tasks,
    save_plan,
    set_members,
)
from storage.task_changes import change_deadline, resolve_leads, settled_leads

_LONGEST_NAME = 80
_NO_TERM = {"khong", "khong co", "khong co thoi han", "khong thoi han", "none"}
_AS_IT_IS = {"dung", "dung roi", "giu nguyen", "giu", "bo qua", "ok", "duoc"}
_OF_LEADS = (DoubtKind.LEAD, DoubtKind.HOLDER, DoubtKind.MEMBERS)
_WITHDRAW = {WITHDRAW, "rut", "rut khoi ke hoach", "bo"}


async def answer_doubt(actor: Actor, doubt_id: int, words: str) -> str:
    """Carry out what somebody answered; returns what was done, in a sentence. Raises Refusal, having done nothing."""
    doubt = await find_doubt(actor.session, doubt_id)
    if doubt is None:
        raise Refusal(say("doubts", "This question is answered already."))
    plan = next(each for each in await load_plans(actor.session) if each.id == doubt.plan_id)
    found = await load_tasks(actor.session, ids=[doubt.task_id]) if doubt.task_id else []
    words = " ".join(words.split())
    if not words:
        raise Refusal(say("doubts", "An answer is needed."))
    if found:
        said = await _ABOUT_TASK.get(doubt.kind, _answer_row)(actor, plan, found[0], doubt, words)
    else:
        said = await _ABOUT_PLAN.get(doubt.kind, _accept)(actor, plan, words)
    await close_doubt(actor.session, doubt.id, words, actor.now)
    await actor.record("doubt", f"doubt:{doubt.id}", before={"doubt": doubt.sentence}, after={"answer": words})
    return said


def asks_for_all(kind: DoubtKind, task: Task | None) -> bool:
    """Does one answer settle this for every task that asks the same? A blank cell asks for its own task alone."""
    return task is not None and kind in _OF_LEADS and bool(task.lead_text.strip())


async def check_answer(actor: Actor, plan: Plan, kind: DoubtKind, words: str) -> None:
    """Raise Refusal for words that are no answer to such a doubt; nothing is done."""
    if not words.strip():
        raise Refusal(say("doubts", "An answer is needed."))
    if kind in _OF_LEADS:
        await read_known_leads(actor, words)
    elif kind is DoubtKind.DEADLINE and fold(words) not in _NO_TERM:
        await read_phrase(actor, plan, words)
    elif kind is DoubtKind.GONE and fold(words) not in _WITHDRAW | _AS_IT_IS | {KEEP}:
        raise Refusal(say("doubts", "Please answer: withdraw, or keep."))
    elif kind in {DoubtKind.ISSUED, DoubtKind.END}:
        read_answered_day(words)


# --- about a task


async def _answer_lead(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str) -> str:
    """A lead beside those that are certain; the spelling is known from now on, for this plan's other tasks too."""
    chosen, ids = await _agencies(actor, plan, words)
    if len(ids) == 1 and not task.lead_ids and len(task.lead_text) < _LONGEST_NAME:
        await add_spellings(actor.session, ids[0], [task.lead_text])
    return await _give_to_all(actor, plan, doubt, chosen, ids, words)


async def _answer_holder(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str) -> str:
    return await _answer_several(actor, plan, task, doubt, words, AgencyKind.ROLE)


async def _answer_members(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str) -> str:
    return await _answer_several(actor, plan, task, doubt, words, AgencyKind.GROUP)


async def _answer_several(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str, kind: AgencyKind) -> str:
    """Who holds a role, or belongs to a group."""
    chosen, ids = await _agencies(actor, plan, words)
    known = known_agencies(await own_agencies(actor.session))
    for named in read_leads(task.lead_text, known).agencies:
        if named.kind is kind is AgencyKind.GROUP:
            group_id = await ensure_agency(actor.session, named.name, kind=kind.value)
            await set_members(actor.session, group_id, ids)
        elif named.kind is kind:
            for agency_id in ids:
                await add_holder(actor.session, plan.id, named.name, agency_id)
    return await _give_to_all(actor, plan, doubt, chosen, ids, words)


async def _agencies(actor: Actor, plan: Plan, words: str) -> tuple[list[ReadAgency], list[int]]:
    """The agencies that somebody named, every one of them certain; raises Refusal."""
    chosen = await read_known_leads(actor, words)
    ids, nobody = await resolve_leads(actor.session, plan.id, chosen, today=actor.today)
    if nobody:
        raise Refusal(say("edit", "It is not known who does the work of: %(names)s", names=_names(nobody)))
    return chosen, ids


async def _give_to_all(
    actor: Actor, plan: Plan, doubt: Doubt, chosen: list[ReadAgency], ids: list[int], words: str
) -> str:
    """Every task of the plan that asks the same is answered with it."""
    asking = [each for each in await open_doubts(actor.session, plan.id) if each.sentence == doubt.sentence]
    tasks = await load_tasks(actor.session, ids=[each.task_id for each in asking if each.task_id])
    tasks = [each for each in tasks if each.id == doubt.task_id or asks_for_all(doubt.kind, each)]
    asking = [each for each in asking if each.task_id in {task.id for task in tasks}]
    for task in tasks:
        await give_leads(actor, plan, task, [*await settled_leads(actor.session, plan.id, task.lead_ids), *ids])
    for each in asking:
        await close_doubt(actor.session, each.id, words, actor.now)
    codes = ", ".join(task.code for task in tasks)
    return say("doubts", "%(code)s is led by %(names)s.", code=codes, names=_names(chosen))


async def _answer_deadline(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str) -> str:
    if fold(words) in _NO_TERM:
        return say("doubts", "%(code)s stays without a term.", code=task.code)
    await set_deadline(actor, plan, task, words, say("doubts", "answer of the secretary"))
    return say("doubts", "The deadline of %(code)s is now: %(words)s", code=task.code, words=words)


async def _answer_gone(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str) -> str:
    if fold(words) in _WITHDRAW:
        await set_state(actor, task, "withdrawn", doubt.sentence)
        return say("doubts", "%(code)s was withdrawn.", code=task.code)
    if fold(words) in _AS_IT_IS | {KEEP}:
        return say("doubts", "%(code)s stays in the plan.", code=task.code)
    raise Refusal(say("doubts", "Please answer: withdraw, or keep."))


async def _answer_row(actor: Actor, plan: Plan, task: Task, doubt: Doubt, words: str) -> str:
    """A row without content is worded; one with a doubtful number stays as it is."""
    if not task.content:
        await set_content(actor, task, words, say("doubts", "answer of the secretary"))
    return say("doubts", "Noted.")


# --- about the plan


async def _answer_number(actor: Actor, plan: Plan, words: str) -> str:
    if await find_plan(actor.session, words) is not None:
        raise Refusal(say("doubts", "There is a plan %(number)s already.", number=words))
    await save_plan(actor.session, replace(plan, number=words))
    return say("doubts", "The plan's number is %(number)s.", number=words)


async def _answer_issued(actor: Actor, plan: Plan, words: str) -> str:
    day = read_answered_day(words)
    return await _move_window(actor, replace(plan, issued_on=day, start_on=day, end_on=max(day, plan.end_on)))


async def _answer_end(actor: Actor, plan: Plan, words: str) -> str:
    day = read_answered_day(words)
    if day < plan.start_on:
        raise Refusal(say("import", "This is no day: %(text)s", text=words))
    return await _move_window(actor, replace(plan, end_on=day))


async def _move_window(actor: Actor, plan: Plan) -> str:
    """Read every deadline again within the plan's days; those that say something else now are moved."""
    await save_plan(actor.session, plan)
    calendar = await actor.calendar()
    touched: list[int] = []
    moved = 0
    for task in await load_tasks(actor.session, plan.id):
        reading = read_deadline(
            task.deadline_text,
            plan_year=plan.year,
            plan_start=plan.start_on,
            plan_end=plan.end_on,
            is_working_day=calendar.is_working_day,
        )
        ids = await change_deadline(
            actor.session, task, task.deadline_text, reading.as_json(), "window", actor.now, actor.today
        )
        touched, moved = touched + ids, moved + bool(ids)
    await actor.look_again([*touched, *await count_again(actor, plan)])
    return say("doubts", "Noted; the terms of %(count)s tasks were counted anew.", count=moved)


async def _accept(actor: Actor, plan: Plan, words: str) -> str:
    return say("doubts", "Noted.")


def read_answered_day(words: str) -> date:
    """A day as people type it; raises Refusal."""
    try:
        found = read_cell_day(words)
    except BadCell:
        found = None
    if found is None:
        raise Refusal(say("import", "This is no day: %(text)s", text=words))
    return found


def _names(agencies: list[ReadAgency]) -> str:
    return "; ".join(each.name for each in agencies)


_AboutTask = Callable[[Actor, Plan, Task, Doubt, str], Awaitable[str]]
_ABOUT_TASK: Mapping[DoubtKind, _AboutTask] = {
    DoubtKind.LEAD: _answer_lead,
    DoubtKind.HOLDER: _answer_holder,
    DoubtKind.MEMBERS: _answer_members,
    DoubtKind.DEADLINE: _answer_deadline,
    DoubtKind.GONE: _answer_gone,
}
_ABOUT_PLAN: Mapping[DoubtKind, Callable[[Actor, Plan, str], Awaitable[str]]] = {
    DoubtKind.NUMBER: _answer_number,
    DoubtKind.ISSUED: _answer_issued,
    DoubtKind.END: _answer_end,
}
