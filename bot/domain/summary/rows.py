"""What a summary counts: one row per occurrence and lead agency, with its class at the cut-off."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.periods import Period
from bot.domain.tasks import Standing, Status

DUE_SOON_DAYS = 14


class Completion(StrEnum):
    """How a completion counts where the words of the term or the committee's rules leave it open."""

    PLAIN = "plain"
    DECIDED_LATE = "decided_late"  # done on the very day of "trước ngày …", and the secretary calls it late
    UNCONFIRMED = "unconfirmed"  # reported done, and the committee confirms completions


@dataclass(frozen=True, slots=True)
class Row:
    """An occurrence of one lead agency as it stood on the day of the summary."""

    occurrence_id: int
    code: str
    occurrence: str  # its key in the task: the due day as first read, or "open"
    section: str
    programme: str
    agency: str
    content: str
    original_due: date | None
    due: date | None
    extensions: int
    status: Status | None
    percent: int | None
    standing: Standing
    submitted_on: date | None
    done_on: date | None
    reported_on: date | None
    document: str
    note: str
    silent: bool = False  # asked in a reporting round, and nothing came
    unconfirmed: bool = False
    coordinating: str = ""
    deadline_text: str = ""

    @property
    def is_done(self) -> bool:
        return self.standing in DONE

    @property
    def awaits_issue(self) -> bool:
        """Submitted in time, past its term, not yet issued: open and late by the class, but nobody's delay."""
        return (
            self.standing is Standing.OPEN_OVERDUE
            and self.status is Status.SUBMITTED
            and self.submitted_on is not None
            and self.due is not None
            and self.submitted_on <= self.due
        )

    def days_late(self, on: date) -> int:
        return (on - self.due).days if self.due else 0

    def days_left(self, on: date) -> int:
        return (self.due - on).days if self.due else 0

    def is_due_soon(self, on: date) -> bool:
        """Open, and due on the day itself or in the two weeks after it."""
        return self.standing is Standing.OPEN_IN_TERM and self.days_left(on) <= DUE_SOON_DAYS


DONE = frozenset({Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.NO_DEADLINE_DONE})


def done_by(done_on: date | None, on: date, completion: Completion = Completion.PLAIN) -> date | None:
    """The day of completion as far as it counts on a day."""
    if done_on is None or done_on > on or completion is Completion.UNCONFIRMED:
        return None
    return done_on


def class_of(
    due: date | None,
    done_on: date | None,
    on: date,
    *,
    strict: bool = False,
    completion: Completion = Completion.PLAIN,
) -> Standing:
    """The class on a day; the due day itself is in time (Quyết định 42/2014/QĐ-TTg as reports print it).

    Done on X itself where the phrase was "trước ngày X" is in time unless the secretary has decided that it is late.
    """
    done = done_by(done_on, on, completion)
    if due is None:
        return Standing.NO_DEADLINE_DONE if done else Standing.NO_DEADLINE_OPEN
    if done is None:
        return Standing.OPEN_IN_TERM if on <= due else Standing.OPEN_OVERDUE
    grace = timedelta(days=1 if strict and completion is not Completion.DECIDED_LATE else 0)
    return Standing.DONE_ON_TIME if done <= due + grace else Standing.DONE_LATE


def belongs(period: Period, due: date | None, done_on: date | None) -> bool:
    """Is an occurrence part of a summary of the period? `done_on` as far as it counts on the day of the summary.

    Carried over open, due in the calendar period, completed in it, or without a term; of the whole plan, all that is
    due by the end of the year.
    """
    if due is None:
        return True
    if period.kind == "plan":
        return due <= period.end
    if period.start <= due <= period.end:
        return True
    if done_on is not None:
        return period.start <= done_on <= period.end
    return due < period.start
