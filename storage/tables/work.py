"""The work itself: each due day of each lead agency, and what was reported, asked for or stood in the way."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, one_of


class OccurrenceRow(Base):
    """One due day of a task for one lead agency; without a due day, its one open-ended occurrence.

    `standing` columns repeat the last valid report, so that planning and counting need no search; reports decide.
    `next_look_on` is the next day on which there is something to say: what is due is an index scan.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("task_id", "agency_id", "key"),
        one_of("state", "open", "done", "suspended", "withdrawn", "void"),
        one_of("kind", "dated", "guidance", "continuous", "none", "unknown"),
        Index("ix_occurrences_next_look", "next_look_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    key: Mapped[str]  # the due day as first read ("2022-09-30"), "event:0" for one that waits, or "open"
    kind: Mapped[str]
    strict: Mapped[bool] = mapped_column(default=False)  # the phrase was "trước ngày …"
    event: Mapped[str] = mapped_column(default="")  # the event waited for, as worded
    original_due_on: Mapped[date | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    term_version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="open")
    silent: Mapped[bool] = mapped_column(default=False)  # past at import: nothing is said until released
    standing: Mapped[str | None]  # a Status
    percent: Mapped[int | None]
    reported_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    done_on: Mapped[date | None]
    acked_on: Mapped[date | None]
    snoozed_until: Mapped[date | None]
    planned_from: Mapped[date | None]  # day of import, of release, or of the present term; empty: of creation
    looked_on: Mapped[date | None]  # last day on which the planner settled what was due
    next_look_on: Mapped[date | None]
    no_look_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class TermRow(Base):
    """Every term an occurrence has had, so that a summary of an earlier moment prints the term of that moment."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("occurrence_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    version: Mapped[int]
    due_on: Mapped[date | None]
    reason: Mapped[str]
    from_at: Mapped[datetime]


class OccurrenceHistoryRow(Base):
    """How an occurrence was held until a moment: whose it was, and in which state; later than the last, as it is now.

    Without it a summary of an earlier moment could not be computed again once a task was withdrawn or handed over.
    """

    __tablename__ = "occurrence_history"
    __table_args__ = (Index("ix_occurrence_history_until", "until_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    state: Mapped[str]
    until_at: Mapped[datetime]


class ReportRow(Base):
    """What was reported, as typed and as read; never edited or deleted: a later one supersedes it."""

    __tablename__ = "reports"
    __table_args__ = (
        one_of("status", "not_started", "in_progress", "blocked", "submitted", "done"),
        one_of("source", "chat", "button", "phone", "letter", "meeting"),
        Index("ix_reports_occurrence", "occurrence_id", "reported_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), index=True)
    source: Mapped[str]
    reported_at: Mapped[datetime]
    reported_on: Mapped[date]
    text: Mapped[str]
    reading: Mapped[dict[str, Any]]  # reader version, rules fired, the words they fired on
    status: Mapped[str]
    percent: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    expected_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(default="")
    document_on: Mapped[date | None]
    done_on: Mapped[date | None]  # the day the work was done: the document's, else the report's
    confirmed_at: Mapped[datetime | None]  # by the secretary, where completions need it
    superseded_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(default="")


class ReportFileRow(Base):
    """A file kept with a report."""

    __tablename__ = "report_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    stored: Mapped[str]  # key in the file store
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    received_at: Mapped[datetime]


class ObstacleRow(Base):
    """Something in the way, in the words of who met it; with the standing agency until either side closes it."""

    __tablename__ = "obstacles"
    __table_args__ = (one_of("state", "open", "closed"), one_of("waits_for", "standing", "agency"))

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open")
    waits_for: Mapped[str] = mapped_column(default="standing")
    asked_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(default="")


class ObstacleMessageRow(Base):
    """One turn of the talk about an obstacle, in order."""

    __tablename__ = "obstacle_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    obstacle_id: Mapped[int] = mapped_column(ForeignKey("obstacles.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    side: Mapped[str]  # "standing" or "agency"
    text: Mapped[str]
    said_at: Mapped[datetime]


class ExtensionRow(Base):
    """A request for more time; the term moves only when it is granted."""

    __tablename__ = "extensions"
    __table_args__ = (one_of("state", "asked", "granted", "refused", "withdrawn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), index=True)
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date]
    granted_to_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="asked")
    letter: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
