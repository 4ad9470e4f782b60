"""Reads when somebody is away and who stands in: "từ 5/10 đến 12/10, thay: Lê Văn A"."""

import re
from dataclasses import dataclass
from datetime import date

_DAY = r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?"
_SPAN = re.compile(
    rf"(?:từ |tu )?(?:ngày |ngay )?{_DAY}\s*(?:đến(?: hết)?|den(?: het)?|tới|toi|[-–])\s*(?:ngày |ngay )?{_DAY}", re.I
)
_ONE = re.compile(rf"(?:ngày |ngay )?{_DAY}", re.I)
_STAND_IN = re.compile(
    r"(?:,|;|\.|\s)\s*(?:người |nguoi )?(?:thay(?: thế| the)?|trực thay|truc thay)"
    r"\s*(?:là|la)?\s*:?\s*(?P<name>[^\d,;]+)$",
    re.I,
)


@dataclass(frozen=True)
class LeaveWords:
    """The days, both included, and the name of who stands in, if any."""

    from_on: date
    to_on: date
    stand_in: str


def read_leave(text: str, today: date) -> LeaveWords | None:
    """The leave that words announce; None where no days can be read, or they are over or in the wrong order.

    A day without a year is the nearest that is not past.
    """
    name = _STAND_IN.search(f" {text}")
    days = _SPAN.search(text)
    if days is not None:
        first = _nearest(days.group(1, 2, 3), today)
        last = _nearest(days.group(4, 5, 6), first or today)
    else:
        one = _ONE.search(text)
        first = last = _nearest(one.group(1, 2, 3), today) if one else None
    if first is None or last is None or last < first or last < today:
        return None
    return LeaveWords(first, last, " ".join(name["name"].split()) if name else "")


def _nearest(parts: tuple[str | None, ...], not_before: date) -> date | None:
    day, month, year = parts
    try:
        if year:
            return date(int(year), int(month or 0), int(day or 0))
        found = date(not_before.year, int(month or 0), int(day or 0))
        return found if found >= not_before else found.replace(year=found.year + 1)
    except ValueError:
        return None
