"""A disk without room, as a database tells of it."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def use_up_the_disk(session: AsyncSession) -> None:
    """Make the database raise what it raises when its disk is full."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"))
        return
    await session.execute(text("PRAGMA max_page_count = 1"))
    try:
        await session.execute(text("INSERT INTO meta (key, value) VALUES ('ballast', zeroblob(1000000))"))
    finally:
        await session.execute(text("PRAGMA max_page_count = 1073741823"))
