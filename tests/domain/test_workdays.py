"""Working days and speaking hours, on a small calendar of their own."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.workdays import VIETNAM, CalendarError, SpeakingHours, WorkCalendar

CALENDAR = WorkCalendar(
    holidays={date(2024, 4, 29): "hoán đổi", date(2024, 4, 30): "30/4", date(2024, 5, 1): "1/5"},
    worked={date(2024, 5, 4): "làm bù"},
    provisional_years=frozenset({2027}),
)
HOURS = SpeakingHours.parse("08:00-11:00,14:00-16:30")


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=VIETNAM)  # type: ignore[misc,arg-type]


def test_a_make_up_saturday_is_worked_and_a_swapped_monday_is_not() -> None:
    """The swap of 29/4/2024 for Saturday 4/5/2024."""
    assert not CALENDAR.is_working_day(date(2024, 4, 29))
    assert CALENDAR.is_working_day(date(2024, 5, 4))
    assert not CALENDAR.is_working_day(date(2024, 5, 5))


def test_the_secretary_goes_before_the_official_calendar() -> None:
    """A storm day is off though a Tuesday; a day off may be worked; taking a decision back restores the calendar."""
    decided = CALENDAR.with_decisions({date(2024, 5, 7): "bão"}, {date(2024, 4, 30): "trực"})

    assert not decided.is_working_day(date(2024, 5, 7))
    assert decided.reason_off(date(2024, 5, 7)) == "bão"
    assert decided.is_working_day(date(2024, 4, 30))
    assert decided.with_decisions({}, {}).is_working_day(date(2024, 5, 7))


def test_working_days_are_counted_without_the_first_day() -> None:
    """From Friday 26/4 the next working day is Thursday 2/5, the third is Saturday 4/5 (worked)."""
    friday = date(2024, 4, 26)

    assert CALENDAR.next_working_day(friday) == date(2024, 5, 2)
    assert CALENDAR.add_working_days(friday, 3) == date(2024, 5, 4)
    assert CALENDAR.add_working_days(date(2024, 5, 4), -3) == friday
    assert CALENDAR.add_working_days(friday, 0) == friday
    assert CALENDAR.working_days_between(friday, date(2024, 5, 6)) == 4
    assert CALENDAR.working_days_between(date(2024, 5, 6), friday) == -4


def test_a_day_off_moves_to_either_side() -> None:
    """Labour Day moves back to Friday 26/4 or on to 2/5; a working day stays."""
    assert CALENDAR.on_or_before(date(2024, 5, 1)) == date(2024, 4, 26)
    assert CALENDAR.on_or_after(date(2024, 5, 1)) == date(2024, 5, 2)
    assert CALENDAR.on_or_after(date(2024, 5, 2)) == date(2024, 5, 2)
    assert list(CALENDAR.working_days(date(2024, 4, 26), date(2024, 5, 5))) == [
        date(2024, 4, 26),
        date(2024, 5, 2),
        date(2024, 5, 3),
        date(2024, 5, 4),
    ]


def test_reasons_and_provisional_years_can_be_told() -> None:
    """A holiday has its name, a weekend none, and an unannounced year says so."""
    assert CALENDAR.reason_off(date(2024, 4, 30)) == "30/4"
    assert CALENDAR.reason_off(date(2024, 5, 5)) == ""
    assert CALENDAR.reason_off(date(2024, 5, 4)) == ""
    assert CALENDAR.is_provisional(2027)
    assert not CALENDAR.is_provisional(2024)


def test_a_calendar_without_working_days_is_refused_rather_than_searched_for_ever() -> None:
    """Years of days off end in a clear error."""
    never = WorkCalendar(added={date.fromordinal(n): "" for n in range(738000, 739000)})

    with pytest.raises(CalendarError):
        never.next_working_day(date.fromordinal(738001))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (local(2024, 5, 7, 6, 0), local(2024, 5, 7, 8, 0)),
        (local(2024, 5, 7, 8, 0), local(2024, 5, 7, 8, 0)),
        (local(2024, 5, 7, 10, 59, 59), local(2024, 5, 7, 10, 59, 59)),
        (local(2024, 5, 7, 11, 0), local(2024, 5, 7, 14, 0)),
        (local(2024, 5, 7, 16, 30), local(2024, 5, 8, 8, 0)),
        (local(2024, 5, 6, 7, 0), local(2024, 5, 6, 9, 0)),  # a Monday
        (local(2024, 5, 10, 17, 0), local(2024, 5, 13, 9, 0)),  # Friday evening to Monday
        (local(2024, 4, 26, 17, 0), local(2024, 5, 2, 8, 0)),  # over the holidays
        (local(2024, 5, 4, 9, 0), local(2024, 5, 4, 9, 0)),  # the Saturday worked
    ],
)
def test_the_bot_speaks_first_within_the_hours_only(moment: datetime, opening: datetime) -> None:
    """Never at midday, in the evening, on a day off, nor on Monday before nine."""
    assert HOURS.next_opening(moment, CALENDAR) == opening
    assert HOURS.next_opening(moment.astimezone(UTC), CALENDAR).tzinfo is UTC
    assert HOURS.is_open(moment, CALENDAR) == (moment == opening)


def test_the_daily_hour_waits_for_the_opening_of_its_day() -> None:
    """08:30 is 09:00 on Monday; an hour at midday waits for the afternoon; one too late takes the first opening."""
    assert HOURS.daily_moment(date(2024, 5, 7), time(8, 30)) == local(2024, 5, 7, 8, 30)
    assert HOURS.daily_moment(date(2024, 5, 6), time(8, 30)) == local(2024, 5, 6, 9, 0)
    assert HOURS.daily_moment(date(2024, 5, 7), time(12, 0)) == local(2024, 5, 7, 14, 0)
    assert HOURS.daily_moment(date(2024, 5, 7), time(20, 0)) == local(2024, 5, 7, 8, 0)


def test_hours_that_close_before_monday_begins_leave_monday_out() -> None:
    """With 07:30–08:30 alone the bot is silent on Mondays and speaks on Tuesday."""
    early = SpeakingHours.parse("07:30-08:30")

    assert early.next_opening(local(2024, 5, 6, 7, 0), CALENDAR) == local(2024, 5, 7, 7, 30)


@pytest.mark.parametrize("text", ["", "8-11", "11:00-08:00", "14:00-16:30,08:00-11:00", "08:00-12:00,11:00-13:00", "x"])
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    """A setting nobody can mean is an error at start, not silence for ever."""
    with pytest.raises(CalendarError):
        SpeakingHours.parse(text)


def test_days_are_those_of_vietnam() -> None:
    """17:30 UTC is already tomorrow here."""
    assert HOURS.local_day(datetime(2024, 5, 6, 17, 30, tzinfo=UTC)) == date(2024, 5, 7)
