"""What a channel must remember across restarts: its offset, until when it was told to wait, messages of the month."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from storage.tables import ChannelStateRow, ChannelUsageRow


async def load_state(session: AsyncSession, address: Address, key: str) -> dict[str, Any] | None:
    """What was remembered under a key for the channel and bot of the address."""
    row = await session.get(ChannelStateRow, (address.channel, address.bot, key))
    return row.value if row else None


async def save_state(session: AsyncSession, address: Address, key: str, value: dict[str, Any], now: datetime) -> None:
    """Remember a value in the place of the former one."""
    await session.merge(ChannelStateRow(channel=address.channel, bot=address.bot, key=key, value=value, changed_at=now))
    await session.flush()


async def forget_state(session: AsyncSession, address: Address, key: str) -> None:
    """Drop a value."""
    await session.execute(
        delete(ChannelStateRow).where(
            ChannelStateRow.channel == address.channel,
            ChannelStateRow.bot == address.bot,
            ChannelStateRow.key == key,
        )
    )


async def load_states(session: AsyncSession, prefix: str = "") -> dict[tuple[str, str, str], dict[str, Any]]:
    """All values whose key begins so, by (channel, bot, key)."""
    rows = await session.execute(
        select(ChannelStateRow.channel, ChannelStateRow.bot, ChannelStateRow.key, ChannelStateRow.value).where(
            ChannelStateRow.key.startswith(prefix, autoescape=True)
        )
    )
    return {(channel, bot, key): value for channel, bot, key, value in rows}


async def count_usage(session: AsyncSession, channel: str, bot: str, month: str, sent: int) -> int:
    """Add messages to those of a month ("2022-09"); returns how many it has."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(ChannelUsageRow).values(channel=channel, bot=bot, month=month, sent=sent)
    total = await session.scalar(
        row.on_conflict_do_update(
            index_elements=["channel", "bot", "month"], set_={"sent": ChannelUsageRow.sent + sent}
        ).returning(ChannelUsageRow.sent)
    )
    return total or 0


async def usage_of(session: AsyncSession, channel: str, month: str) -> dict[str, int]:
    """Messages sent in a month, by bot."""
    rows = await session.execute(
        select(ChannelUsageRow.bot, ChannelUsageRow.sent).where(
            ChannelUsageRow.channel == channel, ChannelUsageRow.month == month
        )
    )
    return {row[0]: row[1] for row in rows}
