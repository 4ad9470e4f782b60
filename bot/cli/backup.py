"""`nhacviec backup`: a consistent copy of all data, also of a running service's."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.cli import Refused
from bot.cli.serving import refusing
from bot.config import Settings, load_settings
from bot.secret_key import key_file
from bot.texts import number, say
from storage.archive import ArchiveFacts, BadArchive, back_up
from storage.engine import open_engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it goes."""
    parser.add_argument("file", metavar="FILE", type=Path, help=say("backup", "the file to write"))


def run(options: argparse.Namespace) -> int:
    """Write it."""
    settings = load_settings()
    facts = asyncio.run(_back_up(settings, options.file))
    print(say("backup", "Written: %(file)s, %(rows)s rows.", file=options.file, rows=number(facts.rows)))
    if not settings.secret_key:
        print(say("backup", "Keep the key with it: %(file)s", file=key_file(settings)))
    return 0


async def _back_up(settings: Settings, file: Path) -> ArchiveFacts:
    engine = open_engine(settings.database_url)
    try:
        async with refusing(settings):
            return await back_up(engine, file, datetime.now(UTC))
    except BadArchive:
        raise Refused(say("backup", "The database is empty or of an older release: run nhacviec migrate.")) from None
    finally:
        await engine.dispose()
