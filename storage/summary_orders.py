"""Summaries and files that somebody asked for and that are made beside the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from storage.tables import SummaryOrderRow

LASTS = timedelta(minutes=2)  # longer than the largest file takes; then another process may try
MOST_TRIES = 3


@dataclass(frozen=True)
class SummaryOrder:
    """An order; `what` is the business of whoever makes it."""

    id: int
    person_id: int
    address: Address
    cause_id: int | None
    what: Mapping[str, Any]
    tries: int


async def add_order(
    session: AsyncSession,
    person_id: int,
    address: Address,
    what: Mapping[str, Any],
    cause_id: int | None,
    now: datetime,
) -> int:
    """Order something, in the transaction of its cause; `now` is of the real clock."""
    row = SummaryOrderRow(
        person_id=person_id,
        channel=address.channel,
        bot=address.bot,
        chat=address.chat,
        cause_id=cause_id,
        what=dict(what),
        ordered_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def has_orders(session: AsyncSession) -> bool:
    """Is there anything to make? A look into an index that is nearly always empty."""
    return await session.scalar(select(SummaryOrderRow.id).where(SummaryOrderRow.state == "open").limit(1)) is not None


async def take_order(session: AsyncSession, now: datetime) -> SummaryOrder | None:
    """The oldest order that nobody is at, held for `LASTS`; two processes never get the same."""
    free = or_(SummaryOrderRow.taken_until.is_(None), SummaryOrderRow.taken_until <= now)
    oldest = (
        select(SummaryOrderRow.id)
        .where(SummaryOrderRow.state == "open", free)
        .order_by(SummaryOrderRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = await session.scalar(
        update(SummaryOrderRow)
        .where(SummaryOrderRow.id == oldest)
        .values(taken_until=now + LASTS, tries=SummaryOrderRow.tries + 1)
        .returning(SummaryOrderRow)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    address = Address(row.channel, row.chat, row.bot)
    return SummaryOrder(row.id, row.person_id, address, row.cause_id, row.what, row.tries)


async def close_order(session: AsyncSession, order_id: int, state: str) -> bool:
    """Done or failed; False where it was closed before, and nothing more is to be said."""
    closed = await session.scalar(
        update(SummaryOrderRow)
        .where(SummaryOrderRow.id == order_id, SummaryOrderRow.state == "open")
        .values(state=state)
        .returning(SummaryOrderRow.id)
    )
    return closed is not None
