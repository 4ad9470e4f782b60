"""What would go out if nobody reported anything: the planner's own decisions over the views that each day leaves.

There is no second set of rules here, so a preview and the rehearsal of its days agree message by message.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from bot.domain.reminders.daily import DailyMessage, DayPlan, Escalation, plan_day, with_drafts
from bot.domain.reminders.decide import look_on
from bot.domain.reminders.people import Roster
from bot.domain.reminders.views import OPEN, OccurrenceView, Pause, ReminderPolicy, SilenceReason
from bot.domain.rounds import Round
from bot.domain.workdays import ONE_DAY, WorkCalendar


@dataclass(frozen=True)
class PlannedMessage:
    """A message that would go out, and the instant (UTC) at which it would."""

    at: datetime
    message: DailyMessage


def preview(
    occurrences: Iterable[OccurrenceView],
    roster: Roster,
    from_on: date,
    days: int,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
    *,
    today: date | None = None,
    rounds: Iterable[Round] = (),
) -> list[PlannedMessage]:
    """The messages of `days` days from `from_on`, in order of day and person.

    `today` is the day of which the views speak: days between it and `from_on` are lived through unseen, and for a
    `from_on` before it the views are set back to that day.
    """
    start = from_on if today is None else min(today, from_on)
    views = [rewound(view, from_on) for view in occurrences] if today and from_on < today else occurrences
    return [
        PlannedMessage(policy.hours.daily_moment(plan.on, policy.daily_at), message)
        for plan in simulate(views, roster, start, from_on + timedelta(days=days - 1), calendar, policy, rounds)
        if plan.on >= from_on
        for message in plan.messages
    ]


def simulate(
    occurrences: Iterable[OccurrenceView],
    roster: Roster,
    first_on: date,
    last_on: date,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
    rounds: Iterable[Round] = (),
) -> Iterator[DayPlan]:
    """The planner's days from `first_on` to `last_on`, both included; days without anything to look at are left out."""
    views = {view.id: view for view in occurrences}
    agenda = _Agenda()
    for view in views.values():
        agenda.put(view.id, look_on(view, first_on, calendar, policy))
    rounds = tuple(rounds)
    asked_on: dict[int, date] = {}
    for day in calendar.working_days(first_on, last_on):
        steps = [(each, step) for each in rounds if (step := each.step_due(day, asked_on.get(each.id))) is not None]
        asked_on.update((each.id, day) for each, _ in steps)
        due = agenda.take(day)
        chosen = list(views.values()) if steps else [views[key] for key in due]
        if not chosen:
            continue
        plan = plan_day(chosen, roster, day, calendar, policy, round_steps=steps)
        drafts: dict[int, list[Escalation]] = defaultdict(list)
        for draft in plan.escalations:
            drafts[draft.occurrence_id].append(draft)
        for look in plan.looks:
            view = replace(views[look.occurrence_id], looked_on=look.looked_on)
            views[view.id] = with_drafts(view, drafts[view.id])
            agenda.put(view.id, look.next_look_on)
        yield plan


class _Agenda:
    """Who is to be looked at when: the index over `next_look_on`, in memory."""

    def __init__(self) -> None:
        self._on: dict[int, date] = {}
        self._heap: list[tuple[date, int]] = []

    def put(self, key: int, on: date | None) -> None:
        if on is None:
            self._on.pop(key, None)
        elif self._on.get(key) != on:
            self._on[key] = on
            heappush(self._heap, (on, key))

    def take(self, day: date) -> list[int]:
        """Everybody due by `day`, in order of id; entries put off since are passed over."""
        keys = set()
        while self._heap and self._heap[0][0] <= day:
            on, key = heappop(self._heap)
            if self._on.get(key) == on:
                del self._on[key]
                keys.add(key)
        return sorted(keys)


def after_pause(
    occurrences: Iterable[OccurrenceView],
    roster: Roster,
    pause: Pause,
    today: date,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
) -> DayPlan | None:
    """What the first working day after a pause would bring, to be said before it begins; None if nothing, or no end.

    `occurrences` are those the pause applies to.
    """
    if pause.until_on is None:
        return None
    resumed = calendar.on_or_after(pause.until_on + ONE_DAY)
    paused = [replace(view, pauses=(*view.pauses, pause)) for view in occurrences]
    plans = simulate(paused, roster, today, resumed, calendar, policy)
    return next((plan for plan in plans if plan.on == resumed), None)


def rewound(view: OccurrenceView, on: date) -> OccurrenceView:
    """The occurrence as it would have stood on an earlier day, had it gone live by then and nobody reported."""
    done_since = view.state == SilenceReason.DONE and (view.last_report is None or view.last_report.on >= on)
    return replace(
        view,
        state=OPEN if done_since else view.state,
        planned_from=min(view.planned_from, on),
        looked_on=view.looked_on if view.looked_on and view.looked_on < on else None,
        silent=view.silent and view.due_on is not None and view.due_on < on,
        last_report=view.last_report if view.last_report and view.last_report.on < on else None,
        acked_on=None,
        snoozed_until=None,
        drafted=frozenset(),
    )
