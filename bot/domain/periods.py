"""Reporting periods: the days they span, the day their data closes, and the words by which people name them.

Nghị định 09/2019/NĐ-CP, Điều 12: data of a month, quarter, half-year and year closes on the 14th of the last month;
Điều 13 k.1: the report is sent by the 25th. "9 tháng" falls under the other periodic reports, which whoever asks for
them dates; provinces use the same days. A regime may set others, so the days are a table.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


@dataclass(frozen=True)
class Closing:
    """When the data of a kind of period closes and its report is due: days of its last month, or some months before."""

    cut_off_day: int = 14
    send_day: int = 25
    months_before: int = 0


@dataclass(frozen=True)
class PeriodTable:
    """The closing days by kind of period; a kind that is not named closes as the decree has it."""

    closings: Mapping[str, Closing] = field(default_factory=dict)

    def closing(self, kind: str) -> Closing:
        return self.closings.get(kind, Closing())

    @classmethod
    def from_entries(cls, entries: tuple[str, ...]) -> "PeriodTable":
        """Read settings such as "quarter=6/15": closes on the 6th, sent by the 15th. Raises ValueError."""
        closings = {}
        for entry in entries:
            kind, _, days = entry.partition("=")
            cut_off, _, send = days.partition("/")
            if kind not in MONTHS:
                raise ValueError(entry)
            closings[kind] = Closing(int(cut_off), int(send) if send else Closing().send_day)
        return cls(closings)


DECREE = PeriodTable()


@dataclass(frozen=True)
class Period:
    """A span of days that a summary is about. `kind`: month, quarter, half, nine_months, year, days, or plan.

    `start` to `end` is the calendar period; data runs from `data_from` to `cut_off`, both included.
    """

    kind: str
    start: date
    end: date
    data_from: date
    cut_off: date
    send_by: date | None = None

    @property
    def key(self) -> str:
        """How a period is stored: "quarter:2022-3", "year:2022", "2022-07-01:2022-09-30"."""
        match self.kind:
            case "month":
                return f"month:{self.start.year}-{self.start.month}"
            case "quarter" | "half":
                return f"{self.kind}:{self.start.year}-{self.number}"
            case "nine_months" | "year":
                return f"{self.kind}:{self.start.year}"
            case "plan":
                return f"plan:{self.start.isoformat()}:{self.end.isoformat()}"
            case _:
                return f"{self.start.isoformat()}:{self.end.isoformat()}"

    @property
    def number(self) -> int:
        """Which of its kind in the year, from 1."""
        return (self.start.month - 1) // MONTHS.get(self.kind, 12) + 1

    def figures_on(self, today: date) -> date:
        """The day as of which figures stand: the cut-off, or today while the period is still open."""
        return min(self.cut_off, today)


def period_of(kind: str, year: int, number: int = 1, table: PeriodTable = DECREE) -> Period:
    """The n-th month, quarter or half, the nine months or the whole of a year; raises ValueError for a wrong number."""
    length = MONTHS[kind]
    last_month = number * length
    if number < 1 or last_month > 12:
        raise ValueError(f"no {kind} {number}")
    start = date(year, last_month - length + 1, 1)
    cut_off = _closing_day(table, kind, year, last_month, send=False)
    # Nine months and a year begin where the data of the year before closed.
    before = 12 if number == 1 else last_month - length
    former = _closing_day(table, "year" if number == 1 and length > 6 else kind, start.year - (number == 1), before)
    return Period(
        kind=kind,
        start=start,
        end=_day(year, last_month, 31),
        data_from=former + timedelta(days=1),
        cut_off=cut_off,
        send_by=_closing_day(table, kind, year, last_month, send=True),
    )


def _closing_day(table: PeriodTable, kind: str, year: int, month: int, *, send: bool = False) -> date:
    closing = table.closing(kind)
    months = year * 12 + month - 1 - (0 if send else closing.months_before)
    return _day(months // 12, months % 12 + 1, closing.send_day if send else closing.cut_off_day)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def days_period(start: date, end: date) -> Period:
    """Any two days, closed on the last; raises ValueError where they stand the wrong way round."""
    if end < start:
        raise ValueError("a period cannot end before it starts")
    return Period("days", start, end, start, end)


def whole_plan(start: date, on: date) -> Period:
    """The plan as it stands on a day: everything up to the end of that day's year."""
    return Period("plan", min(start, on), date(on.year, 12, 31), min(start, on), on)


def period_of_key(key: str, table: PeriodTable = DECREE) -> Period:
    """The period of a stored key; raises ValueError."""
    kind, _, rest = key.partition(":")
    if kind in MONTHS:
        year, _, number = rest.partition("-")
        return period_of(kind, int(year), int(number or 1), table)
    if kind == "plan":
        start, _, end = rest.partition(":")
        return replace(days_period(date.fromisoformat(start), date.fromisoformat(end)), kind="plan")
    return days_period(date.fromisoformat(kind), date.fromisoformat(rest))


def quarters_closing(first: date, last: date, table: PeriodTable = DECREE) -> list[Period]:
    """The quarters whose data closes in these days, in order: each has its round of reports."""
    years = range(first.year - 1, last.year + 2)
    found = [period_of("quarter", year, number, table) for year in years for number in range(1, 5)]
    return [each for each in found if first <= each.cut_off <= last]


# --- reading

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBERS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_WRITTEN = {word: number for number, word in enumerate(_NUMBERS, start=1)} | {
    "gieng": 1, "nhat": 1, "nhi": 2, "bon": 4, "chap": 12,
}  # fmt: skip
_YEAR = r"(?:\s*(?:[/.-]|nam)?\s*(?P<year>20\d\d|\d\d(?!\d))\b)?"
_FULL_YEAR = r"(?:\s*(?:[/.-]|nam)?\s*(?P<year>20\d\d)\b)?"
_MONTH_WORDS = "|".join(sorted((*_NUMBERS, "gieng", "chap"), key=len, reverse=True))
_DAY = r"(?P<d{n}>\d{{1,2}})\s*[/.-]\s*(?P<m{n}>\d{{1,2}})(?:\s*[/.-]\s*(?P<y{n}>20\d\d|\d\d))?"
_FAR = timedelta(days=92)
_ISO = r"20\d\d-\d\d-\d\d"


@dataclass(frozen=True)
class Found:
    """A period found in words, and where: the words around it are somebody else's."""

    period: Period
    start: int
    end: int


Reader = Callable[["re.Match[str]", date, PeriodTable], Period | None]


def plain(text: str) -> str:
    """Lower case without marks, dashes made one; as many characters as the NFC text, so places can be compared."""
    return "".join(_plain_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _plain_letter(letter: str) -> str:
    if letter in "–—−‐‑":
        return "-"
    if letter in "đĐ":
        return "d"
    folded = unicodedata.normalize("NFD", letter)[0].casefold()
    return folded if len(folded) == 1 else letter


def find_period(text: str, today: date, table: PeriodTable = DECREE) -> Found | None:
    """The first period that the words name, the longest phrase first; None where they name none."""
    folded = plain(text)
    for pattern, read in _READERS:
        for match in pattern.finditer(folded):
            period = _try(read, match, today, table)
            if period is not None:
                return Found(period, match.start(), match.end())
    return None


def read_period(text: str, today: date, table: PeriodTable = DECREE) -> Period | None:
    """The period that the whole text is the name of, in words or as a stored key; None for anything else."""
    try:
        return period_of_key(text.strip().casefold(), table)
    except ValueError:
        found = find_period(text, today, table)
    whole = found and not (plain(text)[: found.start] + plain(text)[found.end :]).strip(" .,;:")
    return found.period if found and whole else None


def _try(read: Reader, match: "re.Match[str]", today: date, table: PeriodTable) -> Period | None:
    try:
        return read(match, today, table)
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _ROMAN.get(text) or _WRITTEN[" ".join(text.split())]


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _nearest(kind: str, number: int, year: int | None, today: date, table: PeriodTable) -> Period:
    """Without a year: this year's, but the one just over where this year's is still far: "tháng 12" in January."""
    period = period_of(kind, year or today.year, number, table)
    far = year is None and period.start - today > _FAR
    return period_of(kind, today.year - 1, number, table) if far else period


def _quarter(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    return _nearest("quarter", _number(match["number"]), _year(match["year"]), today, table)


def _month(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    return _nearest("month", _number(match["number"]), _year(match["year"]), today, table)


def _half(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    part = match["part"]
    return _nearest("half", 2 if part and "cuoi" in part else 1, _year(match["year"]), today, table)


def _nine_months(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    return _nearest("nine_months", 1, _year(match["year"]), today, table)


def _whole_year(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    return period_of("year", int(match["year"]), 1, table)


def _this(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    kind = {"thang": "month", "quy": "quarter", "nam": "year"}[match["unit"]]
    length = MONTHS[kind]
    months = today.year * 12 + today.month - 1 - (0 if match["which"] in {"nay", "hien tai"} else length)
    return period_of(kind, months // 12, months % 12 // length + 1, table)


def _days(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    years = [_year(match["y1"]), _year(match["y2"])]
    end_year = years[1] or years[0] or today.year
    end = date(end_year, int(match["m2"]), int(match["d2"]))
    start = date(years[0] or end_year, int(match["m1"]), int(match["d1"]))
    if start > end and years[0] is None:
        start = date(end_year - 1, start.month, start.day)
    return days_period(start, end)


def _iso_days(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    return days_period(date.fromisoformat(match["from"]), date.fromisoformat(match["to"]))


def _compact(match: "re.Match[str]", today: date, table: PeriodTable) -> Period:
    return period_of("quarter" if match["q"] else "month", int(match["year"]), int(match["number"]), table)


# On folded words; the more particular phrase stands first: "9 tháng" holds "tháng", a span of days holds "9/2022".
_READERS: tuple[tuple["re.Pattern[str]", Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"\b(?:tu\s+(?:ngay\s+)?)?(?P<from>{_ISO})\s*(?::|\.\.|-|/|den|toi)\s*(?P<to>{_ISO})", _iso_days),
        (
            rf"(?<![\d/])(?:tu\s+(?:ngay\s+)?)?{_DAY.format(n=1)}\s*(?:-|den(?:\s+het)?|toi)\s*(?:ngay\s+)?"
            rf"{_DAY.format(n=2)}(?![\d/])",
            _days,
        ),
        (rf"\b(?:9|chin)\s+thang\b(?:\s+dau\s+nam\b)?{_FULL_YEAR}", _nine_months),
        (
            rf"\b(?:(?:6|sau)\s+thang\b|nua\s+nam\b|nua\b(?=\s+(?:dau|cuoi)\s+nam))"
            rf"(?P<part>\s+(?:dau|cuoi)(?:\s+nam)?\b)?{_FULL_YEAR}",
            _half,
        ),
        (r"\b(?P<unit>thang|quy|nam)\s+(?P<which>nay|hien tai|truoc|roi|qua|vua qua|ngoai)\b", _this),
        (r"\b(?P<year>20\d\d)-(?P<q>q)?(?P<number>\d{1,2})\b(?!-)", _compact),
        (rf"\b(?:quy|q)\s*(?P<number>iv|i{{1,3}}|[1-4]|mot|hai|ba|bon|tu|nhat)\b{_YEAR}", _quarter),
        (rf"\b(?:thang|t)\s*(?P<number>\d{{1,2}})\b{_YEAR}", _month),
        (rf"\bthang\s+(?P<number>{_MONTH_WORDS})\b{_YEAR}", _month),
        (r"(?<![\d/])(?P<number>\d{1,2})/(?P<year>20\d\d)\b", _month),
        (r"\b(?:ca\s+)?(?:nam\s+)?(?P<year>20\d\d)\b(?![/-])", _whole_year),
    )
)
