"""`nhacviec plan answer`: answers what the import would not assume, and carries the answer out."""

import argparse

from bot.cli.database import in_database
from bot.texts import say
from handlers.doubt_answers import answer_doubt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which doubt, and the answer."""
    parser.add_argument("number", metavar="NUMBER", type=int, help=say("doubts", "its number in plan doubts"))
    parser.add_argument("words", metavar="WORDS", nargs="+", help=say("doubts", "an agency, a deadline, a day …"))


def run(options: argparse.Namespace) -> int:
    """Carry it out, or say what is missing."""
    print(in_database(lambda desk: answer_doubt(desk.actor(), options.number, " ".join(options.words))))
    return 0
