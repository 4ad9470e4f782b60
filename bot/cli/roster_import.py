"""`nhacviec roster import`: people and what they do, from .xlsx or .csv; all of it or nothing."""

import argparse
from pathlib import Path

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.texts import say
from handlers.roster_file import RosterResult, UnreadableRoster, import_roster
from storage.conversations import record_act


class _DryRun(Exception):
    """Carries the result out of a transaction that must not be kept."""

    def __init__(self, result: RosterResult) -> None:
        super().__init__()
        self.result = result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", metavar="FILE", type=Path, help=say("roster", "the roster (.xlsx or .csv)"))
    words = say("import", "show what would be done and change nothing")
    parser.add_argument("--dry-run", action="store_true", help=words)


def run(options: argparse.Namespace) -> int:
    """Read and keep it."""
    try:
        raw = options.file.read_bytes()
    except OSError:
        raise Refused(say("cli", "The file %(name)s cannot be opened", name=options.file)) from None
    key = "Kept: %(new)s new, %(changed)s changed, %(same)s unchanged."
    try:
        result = in_database(lambda desk: _import(desk, options, raw))
    except UnreadableRoster as exc:
        raise Refused(str(exc)) from None
    except _DryRun as exc:
        result = exc.result
        key = "Would keep: %(new)s new, %(changed)s changed, %(same)s unchanged. Nothing was changed."
    print(say("roster", key, new=result.new, changed=result.changed, same=result.same))
    return 0


async def _import(desk: Desk, options: argparse.Namespace, raw: bytes) -> RosterResult:
    result = await import_roster(desk.session, options.file.name, raw, desk.now, desk.today)
    if options.dry_run:
        raise _DryRun(result)
    after = {"new": result.new, "changed": result.changed}
    await record_act(desk.session, desk.now, "roster_import", "roster", source="cli", after=after)
    return result
