"""The calendar of Vietnam against the table of facts (hanh-chinh.md 6.2), and where the package differs from it."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from bot.calendar import ANNOUNCED_THROUGH, CORRECTIONS, official_calendar, package_days, work_calendar


def days(year: int, text: str) -> set[date]:
    return {date(year, int(month), int(day)) for day, month in (part.split("/") for part in text.split())}


# Weekdays off, weekends left out, as announced; 2027 only what is sure.
WEEKDAYS_OFF = {
    2022: days(2022, "3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9"),
    2023: days(2023, "2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9"),
    2024: days(2024, "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9"),
    2025: days(2025, "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9"),
    2026: days(2026, "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11"),
    2027: days(2027, "1/1 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 24/11"),
}
UNDECIDED = {2027: days(2027, "4/2 11/2 1/9 3/9")}
SATURDAYS_WORKED = {2024: days(2024, "4/5"), 2025: days(2025, "26/4"), 2026: days(2026, "10/1 22/8")}

KNOWN_PACKAGE_ERRORS = {
    date(2026, 1, 2): "worked, though swapped for 10/1/2026",
    date(2026, 1, 10): "off, though worked",
}


def year_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == year]


def facts_say_worked(day: date) -> bool:
    if day in SATURDAYS_WORKED.get(day.year, set()):
        return True
    return day.weekday() < 5 and day not in WEEKDAYS_OFF[day.year]


@pytest.mark.parametrize("year", WEEKDAYS_OFF)
def test_every_day_is_worked_or_off_as_announced(year: int) -> None:
    """2022–2027, day by day; days not yet decided are left out."""
    calendar = official_calendar()
    undecided = UNDECIDED.get(year, set())

    wrong = [d for d in year_days(year) if d not in undecided and calendar.is_working_day(d) != facts_say_worked(d)]

    assert wrong == []


def test_the_package_differs_from_the_facts_only_where_we_know() -> None:
    """A new release that mends or breaks a day shows here, and the list is read again."""
    off, worked = package_days(range(2022, 2028))
    differs = {
        day
        for year in WEEKDAYS_OFF
        for day in year_days(year)
        if day not in UNDECIDED.get(year, set())
        and (day in worked or (day.weekday() < 5 and day not in off)) != facts_say_worked(day)
    }

    assert differs == set(KNOWN_PACKAGE_ERRORS)


def test_each_correction_has_its_source_and_holds() -> None:
    """No day is changed on anybody's say-so."""
    calendar = official_calendar()

    for correction in CORRECTIONS:
        assert correction.source
        assert calendar.is_working_day(correction.day) is not correction.off
        assert not correction.off or calendar.reason_off(correction.day) == correction.reason


def test_a_year_not_yet_announced_is_provisional() -> None:
    """2026 is known, 2027 is computed."""
    calendar = official_calendar()

    assert not calendar.is_provisional(ANNOUNCED_THROUGH)
    assert calendar.is_provisional(ANNOUNCED_THROUGH + 1)


def test_days_off_have_vietnamese_names() -> None:
    """What a secretary reads in /lichnghi is in her language."""
    assert official_calendar().reason_off(date(2022, 2, 1)) == "Tết Nguyên Đán"


def test_the_secretarys_days_do_not_leak_into_the_official_calendar() -> None:
    """The official calendar is built once and shared."""
    mine = work_calendar({date(2022, 9, 28): "bão số 4"})

    assert not mine.is_working_day(date(2022, 9, 28))
    assert official_calendar().is_working_day(date(2022, 9, 28))


def test_importing_the_calendar_does_not_import_the_package() -> None:
    """A command that needs no calendar does not pay for it."""
    code = "import sys, bot.calendar; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
