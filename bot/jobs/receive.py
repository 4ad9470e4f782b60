"""Takes in and handles: stored under a unique key before it is acknowledged, then one transaction for each update."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Incoming, IncomingKind, NotStored, Outgoing
from bot.domain.owed import ANSWER, Owed
from bot.domain.secrecy import is_secret
from bot.jobs.loop import Bell
from bot.jobs.metrics import Metrics
from bot.texts import say
from storage.engine import Sessions, outage_of, writing
from storage.inbox import (
    Received,
    begin_handling,
    claim_updates,
    free_updates,
    next_wait,
    put_back,
    set_aside,
    store_updates,
)
from storage.outbox import enqueue

log = logging.getLogger(__name__)

# Writes its changes and its answers through `enqueue`; given the session, the update and its id in the inbox.
Handle = Callable[[AsyncSession, Incoming, int], Awaitable[None]]
Wake = Callable[[], None]

PAUSES = (1.0, 5.0)  # before the second attempt and the third; after the third it is set aside
_LEASE = timedelta(seconds=60)
_LONGEST = 50.0
_TOGETHER = 16  # updates in one transaction at most …
_SHARED = 0.1  # … and for so many seconds
_LOOK = 1.0


class Intake:
    """Stores what channels hand over. Returns when it is committed; what comes at once is committed together."""

    def __init__(self, sessions: Sessions, now: Callable[[], datetime], wake: Wake, metrics: Metrics) -> None:
        self._sessions = sessions
        self._now = now
        self._wake = wake
        self._metrics = metrics
        self._waiting: list[tuple[list[Incoming], asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def __call__(self, updates: list[Incoming]) -> None:
        """Store each update once; raises NotStored where that failed, and then nothing of it is."""
        if not updates:
            return
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((updates, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting())
        await stored

    async def _store_waiting(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            try:
                await self._store([update for updates, _ in together for update in updates])
            except Exception as exc:
                log.exception("updates_not_stored")
                for _, stored in together:
                    if not stored.done():
                        stored.set_exception(NotStored(type(exc).__name__))
            else:
                for _, stored in together:
                    if not stored.done():
                        stored.set_result(None)
                self._wake()

    async def _store(self, updates: list[Incoming]) -> None:
        now = self._now()
        secret = {index for index, update in enumerate(updates) if is_secret(update)}
        async with writing(self._sessions) as session:
            ids = await store_updates(session, updates, now, secret)
            for index in secret & ids.keys():
                await enqueue(session, _warning(updates[index], ids[index]), now)
        for index in ids:
            self._metrics.received.labels(updates[index].address.channel).inc()
        for index in secret & ids.keys():
            self._metrics.refused.inc()
            log.warning("update_refused inbox=%d reason=secrecy_stamp", ids[index])


def _warning(update: Incoming, inbox_id: int) -> Owed:
    return _reply(update, inbox_id, say("delivery", "This channel takes no state secrets; send it the lawful way"))


def _reply(update: Incoming, inbox_id: int, text: str) -> Owed:
    return Owed(
        key=f"reply:{inbox_id}:0",
        kind="reply",
        message=Outgoing(text=text, acknowledges=update.press),
        address=update.address,
        priority=ANSWER,
        cause_id=inbox_id,
    )


class Receiver:
    """Handles what was stored: each chat's updates in order, chats side by side.

    A handler that raises is tried three times, then its update is set aside and its sender told; others go on.
    """

    def __init__(
        self,
        sessions: Sessions,
        handle: Handle,
        *,
        now: Callable[[], datetime],
        handled: Wake,
        metrics: Metrics,
        works_alone: bool,
        side_by_side: int = 8,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._sessions = sessions
        self._handle = handle
        self._now = now
        self._handled = handled
        self._metrics = metrics
        self._works_alone = works_alone
        self._most = side_by_side
        self._pauses = pauses
        self._bell = Bell()
        self._busy: set[asyncio.Task[None]] = set()
        self._unreturned: list[tuple[Received, str]] = []  # claimed before an outage; given back when it is over
        self._each = _SHARED  # seconds that an update takes, of late

    def wake(self) -> None:
        """Something came in: look at once."""
        self._bell.ring()

    async def run(self, stop: asyncio.Event) -> None:
        """Handle until `stop` is set; then end what was begun."""
        waker = asyncio.create_task(self._wake_at(stop))
        try:
            if self._works_alone:
                async with writing(self._sessions) as session:
                    await free_updates(session)
            while not stop.is_set():
                await self._bell.wait(await self._try_round())
        finally:
            waker.cancel()
            await asyncio.gather(waker, *self._busy, return_exceptions=True)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._bell.ring()

    async def _try_round(self) -> float:
        try:
            return await self._round()
        except Exception as exc:
            log.exception("claim_failed error=%s", type(exc).__name__)
            return _LOOK

    async def _round(self) -> float:
        """Claim what may be handled and begin; returns how long there is nothing to do unless somebody rings."""
        room = self._most - len(self._busy)
        if room <= 0:
            return _LOOK
        now = self._now()
        together = max(1, min(_TOGETHER, int(_SHARED / self._each)))
        unreturned = list(self._unreturned)
        async with writing(self._sessions) as session:
            for received, reason in unreturned:
                await put_back(session, received, now + timedelta(seconds=self._pauses[0]), reason, counts=False)
            claimed = await claim_updates(session, now, _LEASE, room * together)
            waits = None if claimed else await next_wait(session)
        del self._unreturned[: len(unreturned)]
        size = max(1, -(-len(claimed) // room))
        for start in range(0, len(claimed), size):
            task = asyncio.create_task(self._attend(claimed[start : start + size]))
            self._busy.add(task)
            task.add_done_callback(self._done)
        return _LOOK if waits is None else max(0.01, min(_LOOK, (waits - now).total_seconds()))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self._bell.ring()

    async def _attend(self, some: list[Received]) -> None:
        """Handle updates of different chats in one transaction: a commit costs more than most of them.

        Where one fails none is kept, and each is handled by itself: the others do not suffer for it.
        """
        began = monotonic()
        try:
            await self._handle_together(some)
        except Exception as exc:
            if outage_of(exc):
                # Nobody's fault: it does not count, and to try each by itself would fail as well.
                log.exception("updates_interrupted count=%d", len(some))
                self._unreturned += [(received, type(exc).__name__) for received in some]
            elif len(some) == 1:
                await self._give_back(some[0], exc)
            else:
                for received in some:
                    await self._attend([received])
        else:
            self._each += 0.2 * ((monotonic() - began) / len(some) - self._each)
        self._handled()

    async def _handle_together(self, some: list[Received]) -> None:
        async with asyncio.timeout(_LONGEST), writing(self._sessions) as session:
            still_ours = await begin_handling(session, some, self._now())
            for received in some:
                if received.id in still_ours:
                    await self._handle(session, received.incoming, received.id)
                    session.expire_all()

    async def _give_back(self, received: Received, error: Exception) -> None:
        """Try again later, or give up."""
        name = type(error).__name__
        log.exception("update_failed inbox=%d attempt=%d error=%s", received.id, received.attempts, name)
        try:
            async with writing(self._sessions) as session:
                if received.attempts <= len(self._pauses):
                    again = self._now() + timedelta(seconds=self._pauses[received.attempts - 1])
                    await put_back(session, received, again, name)
                elif await set_aside(session, received, self._now(), name):
                    if received.incoming.kind is not IncomingKind.STOPPED:
                        await enqueue(session, _apology(received), self._now())
                    self._metrics.set_aside.inc()
        except Exception:
            log.exception("update_not_given_back inbox=%d", received.id)
            self._unreturned.append((received, name))


def _apology(received: Received) -> Owed:
    text = say("delivery", "The last message could not be processed. Please send it again or call the secretary.")
    return _reply(received.incoming, received.id, text)
