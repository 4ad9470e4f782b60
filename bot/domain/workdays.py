"""Days on which offices work, and the hours in which the bot may speak first.

Everything that counts working days asks here: the reminder ladder, overdue days, reporting rounds, terms given in
working days. The holidays themselves are data and come from `bot.calendar`; the time zone enters here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
_SEARCH_LIMIT = 400  # a calendar with no working day in over a year is a mistake, not a long holiday


def local_day(moment: datetime, zone: ZoneInfo = VIETNAM) -> date:
    """The day that an instant falls on here."""
    return moment.astimezone(zone).date()


class CalendarError(ValueError):
    """A calendar or hours with which nothing could ever be sent."""


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Which days are worked. Compared and hashed by identity: it is built once and passed around.

    Each mapping is day → reason. What the secretary decided (`added` days off, `removed` days off) goes before the
    official calendar; a make-up Saturday (`worked`) goes before the weekend.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    provisional_years: frozenset[int] = frozenset()
    added: Mapping[date, str] = field(default_factory=dict)
    removed: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        if day in self.added:
            return False
        if day in self.removed or day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def reason_off(self, day: date) -> str:
        """Why a day is off, as officials name it; empty for a working day and for a plain weekend."""
        if self.is_working_day(day):
            return ""
        return self.added.get(day) or self.holidays.get(day, "")

    def is_provisional(self, year: int) -> bool:
        """True while the year's days off and swaps have not been announced."""
        return year in self.provisional_years

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self._first(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self._first(day, -ONE_DAY)

    def begins_week(self, day: date) -> bool:
        """Is it the first working day since Monday?"""
        return self.previous_working_day(day).isocalendar()[:2] != day.isocalendar()[:2]

    def on_or_after(self, day: date) -> date:
        """`day` itself if worked, else the next working day."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def on_or_before(self, day: date) -> date:
        """`day` itself if worked, else the working day before it."""
        return day if self.is_working_day(day) else self.previous_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, if negative); `day` itself is not counted.

        Bộ luật Dân sự 2015, Điều 147 k.2: the first day of a term does not count. Zero gives `day` unchanged.
        """
        step = self.next_working_day if count > 0 else self.previous_working_day
        for _ in range(abs(count)):
            day = step(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def with_decisions(self, added: Mapping[date, str], removed: Mapping[date, str]) -> "WorkCalendar":
        """The same calendar with the secretary's days off and days worked in place of the former ones."""
        return WorkCalendar(self.holidays, self.worked, self.provisional_years, dict(added), dict(removed))

    def working_days(self, start: date, end: date) -> Iterator[date]:
        """The working days from `start` to `end`, both included."""
        for n in range((end - start).days + 1):
            if self.is_working_day(start + timedelta(days=n)):
                yield start + timedelta(days=n)

    def _first(self, day: date, step: timedelta) -> date:
        for _ in range(_SEARCH_LIMIT):
            day += step
            if self.is_working_day(day):
                return day
        raise CalendarError(f"no working day within {_SEARCH_LIMIT} days of {day.isoformat()}")


_BEFORE_END = timedelta(hours=1)


@dataclass(frozen=True)
class SpeakingHours:
    """When the bot may speak first: spans of local time on working days, each from its start up to before its end.

    Monday begins at `monday_from`: chào cờ and giao ban fill the hours before.
    """

    spans: tuple[tuple[time, time], ...] = ((time(8), time(11)), (time(14), time(16, 30)))
    monday_from: time = time(9)
    zone: ZoneInfo = VIETNAM

    def __post_init__(self) -> None:
        if not self.spans or any(start >= end for start, end in self.spans):
            raise CalendarError("hours need at least one span that ends after it starts")
        if any(former[1] > latter[0] for former, latter in pairwise(self.spans)):
            raise CalendarError("spans of hours must follow one another")

    @classmethod
    def parse(cls, text: str, zone: ZoneInfo = VIETNAM) -> "SpeakingHours":
        """Read "08:00-11:00,14:00-16:30"; raises CalendarError for anything else."""
        try:
            spans = tuple(_read_span(part) for part in text.split(","))
        except ValueError as exc:
            raise CalendarError(f"hours are written 08:00-11:00,14:00-16:30, not {text!r}") from exc
        return cls(spans, zone=zone)

    def local_day(self, moment: datetime) -> date:
        """The day that an instant falls on here."""
        return local_day(moment, self.zone)

    def is_open(self, moment: datetime, calendar: WorkCalendar) -> bool:
        """May the bot speak first at this instant?"""
        return self.next_opening(moment, calendar) == moment

    def next_opening(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """The first instant, in UTC, from `moment` on at which the bot may speak first."""
        local = moment.astimezone(self.zone)
        today = self._opening_on(local.date(), local.time()) if calendar.is_working_day(local.date()) else None
        if today is not None:
            return self._instant(local.date(), today) if today > local.time() else moment.astimezone(UTC)
        for _ in range(_SEARCH_LIMIT):
            day = calendar.next_working_day(local.date())
            opening = self._opening_on(day, time.min)
            if opening is not None:
                return self._instant(day, opening)
            local += ONE_DAY
        raise CalendarError("the hours never open")

    def daily_moment(self, day: date, daily_at: time) -> datetime:
        """When the daily message of a working day goes out, in UTC: at `daily_at`, or the next opening of that day.

        An hour after the last span falls back to the first opening, so that a day is never skipped.
        """
        opening = self._opening_on(day, daily_at) or self._opening_on(day, time.min) or self.spans[-1][0]
        return self._instant(day, opening)

    def afternoon_moment(self, day: date) -> datetime:
        """When the digest of the afternoon goes out, in UTC: an hour before the last span ends, or when it begins."""
        start, end = self.spans[-1]
        return max(self._instant(day, end) - _BEFORE_END, self._instant(day, start))

    def _opening_on(self, day: date, at: time) -> time | None:
        if day.weekday() == 0:
            at = max(at, self.monday_from)
        return next((max(at, start) for start, end in self.spans if at < end), None)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo = VIETNAM) -> datetime:
    """The first instant, in UTC, that no longer belongs to a day here."""
    return datetime.combine(day + ONE_DAY, time.min, zone).astimezone(UTC)


def _read_span(text: str) -> tuple[time, time]:
    start, end = text.split("-")
    return read_hour(start), read_hour(end)


def read_hour(text: str) -> time:
    """Read "08:30"; raises ValueError."""
    return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007  an hour of the day, of no zone
