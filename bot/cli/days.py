"""Days as people type them to a command."""

import argparse
from datetime import date

from bot.texts import say


def read_day(text: str) -> date:
    """2022-06-15, or as officials write it: 15/6/2022. Raises ValueError."""
    parts = text.strip().replace(".", "/").split("/")
    return date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(text.strip())


def day_argument(text: str) -> date:
    """The same for argparse, with a Vietnamese word for what is no day."""
    try:
        return read_day(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(say("import", "This is no day: %(text)s", text=text)) from exc
