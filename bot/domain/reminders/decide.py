"""Is something to be said of an occurrence today, when next, and if not, why not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.reminders.ladder import (
    PlannedStage,
    latest_postponement,
    overdue_day,
    upcoming,
)
from bot.domain.reminders.views import (
    ASK,
    CONTINUOUS,
    OPEN,
    OVERDUE,
    SUBMITTED,
    DueItem,
    NextReminder,
    NoReminder,
    OccurrenceView,
    ReminderPolicy,
    Silence,
    SilenceReason,
)
from bot.domain.tasks import Status
from bot.domain.workdays import ONE_DAY, WorkCalendar

LEADER = "leader"
STANDING = "standing"


def lasting_silence(view: OccurrenceView, policy: ReminderPolicy) -> SilenceReason | None:
    """Why nothing at all is said of an occurrence until somebody changes something; None where it is spoken of."""
    if view.state != OPEN:
        return SilenceReason(view.state)
    if view.courtesy:
        return SilenceReason.COURTESY
    if view.silent:
        return SilenceReason.PAST_AT_IMPORT
    if view.last_report is None:
        return None
    ends = {Status.DONE, Status.SUBMITTED} if policy.submission_meets_term else {Status.DONE}
    # "xong" of a continuous task completes the period asked about; only the secretary closes the task.
    if view.last_report.status in ends and view.kind != CONTINUOUS:
        return SilenceReason.DONE
    return None


def due_items(view: OccurrenceView, today: date, calendar: WorkCalendar, policy: ReminderPolicy) -> DueItem | Silence:
    """What is to be said today, the most urgent stage only and whatever an outage or pause held up in it; or why not.

    Whoever says it sets `looked_on` to today; until then it stays due.
    """
    if reason := lasting_silence(view, policy):
        return Silence(reason)
    if not calendar.is_working_day(today):
        return Silence(SilenceReason.DAY_OFF)
    if is_paused(view, today):
        return Silence(SilenceReason.PAUSED)
    why = SilenceReason.NOTHING_DUE
    due: PlannedStage | None = None
    for stage, muted in _unsettled(view, calendar, policy):
        if stage.on > today:
            break
        if muted is None:
            due = stage
        else:
            why = muted
    return Silence(why) if due is None else item_of(view, due)


def next_look(
    view: OccurrenceView, today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> NextReminder | NoReminder:
    """The next day, from today on, with something to say if nothing is reported until then; or why there is none."""
    if reason := lasting_silence(view, policy):
        return NoReminder(reason)
    why = SilenceReason.LONG_OVERDUE
    on: date | None = None
    said: PlannedStage | None = None
    for stage, muted in _unsettled(view, calendar, policy):
        if on is not None and stage.on > on:
            break
        if muted is not None:
            why = muted
            continue
        if on is None:
            on = speaking_day(view, max(stage.on, today), calendar)
            if on is None:
                return NoReminder(SilenceReason.PAUSED)
        said = stage
    return NoReminder(why) if on is None or said is None else NextReminder(on, said.stage)


def look_on(view: OccurrenceView, today: date, calendar: WorkCalendar, policy: ReminderPolicy) -> date | None:
    """The day to store and index: when the planner must look at the occurrence next, to remind or to escalate."""
    reminder = next_look(view, today, calendar, policy)
    days = [next_escalation(view, today, calendar, policy), reminder.on if isinstance(reminder, NextReminder) else None]
    return min((day for day in days if day is not None), default=None)


def next_escalation(view: OccurrenceView, today: date, calendar: WorkCalendar, policy: ReminderPolicy) -> date | None:
    """The next day, from today on, on which a draft to the leader or for the standing agency falls due."""
    days = (day for step, day in escalation_days(view, calendar, policy) if step not in view.drafted)
    first = min(days, default=None)
    return None if first is None else speaking_day(view, max(first, today), calendar)


def escalation_days(
    view: OccurrenceView, calendar: WorkCalendar, policy: ReminderPolicy
) -> tuple[tuple[str, date], ...]:
    """From which day an overdue occurrence goes to its leader, and from which to the standing agency; both as drafts.

    Never for what was submitted, for a body only asked, or while a request for more time is open.
    """
    if view.due_on is None or view.extension_pending or view.submitted_on or lasting_silence(view, policy):
        return ()
    return (
        (LEADER, overdue_day(view.due_on, policy.leader_after, calendar, view.planned_from)),
        (STANDING, overdue_day(view.due_on, policy.standing_after, calendar, view.planned_from)),
    )


def speaking_day(view: OccurrenceView, day: date, calendar: WorkCalendar) -> date | None:
    """The first working day from `day` on that no pause covers; None under a pause without an end."""
    while True:
        day = calendar.on_or_after(day)
        pause = next((pause for pause in view.pauses if pause.covers(day)), None)
        if pause is None:
            return day
        if pause.until_on is None:
            return None
        day = pause.until_on + ONE_DAY


def is_paused(view: OccurrenceView, day: date) -> bool:
    return any(pause.covers(day) for pause in view.pauses)


def settled(view: OccurrenceView, on: date) -> OccurrenceView:
    """The occurrence after the planner dealt with what was due on a day."""
    return replace(view, looked_on=on)


def postponed_to(
    view: OccurrenceView, wished: date, today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> date | None:
    """The day on which "nhắc sau" lets the reminder come: at most the day before the term; None where none is left.

    After the term at most one step of the overdue rhythm, without a due day at most a month.
    """
    first = calendar.next_working_day(today)
    if view.due_on is None or view.submitted_on is not None:
        last = calendar.on_or_before(today + timedelta(days=31))
    elif today > view.due_on:
        last = calendar.add_working_days(today, policy.overdue_every)
    else:
        last = latest_postponement(view.due_on, calendar)
    return None if last < first else min(max(calendar.on_or_after(wished), first), last)


def reason_to_drop(
    item: DueItem, view: OccurrenceView, today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> SilenceReason | None:
    """Asked again at the moment of sending: why the item must no longer be said; None if it still holds.

    A round's item falls only with its occurrence; whether it was answered in the round, `bot.domain.rounds` knows.
    """
    if reason := lasting_silence(view, policy):
        return reason
    if item.term_version != view.term_version:
        return SilenceReason.TERM_MOVED
    if is_paused(view, today):
        return SilenceReason.PAUSED
    if item.stage in (OVERDUE, ASK) or isinstance(item.stage, int):
        if view.submitted_on is not None:
            return SilenceReason.REPORTED_RECENTLY
        return _muted(PlannedStage(item.stage, item.planned_on, item.key, item.first), view, calendar, policy)
    return None


def item_of(view: OccurrenceView, stage: PlannedStage) -> DueItem:
    return DueItem(
        occurrence_id=view.id,
        task_code=view.task_code,
        agency_id=view.agency_id,
        due_on=view.due_on,
        term_version=view.term_version,
        kind=view.kind,
        stage=stage.stage,
        key=stage.key,
        planned_on=stage.on,
        first=stage.first,
        position=view.position,
    )


def _unsettled(
    view: OccurrenceView, calendar: WorkCalendar, policy: ReminderPolicy
) -> Iterator[tuple[PlannedStage, SilenceReason | None]]:
    """The stages not dealt with yet, in order, each with the reason for which it stays unsaid."""
    eve = view.planned_from - ONE_DAY
    done_to = eve if view.looked_on is None else max(view.looked_on, eve)
    acked = _acknowledged_from(view, done_to)
    for stage in upcoming(view, calendar, policy):
        if stage.on <= done_to:
            continue
        muted = _muted(stage, view, calendar, policy)
        if acked is not None and stage.on >= acked and stage.stage not in (ASK, SUBMITTED):
            acked = None
            if stage.stage not in (1, 0):
                muted = muted or SilenceReason.ACKNOWLEDGED
        yield stage, muted


def _acknowledged_from(view: OccurrenceView, done_to: date) -> date | None:
    """ "Đã nhận" silences the next stage after it, once: what was said since has used it up, a new term voids it."""
    if view.acked_on is None or view.acked_on < done_to or view.acked_on < view.planned_from:
        return None
    return view.acked_on


def _muted(
    stage: PlannedStage, view: OccurrenceView, calendar: WorkCalendar, policy: ReminderPolicy
) -> SilenceReason | None:
    """Why a stage is not said as things stand; a report silences for good what it was recent for."""
    if stage.stage == OVERDUE and view.extension_pending:
        return SilenceReason.EXTENSION_PENDING
    if stage.stage == OVERDUE and view.obstacle_open:
        return SilenceReason.OBSTACLE_OPEN
    if view.last_report is None:
        return None
    if stage.stage == ASK:
        quiet_from = stage.on - timedelta(days=policy.ask_quiet_days)
    elif (isinstance(stage.stage, int) and stage.stage > 0) or (stage.stage == OVERDUE and not stage.first):
        quiet_from = calendar.add_working_days(stage.on, -policy.quiet_working_days)
    else:
        return None
    return SilenceReason.REPORTED_RECENTLY if view.last_report.on >= quiet_from else None
