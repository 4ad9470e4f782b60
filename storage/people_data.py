"""What is kept about a person: shown, emptied, handed on. Rows stay, so that counts and reports do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import Role
from storage.tables import (
    AddressRow,
    ConversationRow,
    InboxRow,
    InvitationRow,
    LeaveRow,
    MembershipRow,
    MessageRow,
    PersonRow,
    ReportRow,
)


@dataclass(frozen=True)
class KeptChat:
    """A chat of a person, with the consent given there."""

    channel: str
    state: str
    joined_at: datetime
    consented_at: datetime | None
    consent_version: str


@dataclass(frozen=True)
class PersonalData:
    """Everything that is kept about a person besides the reports themselves."""

    name: str
    form_of_address: str
    title: str
    phone: str
    created_at: datetime
    chats: tuple[KeptChat, ...]
    reports: tuple[tuple[date, str], ...]  # day and words
    messages_in: int
    messages_out: int


async def load_personal_data(session: AsyncSession, person_id: int) -> PersonalData:
    """All of it; raises LookupError where there is no such person."""
    row = await session.get(PersonRow, person_id)
    if row is None:
        raise LookupError(person_id)
    chats = (await session.scalars(select(AddressRow).where(AddressRow.person_id == person_id))).all()
    reports = await session.execute(
        select(ReportRow.reported_on, ReportRow.text).where(ReportRow.person_id == person_id).order_by(ReportRow.id)
    )
    names = [(each.channel, each.bot, each.chat) for each in chats]
    return PersonalData(
        name=row.name,
        form_of_address=row.form_of_address,
        title=row.title,
        phone=row.phone,
        created_at=row.created_at,
        chats=tuple(
            KeptChat(each.channel, each.state, each.joined_at, each.consented_at, each.consent_version)
            for each in chats
        ),
        reports=tuple((on, text) for on, text in reports),
        messages_in=sum([await _count_in(session, *name) for name in names]),
        messages_out=await session.scalar(select(func.count()).where(MessageRow.person_id == person_id)) or 0,
    )


async def _count_in(session: AsyncSession, channel: str, bot: str, chat: str) -> int:
    query = select(func.count()).where(InboxRow.channel == channel, InboxRow.bot == bot, InboxRow.chat == chat)
    return await session.scalar(query) or 0


async def erase_person(session: AsyncSession, person_id: int, now: datetime, today: date) -> None:
    """Empty a person: name, telephone, chats and what was written there; roles end, reports and counts stay.

    What is still owed to the person is cancelled. The words of reports are the agency's and stay with them.
    """
    chats = (await session.scalars(select(AddressRow).where(AddressRow.person_id == person_id))).all()
    for chat in chats:
        here = (InboxRow.channel == chat.channel, InboxRow.bot == chat.bot, InboxRow.chat == chat.chat)
        await session.execute(update(InboxRow).where(*here).values(payload={}, chat=f"erased-{person_id}"))
    await session.execute(
        update(MessageRow)
        .where(MessageRow.person_id == person_id, MessageRow.state == "queued")
        .values(state="cancelled", reason="erased")
    )
    await session.execute(
        update(MessageRow)
        .where(MessageRow.person_id == person_id, MessageRow.state != "sending")
        .values(payload={}, subject={}, choices=[], chat=f"erased-{person_id}")
    )
    await session.execute(delete(AddressRow).where(AddressRow.person_id == person_id))
    await session.execute(
        update(InvitationRow)
        .where(InvitationRow.person_id == person_id, InvitationRow.used_at.is_(None))
        .values(revoked_at=now)
    )
    await session.execute(
        update(ConversationRow)
        .where(ConversationRow.person_id == person_id)
        .values(data={}, state="moot", closed_at=func.coalesce(ConversationRow.closed_at, now))
    )
    await session.execute(
        update(LeaveRow)
        .where(or_(LeaveRow.person_id == person_id, LeaveRow.stand_in_id == person_id), LeaveRow.to_on >= today)
        .values(cancelled_at=now)
    )
    await end_memberships(session, person_id, today)
    await session.execute(
        update(PersonRow).where(PersonRow.id == person_id).values(name="", title="", phone="", erased_at=now)
    )


async def end_memberships(session: AsyncSession, person_id: int, today: date) -> None:
    """All roles end; today does not count any more."""
    holds = or_(MembershipRow.to_on.is_(None), MembershipRow.to_on >= today)
    await session.execute(
        update(MembershipRow).where(MembershipRow.person_id == person_id, holds).values(to_on=today - timedelta(days=1))
    )


async def leave_roster(session: AsyncSession, person_id: int, now: datetime, today: date) -> None:
    """All roles end at once, and whatever hangs on them; chats, reports and what was written stay."""
    await session.execute(
        update(MessageRow)
        .where(MessageRow.person_id == person_id, MessageRow.state == "queued")
        .values(state="cancelled", reason="left")
    )
    await revoke_invitations(session, person_id, now)
    await session.execute(
        update(LeaveRow)
        .where(LeaveRow.stand_in_id == person_id, LeaveRow.to_on >= today, LeaveRow.cancelled_at.is_(None))
        .values(stand_in_id=None)
    )
    await end_memberships(session, person_id, today)


async def revoke_invitations(session: AsyncSession, person_id: int, now: datetime) -> int:
    """Open codes of a person count no more; returns how many there were."""
    revoked = await session.scalars(
        update(InvitationRow)
        .where(
            InvitationRow.person_id == person_id,
            InvitationRow.used_at.is_(None),
            InvitationRow.revoked_at.is_(None),
            InvitationRow.expires_at > now,
        )
        .values(revoked_at=now)
        .returning(InvitationRow.id)
    )
    return len(revoked.all())


async def set_addresses(session: AsyncSession, person_id: int, from_state: str, state: str) -> int:
    """Stop all chats of a person, or let them go on; returns how many changed."""
    changed = await session.scalars(
        update(AddressRow)
        .where(AddressRow.person_id == person_id, AddressRow.state == from_state)
        .values(state=state)
        .returning(AddressRow.id)
    )
    return len(changed.all())


async def hand_on(session: AsyncSession, from_id: int, to_id: int, today: date) -> list[int]:
    """What somebody follows for agencies passes to another from today on; returns those agencies."""
    rows = (
        await session.scalars(
            select(MembershipRow).where(
                MembershipRow.person_id == from_id,
                MembershipRow.role.in_([Role.FOCAL.value, Role.DEPUTY.value]),
                MembershipRow.agency_id.is_not(None),
                MembershipRow.from_on <= today,
                or_(MembershipRow.to_on.is_(None), MembershipRow.to_on >= today),
            )
        )
    ).all()
    agencies = []
    for row in rows:
        known = await session.scalar(
            select(MembershipRow.id).where(
                MembershipRow.person_id == to_id,
                MembershipRow.role == row.role,
                MembershipRow.agency_id == row.agency_id,
                or_(MembershipRow.to_on.is_(None), MembershipRow.to_on >= today),
            )
        )
        if known is None:
            session.add(
                MembershipRow(
                    person_id=to_id, role=row.role, agency_id=row.agency_id, programme=row.programme,
                    from_on=today, to_on=row.to_on,
                )
            )  # fmt: skip
        row.to_on = today - timedelta(days=1)
        agencies.append(row.agency_id or 0)
    await session.flush()
    return agencies
