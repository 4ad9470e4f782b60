"""Events that terms wait for (guidance issued): proposed, confirmed, refused; a confirmed one sets the terms."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deadlines import event_due, rule_from_json
from bot.domain.events import is_same_event
from bot.domain.occurrences import Occurrence
from storage.extensions import extensions_of
from storage.occurrences import move_term, occurrences_of_task
from storage.plans import load_tasks
from storage.tables import EventRow, OccurrenceRow, TaskRow

_WAITS = "event:"


@dataclass(frozen=True)
class Event:
    """An event with the tasks it starts."""

    id: int
    plan_id: int
    text: str
    task_ids: tuple[int, ...]
    on: date
    document: str
    state: str  # proposed, confirmed, refused, superseded
    recorded_by: int | None


async def events_waited_for(session: AsyncSession, plan_id: int) -> dict[str, tuple[int, ...]]:
    """Every event that terms of a plan are counted from, as worded there, with the tasks; recorded ones too."""
    query = (
        select(OccurrenceRow.event, OccurrenceRow.task_id)
        .distinct()
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.plan_id == plan_id, TaskRow.state.in_(("open", "suspended")))
        .where(OccurrenceRow.key.startswith(_WAITS), OccurrenceRow.state.not_in(("void", "withdrawn")))
        .order_by(OccurrenceRow.task_id)
    )
    found: dict[str, tuple[int, ...]] = {}
    for text, task_id in await session.execute(query):
        found[text] = (*found.get(text, ()), task_id)
    return found


async def tasks_started_by(session: AsyncSession, plan_id: int, texts: Collection[str]) -> tuple[int, ...]:
    """The tasks that wait for an event of these wordings, or of others that mean the same."""
    waited = await events_waited_for(session, plan_id)
    ids = {
        each for known, tasks in waited.items() if any(is_same_event(known, text) for text in texts) for each in tasks
    }
    return tuple(sorted(ids))


async def propose_event(
    session: AsyncSession,
    plan_id: int,
    text: str,
    task_ids: Sequence[int],
    on: date,
    now: datetime,
    *,
    document: str = "",
    by: int | None = None,
) -> int:
    """Keep an event that somebody told of; it sets nothing until it is confirmed. Returns its id."""
    row = EventRow(
        plan_id=plan_id,
        text=text,
        task_ids=list(task_ids),
        on_date=on,
        document=document,
        state="proposed",
        recorded_by=by,
        recorded_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def find_event(session: AsyncSession, event_id: int) -> Event | None:
    """One event, whatever became of it."""
    row = await session.get(EventRow, event_id, populate_existing=True)
    if row is None:
        return None
    return Event(
        row.id, row.plan_id, row.text, tuple(row.task_ids), row.on_date, row.document, row.state, row.recorded_by
    )


async def recorded_events(session: AsyncSession, plan_id: int) -> list[Event]:
    """The events of a plan that are confirmed, oldest first."""
    query = select(EventRow.id).where(EventRow.plan_id == plan_id, EventRow.state == "confirmed").order_by(EventRow.id)
    found = [await find_event(session, event_id) for event_id in (await session.scalars(query)).all()]
    return [each for each in found if each is not None]


async def refuse_event(session: AsyncSession, event_id: int) -> None:
    """It was not so; nothing is set."""
    await session.execute(update(EventRow).where(EventRow.id == event_id).values(state="refused"))


async def terms_of_event(
    session: AsyncSession, event: Event, is_working_day: Callable[[date], bool]
) -> list[tuple[Occurrence, date]]:
    """The occurrences that wait for the event, each with the day it would be due."""
    found = []
    for task in await load_tasks(session, ids=event.task_ids):
        for occurrence in await occurrences_of_task(session, task.id):
            place = occurrence.key.removeprefix(_WAITS).partition("#")[0]
            if occurrence.state in {"void", "withdrawn"} or not place.isdecimal():
                continue
            if int(place) >= len(task.rules) or not is_same_event(occurrence.event, event.text):
                continue
            due_on = event_due(rule_from_json(task.rules[int(place)]), event.on, is_working_day)
            if due_on is not None and not await _is_extended_past(session, occurrence, due_on):
                found.append((occurrence, due_on))
    return found


async def _is_extended_past(session: AsyncSession, occurrence: Occurrence, due_on: date) -> bool:
    """A granted extension stands where the event gives no more time than it does."""
    if occurrence.due_on is None or occurrence.due_on < due_on:
        return False
    granted = [each.granted_to_on for each in await extensions_of(session, occurrence.id) if each.state == "granted"]
    return occurrence.due_on in granted


async def confirm_event(
    session: AsyncSession, event: Event, is_working_day: Callable[[date], bool], now: datetime
) -> list[Occurrence]:
    """Set the terms that waited; an earlier event of the same words and tasks gives way. Returns what was moved."""
    await session.execute(update(EventRow).where(EventRow.id == event.id).values(state="confirmed"))
    query = select(EventRow).where(
        EventRow.plan_id == event.plan_id, EventRow.state == "confirmed", EventRow.id != event.id
    )
    for former in await session.scalars(query):
        if is_same_event(former.text, event.text) and set(former.task_ids) <= set(event.task_ids):
            former.state = "superseded"
    reason = f"event:{event.id}"
    terms = await terms_of_event(session, event, is_working_day)
    return [
        await move_term(session, occurrence, due_on, reason, now)
        for occurrence, due_on in terms
        if occurrence.due_on != due_on
    ]


async def count_again(
    session: AsyncSession, plan_id: int, is_working_day: Callable[[date], bool], now: datetime
) -> list[Occurrence]:
    """Terms that wait once more for an event that was confirmed before, as after a change of the deadline, are set."""
    moved = []
    for event in await recorded_events(session, plan_id):
        for occurrence, due_on in await terms_of_event(session, event, is_working_day):
            if occurrence.due_on is None:
                moved.append(await move_term(session, occurrence, due_on, f"{_WAITS}{event.id}", now))
    return moved
