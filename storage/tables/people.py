"""The roster: people, what they may do for which agency and when, where they are reached, how they were invited."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, one_of

ROLES = (
    "focal",
    "deputy",
    "agency-leader",
    "programme-standing",
    "standing",
    "secretary",
    "committee-leader",
    "operator",
)


class PersonRow(Base):
    """A person; erased, the row stays and the name is empty."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    form_of_address: Mapped[str] = mapped_column(default="đồng chí")
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")  # by which they are to be invited
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    reports_made: Mapped[int] = mapped_column(default=0)  # after the third, instructions are no longer repeated


class MembershipRow(Base):
    """A role that a person has from a day to a day, for an agency or a programme where the role is of one."""

    __tablename__ = "memberships"
    __table_args__ = (one_of("role", *ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    programme: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class AddressRow(Base):
    """A chat in which a person is reached, bound by a one-time code; nothing is sent before consent."""

    __tablename__ = "addresses"
    __table_args__ = (
        one_of("state", "invited", "active", "blocked", "gone", "stopped"),
        Index("uq_addresses_chat", "channel", "bot", "chat", unique=True),
        Index(
            "uq_addresses_primary",
            "person_id",
            unique=True,
            sqlite_where=text("is_primary = 1"),
            postgresql_where=text("is_primary"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    bot: Mapped[str] = mapped_column(default="")
    chat: Mapped[str]
    state: Mapped[str] = mapped_column(default="invited")
    is_primary: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    consent_version: Mapped[str] = mapped_column(default="")
    consent_message: Mapped[str] = mapped_column(default="")  # key of the message that said yes
    failing_since: Mapped[datetime | None]


class InvitationRow(Base):
    """A one-time code, kept only as its hash."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    bot: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
