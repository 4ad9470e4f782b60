"""Obstacles, requests for more time, decisions and reporting rounds, as known at a moment."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.summary import Extension, Obstacle
from bot.domain.workdays import end_of_day
from storage.tables import (
    DecisionRow,
    ExtensionRow,
    ObstacleMessageRow,
    ObstacleRow,
    OccurrenceRow,
    RoundAskRow,
    RoundRow,
    TaskRow,
)

Places = Mapping[int, tuple[str, str]]  # occurrence id → code, agency
# Decisions on a completion on the very day of "trước ngày …": key "strict:<term version>:<occurrence id>".
STRICT_DECISION = "strict"
LATE = "late"  # their outcome where it counts as late


async def load_obstacles(
    session: AsyncSession, plan_id: int, on: date, known_at: datetime, places: Places, *, limit: int | None = None
) -> tuple[Obstacle, ...]:
    """The obstacles that were open at the end of the day, the oldest first, with whose move it was."""
    until = min(known_at, end_of_day(on))
    query = (
        _of_plan(select(ObstacleRow), ObstacleRow, plan_id)
        .where(
            ObstacleRow.opened_at <= known_at,
            ObstacleRow.opened_on <= on,
            ObstacleRow.closed_at.is_(None) | (ObstacleRow.closed_at > until),
        )
        .order_by(ObstacleRow.opened_on, ObstacleRow.id)
    )
    rows = [row for row in await session.scalars(query) if row.occurrence_id in places][:limit]
    moves = await _last_words(session, [row.id for row in rows], until)
    return tuple(
        Obstacle(
            code=places[row.occurrence_id][0],
            agency=places[row.occurrence_id][1],
            text=row.text,
            opened_on=row.opened_on,
            days=(on - row.opened_on).days,
            waits_for=moves.get(row.id, "standing"),
            occurrence_id=row.occurrence_id,
        )
        for row in rows
    )


async def _last_words(session: AsyncSession, obstacle_ids: list[int], until: datetime) -> dict[int, str]:
    """Whose move it is: the agency's once the standing agency has spoken, and the other way round."""
    query = (
        select(ObstacleMessageRow.obstacle_id, ObstacleMessageRow.side)
        .where(ObstacleMessageRow.obstacle_id.in_(obstacle_ids), ObstacleMessageRow.said_at <= until)
        .order_by(ObstacleMessageRow.id)
    )
    other = {"standing": "agency", "agency": "standing"}
    return {row.obstacle_id: other[row.side] for row in await session.execute(query)}


async def load_extensions(
    session: AsyncSession, plan_id: int, known_at: datetime, places: Places
) -> tuple[Extension, ...]:
    """Requests for more time, each in the state that was known."""
    query = _of_plan(select(ExtensionRow), ExtensionRow, plan_id).where(ExtensionRow.asked_at <= known_at)
    rows = await session.scalars(query.order_by(ExtensionRow.asked_at, ExtensionRow.id))
    found = []
    for row in rows:
        if row.occurrence_id not in places:
            continue
        decided = row.decided_at is not None and row.decided_at <= known_at
        state = row.state if decided else "asked"
        to_day = row.granted_to_on if state == "granted" and row.granted_to_on else row.to_on
        code, agency = places[row.occurrence_id]
        found.append(Extension(code, agency, row.from_on, to_day, state, row.reason, row.occurrence_id))
    return tuple(found)


async def count_granted(session: AsyncSession, plan_id: int, known_at: datetime) -> dict[int, int]:
    """How many times the term was extended, by occurrence."""
    query = _of_plan(select(ExtensionRow.occurrence_id, func.count()), ExtensionRow, plan_id).where(
        ExtensionRow.state == "granted", ExtensionRow.decided_at <= known_at
    )
    return {row[0]: row[1] for row in await session.execute(query.group_by(ExtensionRow.occurrence_id))}


async def late_by_decision(session: AsyncSession, known_at: datetime) -> frozenset[int]:
    """The occurrences done on the very day of "trước ngày …" which the secretary has called late."""
    query = select(DecisionRow.key).where(
        DecisionRow.kind == STRICT_DECISION, DecisionRow.outcome == LATE, DecisionRow.closed_at <= known_at
    )
    return frozenset(int(key.rpartition(":")[2]) for key in await session.scalars(query))


async def silent_in_round(
    session: AsyncSession, plan_id: int, on: date, known_at: datetime, period: str | None
) -> dict[int, date]:
    """What was asked about in the round that counts (see `find_round_of`), with the day it opened."""
    found = await find_round_of(session, plan_id, on, known_at, period)
    if found is None:
        return {}
    round_id, opened_on = found
    asked = select(RoundAskRow.occurrence_id).where(RoundAskRow.round_id == round_id, RoundAskRow.asked_at <= known_at)
    return dict.fromkeys(await session.scalars(asked.distinct()), opened_on)


async def find_round_of(
    session: AsyncSession, plan_id: int, on: date, known_at: datetime, period: str | None
) -> tuple[int, date] | None:
    """The reporting round that decides who was silent, and its first day: that of the period, else the latest."""
    query = select(RoundRow.id, RoundRow.opens_on).where(
        RoundRow.plan_id == plan_id,
        RoundRow.state.in_(("open", "closed")),
        RoundRow.opens_on <= on,
        RoundRow.opened_at <= known_at,
    )
    named = (RoundRow.period == period).desc() if period else RoundRow.opens_on.desc()
    found = (await session.execute(query.order_by(named, RoundRow.opens_on.desc()).limit(1))).first()
    return (found.id, found.opens_on) if found else None


def _of_plan(
    query: Select[*tuple[Any, ...]], row: type[ObstacleRow | ExtensionRow], plan_id: int
) -> Select[*tuple[Any, ...]]:
    return (
        query.join(OccurrenceRow, OccurrenceRow.id == row.occurrence_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.plan_id == plan_id)
    )
