"""Occurrences with the terms they have had, and how they stand by the last valid report."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import Occurrence, PlannedOccurrence
from bot.domain.tasks import Status
from bot.domain.workdays import local_day
from storage.tables import AgencyRow, OccurrenceHistoryRow, OccurrenceRow, TaskRow, TermRow
from storage.tables.base import UtcDateTime

_JOINED = (
    select(OccurrenceRow, TaskRow.code, TaskRow.content, AgencyRow.name)
    .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
    .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
)


def _occurrence(row: OccurrenceRow, code: str, content: str, agency: str) -> Occurrence:
    return Occurrence(
        id=row.id,
        task_id=row.task_id,
        code=code,
        content=content,
        agency_id=row.agency_id,
        agency=agency,
        key=row.key,
        kind=row.kind,
        strict=row.strict,
        event=row.event,
        original_due_on=row.original_due_on,
        due_on=row.due_on,
        term_version=row.term_version,
        state=row.state,
        silent=row.silent,
        standing=Status(row.standing) if row.standing else None,
        percent=row.percent,
        reported_on=row.reported_on,
        submitted_on=row.submitted_on,
        done_on=row.done_on,
        acked_on=row.acked_on,
        snoozed_until=row.snoozed_until,
    )


async def _all(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[Occurrence]:
    return [_occurrence(*row) for row in await session.execute(query)]


async def load_occurrences(session: AsyncSession, ids: Collection[int]) -> dict[int, Occurrence]:
    """Occurrences by id."""
    if not ids:
        return {}
    return {each.id: each for each in await _all(session, _JOINED.where(OccurrenceRow.id.in_(ids)))}


async def occurrences_of_task(session: AsyncSession, task_id: int) -> list[Occurrence]:
    """All of a task, void ones included, by due day."""
    query = _JOINED.where(OccurrenceRow.task_id == task_id)
    return await _all(session, query.order_by(OccurrenceRow.due_on, OccurrenceRow.id))


async def open_occurrences(
    session: AsyncSession, agency_ids: Collection[int], until: date | None = None
) -> list[Occurrence]:
    """What these agencies still owe, the nearest term first, open-ended ones last; terms after `until` left out."""
    query = _JOINED.where(OccurrenceRow.agency_id.in_(agency_ids), OccurrenceRow.state == "open")
    if until is not None:
        query = query.where((OccurrenceRow.due_on.is_(None)) | (OccurrenceRow.due_on <= until))
    return await _all(
        session,
        query.order_by(OccurrenceRow.due_on.is_(None), OccurrenceRow.due_on, TaskRow.position, OccurrenceRow.id),
    )


async def occurrences_to_look_at(session: AsyncSession, today: date) -> list[Occurrence]:
    """Those whose next look has come: an index scan over what is due, never over everything."""
    query = _JOINED.where(OccurrenceRow.next_look_on <= today)
    return await _all(session, query.order_by(OccurrenceRow.next_look_on, OccurrenceRow.id))


async def add_occurrence(
    session: AsyncSession, task_id: int, agency_id: int, planned: PlannedOccurrence, now: datetime, *, silent: bool
) -> int | None:
    """Make an occurrence with its first term; None where that agency already has it."""
    known = await session.scalar(
        select(OccurrenceRow.id).where(
            OccurrenceRow.task_id == task_id, OccurrenceRow.agency_id == agency_id, OccurrenceRow.key == planned.key
        )
    )
    if known is not None:
        return None
    row = OccurrenceRow(
        task_id=task_id,
        agency_id=agency_id,
        key=planned.key,
        kind=planned.kind,
        strict=planned.strict,
        event=planned.event,
        original_due_on=planned.due_on,
        due_on=planned.due_on,
        silent=silent,
        planned_from=local_day(now),
        next_look_on=local_day(now),  # the planner decides; whoever knows calendar and policy says it at once
        created_at=now,
    )
    session.add(row)
    await session.flush()
    session.add(TermRow(occurrence_id=row.id, version=1, due_on=planned.due_on, reason="plan", from_at=now))
    await session.flush()
    return row.id


async def move_term(
    session: AsyncSession, occurrence: Occurrence, due_on: date | None, reason: str, now: datetime
) -> Occurrence:
    """Give an occurrence another due day; what was planned under the old term is void with its version."""
    version = occurrence.term_version + 1
    kind = "dated" if due_on else "guidance" if occurrence.event else occurrence.kind
    original = occurrence.original_due_on or due_on
    await session.execute(
        update(OccurrenceRow)
        .where(OccurrenceRow.id == occurrence.id)
        .values(
            due_on=due_on,
            original_due_on=original,
            kind=kind,
            term_version=version,
            planned_from=local_day(now),
            next_look_on=local_day(now),
        )
    )
    session.add(TermRow(occurrence_id=occurrence.id, version=version, due_on=due_on, reason=reason, from_at=now))
    await session.flush()
    return replace(occurrence, due_on=due_on, original_due_on=original, kind=kind, term_version=version)


async def set_occurrence_states(session: AsyncSession, ids: Iterable[int], state: str, now: datetime) -> None:
    """Open, done, suspended, withdrawn or void, from now on; what they were is kept for summaries of before."""
    ids = list(ids)
    await _keep_history(session, ids, now)
    values = {"state": state, "next_look_on": local_day(now)}
    await session.execute(update(OccurrenceRow).where(OccurrenceRow.id.in_(ids)).values(**values))


async def hand_over(session: AsyncSession, ids: Iterable[int], agency_id: int, now: datetime) -> None:
    """From now on the occurrences are another agency's; summaries of before still print the former one."""
    ids = list(ids)
    await _keep_history(session, ids, now)
    values = {"agency_id": agency_id, "next_look_on": local_day(now)}
    await session.execute(update(OccurrenceRow).where(OccurrenceRow.id.in_(ids)).values(**values))


async def _keep_history(session: AsyncSession, ids: list[int], now: datetime) -> None:
    held = select(OccurrenceRow.id, OccurrenceRow.agency_id, OccurrenceRow.state, literal(now, UtcDateTime()))
    await session.execute(
        insert(OccurrenceHistoryRow).from_select(
            ["occurrence_id", "agency_id", "state", "until_at"], held.where(OccurrenceRow.id.in_(ids))
        )
    )


async def set_next_look(session: AsyncSession, occurrence_id: int, on: date | None, reason: str = "") -> None:
    """When there is next something to say, or the reason why there never is."""
    await session.execute(
        update(OccurrenceRow).where(OccurrenceRow.id == occurrence_id).values(next_look_on=on, no_look_reason=reason)
    )


async def note_ack(session: AsyncSession, occurrence_ids: Collection[int], on: date) -> None:
    """ "Đã nhận": silences the next stage, never the last two."""
    await session.execute(update(OccurrenceRow).where(OccurrenceRow.id.in_(occurrence_ids)).values(acked_on=on))


async def snooze(session: AsyncSession, occurrence_ids: Collection[int], until: date) -> None:
    """Postpone reminders to a day."""
    await session.execute(update(OccurrenceRow).where(OccurrenceRow.id.in_(occurrence_ids)).values(snoozed_until=until))


async def forget_ack(session: AsyncSession, occurrence_ids: Collection[int], on: date) -> set[int]:
    """Take an "đã nhận" of that day back; returns those that had one."""
    forgotten = await session.scalars(
        update(OccurrenceRow)
        .where(OccurrenceRow.id.in_(list(occurrence_ids)), OccurrenceRow.acked_on == on)
        .values(acked_on=None)
        .returning(OccurrenceRow.id)
    )
    return set(forgotten)


async def forget_snooze(session: AsyncSession, occurrence_ids: Collection[int]) -> set[int]:
    """Take a "nhắc sau" back; returns those that had one."""
    forgotten = await session.scalars(
        update(OccurrenceRow)
        .where(OccurrenceRow.id.in_(list(occurrence_ids)), OccurrenceRow.snoozed_until.is_not(None))
        .values(snoozed_until=None)
        .returning(OccurrenceRow.id)
    )
    return set(forgotten)
