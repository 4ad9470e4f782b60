"""Requests for more time: kept with who asked why, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ExtensionRow


@dataclass(frozen=True)
class Extension:
    """A request for more time on one occurrence."""

    id: int
    occurrence_id: int
    requested_by: int | None
    reason: str
    from_on: date | None
    to_on: date
    granted_to_on: date | None
    state: str
    letter: str
    asked_at: datetime


def _extension(row: ExtensionRow) -> Extension:
    return Extension(
        row.id,
        row.occurrence_id,
        row.requested_by,
        row.reason,
        row.from_on,
        row.to_on,
        row.granted_to_on,
        row.state,
        row.letter,
        row.asked_at,
    )


async def record_extension(
    session: AsyncSession,
    occurrence_id: int,
    requested_by: int,
    reason: str,
    from_on: date | None,
    to_on: date,
    now: datetime,
) -> int:
    """Ask for more time; an earlier request that still waits is withdrawn by it. Returns the id."""
    await session.execute(
        update(ExtensionRow)
        .where(ExtensionRow.occurrence_id == occurrence_id, ExtensionRow.state == "asked")
        .values(state="withdrawn", decided_at=now)
    )
    row = ExtensionRow(
        occurrence_id=occurrence_id,
        requested_by=requested_by,
        reason=reason,
        from_on=from_on,
        to_on=to_on,
        asked_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def find_extension(session: AsyncSession, extension_id: int) -> Extension | None:
    """A request by id, whatever became of it."""
    row = await session.get(ExtensionRow, extension_id)
    return _extension(row) if row else None


async def extensions_of(session: AsyncSession, occurrence_id: int) -> list[Extension]:
    """Every request for an occurrence, oldest first."""
    query = select(ExtensionRow).where(ExtensionRow.occurrence_id == occurrence_id).order_by(ExtensionRow.id)
    return [_extension(row) for row in await session.scalars(query)]


async def count_granted(session: AsyncSession, occurrence_id: int) -> int:
    """How often the term was extended already."""
    query = select(func.count()).where(ExtensionRow.occurrence_id == occurrence_id, ExtensionRow.state == "granted")
    return (await session.scalar(query)) or 0


async def decide_extension(
    session: AsyncSession,
    extension_id: int,
    state: str,
    now: datetime,
    *,
    by: int | None,
    granted_to_on: date | None = None,
) -> bool:
    """Granted, refused or withdrawn; False where it was decided already."""
    decided = await session.scalar(
        update(ExtensionRow)
        .where(ExtensionRow.id == extension_id, ExtensionRow.state == "asked")
        .values(state=state, decided_at=now, decided_by=by, granted_to_on=granted_to_on)
        .returning(ExtensionRow.id)
    )
    return decided is not None


async def set_letter(session: AsyncSession, extension_id: int, letter: str) -> None:
    """Keep the number of the letter that asks for it."""
    await session.execute(update(ExtensionRow).where(ExtensionRow.id == extension_id).values(letter=letter))
