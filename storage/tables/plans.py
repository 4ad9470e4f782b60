"""Plans and what their appendices name: tasks, agencies with every spelling, events waited for, doubts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, one_of


class PlanRow(Base):
    """A committee's plan; several may run side by side."""

    __tablename__ = "plans"
    __table_args__ = (one_of("state", "draft", "live", "closed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    committee: Mapped[str]
    issued_on: Mapped[date | None]
    start_on: Mapped[date]
    end_on: Mapped[date]
    year: Mapped[int]
    state: Mapped[str] = mapped_column(default="live")
    imported_at: Mapped[datetime]


class CommitteeSettingRow(Base):
    """One setting of a plan's committee, edited by the secretary; the key is a field of `CommitteeSettings`."""

    __tablename__ = "committee_settings"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]  # {"value": …}
    changed_at: Mapped[datetime]


class AgencyRow(Base):
    """An office, a group of offices, a role, a locality or an organisation; `courtesy` ones are never reminded."""

    __tablename__ = "agencies"
    __table_args__ = (one_of("kind", "office", "group", "role", "locality", "organisation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="office")
    position: Mapped[int] = mapped_column(default=0)  # protocol order
    courtesy: Mapped[bool] = mapped_column(default=False)
    locality_kind: Mapped[str | None]  # "huyện", "thị xã" …, by which localities are paused together
    until_on: Mapped[date | None]  # the last day on which it existed


class AgencySpellingRow(Base):
    """Another way in which an agency was written; `folded` has no case, marks or punctuation."""

    __tablename__ = "agency_spellings"

    folded: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    spelling: Mapped[str]


class AgencyMemberRow(Base):
    """A member of a group; a group that leads fans out to its members."""

    __tablename__ = "agency_members"

    group_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)


class AgencySuccessionRow(Base):
    """From a day on, `new` stands where `old` stood: for everything, or for one task where an office was split."""

    __tablename__ = "agency_successions"
    __table_args__ = (UniqueConstraint("old_id", "new_id", "on_date", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    old_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    on_date: Mapped[date]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
    recorded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]  # empty until its day has come


class RoleHolderRow(Base):
    """Who holds a role that the plan names ("Cơ quan thường trực từng Chương trình"), per programme."""

    __tablename__ = "role_holders"
    __table_args__ = (UniqueConstraint("plan_id", "role", "programme", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    role: Mapped[str]  # the folded words of the role
    programme: Mapped[str] = mapped_column(default="")
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))


class TaskRow(Base):
    """A row of the appendix, worded as there; `rules` are the deadline as read (bot.domain.deadlines)."""

    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("plan_id", "code"), one_of("state", "open", "suspended", "withdrawn", "closed"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    code: Mapped[str]
    long_code: Mapped[str]
    number: Mapped[str]
    position: Mapped[int]  # order in the appendix
    section_path: Mapped[list[Any]]  # [{"number", "title"}], outermost first
    programme: Mapped[str] = mapped_column(default="")
    content: Mapped[str]
    lead_text: Mapped[str]
    coordinating_text: Mapped[str]
    deadline_text: Mapped[str]
    rules: Mapped[list[Any]]
    # As the appendix had it last: what differs since was set by hand. Empty where no appendix has it: given by hand.
    imported: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(default="open")
    state_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class TaskLeadRow(Base):
    """A lead agency of a task from a moment to a moment; `until_at` is empty for those of today."""

    __tablename__ = "task_leads"
    __table_args__ = (
        Index(
            "uq_task_leads_current",
            "task_id",
            "agency_id",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class EventRow(Base):
    """Guidance issued: sets the terms that waited for it. Only a confirmed one counts; the newest of a text wins."""

    __tablename__ = "events"
    __table_args__ = (one_of("state", "proposed", "confirmed", "refused", "superseded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    text: Mapped[str]  # the event as the deadlines word it
    task_ids: Mapped[list[Any]]  # the tasks it starts
    on_date: Mapped[date]
    document: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]


class DoubtRow(Base):
    """Something the import would not assume: the secretary answers it, by choice or in words."""

    __tablename__ = "doubts"
    __table_args__ = (one_of("state", "open", "answered", "moot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
    kind: Mapped[str]
    sentence: Mapped[str]
    choices: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
