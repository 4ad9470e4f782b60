"""The days on which an occurrence would be spoken of: before its term, after it, or on the rhythm of an open end.

Worked (design.md section 3): due Friday 30/9/2022 gives 31/8, 16/9, 23/9, 27/9, 29/9, 30/9, then 3/10, 6/10, 11/10,
14/10 and weekly. Due Saturday 31/12/2022 gives 1/12, 16/12, 23/12, 28/12, 30/12, then from 4/1/2023.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, count

from bot.domain.reminders.views import ASK, OVERDUE, SUBMITTED, OccurrenceView, ReminderPolicy, Stage
from bot.domain.workdays import ONE_DAY, WorkCalendar


@dataclass(frozen=True)
class PlannedStage:
    """A stage and its day; of two stages on one day only the more urgent is left."""

    stage: Stage
    on: date
    key: str
    first: bool = False  # the first overdue message of a term


@lru_cache(maxsize=8192)
def stages(
    due_on: date, calendar: WorkCalendar, policy: ReminderPolicy, live_from: date = date.min
) -> tuple[PlannedStage, ...]:
    """All stages of a term in order, up to the last overdue message, if nobody reported anything.

    What goes live only after its term (released by the secretary) begins its overdue rhythm on `live_from`.
    """
    return (*_before(due_on, calendar, policy), *_overdue(due_on, calendar, policy, live_from))


def term_end(due_on: date, calendar: WorkCalendar) -> date:
    """The day after which overdue messages may go: a term ending on a day off runs through the next working day.

    Bộ luật Dân sự 2015, Điều 148 k.5. Classes do not use it: lateness is counted by the due day itself.
    """
    return calendar.on_or_after(due_on)


def overdue_day(due_on: date, nth: int, calendar: WorkCalendar, live_from: date = date.min) -> date:
    """The `nth` overdue working day of a term; of one that went live only afterwards, counted from then.

    Nobody is escalated about something they have not been told of.
    """
    eve = live_from - ONE_DAY if live_from > due_on else due_on
    return calendar.add_working_days(max(term_end(due_on, calendar), eve), nth)


def _before(due_on: date, calendar: WorkCalendar, policy: ReminderPolicy) -> Iterator[PlannedStage]:
    by_day = {
        calendar.on_or_before(due_on - timedelta(days=days)): days for days in sorted(set(policy.days), reverse=True)
    }
    return (PlannedStage(days, on, str(days)) for on, days in by_day.items())


def _overdue(due_on: date, calendar: WorkCalendar, policy: ReminderPolicy, live_from: date) -> Iterator[PlannedStage]:
    """The 1st overdue working day, every third to the 10th, then weekly, until 60 days have passed."""
    counted_from = live_from - ONE_DAY if live_from > due_on else due_on
    last = counted_from + timedelta(days=policy.overdue_until)
    on = max(term_end(due_on, calendar), counted_from)
    former = 0
    for nth in range(1, policy.overdue_dense + 1, policy.overdue_every):
        on = calendar.add_working_days(on, nth - former)
        former = nth
        if on > last:
            return
        yield dated_stage(OVERDUE, on, first=nth == 1)
    yield from _every(OVERDUE, on, policy.overdue_weekly, last, calendar)


def _every(stage: str, start: date, days: int, last: date, calendar: WorkCalendar) -> Iterator[PlannedStage]:
    """Every so many days after `start`; on a day off the working day before, unless that one had its turn."""
    said = start
    for wished in (start + timedelta(days=days * n) for n in count(1)):
        if wished > last:
            return
        on = calendar.on_or_before(wished)
        if on > said:
            said = on
            yield dated_stage(stage, on)


def dated_stage(stage: Stage, on: date, *, first: bool = False) -> PlannedStage:
    """A stage that may come more than once in a term, told apart by its day."""
    return PlannedStage(stage, on, f"{stage}:{on.isoformat()}", first)


def upcoming(view: OccurrenceView, calendar: WorkCalendar, policy: ReminderPolicy) -> Iterator[PlannedStage]:
    """The stages of an occurrence in order, postponed as asked for; endless where the occurrence has no due day."""
    if view.submitted_on is not None:
        planned = _every(SUBMITTED, view.submitted_on, policy.submitted_every, date.max, calendar)
    elif view.due_on is None:
        planned = _monthly(view, calendar)
    else:
        return _dated(view, view.due_on, calendar, policy)
    return _postponed(planned, view.snoozed_until, calendar)


def _dated(
    view: OccurrenceView, due_on: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> Iterator[PlannedStage]:
    """Before the term a wish to postpone reaches at most to the day before it; after the term as far as it was let."""
    live_from = view.planned_from if view.planned_from > due_on else date.min  # else one cache entry serves all
    planned = stages(due_on, calendar, policy.thinned() if view.obstacle_open else policy, live_from)
    if view.snoozed_until is None:
        return iter(planned)
    eve = latest_postponement(due_on, calendar)
    before = (stage for stage in planned if stage.stage != OVERDUE)
    after = (stage for stage in planned if stage.stage == OVERDUE)
    late = view.snoozed_until if view.snoozed_until > due_on else None
    return chain(_postponed(before, min(view.snoozed_until, eve), calendar), _postponed(after, late, calendar))


def latest_postponement(due_on: date, calendar: WorkCalendar) -> date:
    """The last working day on which a postponed reminder may come: the day before the term, or before that."""
    return calendar.on_or_before(due_on - ONE_DAY)


def _postponed(planned: Iterator[PlannedStage], until: date | None, calendar: WorkCalendar) -> Iterator[PlannedStage]:
    """What was planned before the day asked for is said once, on that day."""
    if until is None:
        yield from planned
        return
    until = calendar.on_or_before(until)
    held: PlannedStage | None = None
    for stage in planned:
        if stage.on >= until:
            if held and stage.on > until:
                yield replace(dated_stage(held.stage, until), first=held.first)
            yield stage
            break
        held = stage
    else:
        if held:
            yield dated_stage(held.stage, until)
    yield from planned


def _monthly(view: OccurrenceView, calendar: WorkCalendar) -> Iterator[PlannedStage]:
    """The first working day of each month: all open-ended tasks of a person come in one message."""
    first = view.planned_from.replace(day=1)
    while True:
        yield dated_stage(ASK, calendar.on_or_after(first))
        first = (first + timedelta(days=32)).replace(day=1)
