"""`nhacviec read deadlines`: phrases as JSON lines in, rules and due days as JSON lines out."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from bot.cli import Refused
from bot.domain.deadlines import DeadlineReading, read_deadline
from bot.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Phrases come on standard input."""
    parser.add_argument("--explain", action="store_true", help=say("read deadlines", "Print each reading in words"))


def run(options: argparse.Namespace) -> int:
    """Read every line; a line that is no phrase ends the command with its number."""
    _write_utf8()
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            _answer(_phrase(line, number), number, explain=options.explain)
    return 0


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")


def _phrase(line: bytes, number: int) -> dict[str, Any]:
    try:
        phrase = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as exc:
        raise Refused(say("read deadlines", "Line %(number)s is not JSON in UTF-8", number=number)) from exc
    if not isinstance(phrase, dict):
        raise Refused(say("read deadlines", "Line %(number)s is not a JSON object", number=number))
    return phrase


def _answer(phrase: dict[str, Any], number: int, *, explain: bool) -> None:
    reading = _read(phrase, number)
    if explain:
        from bot.render.deadlines import render_deadline

        print("\n".join(render_deadline(reading)))
        return
    print(json.dumps({"id": phrase.get("id"), **reading.as_json()}, ensure_ascii=False))


def _read(phrase: dict[str, Any], number: int) -> DeadlineReading:
    text, year = phrase.get("text"), phrase.get("plan_year")
    start, end = (_day(phrase, key, number) for key in ("plan_start", "plan_end"))
    if not isinstance(text, str) or not isinstance(year, int) or isinstance(year, bool):
        raise Refused(say("read deadlines", "Line %(number)s lacks text or plan_year", number=number))
    return read_deadline(text, plan_year=year, plan_start=start, plan_end=end, is_working_day=_is_working_day)


def _day(phrase: dict[str, Any], key: str, number: int) -> date:
    try:
        return date.fromisoformat(phrase[key])
    except (KeyError, TypeError, ValueError) as exc:
        sentence = say("read deadlines", "Line %(number)s: %(key)s must be a day, YYYY-MM-DD", number=number, key=key)
        raise Refused(sentence) from exc


def _is_working_day(day: date) -> bool:
    """Only a term of working days from a named day needs the holidays, which take a while to load."""
    from bot.calendar import work_calendar

    return work_calendar().is_working_day(day)
