"""Addresses as delivery sees them, and what sends have taught about them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from bot.domain.reach import Reach
from storage.tables import AddressRow, MessageRow


async def load_reaches(session: AsyncSession, person_ids: Collection[int]) -> dict[int, list[Reach]]:
    """The addresses of people, the primary one first."""
    query = (
        select(
            AddressRow.person_id,
            AddressRow.channel,
            AddressRow.chat,
            AddressRow.bot,
            AddressRow.state,
            AddressRow.failing_since,
        )
        .where(AddressRow.person_id.in_(person_ids))
        .order_by(AddressRow.is_primary.desc(), AddressRow.id)
    )
    found: dict[int, list[Reach]] = {}
    for person, channel, chat, bot, state, failing in await session.execute(query):
        found.setdefault(person, []).append(Reach(Address(channel, chat, bot), state == "active", failing))
    return found


def _at(address: Address) -> tuple[object, ...]:
    return (AddressRow.channel == address.channel, AddressRow.bot == address.bot, AddressRow.chat == address.chat)


async def lose_address(session: AsyncSession, address: Address, reason: str) -> None:
    """Nobody is reached there any more: blocked by its person, or gone."""
    state = "blocked" if "block" in reason else "gone"
    await session.execute(
        update(AddressRow).where(*_at(address), AddressRow.state == "active").values(state=state)  # type: ignore[arg-type]
    )


async def move_address(session: AsyncSession, address: Address, chat: str) -> None:
    """The chat has a new id; what waits for the old one goes to the new one."""
    taken = await session.scalar(select(AddressRow.id).where(*_at(Address(address.channel, chat, address.bot))))  # type: ignore[arg-type]
    if taken is None:
        await session.execute(update(AddressRow).where(*_at(address)).values(chat=chat))  # type: ignore[arg-type]
    await session.execute(
        update(MessageRow)
        .where(
            MessageRow.fixed.is_(True),
            MessageRow.channel == address.channel,
            MessageRow.bot == address.bot,
            MessageRow.chat == address.chat,
            MessageRow.state.in_(("queued", "sending", "unknown")),
        )
        .values(chat=chat)
    )


async def mark_failing(session: AsyncSession, since: Mapping[Address, datetime | None]) -> None:
    """Since when sends to an address fail for a time; None where one succeeded."""
    for address, moment in since.items():
        change = update(AddressRow).where(*_at(address))  # type: ignore[arg-type]
        if moment is None:
            change = change.where(AddressRow.failing_since.is_not(None))
        else:
            change = change.where(AddressRow.failing_since.is_(None))
        await session.execute(change.values(failing_since=moment))
