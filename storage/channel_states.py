"""What channels must remember across restarts and share among processes: waits, usage, leases."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ChannelStateRow, ChannelUsageRow, LeaseRow


def _insert(session: AsyncSession, table: Any) -> Any:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(table)


async def record_state(
    session: AsyncSession, channel: str, bot: str, key: str, value: dict[str, Any], now: datetime
) -> None:
    """Keep a value under its key, in place of the one before."""
    row = _insert(session, ChannelStateRow).values(channel=channel, bot=bot, key=key, value=value, changed_at=now)
    await session.execute(
        row.on_conflict_do_update(index_elements=["channel", "bot", "key"], set_={"value": value, "changed_at": now})
    )


async def forget_state(session: AsyncSession, channel: str, bot: str, key: str) -> None:
    """Drop a value."""
    await session.execute(
        delete(ChannelStateRow).where(
            ChannelStateRow.channel == channel, ChannelStateRow.bot == bot, ChannelStateRow.key == key
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
    row = _insert(session, ChannelUsageRow).values(channel=channel, bot=bot, month=month, sent=sent)
    total: int = await session.scalar(
        row.on_conflict_do_update(
            index_elements=["channel", "bot", "month"], set_={"sent": ChannelUsageRow.sent + sent}
        ).returning(ChannelUsageRow.sent)
    )
    return total


async def usage_of(session: AsyncSession, channel: str, month: str) -> dict[str, int]:
    """Messages sent in a month, by bot."""
    rows = await session.execute(
        select(ChannelUsageRow.bot, ChannelUsageRow.sent).where(
            ChannelUsageRow.channel == channel, ChannelUsageRow.month == month
        )
    )
    return {bot: sent for bot, sent in rows}


async def take_lease(session: AsyncSession, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take or renew a lease; False while it is another's.

    One that lasts longer than any lease does was written by a clock that was ahead, and is no lease.
    """
    row = _insert(session, LeaseRow).values(name=name, holder=holder, until=now + lasts)
    free = or_(LeaseRow.holder == holder, LeaseRow.until < now, LeaseRow.until > now + 2 * lasts)
    taken = await session.scalar(
        row.on_conflict_do_update(
            index_elements=["name"], set_={"holder": holder, "until": now + lasts}, where=free
        ).returning(LeaseRow.name)
    )
    return taken is not None


async def release_lease(session: AsyncSession, name: str, holder: str) -> None:
    """Let another take over at once."""
    await session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
