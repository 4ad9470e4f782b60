"""A day's work of the planner: one message per person, numbered, the most urgent first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.reminders.decide import (
    due_items,
    escalation_days,
    is_paused,
    item_of,
    lasting_silence,
    look_on,
    settled,
)
from bot.domain.reminders.ladder import PlannedStage
from bot.domain.reminders.people import PersonView, Roster, needs_deputy
from bot.domain.reminders.views import (
    ROUND,
    SUBMITTED,
    DueItem,
    OccurrenceView,
    ReminderPolicy,
    SilenceReason,
)
from bot.domain.rounds import Round, answered, concerns
from bot.domain.workdays import WorkCalendar


@dataclass(frozen=True)
class NumberedItem:
    """An item with the number by which it is answered."""

    number: int
    item: DueItem


@dataclass(frozen=True)
class DailyMessage:
    """All that one person is told on a day. Nobody reachable is written to; the secretary is told instead."""

    on: date
    person_id: int
    reachable: bool
    items: tuple[NumberedItem, ...]

    @property
    def is_round(self) -> bool:
        """Does the message carry a round's list, whatever else?"""
        return any(each.item.stage == ROUND for each in self.items)


@dataclass(frozen=True)
class Unheard:
    """Something that was due and reaches nobody: for the secretary's list of the same day."""

    item: DueItem
    reason: SilenceReason


@dataclass(frozen=True)
class Escalation:
    """A draft for a person to decide: to the agency's leader, or for the standing agency's list and the head."""

    step: str  # "leader" or "standing"
    occurrence_id: int
    task_code: str
    agency_id: int
    due_on: date
    since_on: date
    term_version: int


@dataclass(frozen=True)
class Look:
    """What to store of an occurrence that was looked at: when last settled, when to look next."""

    occurrence_id: int
    looked_on: date | None
    next_look_on: date | None


@dataclass(frozen=True)
class DayPlan:
    """What a day brings; carrying it out twice changes nothing, for every part has its key."""

    on: date
    messages: tuple[DailyMessage, ...]
    unheard: tuple[Unheard, ...]
    escalations: tuple[Escalation, ...]
    looks: tuple[Look, ...]


def planning_day(now: datetime, calendar: WorkCalendar, policy: ReminderPolicy) -> date | None:
    """The day whose daily messages may be planned at this instant, or None.

    From the daily hour of a working day to the end of its hours: after an outage later the same day, never at night.
    """
    today = policy.hours.local_day(now)
    if not calendar.is_working_day(today) or now < policy.hours.daily_moment(today, policy.daily_at):
        return None
    opening = policy.hours.next_opening(now, calendar)
    return today if policy.hours.local_day(opening) == today else None


def plan_day(
    occurrences: Iterable[OccurrenceView],
    roster: Roster,
    on: date,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
    *,
    round_steps: Collection[tuple[Round, int]] = (),
    messaged: Collection[int] = frozenset(),
) -> DayPlan:
    """Decide a day over the occurrences whose look has come, and all open ones of a round that has a step today.

    What concerns somebody in `messaged`, who already had today's message, is put off to the next working day for all.
    """
    spoken: dict[int, list[DueItem]] = defaultdict(list)
    persons: dict[int, PersonView] = {}
    unheard: list[Unheard] = []
    escalations: list[Escalation] = []
    looks: list[Look] = []
    for view in occurrences:
        item = item_of_day(view, on, calendar, policy, round_steps)
        drafts = due_escalations(view, on, calendar, policy)
        escalations += drafts
        if item is None:
            looks.append(_look(view, on, drafts, calendar, policy))
            continue
        people = roster.recipients(view.agency_id, on, with_deputy=needs_deputy(item, view, policy))
        if any(person.id in messaged for person in people):
            looks.append(Look(view.id, view.looked_on, calendar.next_working_day(on)))
            continue
        if not people:
            unheard.append(Unheard(item, roster.why_nobody(view.agency_id, on)))
        elif not any(person.reachable for person in people):
            unheard.append(Unheard(item, SilenceReason.NOBODY_REACHABLE))
        for person in people:
            persons[person.id] = person
            spoken[person.id].append(item)
        after = view if item.stage == ROUND else settled(view, on)
        looks.append(_look(after, on, drafts, calendar, policy))
    messages = tuple(daily_message(persons[key], on, spoken[key]) for key in sorted(spoken))
    return DayPlan(on, messages, tuple(unheard), tuple(escalations), tuple(looks))


def item_of_day(
    view: OccurrenceView,
    on: date,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
    round_steps: Collection[tuple[Round, int]] = (),
) -> DueItem | None:
    """What is said of an occurrence on a day: its own stage, else its line in a round."""
    if not calendar.is_working_day(on):
        return None
    item = due_items(view, on, calendar, policy)
    if isinstance(item, DueItem):
        return item
    lines = (round_line(reporting, step, view, on, policy) for reporting, step in round_steps)
    return next((line for line in lines if line is not None), None)


def round_line(reporting: Round, step: int, view: OccurrenceView, on: date, policy: ReminderPolicy) -> DueItem | None:
    """The occurrence's line in the round's list (step 0) or reminder of a day; None where it is not asked about.

    The list holds all that is open; a reminder what has no report since the list.
    """
    reported_on = view.last_report.on if view.last_report else None
    if not concerns(reporting, view.plan_id, view.due_on):
        return None
    if lasting_silence(view, policy) or is_paused(view, on) or (step > 0 and answered(reporting, reported_on)):
        return None
    return item_of(view, PlannedStage(ROUND, on, f"{ROUND}:{reporting.id}:{step}"))


def daily_message(person: PersonView, on: date, items: Iterable[DueItem]) -> DailyMessage:
    """Number a person's items, the most urgent first."""
    ordered = most_urgent_first(items)
    numbered = tuple(NumberedItem(number, item) for number, item in enumerate(ordered, start=1))
    return DailyMessage(on, person.id, person.reachable, numbered)


def most_urgent_first(items: Iterable[DueItem]) -> list[DueItem]:
    """By term, longest overdue first; then what awaits issue; then what has no term; each in the plan's order."""
    return sorted(items, key=_urgency)


def _urgency(item: DueItem) -> tuple[int, date, int, str, int]:
    rank = 2 if item.due_on is None else 1 if item.stage == SUBMITTED else 0
    return rank, item.due_on or date.max, item.position, item.task_code, item.occurrence_id


def joining_items(occurrences: Iterable[OccurrenceView], on: date, policy: ReminderPolicy) -> list[DueItem]:
    """All open tasks for the one message that a person gets on joining, in the order of a daily message."""
    welcome = Round(0, on, on, (), on)
    lines = (round_line(welcome, 0, view, on, policy) for view in occurrences)
    return most_urgent_first(line for line in lines if line is not None)


def due_escalations(
    view: OccurrenceView, on: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> tuple[Escalation, ...]:
    """The drafts that fall due on a day and were not made for this term yet; both after a long outage."""
    if view.due_on is None or not calendar.is_working_day(on) or is_paused(view, on):
        return ()
    return tuple(
        Escalation(step, view.id, view.task_code, view.agency_id, view.due_on, since_on, view.term_version)
        for step, since_on in escalation_days(view, calendar, policy)
        if since_on <= on and step not in view.drafted
    )


def drafts_by_agency(escalations: Iterable[Escalation]) -> Mapping[tuple[str, int], tuple[Escalation, ...]]:
    """One draft per step and agency, its occurrences by term: a leader gets one letter, not one per task."""
    grouped: dict[tuple[str, int], list[Escalation]] = defaultdict(list)
    for each in escalations:
        grouped[each.step, each.agency_id].append(each)
    return {key: tuple(sorted(each, key=lambda one: (one.due_on, one.task_code))) for key, each in grouped.items()}


def _look(
    view: OccurrenceView,
    on: date,
    drafts: Collection[Escalation],
    calendar: WorkCalendar,
    policy: ReminderPolicy,
) -> Look:
    return Look(view.id, view.looked_on, look_on(with_drafts(view, drafts), on, calendar, policy))


def with_drafts(view: OccurrenceView, drafts: Collection[Escalation]) -> OccurrenceView:
    """The occurrence once its drafts are made."""
    if not drafts:
        return view
    return replace(view, drafted=view.drafted | {each.step for each in drafts})
