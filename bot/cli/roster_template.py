"""`nhacviec roster template`: an empty roster to fill in."""

import argparse
from pathlib import Path

from bot.texts import say
from handlers.roster_file import write_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", metavar="FILE", type=Path, help=say("roster", "the file to write (.xlsx or .csv)"))


def run(options: argparse.Namespace) -> int:
    """Write it."""
    write_table(options.file, ())
    print(say("roster", "Written: %(file)s, %(count)s lines", file=options.file, count=0))
    return 0
