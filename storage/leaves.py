"""Who is away from when to when, and who stands in; it takes itself back with its last day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import LeaveRow


@dataclass(frozen=True)
class KeptLeave:
    """A leave, both days included."""

    id: int
    person_id: int
    from_on: date
    to_on: date
    stand_in_id: int | None


def _leave(row: LeaveRow) -> KeptLeave:
    return KeptLeave(row.id, row.person_id, row.from_on, row.to_on, row.stand_in_id)


async def record_leave(
    session: AsyncSession, person_id: int, from_on: date, to_on: date, stand_in_id: int | None, now: datetime
) -> int:
    """Keep a leave; those of the person that overlap it are taken back. Returns the id."""
    await session.execute(
        update(LeaveRow)
        .where(
            LeaveRow.person_id == person_id,
            LeaveRow.cancelled_at.is_(None),
            LeaveRow.from_on <= to_on,
            LeaveRow.to_on >= from_on,
        )
        .values(cancelled_at=now)
    )
    row = LeaveRow(person_id=person_id, from_on=from_on, to_on=to_on, stand_in_id=stand_in_id)
    session.add(row)
    await session.flush()
    return row.id


async def find_leave(session: AsyncSession, leave_id: int) -> KeptLeave | None:
    """A leave that was not taken back."""
    row = await session.get(LeaveRow, leave_id)
    return _leave(row) if row is not None and row.cancelled_at is None else None


async def drop_stand_in(session: AsyncSession, leave_id: int) -> None:
    """Nobody stands in any more; the leave itself stays."""
    await session.execute(update(LeaveRow).where(LeaveRow.id == leave_id).values(stand_in_id=None))


async def leaves_ahead(session: AsyncSession, person_id: int, today: date) -> list[KeptLeave]:
    """The leaves of a person that are not over, the nearest first."""
    query = select(LeaveRow).where(
        LeaveRow.person_id == person_id, LeaveRow.to_on >= today, LeaveRow.cancelled_at.is_(None)
    )
    return [_leave(row) for row in await session.scalars(query.order_by(LeaveRow.from_on))]


async def cancel_leaves(session: AsyncSession, person_id: int, today: date, now: datetime) -> list[KeptLeave]:
    """The person is back, or does not go: whatever is not over is taken back. Returns it."""
    ahead = await leaves_ahead(session, person_id, today)
    await session.execute(update(LeaveRow).where(LeaveRow.id.in_([each.id for each in ahead])).values(cancelled_at=now))
    return ahead


async def away_on(session: AsyncSession, person_ids: Collection[int], day: date) -> set[int]:
    """Of these people, those on leave that day."""
    query = select(LeaveRow.person_id).where(
        LeaveRow.person_id.in_(list(person_ids)),
        LeaveRow.from_on <= day,
        LeaveRow.to_on >= day,
        LeaveRow.cancelled_at.is_(None),
    )
    return set(await session.scalars(query))


async def present(session: AsyncSession, person_ids: Collection[int], day: date) -> set[int]:
    """Of these people, those who are there that day; all of them where nobody is, so that nothing goes unheard."""
    there = set(person_ids) - await away_on(session, person_ids, day)
    return there or set(person_ids)
