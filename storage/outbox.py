"""What is owed: a row each, written in the transaction of its cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from bot.domain.owed import Owed, outgoing_to_json
from storage.tables import AttemptRow, MessageRow


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
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # Any unique key: the promise's own, or the person's one message of that kind and day.
    return await session.scalar(insert(MessageRow).values(**values).on_conflict_do_nothing().returning(MessageRow.id))


async def message_id_of(session: AsyncSession, key: str) -> int | None:
    """The message of a promise, whatever became of it."""
    return await session.scalar(select(MessageRow.id).where(MessageRow.key == key))


@dataclass(frozen=True)
class Sent:
    """A message of ours that somebody answers."""

    id: int
    person_id: int | None
    kind: str
    subject: Mapping[str, Any]
    sent_at: datetime | None


async def find_sent(session: AsyncSession, address: Address, ref: str) -> Sent | None:
    """The message whose platform id is `ref` in that chat, whichever of its parts it names."""
    in_chat = (MessageRow.channel == address.channel, MessageRow.bot == address.bot, MessageRow.chat == address.chat)
    row = await session.scalar(select(MessageRow).where(*in_chat, MessageRow.ref == ref).order_by(MessageRow.id.desc()))
    if row is None:
        part = select(AttemptRow.message_id).where(AttemptRow.ref == ref, AttemptRow.ref != "")
        row = await session.scalar(select(MessageRow).where(*in_chat, MessageRow.id.in_(part)))
    return Sent(row.id, row.person_id, row.kind, row.subject, row.sent_at) if row else None


async def find_choice(session: AsyncSession, address: Address, number: int, quoted_ref: str = "") -> str:
    """The action behind a number that was typed for want of buttons; "" where the newest choices have no such number."""
    query = select(MessageRow.choices).where(
        MessageRow.channel == address.channel,
        MessageRow.bot == address.bot,
        MessageRow.chat == address.chat,
        MessageRow.sent_at.is_not(None),
    )
    if quoted_ref:
        query = query.where(MessageRow.ref == quoted_ref)
    for choices in await session.scalars(query.order_by(MessageRow.sent_at.desc(), MessageRow.id.desc()).limit(20)):
        if choices:
            return str(choices[number - 1]) if 0 < number <= len(choices) else ""
    return ""
