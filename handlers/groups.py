"""In a group the bot answers only when it is named, and with totals: never with anything about a person."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Incoming
from handlers.request import Office


async def answer_in_group(session: AsyncSession, office: Office, incoming: Incoming, inbox_id: int) -> None:
    """Say nothing, unless the bot was named."""
