"""A planner's day: one message per person, its order, the deputy, drafts, rounds, and what reaches nobody."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.calendar import official_calendar
from bot.domain.people import Role
from bot.domain.reminders import (
    ASK,
    OVERDUE,
    ROUND,
    SUBMITTED,
    DayPlan,
    LastReport,
    OccurrenceView,
    Pause,
    PersonView,
    Post,
    ReminderPolicy,
    Roster,
    SilenceReason,
    Stage,
    drafts_by_agency,
    joining_items,
    plan_day,
    planning_day,
    settled,
)
from bot.domain.rounds import plan_round
from bot.domain.tasks import Status
from bot.domain.workdays import VIETNAM

POLICY = ReminderPolicy()
CALENDAR = official_calendar()
FOCAL = PersonView(1, (Post(7),))
DEPUTY = PersonView(2, (Post(7, Role.DEPUTY),))
TERM = OccurrenceView(1, "I.1.1", 7, date(2022, 9, 30), planned_from=date(2022, 7, 1), position=1)
ROUND_Q3 = plan_round(4, date(2022, 9, 14), CALENDAR)


def plan(
    on: date,
    *views: OccurrenceView,
    people: tuple[PersonView, ...] = (FOCAL, DEPUTY),
    step: int | None = None,
    messaged: frozenset[int] = frozenset(),
) -> DayPlan:
    steps = () if step is None else ((ROUND_Q3, step),)
    return plan_day(views, Roster(people), on, CALENDAR, POLICY, round_steps=steps, messaged=messaged)


def lines(day: DayPlan, person_id: int = 1) -> list[tuple[int, str, Stage]]:
    message = next(each for each in day.messages if each.person_id == person_id)
    return [(each.number, each.item.task_code, each.item.stage) for each in message.items]


def test_all_of_a_persons_day_is_one_message_most_urgent_first() -> None:
    """Longest overdue, then the nearest term, then what awaits issue, then what has no term."""
    on = date(2022, 10, 3)
    overdue = TERM
    older = replace(TERM, id=2, task_code="I.1.2", due_on=date(2022, 9, 12), position=2)
    coming = replace(TERM, id=3, task_code="I.1.3", due_on=date(2022, 10, 17), position=3)
    waiting = replace(
        TERM,
        id=4,
        task_code="I.1.4",
        due_on=date(2022, 9, 1),
        last_report=LastReport(date(2022, 9, 26), Status.SUBMITTED),
    )
    open_end = replace(TERM, id=5, task_code="I.2", due_on=None, kind="continuous", position=5)

    day = plan(on, open_end, waiting, coming, overdue, older)

    assert len(day.messages) == 2  # the deputy hears of what is overdue and was never reported
    assert lines(day) == [
        (1, "I.1.2", OVERDUE),
        (2, "I.1.1", OVERDUE),
        (3, "I.1.3", 14),
        (4, "I.1.4", SUBMITTED),
        (5, "I.2", ASK),
    ]
    assert lines(day, 2) == [(1, "I.1.2", OVERDUE), (2, "I.1.1", OVERDUE)]


def test_the_deputy_hears_three_days_before_without_a_report_ever() -> None:
    """Not a week before, and not once anything was reported."""
    told = [
        [m.person_id for m in plan(date(2022, 9, day), settled(TERM, date(2022, 9, 16))).messages] for day in (23, 27)
    ]
    reported = replace(TERM, reports_ever=True)

    assert told == [[1], [1, 2]]
    assert [m.person_id for m in plan(date(2022, 9, 27), reported).messages] == [1]


def test_whoever_cannot_be_reached_is_on_the_secretarys_list() -> None:
    """Nobody named, and nobody reachable: both are told with their reason, and the stage is settled."""
    away = replace(FOCAL, reachable=False)

    nobody = plan(date(2022, 9, 16), TERM, people=())
    unreachable = plan(date(2022, 9, 16), TERM, people=(away,))

    assert [(each.item.task_code, each.reason) for each in nobody.unheard] == [("I.1.1", SilenceReason.NOBODY)]
    assert [each.reason for each in unreachable.unheard] == [SilenceReason.NOBODY_REACHABLE]
    assert [message.reachable for message in unreachable.messages] == [False]
    assert unreachable.looks[0].looked_on == date(2022, 9, 16)
    assert unreachable.looks[0].next_look_on == date(2022, 9, 23)


def test_who_already_had_the_message_of_the_day_hears_tomorrow() -> None:
    """A term set after the daily hour waits for the next working day, for all who are concerned."""
    day = plan(date(2022, 9, 16), TERM, messaged=frozenset({1}))

    assert day.messages == ()
    assert day.looks[0].looked_on is None
    assert day.looks[0].next_look_on == date(2022, 9, 19)
    assert lines(plan(date(2022, 9, 19), TERM)) == [(1, "I.1.1", 14)]


def test_drafts_come_on_the_third_and_the_tenth_overdue_working_day() -> None:
    """5/10 to the leader, 14/10 to the standing agency; each once a term, one letter per agency."""
    view = settled(TERM, date(2022, 10, 3))
    other = replace(view, id=2, task_code="I.1.2")
    drafted = replace(view, drafted=frozenset({"leader"}))

    assert plan(date(2022, 10, 4), view).escalations == ()
    third = plan(date(2022, 10, 5), view, other)
    assert [(each.step, each.task_code) for each in third.escalations] == [("leader", "I.1.1"), ("leader", "I.1.2")]
    assert third.messages == ()
    assert third.looks[0].next_look_on == date(2022, 10, 6)
    assert list(drafts_by_agency(third.escalations)) == [("leader", 7)]
    assert [each.step for each in plan(date(2022, 10, 14), drafted).escalations] == ["standing"]


@pytest.mark.parametrize(
    "change",
    [
        {"extension_pending": True},
        {"last_report": LastReport(date(2022, 9, 29), Status.SUBMITTED)},
        {"courtesy": True},
        {"silent": True},
        {"state": "done"},
        {"pauses": (Pause(date(2022, 10, 1), date(2022, 10, 31)),)},
    ],
)
def test_no_draft_where_nothing_is_to_be_held_against_anybody(change: dict[str, object]) -> None:
    """More time asked for, submitted, only asked, not released, done, paused."""
    assert plan(date(2022, 10, 14), replace(TERM, **change)).escalations == ()  # type: ignore[arg-type]
    assert len(plan(date(2022, 10, 14), TERM).escalations) == 2


def test_what_was_released_late_is_first_told_and_then_escalated() -> None:
    """A term of 31/3 released on Friday 16/9: a message that day, the draft on its third working day, 20/9."""
    view = replace(TERM, due_on=date(2022, 3, 31), planned_from=date(2022, 9, 16))

    released = plan(date(2022, 9, 16), view)

    assert lines(released) == [(1, "I.1.1", OVERDUE)]
    assert released.escalations == ()
    assert released.looks[0].next_look_on == date(2022, 9, 20)
    assert [each.step for each in plan(date(2022, 9, 20), settled(view, date(2022, 9, 16))).escalations] == ["leader"]


def test_a_round_lists_all_that_is_open_beside_the_days_own_stages() -> None:
    """On 7/9 the list: an open end, a term with a stage of its own that day, one long overdue; not what is done."""
    on = date(2022, 9, 7)
    views = (
        TERM,
        replace(TERM, id=2, task_code="I.1.2", due_on=date(2022, 10, 7)),  # 30 days before
        replace(TERM, id=3, task_code="I.2", due_on=None, kind="guidance", last_report=LastReport(on, Status.BLOCKED)),
        replace(TERM, id=4, task_code="I.3", due_on=date(2022, 3, 31), planned_from=date(2022, 3, 1), looked_on=on),
        replace(TERM, id=5, task_code="I.4", state="done"),
        replace(TERM, id=6, task_code="I.5", courtesy=True),
    )
    asked = tuple(
        replace(view, looked_on=date(2022, 9, 6), drafted=frozenset({"leader", "standing"})) for view in views
    )

    assert lines(plan(on, *asked, step=0)) == [
        (1, "I.3", ROUND),
        (2, "I.1.1", ROUND),
        (3, "I.1.2", 30),
        (4, "I.2", ROUND),
    ]
    assert lines(plan(date(2022, 9, 12), *asked, step=1))[-1] == (3, "I.1.2", 30)


def test_a_line_of_a_round_leaves_the_ladder_as_it_was() -> None:
    """Settled are only the occurrence's own stages; "đã nhận" before the list still silences the next stage."""
    view = settled(replace(TERM, acked_on=date(2022, 9, 5)), date(2022, 9, 5))

    look = plan(date(2022, 9, 7), view, step=0).looks[0]

    assert look.looked_on == date(2022, 9, 5)
    assert look.next_look_on == date(2022, 9, 23)


def test_joining_brings_all_open_tasks_in_one_message() -> None:
    """In the order of a daily message; what is silent or done is not in it."""
    later = replace(TERM, id=2, task_code="I.1.2", due_on=date(2022, 12, 31))
    silent = replace(TERM, id=3, silent=True)

    items = joining_items([later, silent, TERM], date(2022, 9, 5), POLICY)

    assert [item.task_code for item in items] == ["I.1.1", "I.1.2"]


def test_nothing_is_planned_on_a_day_off() -> None:
    """Neither reminders nor drafts, and the look waits."""
    day = plan(date(2022, 10, 8), settled(TERM, date(2022, 10, 3)))

    assert day.messages == ()
    assert day.escalations == ()
    assert day.looks[0].next_look_on == date(2022, 10, 10)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ((2022, 9, 16, 8, 29), None),
        ((2022, 9, 16, 8, 30), date(2022, 9, 16)),
        ((2022, 9, 16, 12, 0), date(2022, 9, 16)),  # late after an outage: it goes at 14:00
        ((2022, 9, 16, 16, 29), date(2022, 9, 16)),
        ((2022, 9, 16, 16, 30), None),
        ((2022, 9, 17, 9, 0), None),
        ((2022, 9, 19, 8, 45), None),  # Monday
        ((2022, 9, 19, 9, 0), date(2022, 9, 19)),
    ],
)
def test_the_days_messages_are_planned_from_the_daily_hour_to_the_end_of_the_hours(
    now: tuple[int, ...], day: date | None
) -> None:
    """Never before, never at night, never on a day off."""
    assert planning_day(datetime(*now, tzinfo=VIETNAM), CALENDAR, POLICY) == day  # type: ignore[misc,arg-type]
