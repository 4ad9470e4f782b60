"""What a decision about reminders needs to know, and nothing else: plain values that storage fills in."""

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from bot.domain.tasks import Status
from bot.domain.workdays import SpeakingHours

Stage = int | str
"""Days before the term (30 … 0), or one of the four words below."""

OVERDUE = "overdue"
ASK = "ask"  # a task without a due day, on its monthly rhythm
SUBMITTED = "submitted"  # has what was submitted been issued?
ROUND = "round"  # a reporting round

OPEN = "open"
DATED = "dated"
CONTINUOUS = "continuous"


class SilenceReason(StrEnum):
    """Why nothing is said; `audit` prints it, the ledger keeps it."""

    DONE = "done"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    VOID = "void"
    PAST_AT_IMPORT = "past_at_import"  # on the secretary's list until released
    COURTESY = "courtesy"  # a body the plan only asks
    PAUSED = "paused"
    DAY_OFF = "day_off"
    NOTHING_DUE = "nothing_due"
    REPORTED_RECENTLY = "reported_recently"
    ACKNOWLEDGED = "acknowledged"
    EXTENSION_PENDING = "extension_pending"
    OBSTACLE_OPEN = "obstacle_open"
    LONG_OVERDUE = "long_overdue"  # only in rounds and summaries any more
    TERM_MOVED = "term_moved"
    NOBODY = "nobody"  # the agency has no focal point
    ON_LEAVE = "on_leave"  # all of them are away and nobody stands in
    NOBODY_REACHABLE = "nobody_reachable"


@dataclass(frozen=True)
class ReminderPolicy:
    """The rhythm of design.md section 3; days are calendar days unless they say working."""

    days: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    overdue_every: int = 3  # working days, to the `overdue_dense`-th
    overdue_dense: int = 10
    overdue_weekly: int = 7
    overdue_until: int = 60
    quiet_working_days: int = 2  # after a report
    ask_quiet_days: int = 14  # a task without a due day is not asked so soon after a report
    submitted_every: int = 7
    obstacle_days: tuple[int, ...] = (7, 1)
    deputy_from: int = 3  # days before the term from which the deputy hears too, without a report ever
    leader_after: int = 3  # overdue working days
    standing_after: int = 10
    submission_meets_term: bool = False  # committee setting: "đã trình" ends the matter
    daily_at: time = time(8, 30)
    hours: SpeakingHours = SpeakingHours()

    def thinned(self) -> "ReminderPolicy":
        """The ladder while an obstacle is open."""
        return replace(self, days=tuple(days for days in self.days if days in self.obstacle_days))


@dataclass(frozen=True)
class Pause:
    """Silence from a day to a day, both included; without an end until somebody ends it."""

    from_on: date
    until_on: date | None = None
    scope: str = "all"  # or "agency", "locality"
    agency_id: int | None = None
    locality_kind: str | None = None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def applies_to(self, agency_id: int, locality_kind: str | None) -> bool:
        """Is this agency silenced: it, everybody, or its kind of locality?"""
        match self.scope:
            case "all":
                return True
            case "agency":
                return self.agency_id == agency_id
            case _:
                return locality_kind is not None and self.locality_kind == locality_kind


@dataclass(frozen=True)
class LastReport:
    """The last valid report of an occurrence."""

    on: date
    status: Status


@dataclass(frozen=True)
class OccurrenceView:
    """One occurrence as reminders see it.

    `planned_from` is the day from which it is planned: imported, released by the secretary, or given its present term.
    `looked_on` is the last day on which the planner settled what was due (said it, or found nobody to say it to).
    """

    id: int
    task_code: str
    agency_id: int
    due_on: date | None
    planned_from: date
    kind: str = DATED  # dated, guidance, continuous, none, unknown
    term_version: int = 1
    state: str = OPEN  # open, done, suspended, withdrawn, closed, void; the task's, where that is not open
    silent: bool = False  # past when imported and not released
    courtesy: bool = False  # the agency is only asked ("Đề nghị")
    last_report: LastReport | None = None
    reports_ever: bool = False
    acked_on: date | None = None
    snoozed_until: date | None = None
    extension_pending: bool = False
    obstacle_open: bool = False
    looked_on: date | None = None
    pauses: tuple[Pause, ...] = ()  # those that apply to its agency
    drafted: frozenset[str] = frozenset()  # escalations of this term that were drafted already
    position: int = 0  # order in the plan
    plan_id: int = 0

    @property
    def submitted_on(self) -> date | None:
        """The day of the report that it was submitted, while that is the last word."""
        if self.last_report is None or self.last_report.status is not Status.SUBMITTED:
            return None
        return self.last_report.on


@dataclass(frozen=True)
class DueItem:
    """Something to say of an occurrence on a day. `key` names the promise: unique per occurrence, term and person."""

    occurrence_id: int
    task_code: str
    agency_id: int
    due_on: date | None
    term_version: int
    kind: str
    stage: Stage
    key: str
    planned_on: date  # the day it was meant for, before any outage
    first: bool = False  # the first overdue message of the term
    position: int = 0


@dataclass(frozen=True)
class Silence:
    """Nothing is said today, and why."""

    reason: SilenceReason


@dataclass(frozen=True)
class NextReminder:
    """The next day with something to say, and what."""

    on: date
    stage: Stage


@dataclass(frozen=True)
class NoReminder:
    """No day is known on which something will be said, and why."""

    reason: SilenceReason
