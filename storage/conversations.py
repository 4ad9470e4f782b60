"""Questions the bot waits on, kept across restarts; and the trail of who did what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import AuditRow, ConversationRow


@dataclass(frozen=True)
class Conversation:
    """An open question to a person."""

    id: int
    person_id: int
    kind: str
    data: dict[str, Any]
    tries: int
    asked_at: datetime


async def open_conversation(
    session: AsyncSession, person_id: int, kind: str, data: dict[str, Any], now: datetime
) -> int:
    """Ask: an open question of the same kind to that person is moot from now on. Returns the id."""
    await session.execute(
        update(ConversationRow)
        .where(ConversationRow.person_id == person_id, ConversationRow.kind == kind, ConversationRow.state == "open")
        .values(state="moot", closed_at=now)
    )
    row = ConversationRow(person_id=person_id, kind=kind, data=data, asked_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def newest_conversation(session: AsyncSession, person_id: int) -> Conversation | None:
    """The question that is read first."""
    row = await session.scalar(
        select(ConversationRow)
        .where(ConversationRow.person_id == person_id, ConversationRow.state == "open")
        .order_by(ConversationRow.id.desc())
        .limit(1)
    )
    return _conversation(row) if row else None


async def find_conversation(session: AsyncSession, conversation_id: int, person_id: int) -> Conversation | None:
    """An open question by id, only to the person it was put to."""
    row = await session.get(ConversationRow, conversation_id)
    if row is None or row.person_id != person_id or row.state != "open":
        return None
    return _conversation(row)


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.person_id, row.kind, row.data, row.tries, row.asked_at)


async def count_try(session: AsyncSession, conversation_id: int) -> int:
    """One more answer that was not understood; returns how many."""
    tries = await session.scalar(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id)
        .values(tries=ConversationRow.tries + 1)
        .returning(ConversationRow.tries)
    )
    return tries or 0


async def close_conversation(session: AsyncSession, conversation_id: int, state: str, now: datetime) -> None:
    """Answered, given up or moot."""
    await session.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, ConversationRow.state == "open")
        .values(state=state, closed_at=now)
    )


async def close_conversations(
    session: AsyncSession, person_id: int, kinds: Collection[str], now: datetime, state: str = "moot"
) -> None:
    """Every open question of these kinds to a person."""
    await session.execute(
        update(ConversationRow)
        .where(
            ConversationRow.person_id == person_id,
            ConversationRow.kind.in_(list(kinds)),
            ConversationRow.state == "open",
        )
        .values(state=state, closed_at=now)
    )


async def open_conversation_of(session: AsyncSession, person_id: int, kind: str) -> Conversation | None:
    """The open question of a kind to a person."""
    row = await session.scalar(
        select(ConversationRow)
        .where(ConversationRow.person_id == person_id, ConversationRow.kind == kind, ConversationRow.state == "open")
        .order_by(ConversationRow.id.desc())
        .limit(1)
    )
    return _conversation(row) if row else None


async def conversations_of_kind(session: AsyncSession, kind: str) -> list[Conversation]:
    """Everybody's open conversations of a kind, oldest first."""
    query = select(ConversationRow).where(ConversationRow.kind == kind, ConversationRow.state == "open")
    return [_conversation(row) for row in await session.scalars(query.order_by(ConversationRow.id))]


async def take_conversation(session: AsyncSession, conversation_id: int, now: datetime) -> bool:
    """Close an open one as answered; False where somebody else has closed it."""
    taken = await session.scalar(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, ConversationRow.state == "open")
        .values(state="answered", closed_at=now)
        .returning(ConversationRow.id)
    )
    return taken is not None


async def change_conversation(session: AsyncSession, conversation_id: int, data: dict[str, Any]) -> None:
    """Keep what was found out since."""
    await session.execute(update(ConversationRow).where(ConversationRow.id == conversation_id).values(data=data))


async def record_act(
    session: AsyncSession,
    at: datetime,
    act: str,
    subject: str,
    *,
    person_id: int | None = None,
    source: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append to the audit trail."""
    session.add(
        AuditRow(
            at=at, person_id=person_id, source=source, act=act, subject=subject, before=before or {}, after=after or {}
        )
    )
    await session.flush()
