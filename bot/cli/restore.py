"""`nhacviec restore`: puts a backup into the database, of either kind; one in use is not touched."""

import argparse
import asyncio
from pathlib import Path

from bot.cli import Refused
from bot.cli.serving import refusing
from bot.config import Settings, load_settings
from bot.texts import number, say, short_time
from storage.archive import (
    ArchiveFacts,
    ArchiveTooNew,
    BadArchive,
    DatabaseNotEmpty,
    ServiceRunning,
    restore,
)
from storage.engine import FileLock, open_engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The backup, and whether it replaces what is there."""
    parser.add_argument("file", metavar="FILE", type=Path, help=say("backup", "the backup to read"))
    words = say("backup", "replace what the database holds; it is lost")
    parser.add_argument("--replace", action="store_true", help=words)


def run(options: argparse.Namespace) -> int:
    """Put it back, all or nothing."""
    settings = load_settings()
    if not options.file.is_file():
        raise Refused(say("cli", "The file %(name)s cannot be opened", name=options.file))
    facts = asyncio.run(_restore(settings, options.file, replace=options.replace))
    moment = short_time(facts.made_at.astimezone(settings.timezone))
    print(say("backup", "Restored: %(rows)s rows, as of %(moment)s.", rows=number(facts.rows), moment=moment))
    return 0


async def _restore(settings: Settings, file: Path, *, replace: bool) -> ArchiveFacts:
    engine = open_engine(settings.database_url)
    lock = FileLock(settings.database_file) if settings.database_file else None
    try:
        async with refusing(settings):
            if lock:
                lock.acquire()
            return await restore(engine, file, replace=replace)
    except BadArchive:
        raise Refused(say("backup", "The file %(name)s is no whole backup; nothing was changed.", name=file)) from None
    except ArchiveTooNew as exc:
        raise Refused(say("backup", "The backup is of a newer release (%(version)s).", version=exc)) from None
    except DatabaseNotEmpty:
        raise Refused(say("backup", "The database is not empty; add --replace to lose what it holds.")) from None
    except ServiceRunning:
        raise Refused(say("backup", "A service is running on this database: stop it first.")) from None
    finally:
        if lock:
            lock.release()
        await engine.dispose()
