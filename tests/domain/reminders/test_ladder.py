"""The ladder of design.md section 3, on the real calendar of Vietnam."""

from datetime import date

import pytest

from bot.calendar import official_calendar
from bot.domain.reminders import OVERDUE, ReminderPolicy, overdue_day, stages, term_end
from bot.domain.workdays import WorkCalendar

POLICY = ReminderPolicy()
CALENDAR = official_calendar()


def before(due_on: date, calendar: WorkCalendar = CALENDAR, policy: ReminderPolicy = POLICY) -> list[tuple[int, date]]:
    return [(s.stage, s.on) for s in stages(due_on, calendar, policy) if isinstance(s.stage, int)]


def overdue(due_on: date, live_from: date = date.min) -> list[date]:
    return [s.on for s in stages(due_on, CALENDAR, POLICY, live_from) if s.stage == OVERDUE]


def test_the_worked_example_of_a_friday() -> None:
    """Due Friday 30/9/2022."""
    assert before(date(2022, 9, 30)) == [
        (30, date(2022, 8, 31)),
        (14, date(2022, 9, 16)),
        (7, date(2022, 9, 23)),
        (3, date(2022, 9, 27)),
        (1, date(2022, 9, 29)),
        (0, date(2022, 9, 30)),
    ]
    assert overdue(date(2022, 9, 30)) == [
        date(2022, 10, 3),
        date(2022, 10, 6),
        date(2022, 10, 11),
        date(2022, 10, 14),
        date(2022, 10, 21),
        date(2022, 10, 28),
        date(2022, 11, 4),
        date(2022, 11, 11),
        date(2022, 11, 18),
        date(2022, 11, 25),
    ]


def test_the_worked_example_of_a_saturday() -> None:
    """Due Saturday 31/12/2022: two stages in one on 30/12; overdue after Tuesday 3/1 has passed."""
    assert before(date(2022, 12, 31)) == [
        (30, date(2022, 12, 1)),
        (14, date(2022, 12, 16)),
        (7, date(2022, 12, 23)),
        (3, date(2022, 12, 28)),
        (0, date(2022, 12, 30)),
    ]
    assert overdue(date(2022, 12, 31))[:4] == [
        date(2023, 1, 4),
        date(2023, 1, 9),
        date(2023, 1, 12),
        date(2023, 1, 17),
    ]


def test_the_weeks_of_tet_leave_no_message_behind() -> None:
    """Weekly overdue messages around 20–26/1/2023 fall on working days, each day once."""
    days = overdue(date(2022, 12, 31))

    assert all(CALENDAR.is_working_day(day) for day in days)
    assert days == sorted(set(days))
    assert days[-1] <= date(2023, 3, 1)


def test_every_stage_of_every_day_of_three_years_is_on_a_working_day() -> None:
    """Whatever the term, nothing is planned for a day off, and the order holds."""
    for offset in range(3 * 365):
        due_on = date.fromordinal(date(2022, 1, 1).toordinal() + offset)
        planned = [s.on for s in stages(due_on, CALENDAR, POLICY)]
        assert all(CALENDAR.is_working_day(day) for day in planned)
        assert planned == sorted(set(planned))
        assert {s.key for s in stages(due_on, CALENDAR, POLICY)}.__len__() == len(planned)


def test_a_term_on_a_day_off_ends_after_the_next_working_day() -> None:
    """For messages only; overdue working days are counted from there."""
    assert term_end(date(2022, 12, 31), CALENDAR) == date(2023, 1, 3)
    assert term_end(date(2022, 9, 30), CALENDAR) == date(2022, 9, 30)
    assert overdue_day(date(2022, 9, 30), 3, CALENDAR) == date(2022, 10, 5)
    assert overdue_day(date(2022, 12, 31), 1, CALENDAR) == date(2023, 1, 4)


def test_what_goes_live_after_its_term_begins_its_rhythm_then() -> None:
    """Released on Monday 2/10/2023, a term of 2022 is first spoken of on that day, for 60 days."""
    days = overdue(date(2022, 9, 30), live_from=date(2023, 10, 2))

    assert days[:3] == [date(2023, 10, 2), date(2023, 10, 5), date(2023, 10, 10)]
    assert days[-1] <= date(2023, 11, 30)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((10, 2), [(10, date(2022, 9, 20)), (2, date(2022, 9, 28))]),
        ((0,), [(0, date(2022, 9, 30))]),
        ((), []),
    ],
)
def test_the_steps_can_be_set(days: tuple[int, ...], expected: list[tuple[int, date]]) -> None:
    """NHACVIEC_REMINDER_DAYS."""
    assert before(date(2022, 9, 30), policy=ReminderPolicy(days=days)) == expected
