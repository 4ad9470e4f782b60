"""`nhacviec roster export`: everybody, in the form that `roster import` reads."""

import argparse
from pathlib import Path

from bot.cli.database import in_database
from bot.texts import say
from handlers.roster_file import export_roster


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", metavar="FILE", type=Path, help=say("roster", "the file to write (.xlsx or .csv)"))


def run(options: argparse.Namespace) -> int:
    """Write it."""
    count = in_database(lambda desk: export_roster(desk.session, options.file))
    print(say("roster", "Written: %(file)s, %(count)s lines", file=options.file, count=count))
    return 0
