"""Days and spans as a secretary types them in a command: "từ 15/9 đến 20/9", "đến hết 5/10/2022", "3 ngày", "vì bão".

Reports are read elsewhere and far more leniently; here a word that is not understood is given back as what is left.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?"
_ON = r"(?:\s+ng[aà]y)?\s+"
_FROM = re.compile(rf"(?:^|\s)t[ừu]{_ON}{_DAY}", re.IGNORECASE)
_TO = re.compile(rf"(?:^|\s)(?:(?:đến|den|tới|toi)(?:\s+h[eế]t)?|h[eế]t){_ON}{_DAY}", re.IGNORECASE)
_LENGTH = re.compile(r"(?:^|\s)(?:trong\s+)?(\d{1,3})\s+(ng[aà]y|tu[aầ]n)\b", re.IGNORECASE)
_REASON = re.compile(r"(?:^|\s)(?:v[iì]|do|l[yý]\s+do:?|để)\s+(.+)$", re.IGNORECASE)
_BARE = re.compile(rf"(?:^|\s)(?:ng[aà]y\s+)?{_DAY}")


@dataclass(frozen=True)
class Span:
    """What was read: the days, the reason, and the words that are left over."""

    from_on: date | None
    until_on: date | None
    reason: str
    rest: str


def read_span(text: str, today: date) -> Span:
    """Read a command's words; raises ValueError for a day that is none, or an end before its start."""
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    reason, words = _take(_REASON, words)
    first, words = _take(_FROM, words)
    last, words = _take(_TO, words)
    length, words = _take(_LENGTH, words)
    from_on = _day(first.groups(), today) if first else None
    until_on = _day(last.groups(), from_on or today) if last else None
    if until_on is None and length:
        days = int(length[1]) * (7 if length[2].casefold().startswith("tu") else 1)
        until_on = (from_on or today) + timedelta(days=days - 1)
    if until_on is not None and until_on < (from_on or today):
        raise ValueError(text)
    return Span(from_on, until_on, reason[1].strip() if reason else "", words)


def read_bare_day(text: str, today: date) -> tuple[date | None, str]:
    """A day without a word before it ("23/11/2026 hội nghị") and what is left; raises ValueError for no real day."""
    found, rest = _take(_BARE, unicodedata.normalize("NFC", " ".join(text.split())))
    return (_day(found.groups(), today) if found else None), rest


def _take(pattern: re.Pattern[str], words: str) -> tuple[re.Match[str] | None, str]:
    found = pattern.search(words)
    if found is None:
        return None, words
    return found, " ".join((words[: found.start()] + " " + words[found.end() :]).split())


def _day(parts: Sequence[str | None], not_before: date) -> date:
    """Without a year the nearest such day that is not before `not_before`."""
    day, month, year = parts
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month or 0), int(day or 0))
    here = date(not_before.year, int(month or 0), int(day or 0))
    return here if here >= not_before else here.replace(year=not_before.year + 1)
