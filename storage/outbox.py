"""What is owed: a row each, written in the transaction of its cause."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.owed import Owed, outgoing_to_json
from storage.tables import AttemptRow, MessageRow

_Messages = cast(Table, MessageRow.__table__)
# Any unique key forgives: the promise's own, or the person's one message of that kind and day. Built once: building a
# statement costs more than running it.
_ENQUEUE = {
    "sqlite": sqlite.insert(_Messages).on_conflict_do_nothing().returning(_Messages.c.id),
    "postgresql": postgresql.insert(_Messages).on_conflict_do_nothing().returning(_Messages.c.id),
}


async def enqueue(session: AsyncSession, owed: Owed, now: datetime) -> int | None:
    """Owe a message from `now` (the real clock) on; None where it is owed already. Returns its id."""
    address = owed.address
    values = {
        "key": owed.key,
        "person_id": owed.person_id,
        "lane": owed.lane,
        "fixed": address is not None,
        "channel": address.channel if address else "",
        "bot": address.bot if address else "",
        "chat": address.chat if address else "",
        "kind": owed.kind,
        "local_day": owed.local_day,
        "priority": owed.priority,
        "payload": outgoing_to_json(owed.message),
        "subject": dict(owed.subject),
        "cause_id": owed.cause_id,
        "created_at": now,
        "hold_until": owed.hold_until,
        "due_at": None if owed.hold_until else now,
        "expires_at": now + owed.lasts if owed.lasts else None,
    }
    found: int | None = await session.scalar(_ENQUEUE[session.get_bind().dialect.name], values)
    return found


async def message_id_of(session: AsyncSession, key: str) -> int | None:
    """The message of a promise, whatever became of it."""
    return await session.scalar(select(MessageRow.id).where(MessageRow.key == key))


async def count_owed(session: AsyncSession) -> dict[str, int]:
    """How many messages are still to go, by state: queued (also held back), sending, unknown (to go again)."""
    pending = MessageRow.state.in_(("queued", "sending")) | (
        (MessageRow.state == "unknown") & MessageRow.due_at.is_not(None)
    )
    rows = await session.execute(select(MessageRow.state, func.count()).where(pending).group_by(MessageRow.state))
    return {"queued": 0, "sending": 0, "unknown": 0} | {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class DeliveryFault:
    """A promise that is not kept: `kind` is stuck, lost or doubled."""

    kind: str
    message_id: int
    key: str
    reason: str


_STUCK_AFTER = timedelta(minutes=15)


async def delivery_faults(session: AsyncSession, now: datetime) -> list[DeliveryFault]:
    """What an audit must name: messages that do not move, that went twice, that nobody can say arrived."""
    columns = (MessageRow.id, MessageRow.key, MessageRow.reason)
    overdue = MessageRow.state.in_(("queued", "unknown")) & (MessageRow.due_at < now - _STUCK_AFTER)
    abandoned = (MessageRow.state == "sending") & (
        MessageRow.leased_until.is_(None) | (MessageRow.leased_until < now - _STUCK_AFTER)
    )
    lost = (MessageRow.state == "unknown") & MessageRow.due_at.is_(None)
    sent = select(AttemptRow.message_id).where(AttemptRow.outcome == "sent")
    twice = sent.group_by(AttemptRow.message_id, AttemptRow.part).having(func.count() > 1)
    asked = {
        "stuck": select(*columns).where(overdue | abandoned),
        "lost": select(*columns).where(lost),
        "doubled": select(*columns).where(MessageRow.id.in_(twice)),
    }
    return [
        DeliveryFault(kind, *row)
        for kind, query in asked.items()
        for row in await session.execute(query.order_by(MessageRow.id))
    ]


async def load_closed(session: AsyncSession, ids: Collection[int]) -> list[tuple[int, int | None, str, str, str]]:
    """(id, person, kind, state, reason) of messages."""
    if not ids:
        return []
    columns = (MessageRow.id, MessageRow.person_id, MessageRow.kind, MessageRow.state, MessageRow.reason)
    rows = await session.execute(select(*columns).where(MessageRow.id.in_(ids)).order_by(MessageRow.id))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
