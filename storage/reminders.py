"""The daily messages with the reminders they carry: who had one, which still wait, what each of them says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.owed import outgoing_to_json
from bot.domain.reminders import DueItem, NumberedItem
from storage.tables import LeaseRow, MessageRow, ReminderRow

DAILY = "daily"
_OUT = ("sending", "sent", "unknown")
_CHUNK = 5_000  # ids in one query: SQLite and asyncpg both stop at some 32,000 values


@dataclass(frozen=True)
class WaitingMessage:
    """A daily message that has not gone out, with the items it was planned with and those it still says."""

    id: int
    person_id: int
    local_day: date
    items: tuple[NumberedItem, ...]
    said: tuple[int, ...]  # numbers


async def plan_alone(session: AsyncSession, now: datetime) -> None:
    """Let one process plan at a time, to the end of the transaction: the row is locked, whatever its words.

    To be the transaction's first statement, so that SQLite takes its write lock at once.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"name": "planning", "holder": "", "until": now}
    await session.execute(
        insert(LeaseRow).values(values).on_conflict_do_update(index_elements=["name"], set_={"until": now})
    )


async def messaged_on(session: AsyncSession, day: date, person_ids: Collection[int]) -> set[int]:
    """Of these people, those who have a daily message of that day, whatever became of it."""
    query = select(MessageRow.person_id).where(
        MessageRow.kind == DAILY, MessageRow.local_day == day, MessageRow.person_id.in_(list(person_ids))
    )
    return {each for each in await session.scalars(query) if each is not None}


Said = tuple[int, int, int, str]
"""Person, occurrence, term version, stage key."""


def promise_of(item: DueItem) -> tuple[int, int, str]:
    """What makes a reminder to a person unique: occurrence, term version, stage key."""
    return item.occurrence_id, item.term_version, item.key


async def said_already(session: AsyncSession, occurrence_ids: Collection[int]) -> set[Said]:
    """What was said of these occurrences in messages that left."""
    found: set[Said] = set()
    ordered = sorted(occurrence_ids)
    for start in range(0, len(ordered), _CHUNK):
        query = (
            select(ReminderRow.person_id, ReminderRow.occurrence_id, ReminderRow.term_version, ReminderRow.stage)
            .join(MessageRow, MessageRow.id == ReminderRow.message_id)
            .where(ReminderRow.occurrence_id.in_(ordered[start : start + _CHUNK]), MessageRow.state.in_(_OUT))
        )
        found.update((row[0], row[1], row[2], row[3]) for row in await session.execute(query))
    return found


async def record_unsent(
    session: AsyncSession,
    key: str,
    reason: str,
    subject: Mapping[str, Any],
    now: datetime,
    local_day: date,
    person_id: int | None = None,
) -> int | None:
    """Keep in the ledger what was due and reaches nobody; None where it is kept already. Returns the message's id."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values: dict[str, Any] = {
        "key": key,
        "kind": DAILY,
        "person_id": person_id,
        "local_day": local_day,
        "payload": {},
        "choices": [],
        "subject": dict(subject),
        "state": "cancelled",
        "reason": reason,
        "created_at": now,
    }
    return await session.scalar(insert(MessageRow).values(values).on_conflict_do_nothing().returning(MessageRow.id))


async def record_reminders(
    session: AsyncSession, message_id: int, person_id: int, items: Sequence[NumberedItem]
) -> None:
    """A row each; one whose former message never went out moves to this one."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [
        {
            "occurrence_id": each.item.occurrence_id,
            "term_version": each.item.term_version,
            "stage": each.item.key,
            "person_id": person_id,
            "message_id": message_id,
            "number": each.number,
            "planned_on": each.item.planned_on,
        }
        for each in items
    ]
    if not rows:
        return
    adding = insert(ReminderRow).values(rows)
    keys = ["occurrence_id", "term_version", "stage", "person_id"]
    fresh = {"message_id": adding.excluded.message_id, "number": adding.excluded.number}
    await session.execute(adding.on_conflict_do_update(index_elements=keys, set_=fresh))


async def write_text(session: AsyncSession, message_id: int, message: Outgoing, numbers: Collection[int]) -> None:
    """Give a waiting message its words; `numbers` are the items that they say."""
    subject = await session.scalar(select(MessageRow.subject).where(MessageRow.id == message_id))
    await session.execute(
        update(MessageRow)
        .where(MessageRow.id == message_id)
        .values(payload=outgoing_to_json(message), subject={**(subject or {}), "said": sorted(numbers)})
    )


async def load_waiting(session: AsyncSession, message_ids: Collection[int]) -> list[WaitingMessage]:
    """Those of the messages that are daily ones."""
    query = select(MessageRow).where(MessageRow.id.in_(list(message_ids)), MessageRow.kind == DAILY)
    return [_waiting(row) for row in await session.scalars(query.order_by(MessageRow.id))]


async def load_stale(session: AsyncSession, today: date) -> list[WaitingMessage]:
    """Daily messages of earlier days that still wait: what they said is due again, in today's message."""
    query = select(MessageRow).where(
        MessageRow.state == "queued", MessageRow.kind == DAILY, MessageRow.local_day < today
    )
    return [_waiting(row) for row in await session.scalars(query.order_by(MessageRow.id))]


def _waiting(row: MessageRow) -> WaitingMessage:
    items = tuple(item_from_json(each) for each in row.subject.get("occurrences", ()))
    said = row.subject.get("said", [each.number for each in items])
    return WaitingMessage(row.id, row.person_id or 0, row.local_day or date.min, items, tuple(said))


async def cancel_queued(session: AsyncSession, message_ids: Collection[int], reason: str) -> set[int]:
    """Close messages that nobody has begun to send; returns those that were still waiting."""
    cancelled = await session.scalars(
        update(MessageRow)
        .where(MessageRow.id.in_(list(message_ids)), MessageRow.state == "queued")
        .values(state="cancelled", reason=reason, hold_until=None, due_at=None)
        .returning(MessageRow.id)
    )
    return set(cancelled)


async def hold(session: AsyncSession, message_id: int, until: datetime) -> None:
    """Keep a message back until an instant of the calendar's clock."""
    await session.execute(update(MessageRow).where(MessageRow.id == message_id).values(hold_until=until, due_at=None))


def item_to_json(numbered: NumberedItem) -> dict[str, Any]:
    """What an answer refers to (number, occurrence_id, code), and all that is needed to say the item again."""
    item = numbered.item
    return {
        "number": numbered.number,
        "occurrence_id": item.occurrence_id,
        "code": item.task_code,
        "agency_id": item.agency_id,
        "due": item.due_on.isoformat() if item.due_on else None,
        "term": item.term_version,
        "kind": item.kind,
        "stage": item.stage,
        "key": item.key,
        "planned_on": item.planned_on.isoformat(),
        "first": item.first,
        "position": item.position,
    }


def item_from_json(kept: Mapping[str, Any]) -> NumberedItem:
    """The item that was kept."""
    item = DueItem(
        occurrence_id=kept["occurrence_id"],
        task_code=kept["code"],
        agency_id=kept["agency_id"],
        due_on=date.fromisoformat(kept["due"]) if kept["due"] else None,
        term_version=kept["term"],
        kind=kept["kind"],
        stage=kept["stage"],
        key=kept["key"],
        planned_on=date.fromisoformat(kept["planned_on"]),
        first=kept["first"],
        position=kept["position"],
    )
    return NumberedItem(kept["number"], item)
