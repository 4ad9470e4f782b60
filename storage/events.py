"""Events that terms wait for (guidance issued): proposed, confirmed, refused; a confirmed one sets the terms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deadlines import event_due, rule_from_json
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from storage.occurrences import move_term, occurrences_of_task
from storage.plans import load_tasks
from storage.tables import EventRow


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
            place = occurrence.key.removeprefix("event:")
            if occurrence.state == "void" or not place.isdecimal() or fold(occurrence.event) != fold(event.text):
                continue
            due_on = event_due(rule_from_json(task.rules[int(place)]), event.on, is_working_day)
            if due_on is not None:
                found.append((occurrence, due_on))
    return found


async def confirm_event(
    session: AsyncSession, event: Event, is_working_day: Callable[[date], bool], now: datetime
) -> list[Occurrence]:
    """Set the terms that waited; an earlier event of the same words and tasks gives way. Returns what was moved."""
    await session.execute(update(EventRow).where(EventRow.id == event.id).values(state="confirmed"))
    query = select(EventRow).where(
        EventRow.plan_id == event.plan_id, EventRow.state == "confirmed", EventRow.id != event.id
    )
    for former in await session.scalars(query):
        if fold(former.text) == fold(event.text) and set(former.task_ids) <= set(event.task_ids):
            former.state = "superseded"
    reason = f"event:{event.id}"
    terms = await terms_of_event(session, event, is_working_day)
    return [
        await move_term(session, occurrence, due_on, reason, now)
        for occurrence, due_on in terms
        if occurrence.due_on != due_on
    ]
