"""What is owed: a row each, written in the transaction of its cause."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.owed import Owed, outgoing_to_json
from storage.tables import MessageRow


async def enqueue(session: AsyncSession, owed: Owed, now: datetime) -> int | None:
    """Owe a message from `now` (the real clock) on; None where it is owed already. Returns its id."""
    address = owed.address
    values = {
        "key": owed.key,
        "person_id": owed.person_id,
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
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # Any unique key: the promise's own, or the person's one message of that kind and day.
    return await session.scalar(insert(MessageRow).values(**values).on_conflict_do_nothing().returning(MessageRow.id))


async def message_id_of(session: AsyncSession, key: str) -> int | None:
    """The message of a promise, whatever became of it."""
    return await session.scalar(select(MessageRow.id).where(MessageRow.key == key))
