"""What commands that look into the database stand on: its sessions, and days as they are typed."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar

from bot.cli.serving import refusing
from bot.config import Settings
from bot.texts import say
from storage.engine import Sessions, open_engine, open_sessions
from storage.migrate import migrate

T = TypeVar("T")


def in_database(settings: Settings, work: Callable[[Sessions], Awaitable[T]]) -> T:
    """Run something on the database of the settings; raises Refused where it cannot be read."""

    async def run() -> T:
        engine = open_engine(settings.database_url)
        try:
            async with refusing(settings):
                await migrate(engine)
                return await work(open_sessions(engine))
        finally:
            await engine.dispose()

    return asyncio.run(run())


def read_day(text: str) -> date:
    """A day as ISO has it, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(say("ground", "a day is written 2022-09-30, not %(text)s", text=text)) from exc
