"""Changes to a task: its deadline, its leads, its life. Reports stay; what was planned under an old term is void."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.importing import ReadAgency
from bot.domain.occurrences import Occurrence, PlannedOccurrence, occurrences_of
from storage.occurrences import add_occurrence, hand_over, move_term, occurrences_of_task, set_occurrence_states
from storage.plans import Task, ensure_agency, holders_of, members_of, save_task, set_leads, set_task_state
from storage.successions import present_agency
from storage.tables import AgencyRow, OccurrenceRow

OPEN, SUSPENDED, WITHDRAWN, CLOSED, VOID = "open", "suspended", "withdrawn", "closed", "void"
STAND_INS = ("group", "role")  # kinds of agencies that lead only until it is known who they are


async def resolve_leads(
    session: AsyncSession, plan_id: int, leads: Sequence[ReadAgency], *, today: date
) -> tuple[list[int], list[ReadAgency]]:
    """The agencies that do the work: a group's members, a role's holders; and the leads that resolve to nobody yet.

    A group or role that resolves to nobody stands for itself until somebody says who it is, so that its tasks are
    counted and asked about. Whoever has been succeeded as a whole stands back for the successor.
    """
    found: list[int] = []
    unresolved: list[ReadAgency] = []
    for each in leads:
        agency_id = await ensure_agency(
            session,
            each.name,
            short_name=each.short_name,
            kind=each.kind,
            courtesy=each.courtesy,
            locality_kind=each.locality_kind,
            spellings=each.spellings,
        )
        ids = await _doers(session, plan_id, agency_id, each.kind, each.name)
        if not ids:
            unresolved.append(each)
        found += [await present_agency(session, each, today) for each in ids or (agency_id,)]
    return list(dict.fromkeys(found)), unresolved


async def settled_leads(session: AsyncSession, plan_id: int, agency_ids: Sequence[int]) -> list[int]:
    """These leads without the groups and roles of which it has become known who does their work."""
    rows = await session.execute(
        select(AgencyRow.id, AgencyRow.kind, AgencyRow.name).where(
            AgencyRow.id.in_(agency_ids), AgencyRow.kind.in_(STAND_INS)
        )
    )
    gone = {row.id for row in rows.all() if await _doers(session, plan_id, row.id, row.kind, row.name)}
    return [each for each in agency_ids if each not in gone]


async def _doers(session: AsyncSession, plan_id: int, agency_id: int, kind: str, name: str) -> tuple[int, ...]:
    match kind:
        case "group":
            return await members_of(session, agency_id)
        case "role":
            return await holders_of(session, plan_id, name)
    return (agency_id,)


async def plan_occurrences(
    session: AsyncSession,
    task: Task,
    agency_ids: Sequence[int],
    deadline: Mapping[str, Any],
    now: datetime,
    today: date,
) -> list[int]:
    """Make the occurrences that a task's deadline and leads call for; those past today are silent. Returns new ids."""
    made = []
    former = await occurrences_of_task(session, task.id)
    for agency_id in agency_ids:
        dead = [each for each in former if each.agency_id == agency_id and each.state in {VOID, WITHDRAWN}]
        for planned in occurrences_of(deadline):
            silent = planned.due_on is not None and planned.due_on < today
            fresh = _free(planned, dead)
            occurrence_id = await add_occurrence(session, task.id, agency_id, fresh, now, silent=silent)
            if occurrence_id is not None:
                made.append(occurrence_id)
    return made


async def change_deadline(
    session: AsyncSession, task: Task, text: str, deadline: Mapping[str, Any], reason: str, now: datetime, today: date
) -> list[int]:
    """Give a task another deadline: terms move in their order, surplus ones fall away, missing ones are made.

    A term that the deadline still has stays as it is, wherever an extension or an event has moved it. What is finished
    may get another term, but never falls away. Returns the ids of all occurrences that were touched.
    """
    await save_task(session, replace(task, deadline_text=text, rules=tuple(deadline["rules"])), now)
    wanted = list(occurrences_of(deadline))
    changed = _changed_rules(task.rules, deadline["rules"])
    held = await occurrences_of_task(session, task.id)
    touched: list[int] = []
    for agency_id in task.lead_ids:
        kept = [each for each in held if each.agency_id == agency_id]
        touched += await _rearrange(session, task, agency_id, kept, wanted, changed, reason, now, today)
    return touched


def _changed_rules(former: Sequence[Mapping[str, Any]], rules: Sequence[Mapping[str, Any]]) -> set[str]:
    """Keys of the terms that wait for an event and are counted from it otherwise than before."""
    same = [place < len(former) and dict(former[place]) == dict(rule) for place, rule in enumerate(rules)]
    return {f"event:{place}" for place, is_same in enumerate(same) if not is_same}


async def _rearrange(
    session: AsyncSession,
    task: Task,
    agency_id: int,
    kept: Sequence[Occurrence],
    wanted: Sequence[PlannedOccurrence],
    changed: Collection[str],
    reason: str,
    now: datetime,
    today: date,
) -> list[int]:
    alive = [each for each in kept if each.state not in {VOID, WITHDRAWN}]
    stays = {each.id for each in alive if any(_is_of(each, planned, changed) for planned in wanted)}
    missing = [planned for planned in wanted if not any(_is_of(each, planned, changed) for each in alive)]
    surplus = [each for each in alive if each.id not in stays]
    touched: list[int] = []
    for occurrence, planned in zip(surplus, missing, strict=False):
        others = [each for each in kept if each.id != occurrence.id]
        await _become(session, occurrence, _free(planned, others), reason, now, today)
        touched.append(occurrence.id)
    falling = [each.id for each in surplus[len(missing) :] if each.state != "done"]
    await set_occurrence_states(session, falling, VOID, now)
    for planned in missing[len(surplus) :]:
        silent = planned.due_on is not None and planned.due_on < today
        made = await add_occurrence(session, task.id, agency_id, _free(planned, kept), now, silent=silent)
        touched += [made] if made else []
    return touched + falling


def _is_of(occurrence: Occurrence, planned: PlannedOccurrence, changed: Collection[str]) -> bool:
    """Is this the occurrence of that term?"""
    if occurrence.key.partition("#")[0] != planned.key or planned.key in changed:
        return False
    return planned.key != "open" or occurrence.kind == planned.kind


def _free(planned: PlannedOccurrence, kept: Sequence[Occurrence]) -> PlannedOccurrence:
    """The same under a key that no former occurrence has."""
    taken, key, number = {each.key for each in kept}, planned.key, 2
    while key in taken:
        key, number = f"{planned.key}#{number}", number + 1
    return replace(planned, key=key)


async def _become(
    session: AsyncSession,
    occurrence: Occurrence,
    planned: PlannedOccurrence,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    await session.execute(
        update(OccurrenceRow)
        .where(OccurrenceRow.id == occurrence.id)
        .values(
            key=planned.key,
            event=planned.event,
            strict=planned.strict,
            kind=planned.kind,
            silent=occurrence.silent and planned.due_on is not None and planned.due_on < today,
        )
    )
    moved = await move_term(
        session, replace(occurrence, event=planned.event, kind=planned.kind), planned.due_on, reason, now
    )
    if moved.kind != planned.kind:
        await session.execute(update(OccurrenceRow).where(OccurrenceRow.id == occurrence.id).values(kind=planned.kind))


async def change_leads(
    session: AsyncSession,
    task: Task,
    agency_ids: Sequence[int],
    deadline: Mapping[str, Any],
    now: datetime,
    today: date,
) -> list[int]:
    """Give a task other leads: what is open passes over where one stands for one; else made anew. Returns ids."""
    wanted = list(dict.fromkeys(agency_ids))
    leaving = [each for each in task.lead_ids if each not in wanted]
    coming = [each for each in wanted if each not in task.lead_ids]
    await set_leads(session, task.id, wanted, now)
    touched: list[int] = []
    for old, new in zip(leaving, coming, strict=False):
        touched += await pass_over(session, task.id, old, new, now)
    for old in leaving[len(coming) :]:
        ids = await _open_ids(session, task.id, old)
        await set_occurrence_states(session, ids, VOID, now)
        touched += ids
    touched += await plan_occurrences(session, task, coming[len(leaving) :], deadline, now, today)
    return touched


async def pass_over(session: AsyncSession, task_id: int, old: int, new: int, now: datetime) -> list[int]:
    """What of a task is open with one agency becomes another's, its reports with it. Returns the ids touched.

    Where the other owes the same already, one of the two falls away.
    """
    held = await occurrences_of_task(session, task_id)
    theirs = [each for each in held if each.agency_id == new]
    alive = {each.key for each in theirs if each.state not in {VOID, WITHDRAWN}}
    mine = [each for each in held if each.agency_id == old and each.state in {OPEN, SUSPENDED}]
    doubled = [each.id for each in mine if each.key in alive]
    moving = [each for each in mine if each.key not in alive]
    for each in moving:
        key = _free(PlannedOccurrence(each.key, each.kind), theirs).key
        await session.execute(update(OccurrenceRow).where(OccurrenceRow.id == each.id).values(key=key))
    await set_occurrence_states(session, doubled, VOID, now)
    await hand_over(session, [each.id for each in moving], new, now)
    return [each.id for each in mine]


async def _open_ids(session: AsyncSession, task_id: int, agency_id: int) -> list[int]:
    query = select(OccurrenceRow.id).where(
        OccurrenceRow.task_id == task_id,
        OccurrenceRow.agency_id == agency_id,
        OccurrenceRow.state.in_((OPEN, SUSPENDED)),
    )
    return list(await session.scalars(query))


async def change_state(session: AsyncSession, task: Task, state: str, reason: str, now: datetime) -> list[int]:
    """Suspend, resume, withdraw, close or reopen a task with what of it is not finished. Returns the ids touched."""
    await set_task_state(session, task.id, state, reason)
    before = {OPEN: (SUSPENDED, WITHDRAWN), SUSPENDED: (OPEN,), WITHDRAWN: (OPEN, SUSPENDED), CLOSED: (OPEN, SUSPENDED)}
    own = {CLOSED: "done"}.get(state, state)
    touched = [each.id for each in await occurrences_of_task(session, task.id) if each.state in before[state]]
    await set_occurrence_states(session, touched, own, now)
    return touched
