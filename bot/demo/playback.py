"""Plays a service on through time: every moment at which something may happen is lived through."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, time

from bot.app import Service
from bot.clock import RehearsedClock
from bot.config import Settings
from bot.domain.workdays import ONE_DAY
from storage.backlog import has_backlog
from storage.days import load_calendar

_SETTLES_WITHIN = 3.0  # seconds; a platform that fails keeps its messages longer


class Playback:
    """A rehearsed clock with the service that follows it. `has_more` tells of updates that still wait outside."""

    def __init__(self, clock: RehearsedClock, settings: Settings, has_more: Callable[[], bool] = lambda: False) -> None:
        self.clock = clock
        self._settings = settings
        self._has_more = has_more

    async def moments(self, service: Service, target: datetime) -> AsyncIterator[datetime]:
        """Between now and then every moment at which something may happen, in order.

        Those are the daily hour and the afternoon of each working day, and the openings for which a message is held.
        On a day off nothing is said; what it brings is done on the next working day, before anything is said.
        """
        hours, daily_at = self._settings.hours(), self._settings.reminder_policy().daily_at
        begun, zone = self.clock.now(), self._settings.timezone
        day = begun.astimezone(zone).date()
        while day <= target.astimezone(zone).date():
            async with service.sessions() as session:
                calendar = await load_calendar(session)
            certain = {hours.daily_moment(day, daily_at), hours.afternoon_moment(day)}
            openings = {datetime.combine(day, start, zone).astimezone(UTC) for start, _ in hours.spans}
            moments = sorted(certain | openings | {hours.daily_moment(day, time.min)})
            for moment in moments if calendar.is_working_day(day) else ():
                if begun < moment <= target and (moment in certain or await self._is_held(service, moment)):
                    yield moment
            day += ONE_DAY

    async def _is_held(self, service: Service, until: datetime) -> bool:
        async with service.sessions() as session:
            return await has_backlog(session, service.steady.now(), until)

    async def play_to(self, service: Service, target: datetime) -> None:
        """Live through every moment up to an instant."""
        async for moment in self.moments(service, target):
            self.clock.advance_to(moment)
            await self.settle(service)
        self.clock.advance_to(target)
        await self.settle(service)

    async def settle(self, service: Service) -> None:
        """Run the jobs of the calendar once and wait until nothing is left to be handled or sent."""
        await service.run_jobs()
        await self.drain(service)

    async def drain(self, service: Service) -> None:
        """Wait until nothing is left to be handled or sent."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while loop.time() - begun < _SETTLES_WITHIN and await self._is_busy(service):
            service.wake()
            await asyncio.sleep(0.004)

    async def _is_busy(self, service: Service) -> bool:
        return self._has_more() or await self._is_held(service, self.clock.now())
