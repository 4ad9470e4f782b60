"""`nhacviec read replies`: replies as JSON lines in, what they mean as JSON lines out."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.cli import Refused
from bot.domain.replies import ReplyReading, read_reply
from bot.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Replies come on standard input."""
    parser.add_argument(
        "--explain", action="store_true", help=say("read replies", "Show which words led to which field")
    )


def run(options: argparse.Namespace) -> int:
    """Read every line; a line that is no reply ends the command with its number."""
    _write_utf8()
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            _answer(_reply(line, number), number, explain=options.explain)
    return 0


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _reply(line: bytes, number: int) -> dict[str, Any]:
    try:
        reply = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as exc:
        raise Refused(say("read replies", "Line %(number)s is not JSON in UTF-8", number=number)) from exc
    if not isinstance(reply, dict):
        raise Refused(say("read replies", "Line %(number)s is not a JSON object", number=number))
    return reply


def _answer(reply: dict[str, Any], number: int, *, explain: bool) -> None:
    reading = _read(reply, number)
    if explain:
        from bot.render.reply_readings import render_reading

        print("\n".join([*render_reading(reply["text"], reading), ""]))
        return
    print(json.dumps({"id": reply.get("id"), "items": reading.items_json()}, ensure_ascii=False))


def _read(reply: dict[str, Any], number: int) -> ReplyReading:
    text = reply.get("text")
    if not isinstance(text, str):
        raise Refused(say("read replies", "Line %(number)s lacks text", number=number))
    return read_reply(text, today=_today(reply, number), open_codes=_codes(reply, number))


def _today(reply: dict[str, Any], number: int) -> date:
    try:
        return date.fromisoformat(reply["today"])
    except (KeyError, TypeError, ValueError) as exc:
        sentence = say("read replies", "Line %(number)s: today must be a day, YYYY-MM-DD", number=number)
        raise Refused(sentence) from exc


def _codes(reply: dict[str, Any], number: int) -> Sequence[str]:
    codes = reply.get("open")
    if isinstance(codes, list) and all(isinstance(code, str) for code in codes):
        return codes
    raise Refused(say("read replies", "Line %(number)s: open must be a list of task codes", number=number))
