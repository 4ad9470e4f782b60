"""`nhacviec tonghop`: the summary as /tonghop gives it, on the screen or in a file."""

import argparse
import asyncio
import json
import sys
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli import Refused
from bot.clock import RealClock, RehearsedClock
from bot.config import Settings, load_settings
from bot.domain.committee import CommitteeSettings
from bot.domain.periods import Period, read_period, whole_plan
from bot.domain.summary import summarize
from bot.render.chart import TrendPoint
from bot.render.making import Order, make_file
from bot.render.summary_chat import render_pages
from bot.render.summary_json import summary_to_json
from bot.texts import say
from storage.engine import open_engine, open_sessions
from storage.plans import Plan, find_plan, load_agencies, load_settings_of
from storage.progress import newest_moment
from storage.summaries import find_previous, load_summary_ground, load_trend

FORMATS = ("text", "json", "docx", "xlsx", "pdf", "png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The day, the period, the form and where it goes."""
    parser.add_argument("--on", type=_day, metavar=say("cli", "DAY"), help=say("cli", "The day of the figures"))
    parser.add_argument("--period", metavar=say("cli", "PERIOD"), help=say("cli", "A period in words"))
    parser.add_argument("--plan", metavar=say("cli", "NUMBER"), help=say("cli", "The number of the plan"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=say("cli", "The form of the output"))
    parser.add_argument("-o", "--output", type=Path, metavar=say("cli", "FILE"), help=say("cli", "Write to this file"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(say("cli", "a day is written 2022-09-30, not %(text)s", text=text)) from exc


def run(options: argparse.Namespace) -> int:
    """Print or write the summary."""
    order = asyncio.run(_order(load_settings(), options))
    name = f"tong-hop.{options.format}"
    match options.format:
        case "text":
            content = ("\n\n".join(render_pages(order.summary, order.short_names)) + "\n").encode()
        case "json":
            content = (json.dumps(summary_to_json(order.summary), ensure_ascii=False, indent=2) + "\n").encode()
        case _:
            made = make_file(order)
            name, content = made.name, made.content
    _put(options, name, content)
    return 0


async def _order(settings: Settings, options: argparse.Namespace) -> Order:
    engine = open_engine(settings.database_url)
    try:
        async with open_sessions(engine)() as session:
            plan = await find_plan(session, options.plan)
            if plan is None:
                raise Refused(_no_plan(options.plan))
            now = await _now(session, settings, plan)
            on, period = _span(options, plan, now.astimezone(settings.timezone).date())
            ground = await load_summary_ground(session, plan, on, now, round_period=period.key)
            previous = await find_previous(session, plan.id, on, now)
            return Order(
                form=options.format,
                summary=summarize(ground, period, previous=previous),
                committee=CommitteeSettings.from_stored(await load_settings_of(session, plan.id)),
                trend=tuple(TrendPoint(*each) for each in await load_trend(session, plan.id, on, now)),
                short_names={each.name: each.short_name for each in await load_agencies(session)},
            )
    except DatabaseError as exc:
        raise Refused(say("cli", "The database cannot be read: run nhacviec migrate first")) from exc
    finally:
        await engine.dispose()


def _span(options: argparse.Namespace, plan: Plan, today: date) -> tuple[date, Period]:
    """The day of the figures and the period; a day that was asked for goes before the cut-off of the period."""
    on: date | None = options.on
    if not options.period:
        return on or today, whole_plan(plan.start_on, on or today)
    period = read_period(options.period, on or today)
    if period is None:
        raise Refused(say("cli", "The period “%(words)s” is not known", words=options.period))
    return on or period.figures_on(today), period


async def _now(session: AsyncSession, settings: Settings, plan: Plan) -> datetime:
    if settings.clock_start is None:
        return RealClock().now()
    clock = RehearsedClock(settings.clock_start, settings.clock_rate)
    return max(clock.now(), await newest_moment(session, plan.id) or clock.now())


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
