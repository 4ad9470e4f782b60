"""Plays a service on through time: every moment at which something may happen is lived through, none is skipped."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time

from bot.app import Service
from bot.clock import RehearsedClock
from bot.config import Settings
from bot.domain.workdays import ONE_DAY
from storage.backlog import has_backlog

_SETTLES_WITHIN = 3.0  # seconds; a platform that fails keeps its messages longer
_BESIDE = (time(8, 5), time(16, 0))  # moments of the day beside the openings and the daily hour


class Playback:
    """A rehearsed clock with the service that follows it. `has_more` tells of updates that still wait outside."""

    def __init__(self, clock: RehearsedClock, settings: Settings, has_more: Callable[[], bool] = lambda: False) -> None:
        self.clock = clock
        self._settings = settings
        self._has_more = has_more

    def moments(self, target: datetime) -> Iterator[datetime]:
        """The openings and the daily hour of every day between now and then, in order."""
        policy = self._settings.reminder_policy()
        hours = {start for start, _ in policy.hours.spans} | {policy.daily_at, policy.hours.monday_from, *_BESIDE}
        now, zone = self.clock.now(), self._settings.timezone
        day = now.astimezone(zone).date()
        while day <= target.astimezone(zone).date():
            for hour in sorted(hours):
                moment = datetime.combine(day, hour, zone).astimezone(UTC)
                if now < moment <= target:
                    yield moment
            day += ONE_DAY

    async def play_to(self, service: Service, target: datetime) -> None:
        """Live through every moment up to an instant."""
        for moment in self.moments(target):
            self.clock.advance_to(moment)
            await self.settle(service)
        self.clock.advance_to(target)
        await self.settle(service)

    async def settle(self, service: Service) -> None:
        """Run the jobs of the calendar once and wait until nothing is left to be handled or sent."""
        await service.run_jobs()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while loop.time() - begun < _SETTLES_WITHIN and await self._is_busy(service):
            service.wake()
            await asyncio.sleep(0.004)

    async def _is_busy(self, service: Service) -> bool:
        if self._has_more():
            return True
        async with service.sessions() as session:
            return await has_backlog(session, service.steady.now(), self.clock.now())
