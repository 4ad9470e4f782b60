"""`nhacviec audit`: does every open task have its next reminder or a reason for none; are deliveries as promised?"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cli.ground import in_database
from bot.config import Settings, load_settings
from bot.render.ics import stage_name
from bot.render.pages import shorten
from bot.render.reply_readings import render_items
from bot.texts import say, short_day
from handlers.auditing import AuditLine, audit_occurrences
from handlers.rereading import Difference, reread
from storage.days import load_calendar
from storage.engine import Sessions
from storage.outbox import DeliveryFault, delivery_faults

_WORDS = 120  # letters of a reply that are shown
_HEAD = "%(count)s open: %(planned)s with a next reminder, %(silent)s with a reason for none, %(faults)s faults."


@dataclass(frozen=True)
class Audit:
    """What was found."""

    lines: Sequence[AuditLine]
    deliveries: Sequence[DeliveryFault]

    @property
    def faults(self) -> int:
        return sum(1 for line in self.lines if line.fault) + len(self.deliveries)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the answer."""
    parser.add_argument("--json", action="store_true", help=say("audit", "As JSON"))
    words = say("audit", "What today's reader would read differently in stored replies")
    parser.add_argument("--reread", action="store_true", help=words)


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 on a fault."""
    settings = load_settings()
    if options.reread:
        return _reread(settings, as_json=options.json)
    audit = in_database(settings, lambda sessions: _audit(sessions, settings))
    print(_as_json(audit) if options.json else _as_text(audit))
    return 1 if audit.faults else 0


def _reread(settings: Settings, *, as_json: bool) -> int:
    """Differences are for a person to look at, and no fault."""
    found = in_database(settings, _differences)
    if as_json:
        print(json.dumps({"rereads": [each.as_json() for each in found]}, ensure_ascii=False, indent=2))
        return 0
    print(say("audit", "%(count)s stored replies would be read differently today.", count=len(found)))
    for each in found:
        values = {"code": each.stored.code, "agency": each.stored.agency, "day": short_day(each.stored.reported_on)}
        print(say("audit", "- %(code)s, %(agency)s, %(day)s: “%(words)s”", words=_short(each.stored.text), **values))
        before, after = ("; ".join(render_items(items)) for items in (each.before, each.after))
        print(say("audit", "    read then: %(before)s → today: %(after)s", before=before, after=after))
    return 0


def _short(text: str) -> str:
    return shorten(" ".join(text.split()), _WORDS)


async def _differences(sessions: Sessions) -> list[Difference]:
    async with sessions() as session:
        return await reread(session)


async def _audit(sessions: Sessions, settings: Settings) -> Audit:
    today = settings.clock().now().astimezone(settings.timezone).date()
    async with sessions() as session:
        calendar = await load_calendar(session)
        lines = await audit_occurrences(session, today, calendar, settings.reminder_policy())
        return Audit(lines, await delivery_faults(session, datetime.now(UTC)))


def _as_json(audit: Audit) -> str:
    found = {
        "faults": audit.faults,
        "occurrences": [line.as_json() for line in audit.lines],
        "deliveries": [
            {"fault": each.kind, "message": each.message_id, "key": each.key, "reason": each.reason}
            for each in audit.deliveries
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _as_text(audit: Audit) -> str:
    planned = sum(1 for line in audit.lines if line.next_on)
    values = {"count": len(audit.lines), "planned": planned, "silent": len(audit.lines) - planned}
    head = say("audit", _HEAD, **values, faults=audit.faults)
    lines = [_line(line) for line in audit.lines]
    return "\n".join([head, *lines, *(_delivery(each) for each in audit.deliveries)])


def _line(line: AuditLine) -> str:
    if line.next_on is None or line.stage is None:
        words = say("audit", "no reminder: %(reason)s", reason=say("reason", line.reason))
    else:
        stage = stage_name(line.stage)
        words = say("audit", "next reminder %(day)s (%(stage)s)", day=short_day(line.next_on), stage=stage)
    if line.unheard:
        words = say("audit", "%(words)s; reaches nobody: %(reason)s", words=words, reason=say("reason", line.unheard))
    if line.fault:
        words = say("audit", "%(words)s; FAULT: %(fault)s", words=words, fault=say("audit", line.fault))
    values = {"code": line.code, "agency": line.agency, "words": words}
    if line.due_on is None:
        return say("audit", "- %(code)s, %(agency)s: %(words)s", **values)
    return say("audit", "- %(code)s, %(agency)s, due %(due)s: %(words)s", due=short_day(line.due_on), **values)


def _delivery(fault: DeliveryFault) -> str:
    what = say("audit", f"delivery {fault.kind}")
    return say("audit", "- message %(id)s: %(what)s (%(reason)s)", id=fault.message_id, what=what, reason=fault.reason)
