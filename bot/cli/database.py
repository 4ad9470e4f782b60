"""What commands that touch the database share: settings, a migrated database, one transaction, the calendar's day."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli import Refused
from bot.cli.serving import refusing
from bot.clock import Clock, RealClock
from bot.config import Settings, load_settings
from bot.texts import say
from handlers.acting import Actor, Refusal
from handlers.request import Office
from storage.engine import open_engine, open_sessions, writing
from storage.meta import claim_time
from storage.migrate import migrate
from storage.plans import Plan, find_plan

Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """What a command works with; all it writes is one transaction."""

    session: AsyncSession
    settings: Settings
    now: datetime
    today: date
    clock: Clock

    def actor(self) -> Actor:
        """Whoever sits at the terminal, as one who changes the plan."""
        return Actor(self.session, Office(self.settings, self.clock, {}), self.now, self.today)

    async def plan(self, number: str | None) -> Plan:
        """The plan of that number, or the newest live one; raises Refused."""
        found = await find_plan(self.session, number)
        if found is None and number:
            raise Refused(say("cli", "There is no plan %(number)s", number=number))
        if found is None:
            raise Refused(say("cli", "There is no plan yet: import one first"))
        return found


def in_database(work: Callable[[Desk], Awaitable[Result]], *, writes: bool = True) -> Result:
    """Do something in one transaction on the configured database; raises Refused where it cannot be reached.

    Without `writes` nobody else is kept waiting, however long it takes, and nothing is kept.
    """
    return asyncio.run(_in_database(load_settings(), work, writes))


async def _in_database(settings: Settings, work: Callable[[Desk], Awaitable[Result]], writes: bool) -> Result:
    clock = settings.clock()
    engine = open_engine(settings.database_url)
    try:
        async with refusing(settings):
            await migrate(engine)
            sessions = open_sessions(engine)
            async with writing(sessions) if writes else sessions() as session:
                if writes:
                    await claim_time(session, rehearsed=not isinstance(clock, RealClock))
                now = clock.now()
                return await work(Desk(session, settings, now, now.astimezone(settings.timezone).date(), clock))
    except Refusal as exc:
        raise Refused(str(exc)) from None
    finally:
        await engine.dispose()
