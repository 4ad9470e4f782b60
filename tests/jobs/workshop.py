"""A delivery put together as the service does it, small enough to hold in a test."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import TelegramChannel, is_group
from bot.clock import Clock, RealClock, SteadyClock
from bot.domain.messages import Address, Channel, Incoming, Outgoing
from bot.domain.owed import Owed
from bot.domain.rates import Rates
from bot.jobs.deliver import Deliverer
from bot.jobs.metrics import Metrics
from bot.jobs.receive import Handle, Intake, Receiver
from bot.jobs.sending import Closed, Pace
from bot.jobs.turns import Always, LeaseTurn
from storage.engine import Sessions
from storage.outbox import enqueue
from storage.tables import AddressRow, AttemptRow, MessageRow, PersonRow

QUICK = Pace(
    call=10.0,  # a test of time-outs has its own; elsewhere a slow machine must not look like one
    upload=10.0,
    margin=5.0,
    unknown_again=0.2,
    first_retry=0.05,
    longest_retry=0.3,
    look=0.1,
    sweep=0.1,
    first_shut=0.1,
    longest_shut=0.5,
    misconfigured=0.3,
)
HASTY = replace(QUICK, call=0.6, upload=0.6, margin=0.3)  # gives calls up early, for tests of what then becomes of them
FAST = Rates(overall=5000, chat_every=0.0001, chat_burst=1000, group_messages=1000, group_window=1, is_group=is_group)


class Server(Protocol):
    """A Bot API server to point a channel at."""

    url: str
    token: str


async def read_nothing(_key: str) -> bytes:
    return b"%PDF-1.7"


def telegram_of(api: Server, **more: Any) -> TelegramChannel:
    """The real channel, pointed at the fake server."""
    more = {"first_pause": 0.05, "longest_pause": 0.2} | more
    return TelegramChannel(api.token, read_nothing, api_url=api.url, **more)


class Workshop:
    """Everything between a database and a channel."""

    def __init__(
        self,
        sessions: Sessions,
        channels: dict[str, Channel],
        *,
        pace: Pace = QUICK,
        rates: Rates = FAST,
        calendar: Clock | None = None,
        handle: Handle | None = None,
        holder: str = "me",
        lease: float | None = None,
        **more: Any,
    ) -> None:
        self.sessions = sessions
        self.channels = channels
        self.now = SteadyClock().now
        self.metrics = Metrics()
        self.closed: list[Closed] = []
        self.alarms: list[tuple[str, str]] = []
        turn = LeaseTurn(sessions, "deliver", holder, self.now, lease) if lease else Always()
        self.deliverer = Deliverer(
            sessions,
            channels,
            now=self.now,
            calendar=calendar or RealClock(),
            turn=turn,
            holder=holder,
            link_for=lambda file: f"https://nhacviec.example/tep/{file.stored}",
            rates=dict.fromkeys(channels, rates),
            on_closed=self._on_closed,
            alarm=self._on_alarm,
            metrics=self.metrics,
            pace=pace,
            **more,
        )
        self.receiver = Receiver(
            sessions,
            handle or _ignore,
            now=self.now,
            handled=self.deliverer.wake,
            metrics=self.metrics,
            works_alone=lease is None,
            pauses=(0.05, 0.05),
        )
        self.intake = Intake(sessions, self.now, self.receiver.wake, self.metrics)

    async def _on_closed(self, _session: AsyncSession, closed: Sequence[Closed]) -> None:
        self.closed += closed

    async def _on_alarm(self, channel: str, reason: str) -> None:
        self.alarms.append((channel, reason))

    async def owe(self, chat: int | str, text: str, *, key: str = "", channel: str = "telegram", **more: Any) -> int:
        """Owe a message to a chat; returns its id."""
        message = more.pop("message", None) or Outgoing(text=text)
        owed = Owed(key or f"{chat}:{text}", "notice", message, address=Address(channel, str(chat)), **more)
        async with self.sessions.begin() as session:
            message_id = await enqueue(session, owed, self.now())
        self.deliverer.wake()
        assert message_id is not None
        return message_id

    async def owe_each(self, chats: Iterable[int], text: str = "tin", **more: Any) -> list[int]:
        """Owe a message to each of many chats, in one transaction; returns their ids."""
        owed = [
            Owed(f"{chat}:{text}", "notice", Outgoing(text=text), address=Address("telegram", str(chat)), **more)
            for chat in chats
        ]
        async with self.sessions.begin() as session:
            ids = [await enqueue(session, each, self.now()) for each in owed]
        self.deliverer.wake()
        return [each for each in ids if each is not None]

    async def owe_person(self, person_id: int, text: str, **more: Any) -> int:
        """Owe a message to a person, wherever they are reached."""
        owed = Owed(f"p{person_id}:{text}", "notice", Outgoing(text=text), person_id=person_id, **more)
        async with self.sessions.begin() as session:
            message_id = await enqueue(session, owed, self.now())
        self.deliverer.wake()
        assert message_id is not None
        return message_id

    async def add_person(self, *chats: tuple[str, int], failing_for: timedelta | None = None) -> int:
        """Somebody with these addresses (channel, chat), the first the primary one."""
        now = datetime.now(UTC)
        async with self.sessions.begin() as session:
            person = PersonRow(name="Đầu mối Sở Xây dựng", created_at=now)
            session.add(person)
            await session.flush()
            for place, (channel, chat) in enumerate(chats):
                since = now - failing_for if failing_for and place == 0 else None
                session.add(
                    AddressRow(
                        person_id=person.id,
                        channel=channel,
                        chat=str(chat),
                        state="active",
                        is_primary=place == 0,
                        joined_at=now,
                        failing_since=since,
                    )
                )
            return person.id

    async def message(self, message_id: int) -> MessageRow:
        """The row as it stands."""
        async with self.sessions() as session:
            return (await session.scalars(select(MessageRow).where(MessageRow.id == message_id))).one()

    async def attempts(self, message_id: int) -> list[AttemptRow]:
        """The ledger of a message."""
        async with self.sessions() as session:
            found = select(AttemptRow).where(AttemptRow.message_id == message_id).order_by(AttemptRow.number)
            return list((await session.scalars(found)).all())

    async def until_settled(self, within: float = 10.0) -> None:
        """Wait until nothing is owed any more."""
        await self.until_settled_but(0, within)

    async def until_settled_but(self, left: int, within: float = 10.0) -> None:
        """Wait until only so many messages are owed."""
        async with asyncio.timeout(within):
            while len(await self._owing()) > left:  # noqa: ASYNC110  looked at from outside
                await asyncio.sleep(0.02)

    async def _owing(self) -> list[int]:
        owing = MessageRow.state.in_(("queued", "sending")) | (
            (MessageRow.state == "unknown") & MessageRow.due_at.is_not(None)
        )
        async with self.sessions() as session:
            return list((await session.scalars(select(MessageRow.id).where(owing))).all())

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Workshop"]:
        """The jobs at work; stopped at the end."""
        stop = asyncio.Event()
        tasks = [asyncio.create_task(job.run(stop)) for job in (self.deliverer, self.receiver)]
        try:
            yield self
        finally:
            stop.set()
            await asyncio.gather(*tasks)
            for channel in self.channels.values():
                if isinstance(channel, TelegramChannel):
                    await channel.close()


async def _ignore(_session: AsyncSession, _incoming: Incoming, _inbox_id: int) -> None:
    """A handler with nothing to say."""
