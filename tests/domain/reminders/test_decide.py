"""What is said of one occurrence, and what is not: stops, thinning, postponing, catching up."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.calendar import official_calendar
from bot.domain.reminders import (
    ASK,
    OVERDUE,
    SUBMITTED,
    DueItem,
    LastReport,
    NextReminder,
    NoReminder,
    OccurrenceView,
    Pause,
    ReminderPolicy,
    Silence,
    SilenceReason,
    Stage,
    due_items,
    look_on,
    next_look,
    postponed_to,
    reason_to_drop,
    settled,
)
from bot.domain.tasks import Status

POLICY = ReminderPolicy()
CALENDAR = official_calendar()
TERM = OccurrenceView(1, "I.1.1", 7, date(2022, 9, 30), planned_from=date(2022, 7, 1))
OPEN_END = OccurrenceView(2, "I.2.a.3", 7, None, planned_from=date(2022, 7, 1), kind="guidance")


def said(view: OccurrenceView, start: date, end: date, off: frozenset[date] = frozenset()) -> list[tuple[Stage, date]]:
    """What a planner running every day but those of `off` says from `start` to `end` if nothing else happens."""
    log: list[tuple[Stage, date]] = []
    day = start
    while day <= end:
        item = Silence(SilenceReason.NOTHING_DUE) if day in off else due_items(view, day, CALENDAR, POLICY)
        if isinstance(item, DueItem):
            log.append((item.stage, day))
            view = settled(view, day)
        day += timedelta(days=1)
    return log


def silence(view: OccurrenceView, today: date) -> SilenceReason:
    answer = due_items(view, today, CALENDAR, POLICY)
    assert isinstance(answer, Silence)
    return answer.reason


def reported(view: OccurrenceView, on: date, status: Status = Status.IN_PROGRESS) -> OccurrenceView:
    return replace(view, last_report=LastReport(on, status), reports_ever=True)


def test_a_silent_agency_hears_every_step() -> None:
    """The worked example, day by day."""
    assert said(TERM, date(2022, 8, 1), date(2022, 10, 6)) == [
        (30, date(2022, 8, 31)),
        (14, date(2022, 9, 16)),
        (7, date(2022, 9, 23)),
        (3, date(2022, 9, 27)),
        (1, date(2022, 9, 29)),
        (0, date(2022, 9, 30)),
        (OVERDUE, date(2022, 10, 3)),
        (OVERDUE, date(2022, 10, 6)),
    ]


def test_after_sixty_days_only_rounds_speak() -> None:
    """The last overdue message goes by 29/11; then the reason is told."""
    log = said(TERM, date(2022, 10, 1), date(2023, 3, 1))
    rest = settled(TERM, date(2022, 12, 1))

    assert log[-1] == (OVERDUE, date(2022, 11, 25))
    assert next_look(rest, date(2022, 12, 1), CALENDAR, POLICY) == NoReminder(SilenceReason.LONG_OVERDUE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "done"}, SilenceReason.DONE),
        ({"state": "suspended"}, SilenceReason.SUSPENDED),
        ({"state": "withdrawn"}, SilenceReason.WITHDRAWN),
        ({"state": "closed"}, SilenceReason.CLOSED),
        ({"state": "void"}, SilenceReason.VOID),
        ({"silent": True}, SilenceReason.PAST_AT_IMPORT),
        ({"courtesy": True}, SilenceReason.COURTESY),
        ({"last_report": LastReport(date(2022, 9, 1), Status.DONE)}, SilenceReason.DONE),
    ],
)
def test_what_is_over_or_not_released_is_never_spoken_of(change: dict[str, object], reason: SilenceReason) -> None:
    """Neither today nor ever, and the reason is told; a planned item falls at the moment of sending."""
    item = due_items(TERM, date(2022, 9, 16), CALENDAR, POLICY)
    view = replace(TERM, **change)  # type: ignore[arg-type]

    assert isinstance(item, DueItem)
    assert silence(view, date(2022, 9, 16)) is reason
    assert next_look(view, date(2022, 9, 16), CALENDAR, POLICY) == NoReminder(reason)
    assert reason_to_drop(item, view, date(2022, 9, 16), CALENDAR, POLICY) is reason
    assert look_on(view, date(2022, 9, 16), CALENDAR, POLICY) is None
    assert reason_to_drop(item, TERM, date(2022, 9, 16), CALENDAR, POLICY) is None


def test_a_recent_report_silences_the_stages_before_the_last_day() -> None:
    """Reported on Wednesday 21/9: nothing on Friday 23/9; on Tuesday 20/9: the message of 23/9 comes."""
    assert silence(settled(reported(TERM, date(2022, 9, 21)), date(2022, 9, 16)), date(2022, 9, 23)) is (
        SilenceReason.REPORTED_RECENTLY
    )
    assert said(reported(TERM, date(2022, 9, 20)), date(2022, 9, 21), date(2022, 9, 23)) == [(7, date(2022, 9, 23))]


def test_a_silenced_stage_does_not_come_later() -> None:
    """Reported on 22/9, the stage of 23/9 is gone; the next is that of 27/9."""
    view = settled(reported(TERM, date(2022, 9, 22)), date(2022, 9, 16))

    assert said(view, date(2022, 9, 23), date(2022, 9, 27)) == [(3, date(2022, 9, 27))]
    assert next_look(view, date(2022, 9, 23), CALENDAR, POLICY) == NextReminder(date(2022, 9, 27), 3)


def test_the_last_day_is_spoken_of_though_just_reported() -> None:
    """A report of 29/9 leaves the message of the day itself, and the first overdue one."""
    view = settled(reported(TERM, date(2022, 9, 29)), date(2022, 9, 28))

    assert said(view, date(2022, 9, 29), date(2022, 10, 5)) == [
        (0, date(2022, 9, 30)),
        (OVERDUE, date(2022, 10, 3)),
    ]


def test_received_silences_the_next_stage_only() -> None:
    """ "Đã nhận" to the message of 16/9: 23/9 is silent, 27/9 speaks."""
    view = replace(settled(TERM, date(2022, 9, 16)), acked_on=date(2022, 9, 16))

    assert silence(view, date(2022, 9, 23)) is SilenceReason.ACKNOWLEDGED
    assert [stage for stage, _ in said(view, date(2022, 9, 19), date(2022, 9, 30))] == [3, 1, 0]


def test_received_never_silences_the_last_two_stages() -> None:
    """ "Đã nhận" to the message of 27/9 leaves those of 29/9 and 30/9."""
    view = replace(settled(TERM, date(2022, 9, 27)), acked_on=date(2022, 9, 28))

    assert [stage for stage, _ in said(view, date(2022, 9, 28), date(2022, 10, 3))] == [1, 0, OVERDUE]


def test_remind_me_later_comes_on_the_day_asked_for() -> None:
    """Postponed to Wednesday 21/9, said then once; the ladder goes on."""
    view = replace(settled(TERM, date(2022, 9, 16)), snoozed_until=date(2022, 9, 21))

    assert said(view, date(2022, 9, 17), date(2022, 9, 23)) == [(14, date(2022, 9, 21)), (7, date(2022, 9, 23))]


def test_postponing_swallows_the_stages_before_it_but_not_the_eve() -> None:
    """However far it was wished, the day before the term speaks."""
    view = replace(settled(TERM, date(2022, 9, 16)), snoozed_until=date(2022, 12, 1))

    assert said(view, date(2022, 9, 17), date(2022, 9, 30)) == [(1, date(2022, 9, 29)), (0, date(2022, 9, 30))]


@pytest.mark.parametrize(
    ("today", "wished", "granted"),
    [
        (date(2022, 9, 16), date(2022, 9, 20), date(2022, 9, 20)),
        (date(2022, 9, 16), date(2022, 9, 17), date(2022, 9, 19)),  # a Saturday: Monday
        (date(2022, 9, 16), date(2022, 12, 1), date(2022, 9, 29)),
        (date(2022, 9, 29), date(2022, 9, 30), None),
        (date(2022, 10, 3), date(2022, 12, 1), date(2022, 10, 6)),  # overdue: one step of the rhythm
    ],
)
def test_postponing_reaches_at_most_to_the_day_before_the_term(today: date, wished: date, granted: date | None) -> None:
    """What is asked for beyond it is cut; where no day is left it is refused."""
    assert postponed_to(TERM, wished, today, CALENDAR, POLICY) == granted


def test_what_was_submitted_is_asked_about_weekly() -> None:
    """Submitted on Tuesday 20/9: 27/9, 4/10, 11/10; neither the ladder nor overdue messages."""
    view = settled(reported(TERM, date(2022, 9, 20), Status.SUBMITTED), date(2022, 9, 16))

    assert said(view, date(2022, 9, 20), date(2022, 10, 12)) == [
        (SUBMITTED, date(2022, 9, 27)),
        (SUBMITTED, date(2022, 10, 4)),
        (SUBMITTED, date(2022, 10, 11)),
    ]


def test_where_submission_meets_the_term_nothing_more_is_asked() -> None:
    """A committee setting."""
    view = reported(TERM, date(2022, 9, 20), Status.SUBMITTED)
    policy = ReminderPolicy(submission_meets_term=True)

    assert due_items(view, date(2022, 9, 27), CALENDAR, policy) == Silence(SilenceReason.DONE)


def test_a_pending_extension_holds_overdue_messages_only() -> None:
    """The ladder goes on to the term; afterwards the reason is told, and a refusal lets it go on."""
    view = replace(TERM, extension_pending=True)
    log = said(view, date(2022, 9, 1), date(2022, 10, 31))
    held = settled(view, date(2022, 9, 30))

    assert log[-1] == (0, date(2022, 9, 30))
    assert silence(held, date(2022, 10, 6)) is SilenceReason.EXTENSION_PENDING
    assert next_look(held, date(2022, 10, 6), CALENDAR, POLICY) == NoReminder(SilenceReason.EXTENSION_PENDING)
    refused = replace(held, extension_pending=False)
    assert said(refused, date(2022, 10, 7), date(2022, 10, 11)) == [
        (OVERDUE, date(2022, 10, 7)),
        (OVERDUE, date(2022, 10, 11)),
    ]


def test_an_open_obstacle_thins_the_ladder() -> None:
    """Only seven days and one day before."""
    view = replace(TERM, obstacle_open=True)

    assert said(view, date(2022, 8, 1), date(2022, 11, 30)) == [(7, date(2022, 9, 23)), (1, date(2022, 9, 29))]


def test_an_outage_is_made_good_in_one_message() -> None:
    """Down from 15/9 to 27/9: on 28/9 one message with the most urgent stage."""
    off = frozenset(date(2022, 9, day) for day in range(15, 28))

    assert said(TERM, date(2022, 8, 1), date(2022, 9, 29), off) == [
        (30, date(2022, 8, 31)),
        (3, date(2022, 9, 28)),
        (1, date(2022, 9, 29)),
    ]


def test_a_pause_ends_in_one_message() -> None:
    """Paused 15/9–27/9: silent, and the next look is its end; without an end there is none."""
    paused = settled(replace(TERM, pauses=(Pause(date(2022, 9, 15), date(2022, 9, 27)),)), date(2022, 8, 31))
    for_ever = settled(replace(TERM, pauses=(Pause(date(2022, 9, 15)),)), date(2022, 8, 31))

    assert silence(paused, date(2022, 9, 16)) is SilenceReason.PAUSED
    assert next_look(paused, date(2022, 9, 16), CALENDAR, POLICY) == NextReminder(date(2022, 9, 28), 3)
    assert said(paused, date(2022, 9, 15), date(2022, 9, 28)) == [(3, date(2022, 9, 28))]
    assert next_look(for_ever, date(2022, 9, 16), CALENDAR, POLICY) == NoReminder(SilenceReason.PAUSED)


def test_no_stage_of_a_void_term_is_sent() -> None:
    """Moved on 20/9 to 30/12, the new term's ladder alone remains, and a planned item of the old one falls."""
    item = due_items(TERM, date(2022, 9, 16), CALENDAR, POLICY)
    moved = replace(
        settled(TERM, date(2022, 9, 16)), due_on=date(2022, 12, 30), planned_from=date(2022, 9, 20), term_version=2
    )

    assert isinstance(item, DueItem)
    assert reason_to_drop(item, moved, date(2022, 9, 20), CALENDAR, POLICY) is SilenceReason.TERM_MOVED
    assert said(moved, date(2022, 9, 20), date(2022, 12, 16)) == [(30, date(2022, 11, 30)), (14, date(2022, 12, 16))]


def test_going_live_in_mid_plan_does_not_make_good_what_was_before() -> None:
    """Imported on 20/9, the first message is that of 23/9."""
    view = replace(TERM, planned_from=date(2022, 9, 20))

    assert said(view, date(2022, 9, 20), date(2022, 9, 27)) == [(7, date(2022, 9, 23)), (3, date(2022, 9, 27))]


def test_an_open_end_is_asked_about_monthly() -> None:
    """The first working day of each month (2/9 is a holiday, 1/9 too: Monday 5/9), unless just reported."""
    assert said(OPEN_END, date(2022, 7, 1), date(2022, 10, 3)) == [
        (ASK, date(2022, 7, 1)),
        (ASK, date(2022, 8, 1)),
        (ASK, date(2022, 9, 5)),
        (ASK, date(2022, 10, 3)),
    ]
    assert silence(settled(reported(OPEN_END, date(2022, 9, 1)), date(2022, 8, 1)), date(2022, 9, 5)) is (
        SilenceReason.REPORTED_RECENTLY
    )


def test_a_finished_period_of_a_continuous_task_does_not_close_it() -> None:
    """ "Xong" of August: asked again about September."""
    view = reported(replace(OPEN_END, kind="continuous"), date(2022, 8, 2), Status.DONE)

    assert said(settled(view, date(2022, 8, 1)), date(2022, 8, 3), date(2022, 9, 6)) == [(ASK, date(2022, 9, 5))]


def test_nothing_is_said_on_a_day_off() -> None:
    """Missed on a Friday, said on Monday."""
    missed = settled(TERM, date(2022, 8, 31))

    assert silence(missed, date(2022, 9, 17)) is SilenceReason.DAY_OFF
    assert next_look(missed, date(2022, 9, 17), CALENDAR, POLICY) == NextReminder(date(2022, 9, 19), 14)


def test_the_look_comes_for_escalations_too() -> None:
    """The third overdue working day, 5/10, lies between two messages; drafted once, it is not looked at again."""
    view = settled(TERM, date(2022, 10, 3))

    assert look_on(view, date(2022, 10, 3), CALENDAR, POLICY) == date(2022, 10, 5)
    assert look_on(replace(view, drafted=frozenset({"leader"})), date(2022, 10, 5), CALENDAR, POLICY) == (
        date(2022, 10, 6)
    )


def test_the_next_look_is_the_day_on_which_it_speaks() -> None:
    """Whatever the day, going straight to the next look finds what asking every day finds."""
    daily = said(TERM, date(2022, 7, 1), date(2022, 12, 31))
    view, day, jumps = TERM, date(2022, 7, 1), []
    while isinstance(look := next_look(view, day, CALENDAR, POLICY), NextReminder):
        day = look.on
        item = due_items(view, day, CALENDAR, POLICY)
        assert isinstance(item, DueItem)
        assert item.stage == look.stage
        jumps.append((look.stage, day))
        view = settled(view, day)

    assert jumps == daily
