"""Announcements: who is meant, who of them can be reached, and the one message that each is owed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import AddressRow, AnnouncementRow


async def record_announcement(
    session: AsyncSession, audience: str, text: str, now: datetime, by: int | None = None
) -> int:
    """Keep an announcement with its audience as named; returns its id."""
    row = AnnouncementRow(audience=audience, text=text, created_at=now, created_by=by)
    session.add(row)
    await session.flush()
    return row.id


async def reachable(session: AsyncSession, person_ids: Collection[int]) -> set[int]:
    """Of these people, those with an address that may be written to."""
    found = await session.scalars(
        select(AddressRow.person_id).where(AddressRow.person_id.in_(list(person_ids)), AddressRow.state == "active")
    )
    return set(found)
