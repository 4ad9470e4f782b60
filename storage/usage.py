"""How many messages went out by each bot: counted from the attempts themselves, so nothing can drift."""

from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.workdays import VIETNAM
from storage.tables import AddressRow, AttemptRow, MessageRow


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


async def people_by_bot(session: AsyncSession, channel: str) -> dict[str, int]:
    """How many people each bot of a channel writes to."""
    query = (
        select(AddressRow.bot, func.count())
        .where(AddressRow.channel == channel, AddressRow.state.in_(("active", "invited")))
        .group_by(AddressRow.bot)
    )
    return {row[0]: row[1] for row in await session.execute(query)}
