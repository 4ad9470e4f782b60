"""Facts about the database itself: above all whether it lives in real or in rehearsed time."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import MetaRow


class TimeMixed(Exception):
    """A rehearsal on a database that has lived in real time, or the other way round."""


async def load_fact(session: AsyncSession, key: str) -> Any:
    """A fact, or None."""
    row = await session.get(MetaRow, key)
    return row.value["value"] if row else None


async def save_fact(session: AsyncSession, key: str, value: Any) -> None:
    """Keep a fact in the place of the former one."""
    await session.merge(MetaRow(key=key, value={"value": value}))
    await session.flush()


async def claim_time(session: AsyncSession, *, rehearsed: bool) -> None:
    """Bind the database to real or rehearsed time for good; raises TimeMixed where it is bound to the other."""
    known = await load_fact(session, "rehearsed")
    if known is None:
        await save_fact(session, "rehearsed", rehearsed)
    elif known is not rehearsed:
        raise TimeMixed
