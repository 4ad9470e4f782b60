"""The pieces of meaning that grammar rules find in a phrase, before lists and years are settled."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.deadlines.spans import FIRST_YEAR, LAST_YEAR, day_in, last_of_month

NAMED_PERIODS = {"month", "quarter", "half", "year", "range"}  # "trước" one of these is a rule of the kind `before`
SHORT_DAY = "ngay-chu-ngan"  # "2 tháng 9": a day, or of "tuần 1, 2 tháng 9" the week
YEAR_BEHIND = "so-nam"  # "4 năm 2022": of "quý III, 4 năm 2022" the quarter, by itself perhaps four years


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the calendar, its year perhaps still to come: from `head` to `tail`, each (month, day).

    Day 0 is the last of its month. `ahead` counts the years that the tail lies after the head. `whole` is a period
    by its name or a range with both ends, not a point; `bare` has no unit of its own ("2022", "10/2022").
    """

    unit: str
    head: tuple[int, int]
    tail: tuple[int, int]
    year: int | None = None
    ahead: int = 0
    whole: bool = True
    bare: bool = False

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day, the tail lying in `year`; None where the calendar lacks one."""
        head, tail = _day(year - self.ahead, self.head), _day(year, self.tail)
        return None if head is None or tail is None or head > tail else (head, tail)

    def of(self, year: int | None) -> "Part":
        """The same stretch of a year."""
        return replace(self, year=year)


def _day(year: int, at: tuple[int, int]) -> date | None:
    month, day = at
    if day:
        return day_in(year, month, day)
    return last_of_month(year, month) if FIRST_YEAR <= year <= LAST_YEAR else None


def months(unit: str, first: int, last: int, year: int | None = None) -> Part:
    """Whole months of one year."""
    return Part(unit, (first, 1), (last, 0), year)


def point(month: int, day: int, year: int | None = None) -> Part:
    """A point within a year: no period of its own."""
    return Part("point", (month, day), (month, day), year, whole=False)


def one_day(month: int, day: int, year: int | None = None) -> Part:
    """A day."""
    return Part("day", (month, day), (month, day), year, whole=False)


@dataclass(frozen=True, slots=True)
class Bare:
    """A number that takes its unit from its neighbours ("Quý I, II"; "ngày 15, 20/6").

    `unit` is "day" for "ngày 15", "week" for "tuần 2".
    """

    number: int
    unit: str = ""
    year: int | None = None
    roman: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """ "đầu", "giữa", "cuối" that take their period from the next of the list."""

    side: str


@dataclass(frozen=True, slots=True)
class Weekday:
    """1 = Monday … 7: the day of a weekly deadline, or only a remark beside a date."""

    number: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often, and where in each period; `month` and `day` None where only the frequency was named."""

    every: str
    interval: int = 1
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    report: bool = False  # "báo cáo năm": only a frequency while it stands with a day

    @property
    def is_plain(self) -> bool:
        """True for a frequency without its day."""
        return self.day is None and self.weekday is None


@dataclass(frozen=True, slots=True)
class Slot:
    """A month inside a period ("tháng cuối quý"): `every` empty takes the frequency named beside it.

    Month 0 is the last of the period. `day` where it is a point; `certain` is False for one that needs a frequency.
    """

    every: str
    month: int
    day: int | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """So many units of time."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class Term:
    """A piece found at some tokens: its kind, its value, the rule that found it."""

    kind: str
    value: object
    first: int
    last: int  # one past its last token
    name: str
