"""What is owed and what came in. A row is written in the transaction of its cause; unique keys forgive repeating."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, one_of


class InboxRow(Base):
    """An update as the channel handed it over, stored before it is acknowledged; the same one is stored once."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "key"),
        one_of("state", "queued", "done", "failed", "refused"),
        Index("ix_inbox_queue", "id", sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
        Index(
            "ix_inbox_lane",
            "chat",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    bot: Mapped[str] = mapped_column(default="")
    key: Mapped[str]
    chat: Mapped[str]  # updates of one chat are handled in order
    kind: Mapped[str]
    ref: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]]  # an Incoming; empty where the message was refused
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


_WAITING = text("state IN ('queued', 'unknown') AND due_at IS NOT NULL")
_UNDER_WAY = text("state IN ('queued', 'sending', 'unknown') AND due_at IS NOT NULL")


class MessageRow(Base):
    """A message that is owed. To a person it goes by the address they have when it is sent; else to the chat named.

    States: queued → sending → sent, or failed, cancelled (each with a reason), or unknown. An unknown one with a
    `due_at` goes again then, once. A message in several parts is queued again after each of them. Instants here are
    of the real clock, but for `hold_until` and `local_day`, which are of the calendar's.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("state", "queued", "sending", "sent", "failed", "cancelled", "unknown"),
        Index("ix_messages_due", "priority", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_messages_lane", "lane", "priority", "id", sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
        Index(
            "ix_messages_held",
            "hold_until",
            sqlite_where=text("state = 'queued' AND due_at IS NULL"),
            postgresql_where=text("state = 'queued' AND due_at IS NULL"),
        ),
        Index(
            "ix_messages_sending",
            "leased_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "uq_messages_person_day_kind",
            "person_id",
            "local_day",
            "kind",
            unique=True,
            sqlite_where=text("local_day IS NOT NULL"),
            postgresql_where=text("local_day IS NOT NULL"),
        ),
        Index("ix_messages_ref", "channel", "chat", "ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]  # names the promise, not the moment: "reply:<inbox id>:1", "daily:<person>:2022-09-30"
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    lane: Mapped[str] = mapped_column(default="")  # messages of one lane arrive in order
    fixed: Mapped[bool] = mapped_column(default=False)  # the address was given; else it is found at every attempt
    channel: Mapped[str] = mapped_column(default="")
    bot: Mapped[str] = mapped_column(default="")
    chat: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]  # daily, reply, notice, digest, decision, escalation, round, broadcast, summary …
    local_day: Mapped[date | None]
    priority: Mapped[int] = mapped_column(default=5)  # 0 answers, 3 decisions, 5 reminders, 9 broadcasts
    payload: Mapped[dict[str, Any]]  # an Outgoing
    choices: Mapped[list[Any]] = mapped_column(default=list)  # actions by number, where the channel had no buttons
    subject: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what an answer by quoting refers to
    state: Mapped[str] = mapped_column(default="queued")
    reason: Mapped[str] = mapped_column(default="")
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    created_at: Mapped[datetime]
    hold_until: Mapped[datetime | None]  # of the calendar's clock; then `due_at` is set
    due_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]  # after it, the message has lost its sense
    attempts: Mapped[int] = mapped_column(default=0)
    parts_sent: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str] = mapped_column(default="")
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    ref: Mapped[str] = mapped_column(default="")  # the platform's id of the last part
    unknown_count: Mapped[int] = mapped_column(default=0)  # calls of which nobody told the outcome
    deaths: Mapped[int] = mapped_column(default=0)  # times its sender died while it was being sent


class ReminderRow(Base):
    """One thing said of one occurrence to one person; unique, so planning twice plans once."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("occurrence_id", "term_version", "stage", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    term_version: Mapped[int]
    stage: Mapped[str]  # days before the term ("30" … "0"), or "overdue:DAY", "ask:DAY", "submitted:DAY", "round:ID:n"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    number: Mapped[int]  # valid for answers to that message for ever
    planned_on: Mapped[date]


class AttemptRow(Base):
    """One call to a platform for one message, written before the call and closed after it."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_ref", "ref", sqlite_where=text("ref <> ''"), postgresql_where=text("ref <> ''")),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    channel: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="")  # empty while under way; sent, failed, unknown, not_called
    reason: Mapped[str] = mapped_column(default="")
    ref: Mapped[str] = mapped_column(default="")  # the platform's id of a part before the last


class ConversationRow(Base):
    """A question the bot has asked and waits on, kept across restarts; the newest open one is read first."""

    __tablename__ = "conversations"
    __table_args__ = (one_of("state", "open", "answered", "given_up", "moot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
    tries: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="open")
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ChannelStateRow(Base):
    """What a channel must remember across restarts: its offset, until when it was told to wait, its last trouble."""

    __tablename__ = "channel_states"

    channel: Mapped[str] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class ChannelUsageRow(Base):
    """Messages sent by one bot in one month, where the platform's plan counts them."""

    __tablename__ = "channel_usage"

    channel: Mapped[str] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)  # "2022-09"
    sent: Mapped[int] = mapped_column(default=0)


class LeaseRow(Base):
    """Which process does something that one alone may do; it is another's once `until` has passed."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]
