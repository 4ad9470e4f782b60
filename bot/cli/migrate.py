"""`nhacviec migrate`: brings the database to the current schema."""

import argparse
import asyncio

from bot.cli.serving import refusing
from bot.config import load_settings
from bot.texts import say
from storage.engine import open_engine
from storage.migrate import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything comes from the settings."""
    parser.epilog = say("cli", "The settings are NHACVIEC_… variables or a file; see the README")


def run(options: argparse.Namespace) -> int:
    """Apply what is missing."""
    before, after = asyncio.run(_migrate())
    key = "The database is at %(after)s already." if before == after else "The database was brought to %(after)s."
    print(say("migrate", key, after=after))
    return 0


async def _migrate() -> tuple[str | None, str]:
    settings = load_settings()
    engine = open_engine(settings.database_url)
    try:
        async with refusing(settings):
            return await migrate(engine)
    finally:
        await engine.dispose()
