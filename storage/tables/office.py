"""The secretary's desk: rounds, decisions, pauses, leave, announcements, issued summaries, and the audit trail."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, one_of


class RoundRow(Base):
    """A reporting round (đợt báo cáo): asked, reminded twice, closed at the cut-off."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("plan_id", "period"), one_of("state", "planned", "open", "closed", "cancelled"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    period: Mapped[str]  # "quarter:2022-3"; any two days: "2022-07-01:2022-09-30"
    start_on: Mapped[date]
    end_on: Mapped[date]
    cut_off_on: Mapped[date]
    opens_on: Mapped[date]
    state: Mapped[str]
    opened_at: Mapped[datetime | None]
    asked_on: Mapped[date | None]  # day of the last step taken: the list, or a reminder
    closed_at: Mapped[datetime | None]


class RoundAskRow(Base):
    """Who was asked about what in a round; silent is whoever has no report from then to the cut-off."""

    __tablename__ = "round_asks"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    asked_at: Mapped[datetime]


class DecisionRow(Base):
    """What waits for a person's decision (/duyet): escalation drafts, extensions, events, doubtful replies."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("key"), one_of("state", "open", "done", "moot"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]  # what is to be decided, once: "extension:12", "escalation:5:leader"
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(default="")


class AnnouncementRow(Base):
    """An announcement to an audience (/thongbao, `broadcast`)."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class LeaveRow(Base):
    """A person away from a day to a day, with who stands in; it takes itself back."""

    __tablename__ = "leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]


class PauseRow(Base):
    """Silence asked for by the secretary: everything, one agency, or one kind of locality. Deadlines stay."""

    __tablename__ = "pauses"
    __table_args__ = (one_of("scope", "all", "agency", "locality"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    locality_kind: Mapped[str | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CalendarDayRow(Base):
    """A day off or a day worked that the secretary has set against the calendar (/lichnghi)."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")


class SummaryIssueRow(Base):
    """A summary as issued: its figures, cut-off and moment of knowledge; never changed once issued."""

    __tablename__ = "summary_issues"
    __table_args__ = (one_of("state", "draft", "issued"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    number: Mapped[int | None]
    period: Mapped[str]
    on_date: Mapped[date]
    known_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]]  # the JSON of contract.md
    remarks: Mapped[str] = mapped_column(default="")
    proposals: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SummaryOrderRow(Base):
    """A summary, or a file of one, that somebody asked for in a chat and that takes more than a moment to make."""

    __tablename__ = "summary_orders"
    __table_args__ = (
        one_of("state", "open", "done", "failed"),
        Index(
            "ix_summary_orders_open",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str]
    bot: Mapped[str]
    chat: Mapped[str]
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    what: Mapped[dict[str, Any]]  # plan, period, day, moment of knowledge, narrowing, form
    state: Mapped[str] = mapped_column(default="open")
    tries: Mapped[int] = mapped_column(default=0)
    ordered_at: Mapped[datetime]  # these two by the real clock
    taken_until: Mapped[datetime | None]


class StoredFileRow(Base):
    """Bytes kept for handing over: a file of an issued summary, a plan that was uploaded, a photo with a report."""

    __tablename__ = "stored_files"

    key: Mapped[str] = mapped_column(primary_key=True)  # unguessable
    name: Mapped[str]
    kind: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    summary_id: Mapped[int | None] = mapped_column(ForeignKey("summary_issues.id"))


class BoardLinkRow(Base):
    """A link to the board that was given to a person; it shows what the person may see on the day it is opened."""

    __tablename__ = "board_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who did what, when and from where, before and after. Append-only, by person id."""

    __tablename__ = "audit_trail"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]  # the channel, "cli", "job"
    act: Mapped[str]
    subject: Mapped[str]  # "task:I.2.a.3", "person:5"
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class MetaRow(Base):
    """Facts about this database: whether it lives in rehearsed time, which secret made its links."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
