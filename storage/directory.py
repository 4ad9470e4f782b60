"""The roster as the desk looks at it: who has joined by which channel, who is invited, who never came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import Person, Role
from bot.domain.programmes import fold
from storage.roster import load_everybody
from storage.tables import AddressRow, AgencyRow, InvitationRow, MembershipRow, OccurrenceRow, TaskRow


@dataclass(frozen=True)
class Chat:
    """A chat of somebody, whatever its state."""

    channel: str
    state: str
    since: datetime


@dataclass(frozen=True)
class Listed:
    """A person of the roster with how far they have joined."""

    person: Person
    chats: tuple[Chat, ...]
    invited_until: datetime | None  # of the newest code that can still be used

    @property
    def joined(self) -> bool:
        """Has the person ever agreed to the notice?"""
        return any(each.state != "invited" for each in self.chats)

    @property
    def reachable(self) -> bool:
        """Can the person be written to now?"""
        return any(each.state == "active" for each in self.chats)


async def load_directory(session: AsyncSession, today: date, now: datetime) -> list[Listed]:
    """Everybody with a role today, by id."""
    people = await load_everybody(session, today)
    ids = [each.id for each in people]
    chats = await _chats(session, ids)
    codes = await _codes(session, ids, now)
    return [Listed(each, chats.get(each.id, ()), codes.get(each.id)) for each in people]


async def _chats(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[Chat, ...]]:
    query = select(AddressRow).where(AddressRow.person_id.in_(ids)).order_by(AddressRow.id)
    found: dict[int, tuple[Chat, ...]] = {}
    for row in await session.scalars(query):
        chat = Chat(row.channel, row.state, row.consented_at or row.joined_at)
        found[row.person_id] = (*found.get(row.person_id, ()), chat)
    return found


async def _codes(session: AsyncSession, ids: Collection[int], now: datetime) -> dict[int, datetime]:
    query = select(InvitationRow.person_id, InvitationRow.expires_at).where(
        InvitationRow.person_id.in_(ids),
        InvitationRow.used_at.is_(None),
        InvitationRow.revoked_at.is_(None),
        InvitationRow.expires_at > now,
    )
    return {row[0]: row[1] for row in await session.execute(query.order_by(InvitationRow.expires_at))}


def matching(people: Collection[Listed], words: str, short_names: Collection[tuple[int, str]] = ()) -> list[Listed]:
    """Those whose name, post or agency has all the words, with or without diacritics; by name first."""
    wanted = fold(words).split()
    if not wanted:
        return []
    by_name = [each for each in people if _has(each.person.name, wanted)]
    if by_name:
        return by_name
    called: dict[int, str] = {}
    for agency_id, name in short_names:
        called[agency_id] = f"{called.get(agency_id, '')} {name}"
    return [
        each
        for each in people
        if _has(
            " ".join(
                [
                    each.person.name,
                    each.person.title,
                    each.person.agencies,
                    *(called.get(agency_id, "") for agency_id in each.person.agency_ids()),
                ]
            ),
            wanted,
        )
    ]


def _has(text: str, wanted: Collection[str]) -> bool:
    words = fold(text).split()
    return all(any(word.startswith(each) for word in words) for each in wanted)


@dataclass(frozen=True)
class Unheard:
    """An agency with open tasks that nobody of the roster can be reminded of."""

    agency_id: int
    agency: str
    tasks: int


async def unheard_agencies(session: AsyncSession, today: date, only: Collection[int] | None = None) -> list[Unheard]:
    """Agencies that lead open tasks and have no focal point or deputy who can be written to; of these, where given."""
    led = (
        select(OccurrenceRow.agency_id, AgencyRow.name, OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(OccurrenceRow.state == "open", TaskRow.state == "open", AgencyRow.courtesy.is_(False))
        .distinct()
        .order_by(OccurrenceRow.agency_id)
    )
    if only is not None:
        led = led.where(OccurrenceRow.agency_id.in_(only))
    reached = set(
        await session.scalars(
            select(MembershipRow.agency_id)
            .join(AddressRow, AddressRow.person_id == MembershipRow.person_id)
            .where(
                MembershipRow.role.in_([Role.FOCAL.value, Role.DEPUTY.value]),
                MembershipRow.from_on <= today,
                MembershipRow.to_on.is_(None) | (MembershipRow.to_on >= today),
                AddressRow.state == "active",
            )
        )
    )
    found: dict[int, Unheard] = {}
    for agency_id, name, _ in await session.execute(led):
        if agency_id not in reached:
            known = found.get(agency_id)
            found[agency_id] = Unheard(agency_id, name, known.tasks + 1 if known else 1)
    return list(found.values())
