"""The stage of a rehearsal: a service on a database file, the phones, and a clock that is played on day by day."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Service
from bot.channels.simulator import PLAIN, PROFILES, WITH_BUTTONS, Phones, SimulatorChannel
from bot.clock import RehearsedClock
from bot.config import Settings
from bot.demo.playback import Playback
from bot.domain.messages import Address
from bot.domain.people import Person, Role
from bot.domain.rates import UNLIMITED
from bot.texts import say
from bot.web.simulator import Mark, PhoneChoice, SimulatorPages
from storage.engine import writing
from storage.plans import find_plan
from storage.roster import bind_address, load_everybody, make_primary
from storage.timeline import count_daily, days_ahead

log = logging.getLogger(__name__)

STRANGER = "nguoi-la"
_DAYS_SHOWN = 60
_FURTHEST = 400  # days that are played to find the next reminder

Fill = Callable[[AsyncSession, datetime, date], Awaitable[None]]


class Stage:
    """What the simulator's page steers, and scripts too."""

    def __init__(self, settings: Settings, start: datetime, fill: Fill, title: str, *, serve_http: bool = True) -> None:
        self.settings = replace(settings, clock_start=start)
        self.clock = RehearsedClock(start, settings.clock_rate)
        self.phones = Phones(self.clock.now)
        self.title = title
        self._first: list[str] = []
        self._is_ready = False
        self.playback = Playback(self.clock, self.settings, lambda: any(self.phones.waiting.values()))
        self._fill = fill
        self._serves_http = serve_http
        self._pages = SimulatorPages(self)
        self._restarting: asyncio.Task[None] | None = None
        self.service = self._new_service()

    def _new_service(self) -> Service:
        return Service(
            self.settings,
            clock=self.clock,
            make_channels=lambda service: [SimulatorChannel(name, self.phones, service.read_file) for name in PROFILES],
            routes=self._pages.routes(),
            serve_http=self._serves_http,
            rates=dict.fromkeys(PROFILES, UNLIMITED),  # our own phones throttle nobody, days pass in an instant
        )

    async def open(self) -> None:
        """Start the service, fill an empty database, give everybody a phone."""
        await self.service.start()
        async with writing(self.service.sessions) as session:
            if await find_plan(session) is None:
                await self._fill(session, self.clock.now(), self.local_now().date())
            for person in await self._everybody(session):
                await bind_address(session, person.id, Address(WITH_BUTTONS, str(person.id)), self.clock.now())
            self._first = await self._choose_first(session)
        await self.settle()
        self._is_ready = True

    async def close(self) -> None:
        """Stop the service."""
        await self.service.stop()

    def local_now(self) -> datetime:
        return self.clock.now().astimezone(self.settings.timezone)

    @property
    def is_ready(self) -> bool:
        return self._is_ready

    @property
    def first_phones(self) -> list[str]:
        return self._first

    # --- people

    async def _everybody(self, session: AsyncSession) -> list[Person]:
        return await load_everybody(session, self.local_now().date())

    async def _choose_first(self, session: AsyncSession) -> list[str]:
        """A focal point who has something to do soon, and the secretary."""
        people = await self._everybody(session)
        today = self.local_now().date()
        ahead = await days_ahead(session, today, today + timedelta(days=31), self.settings.reminder_policy())
        busy = {agency for day in ahead for agency in day.agencies}
        focal = [each for each in people if each.agency_ids(Role.FOCAL) & busy]
        focal = focal or [each for each in people if Role.FOCAL in each.roles]
        desk = [each for each in people if Role.SECRETARY in each.roles]
        return [f"{WITH_BUTTONS}:{each.id}" for each in (*focal[:1], *desk[:1])]

    async def everybody(self) -> list[Person]:
        """Everybody of the roster today."""
        async with self.service.sessions() as session:
            return await self._everybody(session)

    async def choices(self) -> list[PhoneChoice]:
        async with self.service.sessions() as session:
            people = await self._everybody(session)
        found: list[PhoneChoice] = []
        for channel, kind in ((WITH_BUTTONS, "channel with buttons"), (PLAIN, "channel without buttons")):
            group = say("simulator", kind)
            found += [PhoneChoice(channel, str(each.id), each.name, group) for each in people]
        stranger = say("simulator", "Stranger")
        return [*found, PhoneChoice(WITH_BUTTONS, STRANGER, stranger, say("simulator", "Others"))]

    async def open_phone(self, channel: str, chat: str) -> None:
        """Somebody's phone is put on the page: from now on they are written to there."""
        if not chat.isdecimal():
            return
        async with writing(self.service.sessions) as session:
            if int(chat) in {each.id for each in await self._everybody(session)}:
                await bind_address(session, int(chat), Address(channel, chat), self.clock.now())
                await make_primary(session, int(chat), Address(channel, chat))

    # --- the clock

    async def marks(self) -> list[Mark]:
        today, policy = self.local_now().date(), self.settings.reminder_policy()
        async with self.service.sessions() as session:
            ahead = await days_ahead(session, today, today + timedelta(days=_DAYS_SHOWN), policy)
        return [Mark(each.day, each.reminders, each.terms) for each in ahead]

    async def advance(self, step: str) -> None:
        if step == "next":
            await self.play_to_next_reminder()
        else:
            await self.play_to(self.clock.now() + timedelta(days=7 if step == "week" else 1))

    async def play_to(self, target: datetime) -> None:
        """Live through every moment up to an instant."""
        await self.playback.play_to(self.service, target)

    async def play_to_next_reminder(self) -> None:
        """Live on until somebody was reminded, at most a year and a bit."""
        before = await self._count_daily()
        async for moment in self.playback.moments(self.service, self.clock.now() + timedelta(days=_FURTHEST)):
            self.clock.advance_to(moment)
            await self.settle()
            if await self._count_daily() > before:
                return

    async def _count_daily(self) -> int:
        async with self.service.sessions() as session:
            return await count_daily(session)

    async def settle(self) -> None:
        """Run the jobs of the calendar once and wait until nothing is left to be handled or sent."""
        await self.playback.settle(self.service)

    async def drain(self) -> None:
        """Wait until what people wrote is answered; the jobs of the calendar have been run at this moment."""
        await self.playback.drain(self.service)

    async def restart(self) -> None:
        """Stop the service and start another on the same database; the phones go on. Until then nothing is ready."""
        self._is_ready = False
        self._restarting = asyncio.create_task(self._restart())

    async def _restart(self) -> None:
        await self.service.stop()
        self.service = self._new_service()
        await self.service.start()
        self._is_ready = True
        await self.phones.touch()
        log.info("service_restarted")
