"""What one process alone may do among several: it holds a lease, and another takes over when it lets go or dies."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

from bot.jobs.loop import wait_for
from storage.engine import Sessions, writing
from storage.leases import release_lease, take_lease

log = logging.getLogger(__name__)

LASTS = 9.0  # a takeover within 15 seconds: the lease runs out, and the others look every third of it


class Turn(Protocol):
    """Is it this process's turn?"""

    @property
    def held(self) -> bool: ...


class Always:
    """The turn of a process that works alone: a SQLite file has one process at a time."""

    held = True

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()


class LeaseTurn:
    """A turn by lease. `run` keeps it; `held` is true only while the lease surely lasts."""

    def __init__(
        self, sessions: Sessions, name: str, holder: str, now: Callable[[], datetime], lasts: float = LASTS
    ) -> None:
        self._sessions = sessions
        self._name = name
        self._holder = holder
        self._now = now
        self._lasts = lasts
        self._until = 0.0

    @property
    def held(self) -> bool:
        return monotonic() < self._until

    async def run(self, stop: asyncio.Event) -> None:
        """Take the lease when it is free, renew it, and let go at the end."""
        while not stop.is_set():
            await self.renew()
            await wait_for(stop, self._lasts / 3)
        await self._let_go()

    async def renew(self) -> bool:
        """Try once; is the turn held now?"""
        asked_at = monotonic()
        had = self.held
        try:
            async with writing(self._sessions) as session:
                taken = await take_lease(session, self._name, self._holder, self._now(), timedelta(seconds=self._lasts))
        except Exception:
            log.exception("lease_failed lease=%s", self._name)
            return self.held
        # Counted from before the question, and a little less than the others wait.
        self._until = asked_at + self._lasts * 0.9 if taken else 0.0
        if taken and not had:
            log.info("lease_taken lease=%s", self._name)
        return taken

    async def _let_go(self) -> None:
        if not self.held:
            return
        self._until = 0.0
        try:
            async with writing(self._sessions) as session:
                await release_lease(session, self._name, self._holder)
        except Exception:
            log.exception("lease_failed lease=%s", self._name)
