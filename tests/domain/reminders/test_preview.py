"""The preview: the planner's own days, lived through beforehand."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.calendar import official_calendar
from bot.domain.reminders import (
    ASK,
    OVERDUE,
    ROUND,
    LastReport,
    OccurrenceView,
    Pause,
    PersonView,
    Post,
    ReminderPolicy,
    Roster,
    after_pause,
    preview,
)
from bot.domain.rounds import plan_round
from bot.domain.tasks import Status

POLICY = ReminderPolicy()
CALENDAR = official_calendar()
ROSTER = Roster([PersonView(1, (Post(7),)), PersonView(2, (Post(8),), reachable=False)])
TERM = OccurrenceView(1, "I.1.1", 7, date(2022, 9, 30), planned_from=date(2022, 6, 20), reports_ever=True)
OTHER = replace(TERM, id=2, task_code="I.1.2", agency_id=8, due_on=date(2022, 12, 31))
OPEN_END = replace(TERM, id=3, task_code="II.1", due_on=None, kind="continuous")


def stages(messages: list[object], code: str) -> list[tuple[object, date]]:
    return [
        (each.item.stage, planned.message.on)  # type: ignore[attr-defined]
        for planned in messages
        for each in planned.message.items  # type: ignore[attr-defined]
        if each.item.task_code == code
    ]


def test_the_preview_of_a_year_shows_both_worked_examples() -> None:
    """Every step of either term at the daily hour, the unreachable included and marked."""
    shown = preview([TERM, OTHER, OPEN_END], ROSTER, date(2022, 7, 1), 200, CALENDAR, POLICY)

    assert stages(list(shown), "I.1.1")[:8] == [
        (30, date(2022, 8, 31)),
        (14, date(2022, 9, 16)),
        (7, date(2022, 9, 23)),
        (3, date(2022, 9, 27)),
        (1, date(2022, 9, 29)),
        (0, date(2022, 9, 30)),
        (OVERDUE, date(2022, 10, 3)),
        (OVERDUE, date(2022, 10, 6)),
    ]
    assert stages(list(shown), "I.1.2")[:6] == [
        (30, date(2022, 12, 1)),
        (14, date(2022, 12, 16)),
        (7, date(2022, 12, 23)),
        (3, date(2022, 12, 28)),
        (0, date(2022, 12, 30)),
        (OVERDUE, date(2023, 1, 4)),
    ]
    assert [on for stage, on in stages(list(shown), "II.1") if stage == ASK][:3] == [
        date(2022, 7, 1),
        date(2022, 8, 1),
        date(2022, 9, 5),
    ]
    assert {planned.message.person_id: planned.message.reachable for planned in shown} == {1: True, 2: False}
    assert shown[0].at == datetime(2022, 7, 1, 1, 30, tzinfo=UTC)
    monday = next(planned for planned in shown if planned.message.on == date(2022, 10, 3))
    assert monday.at == datetime(2022, 10, 3, 2, 0, tzinfo=UTC)


def test_a_preview_of_later_days_lives_through_those_before() -> None:
    """Beginning on 28/9 it does not make good what 27/9 will have said."""
    whole = preview([TERM], ROSTER, date(2022, 9, 1), 40, CALENDAR, POLICY, today=date(2022, 9, 1))
    later = preview([TERM], ROSTER, date(2022, 9, 28), 13, CALENDAR, POLICY, today=date(2022, 9, 1))

    assert later == [planned for planned in whole if planned.message.on >= date(2022, 9, 28)]


def test_a_preview_of_earlier_days_sets_the_plan_back_to_them() -> None:
    """Years after the plan, one can still see what it would have brought."""
    today = replace(
        TERM, silent=True, planned_from=date(2026, 11, 2), last_report=LastReport(date(2026, 11, 3), Status.DONE)
    )

    shown = preview([today], ROSTER, date(2022, 8, 1), 60, CALENDAR, POLICY, today=date(2026, 11, 4))

    assert [stage for stage, _ in stages(list(shown), "I.1.1")] == [30, 14, 7, 3, 1]


def test_rounds_are_part_of_the_preview() -> None:
    """The list and both reminders of quý III/2022; the ladder is not disturbed."""
    shown = preview(
        [TERM], ROSTER, date(2022, 9, 1), 30, CALENDAR, POLICY, rounds=[plan_round(1, date(2022, 9, 14), CALENDAR)]
    )

    assert stages(list(shown), "I.1.1") == [
        (30, date(2022, 9, 5)),  # planned for 31/8, made good
        (ROUND, date(2022, 9, 7)),
        (ROUND, date(2022, 9, 12)),
        (ROUND, date(2022, 9, 14)),
        (14, date(2022, 9, 16)),
        (7, date(2022, 9, 23)),
        (3, date(2022, 9, 27)),
        (1, date(2022, 9, 29)),
        (0, date(2022, 9, 30)),
    ]


def test_the_end_of_a_pause_is_told_before_it_begins() -> None:
    """Paused 15/9–27/9: on 28/9 one message; a pause that brings nothing, or has no end, tells so."""
    today = date(2022, 9, 14)
    view = replace(TERM, looked_on=date(2022, 8, 31))

    resumed = after_pause([view], ROSTER, Pause(date(2022, 9, 15), date(2022, 9, 27)), today, CALENDAR, POLICY)
    quiet = after_pause([view], ROSTER, Pause(date(2022, 9, 9), date(2022, 9, 13)), date(2022, 9, 8), CALENDAR, POLICY)

    assert resumed is not None
    assert [(m.on, [each.item.stage for each in m.items]) for m in resumed.messages] == [(date(2022, 9, 28), [3])]
    assert quiet is None or not quiet.messages
    assert after_pause([view], ROSTER, Pause(date(2022, 9, 15)), today, CALENDAR, POLICY) is None
