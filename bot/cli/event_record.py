"""`nhacviec event record`: guidance was issued; the terms that waited for it are set, or moved on a correction."""

import argparse
import sys
from dataclasses import replace

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.cli.days import day_argument
from bot.domain.events import apart, choose_event
from bot.domain.occurrences import Occurrence
from bot.texts import say, short_day
from handlers.terms_told import carry_out
from storage.events import Event, events_waited_for, propose_event, tasks_started_by, terms_of_event
from storage.plans import load_tasks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which event, of which day, by which document."""
    parser.add_argument("event", metavar="EVENT", help=say("event", "the event as the deadlines word it"))
    parser.add_argument("--on", metavar="DATE", type=day_argument, required=True,
                        help=say("event", "the day on which it happened"))  # fmt: skip
    parser.add_argument("--document", metavar="NUMBER", default="", help=say("event", "the number of its document"))
    parser.add_argument("--plan", metavar="NUMBER", help=say("import", "the plan's number, such as 12/KH-BCĐ"))
    parser.add_argument(
        "--dry-run", action="store_true", help=say("import", "show what would be done and change nothing")
    )


def run(options: argparse.Namespace) -> int:
    """List what it starts, ask on a terminal, set the terms."""
    event = in_database(lambda desk: _look(desk, options), writes=False)
    if options.dry_run or (_asks() and not _agreed()):
        print(say("event", "Nothing was set."))
        return 0
    moved = in_database(lambda desk: _record(desk, event))
    print(say("event", "Recorded; %(count)s terms are set.", count=len(moved)))
    return 0


async def _look(desk: Desk, options: argparse.Namespace) -> Event:
    plan = await desk.plan(options.plan)
    known = await events_waited_for(desk.session, plan.id)
    texts, certain = choose_event(options.event, known)
    if not texts or (not certain and len(apart(texts)) > 1 and not _asks()):
        raise Refused(_unclear(options.event, texts or tuple(known)))
    task_ids = await tasks_started_by(desk.session, plan.id, texts)
    event = Event(0, plan.id, texts[0], task_ids, options.on, options.document, "proposed", None)
    await _show(desk, event)
    return event


async def _record(desk: Desk, event: Event) -> list[Occurrence]:
    event_id = await propose_event(
        desk.session, event.plan_id, event.text, event.task_ids, event.on, desk.now, document=event.document
    )
    return await carry_out(desk.actor(), replace(event, id=event_id))


async def _show(desk: Desk, event: Event) -> None:
    print(say("event", "%(event)s – %(day)s:", event=event.text, day=short_day(event.on)))
    calendar = await desk.actor().calendar()
    terms = await terms_of_event(desk.session, event, calendar.is_working_day)
    for occurrence, due_on in terms:
        print(f"- {_line(occurrence, short_day(due_on))}")
    started = {occurrence.task_id for occurrence, _ in terms}
    for task in await load_tasks(desk.session, ids=event.task_ids):
        if task.id not in started:
            print(
                say(
                    "event",
                    "- %(code)s: its term is set by hand (%(command)s)",
                    code=task.code,
                    command="nhacviec task set",
                )
            )


def _line(occurrence: Occurrence, due: str) -> str:
    values = {"code": occurrence.code, "agency": occurrence.agency, "due": due}
    if occurrence.due_on is None:
        return say("event", "%(code)s – %(agency)s: term %(due)s", **values)
    was = short_day(occurrence.due_on)
    return say("event", "%(code)s – %(agency)s: term %(due)s, until now %(was)s", **values, was=was)


def _unclear(words: str, known: tuple[str, ...]) -> str:
    if not known:
        return say("event", "No task of the plan waits for an event.")
    return say(
        "event", "No event is plainly “%(words)s”. Waited for: %(known)s", words=words, known="; ".join(apart(known))
    )


def _asks() -> bool:
    return sys.stdin.isatty()


def _agreed() -> bool:
    return input(f"{say('import', 'Apply this? [c/K]')}: ").strip().casefold() in {"c", "có", "co", "y"}
