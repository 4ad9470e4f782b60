"""`nhacviec preview`: what would go out, to whom and when, if nobody reported anything. Sends nothing."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

from bot.cli.ground import in_database, read_day
from bot.config import Settings, load_settings
from bot.render.ics import preview_entries, render_ics
from bot.render.schedule import render_schedule
from bot.texts import say
from handlers.schedule import load_outlook, preview_rows
from storage.days import load_calendar
from storage.engine import Sessions

DAYS = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From when, how long, in which form."""
    parser.add_argument(
        "--from",
        dest="from_on",
        type=read_day,
        metavar=say("preview", "DAY"),
        help=say("preview", "From this day; today"),
    )
    parser.add_argument("--days", type=_days, default=DAYS, metavar="N", help=say("preview", "How many days; 30"))
    parser.add_argument(
        "--format", choices=("text", "json", "ics"), default="text", help=say("preview", "The form of the output")
    )


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 3700:
        raise argparse.ArgumentTypeError(say("preview", "a number of days from 1 to 3700, not %(text)s", text=text))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Print the schedule."""
    settings = load_settings()
    rows = in_database(settings, lambda sessions: _rows(sessions, settings, options.from_on, options.days))
    match options.format:
        case "json":
            print(json.dumps(rows, ensure_ascii=False, indent=2))
        case "ics":
            sys.stdout.write(render_ics(say("ics", "Reminder schedule"), preview_entries(rows), datetime.now(UTC)))
        case _:
            print(render_schedule(rows))
    return 0


async def _rows(sessions: Sessions, settings: Settings, from_on: date | None, days: int) -> list[dict[str, Any]]:
    today = settings.clock().now().astimezone(settings.timezone).date()
    async with sessions() as session:
        calendar = await load_calendar(session)
        outlook = await load_outlook(session, today, from_on or today, days, calendar, settings.reminder_policy())
    return preview_rows(outlook, settings.timezone)
