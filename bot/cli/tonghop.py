"""`nhacviec tonghop`: the summary as /tonghop gives it, on the screen or in a file."""

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli import Refused
from bot.cli.ground import in_database, read_day
from bot.config import Settings, load_settings
from bot.domain.committee import CommitteeSettings
from bot.domain.periods import Period, PeriodTable, read_period, whole_plan
from bot.domain.summary import Asked
from bot.render.making import Order, make_file
from bot.render.summary_chat import render_whole
from bot.render.summary_json import summary_to_json
from bot.texts import say
from handlers.summary_material import load_order
from storage.engine import Sessions
from storage.plans import Plan, find_plan, load_settings_of
from storage.progress import newest_moment

FORMATS = ("text", "json", "docx", "xlsx", "pdf", "png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The day, the period, the form and where it goes."""
    parser.add_argument("--on", type=read_day, metavar=say("cli", "DAY"), help=say("cli", "The day of the figures"))
    parser.add_argument("--period", metavar=say("cli", "PERIOD"), help=say("cli", "A period in words"))
    parser.add_argument("--plan", metavar=say("cli", "NUMBER"), help=say("cli", "The number of the plan"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=say("cli", "The form of the output"))
    parser.add_argument("-o", "--output", type=Path, metavar=say("cli", "FILE"), help=say("cli", "Write to this file"))


def run(options: argparse.Namespace) -> int:
    """Print or write the summary."""
    settings = load_settings()
    order = in_database(settings, lambda sessions: _order(sessions, settings, options))
    name = f"tong-hop.{options.format}"
    match options.format:
        case "text":
            content = f"{render_whole(order.summary, order.short_names)}\n".encode()
        case "json":
            content = (json.dumps(summary_to_json(order.summary), ensure_ascii=False, indent=2) + "\n").encode()
        case _:
            made = make_file(order)
            name, content = made.name, made.content
    _put(options, name, content)
    return 0


async def _order(sessions: Sessions, settings: Settings, options: argparse.Namespace) -> Order:
    async with sessions() as session:
        plan = await find_plan(session, options.plan)
        if plan is None:
            raise Refused(_no_plan(options.plan))
        committee = CommitteeSettings.from_stored(await load_settings_of(session, plan.id))
        now = await _now(session, settings, plan)
        today = now.astimezone(settings.timezone).date()
        on, period = _span(options, plan, today, PeriodTable.from_entries(committee.periods))
        asked = Asked(plan.id, period, on, now, form=options.format)
        return await load_order(session, plan, asked, settings.timezone)


def _span(options: argparse.Namespace, plan: Plan, today: date, table: PeriodTable) -> tuple[date, Period]:
    """The day of the figures and the period; a day that was asked for goes before the cut-off of the period."""
    on: date | None = options.on
    if not options.period:
        return on or today, whole_plan(plan.start_on, on or today)
    period = read_period(options.period, on or today, table)
    if period is None:
        raise Refused(say("cli", "The period “%(words)s” is not known", words=options.period))
    return on or period.figures_on(today), period


async def _now(session: AsyncSession, settings: Settings, plan: Plan) -> datetime:
    """Everything that is known: a rehearsed clock begins anew in this process and may be behind what happened."""
    now = settings.clock().now()
    return now if settings.clock_start is None else max(now, await newest_moment(session, plan.id) or now)


def _no_plan(number: str | None) -> str:
    if number:
        return say("cli", "There is no plan %(number)s", number=number)
    return say("cli", "There is no plan yet: import one first")


def _put(options: argparse.Namespace, name: str, content: bytes) -> None:
    """To the file that was named; else to the screen, or what no screen can show to a file of a name of its own."""
    path: Path | None = options.output
    if path is None and options.format not in {"text", "json"} and sys.stdout.isatty():
        path = Path(name)
    if path is None:
        sys.stdout.buffer.write(content)
        return
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise Refused(say("cli", "The file %(path)s cannot be written", path=path)) from exc
    if options.output is None:
        print(say("cli", "Written to %(path)s", path=path))
