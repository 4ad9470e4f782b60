"""Whatever the plan, the calendar, the outages and the replies: what the reminders promise holds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.reminders import (
    DayPlan,
    DueItem,
    LastReport,
    Leave,
    NextReminder,
    OccurrenceView,
    PersonView,
    Post,
    ReminderPolicy,
    Roster,
    SilenceReason,
    due_items,
    look_on,
    next_look,
    plan_day,
    postponed_to,
    preview,
    simulate,
    stages,
)
from bot.domain.tasks import Status
from bot.domain.workdays import WorkCalendar

START = date(2023, 1, 2)
SPAN = 130
POLICY = ReminderPolicy()
DAYS = st.integers(0, SPAN - 1).map(lambda n: START + timedelta(days=n))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    off = draw(st.sets(DAYS, max_size=12))
    weekends = DAYS.filter(lambda day: day.weekday() >= 5)
    worked = draw(st.sets(weekends, max_size=3))
    return WorkCalendar(dict.fromkeys(off, ""), dict.fromkeys(worked - off, ""))


@st.composite
def plans(draw: st.DrawFn) -> list[OccurrenceView]:
    views = []
    for key in range(1, draw(st.integers(1, 5)) + 1):
        due_on = draw(st.none() | DAYS)
        live = draw(st.sampled_from([START, START, START + timedelta(days=20)]))
        views.append(
            OccurrenceView(
                id=key,
                task_code=f"I.{key}",
                agency_id=draw(st.integers(1, 3)),
                due_on=due_on,
                planned_from=live,
                kind="dated" if due_on else draw(st.sampled_from(["guidance", "continuous", "none"])),
                silent=draw(st.sampled_from([False, False, False, True])),
                courtesy=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return views


@st.composite
def rosters(draw: st.DrawFn) -> list[PersonView]:
    people = []
    for key in range(1, draw(st.integers(1, 4)) + 1):
        agencies = draw(st.sets(st.integers(1, 3), min_size=1, max_size=2))
        role = draw(st.sampled_from([Role.FOCAL, Role.FOCAL, Role.DEPUTY]))
        away = draw(st.none() | DAYS)
        leaves = () if away is None else (Leave(away, away + timedelta(days=9), draw(st.none() | st.integers(1, 4))),)
        people.append(
            PersonView(
                key,
                tuple(Post(agency, role) for agency in sorted(agencies)),
                draw(st.sampled_from([True, True, False])),
                leaves,
            )
        )
    return people


Change = Callable[[OccurrenceView, date, WorkCalendar], OccurrenceView]


def _report(status: Status) -> Change:
    return lambda view, on, _: replace(view, last_report=LastReport(on, status), reports_ever=True)


def _set(**fields: object) -> Change:
    return lambda view, on, _: replace(view, **fields)  # type: ignore[arg-type]


def _move(view: OccurrenceView, on: date, calendar: WorkCalendar) -> OccurrenceView:
    return replace(
        view,
        due_on=on + timedelta(days=25),
        kind="dated",
        planned_from=on,
        term_version=view.term_version + 1,
        acked_on=None,
        snoozed_until=None,
        drafted=frozenset(),
    )


def _snooze(view: OccurrenceView, on: date, calendar: WorkCalendar) -> OccurrenceView:
    return replace(view, snoozed_until=postponed_to(view, on + timedelta(days=6), on, calendar, POLICY))


def _ack(view: OccurrenceView, on: date, calendar: WorkCalendar) -> OccurrenceView:
    return replace(view, acked_on=on)


CHANGES: list[Change] = [
    _report(Status.IN_PROGRESS),
    _report(Status.BLOCKED),
    _report(Status.SUBMITTED),
    _report(Status.DONE),
    _set(extension_pending=True),
    _set(extension_pending=False),
    _set(obstacle_open=True),
    _set(obstacle_open=False),
    _set(state="suspended"),
    _set(state="open"),
    _set(state="withdrawn"),
    _set(silent=False),
    _move,
    _snooze,
    _ack,
]


@dataclass
class Run:
    """A service that lives through the span: it looks only at what its index names, and not at all during outages."""

    calendar: WorkCalendar
    roster: Roster
    views: dict[int, OccurrenceView]
    changes: dict[date, list[tuple[int, Change]]]
    outages: set[date]
    looks: dict[int, date | None] = field(default_factory=dict)
    plans: list[DayPlan] = field(default_factory=list)
    reasons: dict[int, set[SilenceReason]] = field(default_factory=dict)
    before: list[dict[int, OccurrenceView]] = field(default_factory=list)

    def live(self) -> None:
        for key in self.views:
            self.look_again(key, START)
        for day in (START + timedelta(days=n) for n in range(SPAN)):
            if day not in self.outages and self.calendar.is_working_day(day):
                self.plan(day)
            for key, change in self.changes.get(day, []):
                if key in self.views:
                    self.views[key] = change(self.views[key], day, self.calendar)
                    self.look_again(key, day)

    def look_again(self, key: int, day: date) -> None:
        self.looks[key] = look_on(self.views[key], day, self.calendar, POLICY)

    def plan(self, day: date) -> None:
        due = [view for key, view in self.views.items() if (look := self.looks[key]) and look <= day]
        rest = [view for view in self.views.values() if view not in due]
        for view in rest:
            item = due_items(view, day, self.calendar, POLICY)
            assert not isinstance(item, DueItem), "the index hid something that was due"
            self.reasons.setdefault(view.id, set()).add(item.reason)
        self.before.append(dict(self.views))
        plan = plan_day(due, self.roster, day, self.calendar, POLICY)
        self.plans.append(plan)
        for look in plan.looks:
            made = {each.step for each in plan.escalations if each.occurrence_id == look.occurrence_id}
            view = self.views[look.occurrence_id]
            self.views[view.id] = replace(view, looked_on=look.looked_on, drafted=view.drafted | made)
            self.looks[view.id] = look.next_look_on
            assert look.next_look_on is None or look.next_look_on > day, "it would be looked at for ever"
        for unheard in plan.unheard:
            self.reasons.setdefault(unheard.item.occurrence_id, set()).add(unheard.reason)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    changes: dict[date, list[tuple[int, Change]]] = {}
    for day, key, change in draw(st.lists(st.tuples(DAYS, st.integers(1, 5), st.sampled_from(CHANGES)), max_size=10)):
        changes.setdefault(day, []).append((key, change))
    outages: set[date] = set()
    for first in draw(st.lists(DAYS, max_size=2)):
        outages |= {first + timedelta(days=n) for n in range(draw(st.integers(1, 12)))}
    views = {view.id: view for view in draw(plans())}
    return Run(draw(calendars()), Roster(draw(rosters())), views, changes, outages)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs())
def test_what_reminders_promise_holds_through_anything(run: Run) -> None:
    """One message a day, none on a day off, nothing of what is over or of a void term, nothing twice."""
    run.live()

    said: set[tuple[int, int, str, int]] = set()
    for plan, before in zip(run.plans, run.before, strict=True):
        assert run.calendar.is_working_day(plan.on)
        assert plan.on not in run.outages
        persons = [message.person_id for message in plan.messages]
        assert len(persons) == len(set(persons))
        for message in plan.messages:
            assert [each.number for each in message.items] == list(range(1, len(message.items) + 1))
            for item in (each.item for each in message.items):
                view = before[item.occurrence_id]
                assert view.state == "open"
                assert not view.silent
                assert not view.courtesy
                assert view.kind == "continuous" or view.last_report is None or view.last_report.status != Status.DONE
                assert item.term_version == view.term_version
                assert item.due_on == view.due_on
                assert item.planned_on <= plan.on
                assert item.planned_on >= view.planned_from
                key = (item.occurrence_id, item.term_version, item.key, message.person_id)
                assert key not in said
                said.add(key)
        drafts = [(each.step, each.occurrence_id) for each in plan.escalations]
        assert len(drafts) == len(set(drafts))


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs())
def test_every_open_term_is_reminded_before_it_ends_or_a_reason_is_named(run: Run) -> None:
    """Left out are terms without a stage on which the service was up; the reasons are those that `audit` prints."""
    first = dict(run.views)
    run.live()

    for key, view in first.items():
        now = run.views[key]
        if view.due_on is None or now.term_version != view.term_version:
            continue
        steps = [s.on for s in stages(view.due_on, run.calendar, POLICY) if view.planned_from <= s.on <= view.due_on]
        up = [plan.on for plan in run.plans if plan.on <= view.due_on]
        if not any(day >= step for step in steps for day in up):
            continue
        told = any(
            each.item.occurrence_id == key and plan.on <= view.due_on
            for plan in run.plans
            for message in plan.messages
            if message.reachable
            for each in message.items
        )
        named = run.reasons.get(key, set()) - {SilenceReason.NOTHING_DUE}
        submitted = now.last_report is not None and now.last_report.status is Status.SUBMITTED
        assert told or named or submitted or now.silent or now.courtesy


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), rosters(), calendars())
def test_the_preview_agrees_with_the_days_message_by_message(
    plan: list[OccurrenceView], people: list[PersonView], calendar: WorkCalendar
) -> None:
    """If nobody reports anything, what was shown at the start is what goes out."""
    run = Run(calendar, Roster(people), {view.id: view for view in plan}, {}, set())
    run.live()
    lived = [message for day in run.plans for message in day.messages]

    shown = preview(plan, Roster(people), START, SPAN, calendar, POLICY)
    drafts = [
        one
        for day in simulate(plan, Roster(people), START, START + timedelta(days=SPAN - 1), calendar, POLICY)
        for one in day.escalations
    ]

    assert [planned.message for planned in shown] == lived
    assert drafts == [one for day in run.plans for one in day.escalations]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), calendars(), DAYS)
def test_the_next_reminder_is_the_first_day_with_something_to_say(
    plan: list[OccurrenceView], calendar: WorkCalendar, today: date
) -> None:
    """Asking each day in turn finds the same day and the same stage, or nothing where a reason was given."""
    for view in plan:
        answer = next_look(view, today, calendar, POLICY)
        days = (today + timedelta(days=n) for n in range(90))
        found = next(
            ((day, item.stage) for day in days if isinstance(item := due_items(view, day, calendar, POLICY), DueItem)),
            None,
        )
        if isinstance(answer, NextReminder):
            assert found == (answer.on, answer.stage) or (found is None and answer.on >= today + timedelta(days=90))
        else:
            assert found is None
