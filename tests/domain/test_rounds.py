"""The days of a reporting round, and who was silent in it."""

from datetime import date

from bot.calendar import official_calendar
from bot.domain.rounds import answered, not_reported, plan_round

CALENDAR = official_calendar()
QUARTER = plan_round(1, date(2022, 9, 14), CALENDAR)


def test_a_round_opens_five_working_days_before_its_cut_off() -> None:
    """Quý III/2022 closes on Wednesday 14/9: list on 7/9, reminders on 12/9 and 14/9."""
    assert QUARTER.opens_on == date(2022, 9, 7)
    assert QUARTER.reminds_on == (date(2022, 9, 12), date(2022, 9, 14))
    assert [QUARTER.step_on(date(2022, 9, day)) for day in (6, 7, 8, 12, 14, 15)] == [None, 0, None, 1, 2, None]
    assert not QUARTER.is_over(date(2022, 9, 14))
    assert QUARTER.is_over(date(2022, 9, 15))


def test_the_cut_off_never_moves_for_a_day_off() -> None:
    """14/6/2025 is a Saturday: it stays, and the last reminder comes on Friday."""
    half_year = plan_round(2, date(2025, 6, 14), CALENDAR)

    assert half_year.cut_off_on == date(2025, 6, 14)
    assert half_year.reminds_on[-1] == date(2025, 6, 13)
    assert half_year.opens_on == date(2025, 6, 9)
    assert not half_year.is_over(date(2025, 6, 14))


def test_a_round_opened_late_has_the_reminders_that_are_left() -> None:
    """Opened by the secretary on Tuesday 13/9 for the 14th: the list, and one reminder."""
    late = plan_round(3, date(2022, 9, 14), CALENDAR, opens_on=date(2022, 9, 13))

    assert late.opens_on == date(2022, 9, 13)
    assert late.reminds_on == (date(2022, 9, 14),)


def test_a_missed_step_is_made_good_once() -> None:
    """The list missed on 7/9 goes on 9/9; missed together with a reminder, the reminder goes."""
    assert QUARTER.step_due(date(2022, 9, 6), None) is None
    assert QUARTER.step_due(date(2022, 9, 9), None) == 0
    assert QUARTER.step_due(date(2022, 9, 12), date(2022, 9, 9)) == 1
    assert QUARTER.step_due(date(2022, 9, 13), date(2022, 9, 12)) is None
    assert QUARTER.step_due(date(2022, 9, 13), date(2022, 9, 9)) == 1
    assert QUARTER.step_due(date(2022, 9, 15), None) is None


def test_silent_is_who_was_asked_and_said_nothing_since() -> None:
    """A report of the day of the list counts, an older one does not."""
    asked = {1: None, 2: date(2022, 9, 6), 3: date(2022, 9, 7)}

    assert not_reported(QUARTER, asked) == [1, 2]
    assert answered(QUARTER, date(2022, 9, 14))
