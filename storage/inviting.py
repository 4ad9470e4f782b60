"""Whom to invite, by which channel and bot; the codes themselves are kept as hashes alone (storage.roster)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from bot.domain.people import Person, Role
from storage.channel_state import load_state
from storage.roster import addresses_of, load_everybody
from storage.tables import PersonRow
from storage.usage import bots_of_person, people_by_bot

TELEGRAM, ZALO = "telegram", "zalo_bot"


@dataclass(frozen=True)
class Invitee:
    """Somebody who is to be invited, with the channel that the roster names."""

    person: Person
    channel: str
    joined: tuple[str, ...]  # channels on which they are reached already


async def load_invitees(
    session: AsyncSession, today: date, *, role: Role | None = None, agency_id: int | None = None
) -> list[Invitee]:
    """Everybody of a role and an agency (or of any), with what is known of their channels."""
    people = [
        each
        for each in await load_everybody(session, today)
        if (role is None or role in each.roles) and (agency_id is None or agency_id in each.agency_ids())
    ]
    ids = [each.id for each in people]
    rows = await session.execute(select(PersonRow.id, PersonRow.channel).where(PersonRow.id.in_(ids)))
    wished = {row[0]: row[1] for row in rows}
    reached = await addresses_of(session, ids)
    return [
        Invitee(
            each,
            wished.get(each.id, ""),
            tuple(known.address.channel for known in reached.get(each.id, ()) if known.state == "active"),
        )
        for each in people
    ]


async def bot_name(session: AsyncSession, channel: str, bot: str = "") -> str:
    """The public name of one of our bots, as its platform told it; empty where it has not yet."""
    known = await load_state(session, Address(channel, "", bot), "me")
    return str(known["name"]) if known else ""


async def choose_bot(
    session: AsyncSession, channel: str, person_id: int, bots: tuple[str, ...], most: int, now: datetime
) -> str:
    """The bot of a channel that is to write to somebody: their own where they have one, else the one with the fewest.

    `most` is how many people each may have. Where all are full, the one with the fewest all the same.
    """
    theirs = await bots_of_person(session, channel, person_id, now)
    used = await people_by_bot(session, channel, now)
    free = [bot for bot in bots if bot in theirs] or [bot for bot in bots if used.get(bot, 0) < most] or list(bots)
    return min(free, key=lambda bot: used.get(bot, 0), default="")
