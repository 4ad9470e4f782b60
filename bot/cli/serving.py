"""Runs a service until it is asked to stop, and turns what keeps it from starting into one sentence."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from bot.cli import Refused
from bot.config import Settings
from bot.texts import say
from storage.engine import FULL, DatabaseInUse, outage_of
from storage.meta import TimeMixed
from storage.migrate import DatabaseTooNew


@asynccontextmanager
async def refusing(settings: Settings) -> AsyncIterator[None]:
    """Tell the operator why it does not start, and what to do."""
    try:
        yield
    except DatabaseInUse as exc:
        raise Refused(say("service", "Another process uses this database (%(file)s).", file=exc)) from None
    except DatabaseTooNew as exc:
        raise Refused(say("service", "The database is of a newer release (%(version)s).", version=exc)) from None
    except TimeMixed:
        raise Refused(say("service", "A rehearsal and real time cannot share a database.")) from None
    except DBAPIError as exc:
        if outage_of(exc) in FULL:
            raise Refused(say("service", "The disk of the database is full. Make room and start again.")) from None
        raise Refused(say("service", "The database cannot be reached. Check NHACVIEC_DATABASE_URL.")) from None
    except OSError as exc:
        address = f"{settings.http_host}:{settings.http_port}"
        if exc.errno not in {98, 48, 13, 99}:
            raise Refused(say("service", "The system refused: %(error)s", error=exc.strerror or exc)) from None
        raise Refused(say("service", "The address %(address)s is taken.", address=address)) from None


async def serve(settings: Settings, start: Callable[[], Awaitable[None]], stop: Callable[[], Awaitable[None]]) -> None:
    """Start, wait for SIGTERM or SIGINT, stop cleanly."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    async with refusing(settings):
        await start()
    try:
        await asked.wait()
    finally:
        await stop()
