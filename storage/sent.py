"""Messages that went out, as answers refer to them: by quoting, by number, or by being the newest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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
    person_id: int | None = None
    labels: tuple[str, ...] = ()  # what the choices are called, in their order


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


async def newest_about(
    session: AsyncSession, person_id: int, key: str, *, before: datetime | None = None
) -> Sent | None:
    """The last message to a person whose subject has the key; of those sent before an instant, where it is given."""
    query = select(MessageRow).where(
        MessageRow.person_id == person_id, MessageRow.state.in_(_OUT), MessageRow.subject[key].as_string().is_not(None)
    )
    if before is not None:
        query = query.where(MessageRow.sent_at < before)
    row = await session.scalar(query.order_by(MessageRow.sent_at.desc(), MessageRow.id.desc()).limit(1))
    return _sent(row) if row else None


async def newest_answer_about(session: AsyncSession, person_id: int, key: str) -> tuple[int, Sent] | None:
    """The last answer to a person whose subject has the key, sent or still owed, with the message it answers."""
    row = await session.scalar(
        select(MessageRow)
        .where(MessageRow.person_id == person_id, MessageRow.cause_id.is_not(None))
        .where(MessageRow.subject[key].as_string().is_not(None))
        .order_by(MessageRow.id.desc())
        .limit(1)
    )
    return (row.cause_id, _sent(row)) if row and row.cause_id is not None else None


async def answers_to(session: AsyncSession, inbox_id: int) -> list[Sent]:
    """What was answered to one message that came in, in order."""
    rows = await session.scalars(select(MessageRow).where(MessageRow.cause_id == inbox_id).order_by(MessageRow.id))
    return [_sent(row) for row in rows]


async def find_message(session: AsyncSession, message_id: int) -> Sent | None:
    """A message by id, whatever became of it."""
    row = await session.get(MessageRow, message_id)
    return _sent(row) if row else None


def _sent(row: MessageRow) -> Sent:
    choices = tuple(row.choices)
    buttons = (each for line in row.payload.get("buttons", ()) for each in line if not each.get("url"))
    labels = tuple(each["label"] for each in buttons) if choices else ()
    return Sent(row.id, row.kind, row.ref, row.subject, choices, row.person_id, labels)
