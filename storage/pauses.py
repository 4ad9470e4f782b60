"""Pauses that the secretary has ordered: when they begin and end, whom they silence, when somebody ended them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.reminders import Pause
from storage.tables import PauseRow


@dataclass(frozen=True)
class StoredPause:
    """A pause with its reason."""

    id: int
    pause: Pause
    reason: str


async def add_pause(session: AsyncSession, pause: Pause, reason: str, now: datetime) -> int:
    """Keep a pause; returns its id."""
    row = PauseRow(
        scope=pause.scope,
        agency_id=pause.agency_id,
        locality_kind=pause.locality_kind,
        from_on=pause.from_on,
        until_on=pause.until_on,
        reason=reason,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def standing_pauses(session: AsyncSession, today: date) -> list[StoredPause]:
    """Those that hold today or are still to come."""
    query = select(PauseRow).where(
        PauseRow.ended_at.is_(None), PauseRow.until_on.is_(None) | (PauseRow.until_on >= today)
    )
    return [
        StoredPause(row.id, Pause(row.from_on, row.until_on, row.scope, row.agency_id, row.locality_kind), row.reason)
        for row in await session.scalars(query.order_by(PauseRow.id))
    ]


async def end_pauses(session: AsyncSession, ids: Collection[int], now: datetime) -> None:
    """Take pauses back from now on."""
    await session.execute(update(PauseRow).where(PauseRow.id.in_(list(ids))).values(ended_at=now))
