"""Obstacles with the talk about them, turn by turn, and whose move it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ObstacleMessageRow, ObstacleRow

STANDING, AGENCY = "standing", "agency"  # the two sides


@dataclass(frozen=True)
class Obstacle:
    """Something in the way of one occurrence. `waits_for` is the side whose move it is."""

    id: int
    occurrence_id: int
    report_id: int | None
    opened_by: int | None
    text: str
    opened_on: date
    state: str
    waits_for: str
    asked_on: date | None
    outcome: str


@dataclass(frozen=True)
class Turn:
    """One thing said about an obstacle."""

    side: str
    person_id: int | None
    text: str
    said_at: datetime


def _obstacle(row: ObstacleRow) -> Obstacle:
    return Obstacle(
        row.id,
        row.occurrence_id,
        row.report_id,
        row.opened_by,
        row.text,
        row.opened_on,
        row.state,
        row.waits_for,
        row.asked_on,
        row.outcome,
    )


async def open_obstacle(
    session: AsyncSession,
    occurrence_id: int,
    text: str,
    now: datetime,
    today: date,
    *,
    report_id: int | None,
    by: int | None,
) -> int:
    """Open an obstacle in the words of who met it; the standing agency has the first move. Returns the id."""
    row = ObstacleRow(
        occurrence_id=occurrence_id, report_id=report_id, opened_by=by, text=text, opened_at=now, opened_on=today
    )
    session.add(row)
    await session.flush()
    return row.id


async def find_obstacle(session: AsyncSession, obstacle_id: int) -> Obstacle | None:
    """An obstacle by id, closed ones too."""
    row = await session.get(ObstacleRow, obstacle_id)
    return _obstacle(row) if row else None


async def open_obstacles(session: AsyncSession, occurrence_ids: Collection[int] | None = None) -> list[Obstacle]:
    """What is still in the way, oldest first; of these occurrences only, where they are given."""
    query = select(ObstacleRow).where(ObstacleRow.state == "open").order_by(ObstacleRow.id)
    if occurrence_ids is not None:
        query = query.where(ObstacleRow.occurrence_id.in_(occurrence_ids))
    return [_obstacle(row) for row in await session.scalars(query)]


async def obstacles_of_reports(session: AsyncSession, report_ids: Collection[int]) -> list[Obstacle]:
    """The open obstacles that these reports opened."""
    query = select(ObstacleRow).where(ObstacleRow.report_id.in_(report_ids), ObstacleRow.state == "open")
    return [_obstacle(row) for row in await session.scalars(query.order_by(ObstacleRow.id))]


async def obstacles_to_ask(session: AsyncSession, asked_before: date) -> list[Obstacle]:
    """Open ones that were last asked about before that day, or never."""
    query = select(ObstacleRow).where(
        ObstacleRow.state == "open", or_(ObstacleRow.asked_on.is_(None), ObstacleRow.asked_on < asked_before)
    )
    return [_obstacle(row) for row in await session.scalars(query.order_by(ObstacleRow.id))]


async def set_obstacle_text(session: AsyncSession, obstacle_id: int, text: str) -> None:
    """The words that were missing when a button opened it."""
    await session.execute(update(ObstacleRow).where(ObstacleRow.id == obstacle_id).values(text=text))


async def note_asked(session: AsyncSession, obstacle_id: int, on: date) -> None:
    """It was put to the side that has the move."""
    await session.execute(update(ObstacleRow).where(ObstacleRow.id == obstacle_id).values(asked_on=on))


async def add_turn(
    session: AsyncSession, obstacle_id: int, side: str, text: str, now: datetime, today: date, *, person_id: int | None
) -> None:
    """Keep what a side said; the move passes to the other."""
    session.add(ObstacleMessageRow(obstacle_id=obstacle_id, person_id=person_id, side=side, text=text, said_at=now))
    other = AGENCY if side == STANDING else STANDING
    await session.execute(
        update(ObstacleRow).where(ObstacleRow.id == obstacle_id).values(waits_for=other, asked_on=today)
    )
    await session.flush()


async def turns_of(session: AsyncSession, obstacle_id: int) -> list[Turn]:
    """The talk in order."""
    query = select(ObstacleMessageRow).where(ObstacleMessageRow.obstacle_id == obstacle_id)
    rows = await session.scalars(query.order_by(ObstacleMessageRow.id))
    return [Turn(row.side, row.person_id, row.text, row.said_at) for row in rows]


async def close_obstacle(
    session: AsyncSession, obstacle_id: int, outcome: str, now: datetime, *, by: int | None
) -> bool:
    """Out of the way, with how; False where it was closed already."""
    closed = await session.scalar(
        update(ObstacleRow)
        .where(ObstacleRow.id == obstacle_id, ObstacleRow.state == "open")
        .values(state="closed", outcome=outcome, closed_at=now, closed_by=by)
        .returning(ObstacleRow.id)
    )
    return closed is not None
