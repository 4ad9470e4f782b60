"""How the service is: what each channel did last, what is owed, what was lost, when the day was planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address
from storage.channel_state import forget_state, load_states, save_state
from storage.desk import LOST
from storage.inbox import waiting_updates
from storage.meta import load_fact, save_fact
from storage.outbox import count_owed
from storage.tables import AttemptRow, AuditRow, DoubtRow, InboxRow

DEAF, DOWN = "deaf", "down"
_PLANNED = "planned_on"
_TROUBLE = "trouble:"


@dataclass(frozen=True)
class ChannelHealth:
    """A channel: when it last sent and took in, and what is wrong with it (deaf or down → reason)."""

    name: str
    sent_at: datetime | None
    received_at: datetime | None
    troubles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Health:
    """The whole of it; `waiting` are updates not handled yet."""

    channels: tuple[ChannelHealth, ...]
    owed: int
    lost: int
    waiting: int
    planned_on: date | None
    doubts: int


async def record_trouble(session: AsyncSession, channel: str, kind: str, reason: str, now: datetime) -> None:
    """Keep that a channel is deaf or down; with an empty reason, that it is so no more."""
    address = Address(channel.partition(":")[0], "", channel.partition(":")[2])
    if reason:
        await save_state(session, address, f"{_TROUBLE}{kind}", {"reason": reason, "at": now.isoformat()}, now)
    else:
        await forget_state(session, address, f"{_TROUBLE}{kind}")


async def record_planned(session: AsyncSession, day: date) -> None:
    """Keep the day that was planned last."""
    await save_fact(session, _PLANNED, day.isoformat())


async def load_health(session: AsyncSession, channels: list[str], since: datetime) -> Health:
    """How it stands; what was lost since a moment of the calendar's clock."""
    troubles = await load_states(session, _TROUBLE)
    lost = select(func.count()).select_from(AuditRow).where(AuditRow.act == LOST, AuditRow.at > since)
    doubts = select(func.count()).select_from(DoubtRow).where(DoubtRow.state == "open")
    planned = await load_fact(session, _PLANNED)
    return Health(
        channels=tuple([await _channel(session, each, troubles) for each in channels]),
        owed=sum((await count_owed(session)).values()),
        lost=await session.scalar(lost) or 0,
        waiting=(await waiting_updates(session))[0],
        planned_on=date.fromisoformat(planned) if planned else None,
        doubts=await session.scalar(doubts) or 0,
    )


async def _channel(
    session: AsyncSession, name: str, troubles: dict[tuple[str, str, str], dict[str, str]]
) -> ChannelHealth:
    sent = select(func.max(AttemptRow.ended_at)).where(AttemptRow.channel == name, AttemptRow.outcome == "sent")
    received = select(func.max(InboxRow.received_at)).where(InboxRow.channel == name)
    sent_at = await session.scalar(sent)
    return ChannelHealth(name, sent_at, await session.scalar(received), tuple(_still(troubles, name, sent_at)))


def _still(
    troubles: dict[tuple[str, str, str], dict[str, str]], name: str, sent_at: datetime | None
) -> Iterator[tuple[str, str]]:
    """What is wrong yet: nobody tells that a channel sends again, but it has sent since."""
    for (channel, _, key), value in troubles.items():
        kind, began = key.removeprefix(_TROUBLE), datetime.fromisoformat(value["at"])
        if channel == name and not (kind == DOWN and sent_at is not None and sent_at > began):
            yield kind, value["reason"]
