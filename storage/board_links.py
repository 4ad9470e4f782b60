"""Links to the board: given to a person, ending by themselves, taken back at will."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import BoardLinkRow


@dataclass(frozen=True)
class BoardLink:
    """A link that still opens."""

    id: int
    person_id: int
    plan_id: int
    expires_at: datetime


async def add_board_link(
    session: AsyncSession, person_id: int, plan_id: int, now: datetime, expires_at: datetime
) -> int:
    """Give a person a link; returns its id, which is what is signed."""
    row = BoardLinkRow(person_id=person_id, plan_id=plan_id, created_at=now, expires_at=expires_at)
    session.add(row)
    await session.flush()
    return row.id


async def newest_board_link(
    session: AsyncSession, person_id: int, plan_id: int, lasts_until: datetime
) -> BoardLink | None:
    """The person's link that lasts the longest, if it lasts until then and was not taken back."""
    row = await session.scalar(
        select(BoardLinkRow)
        .where(
            BoardLinkRow.person_id == person_id,
            BoardLinkRow.plan_id == plan_id,
            BoardLinkRow.expires_at > lasts_until,
            BoardLinkRow.revoked_at.is_(None),
        )
        .order_by(BoardLinkRow.expires_at.desc())
        .limit(1)
    )
    return _link(row) if row else None


def _link(row: BoardLinkRow) -> BoardLink:
    return BoardLink(row.id, row.person_id, row.plan_id, row.expires_at)


async def find_board_link(session: AsyncSession, link_id: int, now: datetime) -> BoardLink | None:
    """The link, unless it has ended or was taken back."""
    row = await session.scalar(
        select(BoardLinkRow).where(
            BoardLinkRow.id == link_id, BoardLinkRow.expires_at > now, BoardLinkRow.revoked_at.is_(None)
        )
    )
    return _link(row) if row else None


async def revoke_board_links(session: AsyncSession, person_id: int, now: datetime) -> int:
    """Take back every open link of a person; returns how many."""
    gone = await session.scalars(
        update(BoardLinkRow)
        .where(BoardLinkRow.person_id == person_id, BoardLinkRow.revoked_at.is_(None), BoardLinkRow.expires_at > now)
        .values(revoked_at=now)
        .returning(BoardLinkRow.id)
    )
    return len(gone.all())
