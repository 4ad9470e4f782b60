"""Which process does what one alone may do: a lease with an end, in a table that all of them see."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import LeaseRow


async def take_lease(session: AsyncSession, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take or renew a lease; False while it is another's.

    One that lasts longer than any lease does was written by a clock that was ahead, and is no lease.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(LeaseRow).values(name=name, holder=holder, until=now + lasts)
    free = or_(LeaseRow.holder == holder, LeaseRow.until < now, LeaseRow.until > now + 2 * lasts)
    taken = await session.scalar(
        row.on_conflict_do_update(
            index_elements=["name"], set_={"holder": holder, "until": now + lasts}, where=free
        ).returning(LeaseRow.name)
    )
    return taken is not None


async def release_lease(session: AsyncSession, name: str, holder: str) -> None:
    """Let another take over at once."""
    await session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
