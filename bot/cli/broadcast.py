"""`nhacviec broadcast`: an announcement to an audience; says how many it reaches and whom it cannot."""

import argparse
from pathlib import Path

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.texts import say
from handlers.announcing import Audience, announce, check_text, find_audience, out_of_reach

_MOST_BYTES = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """To whom, and the text."""
    whom, what = say("announce", "all, a role, an agency, a kind"), say("announce", "the text, in UTF-8")
    parser.add_argument("--to", metavar="AUDIENCE", required=True, help=whom)
    parser.add_argument("--text-file", metavar="F", type=Path, required=True, help=what)
    words = say("announce", "count whom it would reach and send nothing")
    parser.add_argument("--dry-run", action="store_true", help=words)


def run(options: argparse.Namespace) -> int:
    """Queue it."""
    in_database(lambda desk: _broadcast(desk, options))
    return 0


async def _broadcast(desk: Desk, options: argparse.Namespace) -> None:
    text, actor = check_text(_read(options.text_file)), desk.actor()
    audience = await find_audience(actor, options.to)
    if not options.dry_run:
        await announce(actor, audience, text)
    _report(audience, queued=not options.dry_run)


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError:
        raise Refused(say("cli", "The file %(name)s cannot be opened", name=file)) from None
    except UnicodeDecodeError:
        raise Refused(say("announce", "The file is not UTF-8 text.")) from None


def _report(audience: Audience, *, queued: bool) -> None:
    key = "Queued for %(count)s people (%(name)s)." if queued else "Would reach %(count)s people (%(name)s)."
    print(say("announce", key, count=len(audience.reached), name=audience.name))
    for line in out_of_reach(audience):
        print(line)
