"""How many messages went out by each bot, and to how many people: counted from the rows themselves, nothing drifts."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Select, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.workdays import VIETNAM
from storage.tables import AddressRow, AttemptRow, InvitationRow, MessageRow


async def sent_since(session: AsyncSession, channel: str, first: date) -> dict[str, int]:
    """Calls of a channel that were accepted from a local day on, by bot; a message in parts counts each part."""
    since = datetime.combine(first, time.min, VIETNAM).astimezone(UTC)
    query = (
        select(MessageRow.bot, func.count())
        .select_from(AttemptRow)
        .join(MessageRow, MessageRow.id == AttemptRow.message_id)
        .where(AttemptRow.channel == channel, AttemptRow.outcome == "sent", AttemptRow.started_at >= since)
        .group_by(MessageRow.bot)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def people_by_bot(session: AsyncSession, channel: str, now: datetime) -> dict[str, int]:
    """How many people each bot of a channel writes to, or will: those with an open invitation to it count."""
    joined = select(AddressRow.bot, AddressRow.person_id).where(
        AddressRow.channel == channel, AddressRow.state.in_(("active", "invited"))
    )
    pairs = union(joined, _open_invitations(channel, now)).subquery()
    query = select(pairs.c.bot, func.count()).group_by(pairs.c.bot)
    return {row[0]: row[1] for row in await session.execute(query)}


async def bots_of_person(session: AsyncSession, channel: str, person_id: int, now: datetime) -> set[str]:
    """The bots of a channel by which somebody was reached, or is invited."""
    joined = select(AddressRow.bot).where(AddressRow.channel == channel, AddressRow.person_id == person_id)
    invited = _open_invitations(channel, now).with_only_columns(InvitationRow.bot)
    return set(await session.scalars(union(joined, invited.where(InvitationRow.person_id == person_id))))


def _open_invitations(channel: str, now: datetime) -> Select[str, int]:
    return select(InvitationRow.bot, InvitationRow.person_id).where(
        InvitationRow.channel == channel,
        InvitationRow.used_at.is_(None),
        InvitationRow.revoked_at.is_(None),
        InvitationRow.expires_at > now,
    )
