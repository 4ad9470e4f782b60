"""Messages that went out, as answers refer to them: by quoting, by number, or by being the newest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from storage.tables import AttemptRow, MessageRow


@dataclass(frozen=True)
class Sent:
    """A message of ours. `subject` says what an answer to it refers to, `choices` the actions it offered by number."""

    id: int
    kind: str
    ref: str
    subject: Mapping[str, Any]
    choices: tuple[str, ...]


_OUT = ("sent", "unknown")


async def find_sent(session: AsyncSession, address: Address, ref: str) -> Sent | None:
    """The message that somebody quotes."""
    if not ref:
        return None
    in_chat = select(MessageRow).where(
        MessageRow.channel == address.channel, MessageRow.chat == address.chat, MessageRow.bot == address.bot
    )
    row = await session.scalar(in_chat.where(MessageRow.ref == ref).limit(1))
    if row is None:  # a long message went in parts, and another than the last is quoted
        part_of = select(AttemptRow.message_id).where(AttemptRow.ref == ref, AttemptRow.ref != "")
        row = await session.scalar(in_chat.where(MessageRow.id.in_(part_of)).limit(1))
    return _sent(row) if row else None


async def newest_sent(session: AsyncSession, address: Address) -> Sent | None:
    """The last message that went to a chat."""
    row = await session.scalar(
        select(MessageRow)
        .where(MessageRow.channel == address.channel, MessageRow.chat == address.chat, MessageRow.state.in_(_OUT))
        .where(MessageRow.bot == address.bot)
        .order_by(MessageRow.sent_at.desc(), MessageRow.id.desc())
        .limit(1)
    )
    return _sent(row) if row else None


async def find_newest_about(session: AsyncSession, address: Address, topic: str, among: int = 10) -> Sent | None:
    """The last of the newest messages to a chat whose subject has this topic, whether it has left yet or not."""
    query = (
        select(MessageRow)
        .where(MessageRow.channel == address.channel, MessageRow.chat == address.chat, MessageRow.bot == address.bot)
        .order_by(MessageRow.id.desc())
        .limit(among)
    )
    return next((_sent(row) for row in await session.scalars(query) if topic in row.subject), None)


async def find_message(session: AsyncSession, message_id: int) -> Sent | None:
    """A message by id, whatever became of it."""
    row = await session.get(MessageRow, message_id)
    return _sent(row) if row else None


def _sent(row: MessageRow) -> Sent:
    return Sent(row.id, row.kind, row.ref, row.subject, tuple(row.choices))
