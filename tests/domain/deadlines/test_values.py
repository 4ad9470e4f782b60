"""Rules as stored values: there and back, expanded, and set by an event."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import (
    Recurring,
    Relative,
    deadline_from_json,
    event_due,
    read_deadline,
    recurring_due,
    rule_from_json,
)
from bot.domain.occurrences import occurrences_of
from tests.domain.deadlines.corpus import OWN, load_phrases, reading_of

PHRASES = load_phrases(OWN)


def on_weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize("phrase", PHRASES, ids=[phrase["id"] for phrase in PHRASES])
def test_a_reading_survives_storage(phrase: dict[str, object]) -> None:
    """JSON there and back gives the same rules and days."""
    reading = reading_of(phrase)

    assert deadline_from_json(reading.as_json()) == reading


def test_a_kind_that_was_never_written_is_refused() -> None:
    """ValueError names it."""
    with pytest.raises(ValueError, match="someday"):
        rule_from_json({"kind": "someday"})


@pytest.mark.parametrize(
    ("offset", "unit", "event_on", "due"),
    [
        (45, "day", date(2022, 8, 10), date(2022, 9, 24)),
        (-20, "day", date(2022, 12, 12), date(2022, 11, 22)),
        (15, "working_day", date(2022, 8, 1), date(2022, 8, 22)),
        (-3, "working_day", date(2022, 8, 1), date(2022, 7, 27)),
        (2, "week", date(2022, 8, 1), date(2022, 8, 15)),
        (3, "month", date(2022, 11, 30), date(2023, 2, 28)),
        (1, "month", date(2024, 1, 31), date(2024, 2, 29)),
        (-1, "month", date(2023, 3, 31), date(2023, 2, 28)),
        (1, "year", date(2024, 2, 29), date(2025, 2, 28)),
        (0, "day", date(2022, 12, 14), date(2022, 12, 14)),
        (None, None, date(2022, 12, 14), None),
        (1, "day", date.max, None),
        (1, "month", date.max, None),
    ],
)
def test_an_event_sets_the_due_day(offset: int | None, unit: str | None, event_on: date, due: date | None) -> None:
    """The day of the event does not count; a shorter month gives its last day; off the calendar there is no day."""
    assert event_due(Relative("E", offset, unit), event_on, on_weekdays) == due


def test_only_a_relative_rule_waits_for_an_event() -> None:
    """A repetition has its days already."""
    assert event_due(Recurring("month", day=5), date(2022, 1, 1), on_weekdays) is None


def test_blocks_are_counted_from_the_plan() -> None:
    """ "2 năm/lần" from 2022: the end of 2023 and of 2025."""
    rule = Recurring("year", 12, 0, interval=2)

    days = recurring_due([rule], date(2022, 6, 15), date(2026, 12, 31))

    assert days == (date(2023, 12, 31), date(2025, 12, 31))


def test_a_term_after_each_quarter_is_counted_from_its_last_day() -> None:
    """45 days after 31/3 is 15/5: no one day of a quarter's month says it, so the rule keeps the length."""
    reading = read_deadline(
        "45 ngày sau khi kết thúc quý", plan_year=2023, plan_start=date(2023, 1, 1), plan_end=date(2023, 12, 31)
    )

    assert reading.due == (date(2023, 2, 14), date(2023, 5, 15), date(2023, 8, 14), date(2023, 11, 14))
    assert deadline_from_json(reading.as_json()) == reading


def test_before_a_day_is_marked_for_the_secretary() -> None:
    """Work done on X itself under "trước ngày X" is decided by a person."""
    reading = read_deadline(
        "Trước ngày 30/6/2022", plan_year=2022, plan_start=date(2022, 1, 1), plan_end=date(2025, 12, 31)
    )

    assert [planned.strict for planned in occurrences_of(reading.as_json())] == [True]


def test_working_days_from_a_named_day_need_a_calendar() -> None:
    """Without holidays no day may be given."""
    plan = {"plan_year": 2022, "plan_start": date(2022, 1, 1), "plan_end": date(2025, 12, 31)}
    phrase = "Sau 10 ngày làm việc kể từ ngày 01/8/2022"

    assert read_deadline(phrase, **plan).due == ()  # type: ignore[arg-type]
    assert read_deadline(phrase, **plan, is_working_day=on_weekdays).due == (date(2022, 8, 15),)  # type: ignore[arg-type]


@given(
    every=st.sampled_from(["year", "half", "quarter", "month"]),
    day=st.integers(min_value=0, max_value=31),
    start=st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 1, 1)),
    years=st.integers(min_value=0, max_value=6),
)
def test_each_full_year_has_its_number_of_days(every: str, day: int, start: date, years: int) -> None:
    """One, two, four or twelve a year, whatever the day."""
    first, last = date(start.year, 1, 1), date(start.year + years, 12, 31)

    days = recurring_due([Recurring(every, None if every == "month" else 1, day)], first, last)

    assert len(days) == (years + 1) * {"year": 1, "half": 2, "quarter": 4, "month": 12}[every]
