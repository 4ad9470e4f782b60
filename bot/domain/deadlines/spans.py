"""Calendar arithmetic of deadline phrases: month ends, quarters, the day before; all on plain days."""

from calendar import monthrange
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2200  # outside, a number is no year of a plan
DAY = timedelta(days=1)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def day_or_last(year: int, month: int, day: int) -> date:
    """The day of a month, or its last day where the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def day_in(year: int, month: int, day: int) -> date | None:
    """The day if the calendar has it, within the years of plans."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day (Bộ luật Dân sự 2015, Điều 148); raises ValueError off years."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_or_last(year, month + 1, day.day)


def two_digit_year(year: int) -> int:
    """A year written with two digits lies in this century."""
    return year + 2000 if year < 100 else year
