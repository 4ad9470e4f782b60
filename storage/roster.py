"""People, their roles and addresses, and the invitations by which they join."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from bot.domain.people import Membership, Person, Role
from storage.tables import AddressRow, AgencyRow, InvitationRow, LeaveRow, MembershipRow, PersonRow


@dataclass(frozen=True)
class KnownAddress:
    """A chat that belongs to somebody of the roster."""

    id: int
    person_id: int
    address: Address
    state: str
    is_primary: bool


@dataclass(frozen=True)
class Invitation:
    """An invitation that was looked up by its code."""

    id: int
    person_id: int
    channel: str
    bot: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def refusal(self, channel: str, now: datetime) -> str:
        """Why it cannot be used on this channel, in a word for the log; "" where it can."""
        if self.used_at is not None:
            return "used"
        if self.revoked_at is not None:
            return "revoked"
        if now >= self.expires_at:
            return "expired"
        return "" if channel == self.channel else "foreign"


def hash_code(code: str) -> str:
    """What is stored of a one-time code: it is long and random, so a plain digest cannot be guessed back."""
    return hashlib.sha256(code.strip().encode()).hexdigest()


async def load_people(session: AsyncSession, ids: Collection[int], today: date) -> dict[int, Person]:
    """People by id, with the roles that hold today."""
    if not ids:
        return {}
    rows = (await session.scalars(select(PersonRow).where(PersonRow.id.in_(ids)))).all()
    held = await _memberships(session, MembershipRow.person_id.in_(ids), today)
    lent = await _stood_in_for(session, ids, today)
    return {row.id: _person(row, (*held.get(row.id, ()), *lent.get(row.id, ()))) for row in rows}


async def _stood_in_for(session: AsyncSession, ids: Collection[int], today: date) -> dict[int, tuple[Membership, ...]]:
    """What people may do today because they stand in for others: their reports, nothing else."""
    query = select(LeaveRow.stand_in_id, LeaveRow.person_id).where(
        LeaveRow.stand_in_id.in_(ids),
        LeaveRow.from_on <= today,
        LeaveRow.to_on >= today,
        LeaveRow.cancelled_at.is_(None),
    )
    pairs = [(stand_in, absent) for stand_in, absent in await session.execute(query) if stand_in is not None]
    if not pairs:
        return {}
    held = await _memberships(session, MembershipRow.person_id.in_([absent for _, absent in pairs]), today)
    lent: dict[int, tuple[Membership, ...]] = {}
    for stand_in, absent in pairs:
        theirs = tuple(each for each in held.get(absent, ()) if each.role in {Role.FOCAL, Role.DEPUTY})
        lent[stand_in] = (*lent.get(stand_in, ()), *theirs)
    return lent


async def find_person(session: AsyncSession, person_id: int, today: date) -> Person | None:
    """One person with the roles of today."""
    return (await load_people(session, [person_id], today)).get(person_id)


async def people_with_role(
    session: AsyncSession, roles: Collection[Role], today: date, *, agency_ids: Collection[int] | None = None
) -> list[Person]:
    """Everybody who has one of the roles today, by id; of these agencies only, where they are given."""
    query = (
        select(MembershipRow.person_id)
        .distinct()
        .where(_holds(today), MembershipRow.role.in_([role.value for role in roles]))
    )
    if agency_ids is not None:
        query = query.where(MembershipRow.agency_id.in_(agency_ids))
    found = await load_people(session, (await session.scalars(query)).all(), today)
    return [found[each] for each in sorted(found)]


async def _memberships(
    session: AsyncSession, which: ColumnElement[bool], today: date
) -> dict[int, tuple[Membership, ...]]:
    query = (
        select(MembershipRow, AgencyRow.name)
        .outerjoin(AgencyRow, AgencyRow.id == MembershipRow.agency_id)
        .where(which, _holds(today))
        .order_by(MembershipRow.id)
    )
    held: dict[int, tuple[Membership, ...]] = {}
    for row, agency in await session.execute(query):
        membership = Membership(Role(row.role), row.agency_id, agency or "", row.programme, row.from_on, row.to_on)
        held[row.person_id] = (*held.get(row.person_id, ()), membership)
    return held


def _holds(today: date) -> ColumnElement[bool]:
    return and_(MembershipRow.from_on <= today, or_(MembershipRow.to_on.is_(None), MembershipRow.to_on >= today))


def _person(row: PersonRow, memberships: tuple[Membership, ...]) -> Person:
    return Person(row.id, row.name, row.form_of_address, row.title, row.phone, memberships, row.reports_made)


async def find_address(session: AsyncSession, address: Address) -> KnownAddress | None:
    """Whose chat this is."""
    row = await session.scalar(
        select(AddressRow).where(
            AddressRow.channel == address.channel, AddressRow.bot == address.bot, AddressRow.chat == address.chat
        )
    )
    return _known(row) if row else None


async def addresses_of(session: AsyncSession, person_ids: Collection[int]) -> dict[int, list[KnownAddress]]:
    """The addresses of people, the primary one first."""
    query = select(AddressRow).where(AddressRow.person_id.in_(person_ids))
    found: dict[int, list[KnownAddress]] = {}
    for row in await session.scalars(query.order_by(AddressRow.is_primary.desc(), AddressRow.id)):
        found.setdefault(row.person_id, []).append(_known(row))
    return found


def _known(row: AddressRow) -> KnownAddress:
    return KnownAddress(row.id, row.person_id, Address(row.channel, row.chat, row.bot), row.state, row.is_primary)


async def find_invitation(session: AsyncSession, code: str) -> Invitation | None:
    """The invitation of a code, whatever became of it."""
    row = await session.scalar(select(InvitationRow).where(InvitationRow.code_hash == hash_code(code)))
    if row is None:
        return None
    return Invitation(row.id, row.person_id, row.channel, row.bot, row.expires_at, row.used_at, row.revoked_at)


async def record_invitation(
    session: AsyncSession,
    person_id: int,
    channel: str,
    code: str,
    now: datetime,
    expires_at: datetime,
    *,
    bot: str = "",
    by: int | None = None,
) -> None:
    """Keep a new code's hash; the person's older open codes on that channel are revoked."""
    await session.execute(
        update(InvitationRow)
        .where(
            InvitationRow.person_id == person_id,
            InvitationRow.channel == channel,
            InvitationRow.used_at.is_(None),
            InvitationRow.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    session.add(
        InvitationRow(
            code_hash=hash_code(code),
            person_id=person_id,
            channel=channel,
            bot=bot,
            created_at=now,
            created_by=by,
            expires_at=expires_at,
        )
    )


async def use_invitation(session: AsyncSession, invitation: Invitation, address: Address, now: datetime) -> bool:
    """Bind the chat to the person; False where another was quicker. Consent is still to be given."""
    taken = await session.scalar(
        update(InvitationRow)
        .where(InvitationRow.id == invitation.id, InvitationRow.used_at.is_(None))
        .values(used_at=now)
        .returning(InvitationRow.id)
    )
    if taken is None:
        return False
    session.add(
        AddressRow(
            person_id=invitation.person_id,
            channel=address.channel,
            bot=address.bot,
            chat=address.chat,
            state="invited",
            joined_at=now,
        )
    )
    await session.flush()
    return True


async def record_consent(session: AsyncSession, known: KnownAddress, version: str, message: str, now: datetime) -> None:
    """From now on the person may be written to here; the first address is the primary one."""
    has_primary = await session.scalar(
        select(func.count()).where(AddressRow.person_id == known.person_id, AddressRow.is_primary.is_(True))
    )
    await session.execute(
        update(AddressRow)
        .where(AddressRow.id == known.id)
        .values(
            state="active",
            consented_at=now,
            consent_version=version,
            consent_message=message,
            is_primary=known.is_primary or not has_primary,
        )
    )


async def set_address_state(session: AsyncSession, address_id: int, state: str) -> None:
    """Blocked, gone, stopped, or active again."""
    await session.execute(update(AddressRow).where(AddressRow.id == address_id).values(state=state))


async def forget_address(session: AsyncSession, address_id: int) -> None:
    """Drop a chat whose person said no to the notice."""
    row = await session.get(AddressRow, address_id)
    if row is not None:
        await session.delete(row)


async def add_person(
    session: AsyncSession,
    name: str,
    now: datetime,
    *,
    form_of_address: str = "đồng chí",
    title: str = "",
    phone: str = "",
) -> int:
    """A new person without roles; returns the id."""
    row = PersonRow(name=name, form_of_address=form_of_address, title=title, phone=phone, created_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def add_membership(
    session: AsyncSession,
    person_id: int,
    role: Role,
    from_on: date,
    *,
    agency_id: int | None = None,
    programme: str = "",
    to_on: date | None = None,
) -> None:
    """Give a person a role."""
    session.add(
        MembershipRow(
            person_id=person_id, role=role.value, agency_id=agency_id, programme=programme, from_on=from_on, to_on=to_on
        )
    )
    await session.flush()


async def set_phone(session: AsyncSession, person_id: int, phone: str) -> None:
    """Keep a person's telephone number."""
    await session.execute(update(PersonRow).where(PersonRow.id == person_id).values(phone=phone))


async def load_everybody(session: AsyncSession, today: date) -> list[Person]:
    """Everybody with a role today, by id."""
    return await people_with_role(session, list(Role), today)


async def bind_address(session: AsyncSession, person_id: int, address: Address, now: datetime) -> None:
    """Give a person an address that may be written to, as in a rehearsal; one that is known stays as it is."""
    if await find_address(session, address) is not None:
        return
    has_primary = await session.scalar(
        select(func.count()).where(AddressRow.person_id == person_id, AddressRow.is_primary.is_(True))
    )
    session.add(
        AddressRow(
            person_id=person_id,
            channel=address.channel,
            bot=address.bot,
            chat=address.chat,
            state="active",
            joined_at=now,
            consented_at=now,
            is_primary=not has_primary,
        )
    )
    await session.flush()


async def make_primary(session: AsyncSession, person_id: int, address: Address) -> None:
    """From now on the person is written to at this address of theirs; the others are spare."""
    theirs = AddressRow.person_id == person_id
    await session.execute(update(AddressRow).where(theirs).values(is_primary=False))
    await session.execute(
        update(AddressRow)
        .where(theirs, AddressRow.channel == address.channel, AddressRow.bot == address.bot)
        .where(AddressRow.chat == address.chat)
        .values(is_primary=True)
    )


async def active_addresses(session: AsyncSession, channel: str) -> list[KnownAddress]:
    """The addresses of a channel that may be written to, by id."""
    query = select(AddressRow).where(AddressRow.channel == channel, AddressRow.state == "active")
    return [_known(row) for row in await session.scalars(query.order_by(AddressRow.id))]


async def count_report(session: AsyncSession, person_id: int) -> int:
    """One more report by this person; returns how many that makes."""
    made = await session.scalar(
        update(PersonRow)
        .where(PersonRow.id == person_id)
        .values(reports_made=PersonRow.reports_made + 1)
        .returning(PersonRow.reports_made)
    )
    return made or 0
