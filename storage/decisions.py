"""What waits for a person's decision (/duyet): each thing once, under its key, until it is decided or moot."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import DecisionRow


@dataclass(frozen=True)
class Decision:
    """Something to decide; what `data` holds is the business of its kind."""

    id: int
    key: str
    kind: str
    data: Mapping[str, Any]
    state: str  # open, done, moot
    opened_at: datetime
    outcome: str


async def open_decision(
    session: AsyncSession, key: str, kind: str, data: Mapping[str, Any], now: datetime
) -> int | None:
    """Put something on the list; None where it is, or was, there already."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"key": key, "kind": kind, "data": dict(data), "opened_at": now, "state": "open", "outcome": ""}
    adding = insert(DecisionRow).values(values).on_conflict_do_nothing().returning(DecisionRow.id)
    return await session.scalar(adding)


async def list_decisions(
    session: AsyncSession, kind: str, wanted: Mapping[str, Mapping[str, Any]], now: datetime
) -> None:
    """Put each key that was never on the list on it, with its data; asked again and again, it asks one question."""
    if not wanted:
        return
    known = set(await session.scalars(select(DecisionRow.key).where(DecisionRow.kind == kind)))
    for key, data in wanted.items():
        if key not in known:
            await open_decision(session, key, kind, data, now)


async def find_decision(session: AsyncSession, decision_id: int) -> Decision | None:
    """One by id, whatever became of it."""
    row = await session.get(DecisionRow, decision_id, populate_existing=True)
    return _decision(row) if row else None


async def find_decision_by_key(session: AsyncSession, key: str) -> Decision | None:
    """One by its key, whatever became of it."""
    row = await session.scalar(select(DecisionRow).where(DecisionRow.key == key))
    return _decision(row) if row else None


async def open_decisions(session: AsyncSession, kinds: Collection[str] | None = None) -> list[Decision]:
    """What waits, the oldest first."""
    query = select(DecisionRow).where(DecisionRow.state == "open").order_by(DecisionRow.id)
    if kinds is not None:
        query = query.where(DecisionRow.kind.in_(list(kinds)))
    return [_decision(row) for row in await session.scalars(query)]


async def count_decisions(session: AsyncSession) -> int:
    """How many wait."""
    return await session.scalar(select(func.count()).where(DecisionRow.state == "open")) or 0


async def lock_open(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Of these, those still open; held to the end of the transaction, so that two secretaries have one effect."""
    held = await session.scalars(
        update(DecisionRow)
        .where(DecisionRow.id.in_(list(ids)), DecisionRow.state == "open")
        .values(state="open")
        .returning(DecisionRow.id)
    )
    return set(held)


async def close_decisions(
    session: AsyncSession,
    ids: Collection[int],
    outcome: str,
    now: datetime,
    *,
    by: int | None = None,
    state: str = "done",
) -> set[int]:
    """Decide, or call moot, what still waits; returns those that this call closed (two secretaries, one effect)."""
    if not ids:
        return set()
    closed = await session.scalars(
        update(DecisionRow)
        .where(DecisionRow.id.in_(list(ids)), DecisionRow.state == "open")
        .values(state=state, outcome=outcome, closed_at=now, closed_by=by)
        .returning(DecisionRow.id)
    )
    return set(closed)


def _decision(row: DecisionRow) -> Decision:
    return Decision(row.id, row.key, row.kind, row.data, row.state, row.opened_at, row.outcome)
