"""Planned messages as a calendar file (RFC 5545), to lay beside one's own calendar.

A writer of its own: three rules (escaping, folding, CRLF) are all that is needed of the format.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.texts import say, short_day

PRODUCT = "-//nhacviec//vi"
_LINE_OCTETS = 75  # RFC 5545, section 3.1, without the line break
_SHOWN_FOR = timedelta(minutes=15)  # a length by which calendars can draw it
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})  # section 3.3.11


@dataclass(frozen=True)
class CalendarEntry:
    """Something at an instant. `uid` is the same whenever the same thing is written again."""

    uid: str
    at: datetime
    summary: str
    description: str = ""


def render_ics(name: str, entries: Iterable[CalendarEntry], stamped_at: datetime) -> str:
    """A calendar of entries, none of which blocks its reader's time; `stamped_at` is when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    for entry in entries:
        lines += _entry_lines(entry, stamped_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def preview_entries(rows: Iterable[Mapping[str, Any]]) -> Iterator[CalendarEntry]:
    """The messages of `nhacviec preview` (contract.md, JSON) as entries: who hears, and of what."""
    for row in rows:
        summary = say(
            "ics",
            "Reminder to %(person)s (%(agency)s): %(count)s tasks",
            person=row["person"],
            agency=row["agency"],
            count=len(row["items"]),
        )
        if not row["reachable"]:
            summary = say("ics", "%(summary)s, not reached yet", summary=summary)
        yield CalendarEntry(
            uid=f"{row['kind']}-{row['day']}-{_ascii(row['person'])}-{_ascii(row['agency'])}@nhacviec",
            at=datetime.fromisoformat(row["at"]),
            summary=summary,
            description="\n".join(_item_line(item) for item in row["items"]),
        )


def escaped(text: str) -> str:
    """TEXT as section 3.3.11 wants it; control characters are dropped, line breaks of any kind become \\n."""
    plain = "\n".join(text.splitlines())
    return "".join(char for char in plain if char >= " " or char == "\n").translate(_ESCAPES)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never within a letter; each further piece begins with a space."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += octets
    return "\r\n".join([*pieces, piece])


def _entry_lines(entry: CalendarEntry, stamped_at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_instant(stamped_at)}",
        f"DTSTART:{_instant(entry.at)}",
        f"DTEND:{_instant(entry.at + _SHOWN_FOR)}",
        f"SUMMARY:{escaped(entry.summary)}",
    ]
    if entry.description:
        lines.append(f"DESCRIPTION:{escaped(entry.description)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _item_line(item: Mapping[str, Any]) -> str:
    due = short_day(date.fromisoformat(item["due"])) if item["due"] else say("ics", "no term")
    return say(
        "ics",
        "%(number)s. %(code)s – %(agency)s, term: %(due)s (%(stage)s)",
        number=item["number"],
        code=item["code"],
        agency=item["agency"],
        due=due,
        stage=stage_name(item["stage"]),
    )


def stage_name(stage: int | str) -> str:
    """A stage in words: days left, or what kind of question it is."""
    match stage:
        case 0:
            return say("ics", "due today")
        case int():
            return say("ics", "%(days)s days left", days=stage)
        case "overdue":
            return say("ics", "overdue")
        case "submitted":
            return say("ics", "submitted, awaiting issue")
        case "round":
            return say("ics", "reporting round")
        case _:
            return say("ics", "regular question")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _ascii(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode().replace(" ", "-").translate({ord(c): None for c in "&#;"})
