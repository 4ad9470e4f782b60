"""What a channel must remember across restarts: its offset, who it is, until when it was told to wait."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from storage.tables import ChannelStateRow


async def load_state(session: AsyncSession, address: Address, key: str) -> dict[str, Any] | None:
    """What was remembered under a key for the channel and bot of the address."""
    row = await session.get(ChannelStateRow, (address.channel, address.bot, key))
    return row.value if row else None


async def save_state(session: AsyncSession, address: Address, key: str, value: dict[str, Any], now: datetime) -> None:
    """Remember a value in the place of the former one."""
    await session.merge(ChannelStateRow(channel=address.channel, bot=address.bot, key=key, value=value, changed_at=now))
    await session.flush()
