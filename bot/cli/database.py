"""What commands that touch the database share: settings, a migrated database, one transaction, the calendar's day."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import clock_of
from bot.cli.serving import refusing
from bot.clock import RealClock
from bot.config import Settings, load_settings
from storage.engine import open_engine, open_sessions
from storage.meta import claim_time
from storage.migrate import migrate

Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """What a command works with; all it writes is one transaction."""

    session: AsyncSession
    settings: Settings
    now: datetime
    today: date


def in_database(work: Callable[[Desk], Awaitable[Result]]) -> Result:
    """Do something in one transaction on the configured database; raises Refused where it cannot be reached."""
    return asyncio.run(_in_database(load_settings(), work))


async def _in_database(settings: Settings, work: Callable[[Desk], Awaitable[Result]]) -> Result:
    clock = clock_of(settings)
    engine = open_engine(settings.database_url)
    try:
        async with refusing(settings):
            await migrate(engine)
            async with open_sessions(engine).begin() as session:
                await claim_time(session, rehearsed=not isinstance(clock, RealClock))
                now = clock.now()
                return await work(Desk(session, settings, now, now.astimezone(settings.timezone).date()))
    finally:
        await engine.dispose()
