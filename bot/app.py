"""The one place that builds and wires everything; starts it and stops it in a stated order."""

import logging
import os
import socket
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.alarms import Alarms
from bot.channels.rendering import LinkFor
from bot.channels.simulator import PROFILES
from bot.clock import Clock, RealClock, RehearsedClock, SteadyClock
from bot.config import Settings
from bot.domain.messages import Channel, Incoming
from bot.domain.rates import Rates
from bot.jobs.deliver import Deliverer
from bot.jobs.loop import Loop
from bot.jobs.metrics import Metrics
from bot.jobs.receive import Intake, Receiver
from bot.jobs.recheck import rechecker
from bot.jobs.schedule import calendar_jobs
from bot.jobs.turns import Always, LeaseTurn
from bot.render.making import FileMaker
from bot.secret_key import load_secret_key
from bot.web.board import BoardPages
from bot.web.files import file_routes, link_maker
from bot.web.server import build_web
from handlers.dispatch import dispatch
from handlers.request import Office
from storage.engine import FileLock, Sessions, open_engine, open_sessions, writing
from storage.files import load_file
from storage.meta import claim_time
from storage.migrate import database_version, migrate

log = logging.getLogger(__name__)

MakeChannels = Callable[["Service"], Sequence[Channel]]


class Service:
    """A running nhacviec: the database, the channels, the jobs and the HTTP server of one process.

    `rates` stand in for those of the platforms, by channel: a rehearsal squeezes months into a minute of real time.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        make_channels: MakeChannels | None = None,
        routes: Sequence[web.RouteDef] = (),
        serve_http: bool = True,
        rates: Mapping[str, Rates] | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock or settings.clock()
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
        self.metrics = Metrics()
        self.steady = SteadyClock()
        self.key = b""
        self.channels: dict[str, Channel] = {}
        self._make_channels = make_channels or _channels_of_settings
        self._routes = tuple(routes)
        self._serves_http = serve_http
        self._rates = _rates(settings) | dict(rates or {})
        self._lock: FileLock | None = None
        self._runner: web.AppRunner | None = None
        self._loop = Loop()
        self._maker = FileMaker()
        self._polling: LeaseTurn | Always = Always()

    # --- starting and stopping

    async def start(self) -> None:
        """Lock, migrate, then the jobs, the channels and the server. Raises what the command tells the operator."""
        database = self.settings.database_file
        if database is not None:
            self._lock = FileLock(database)
            self._lock.acquire()
        self.engine: AsyncEngine = open_engine(self.settings.database_url)
        self.sessions: Sessions = open_sessions(self.engine)
        await migrate(self.engine)
        async with writing(self.sessions) as session:
            await claim_time(session, rehearsed=not isinstance(self.clock, RealClock))
        self.key = load_secret_key(self.settings)
        self._build()
        if self._serves_http:
            await self._serve()
        self._loop.start()
        for channel in self.channels.values():
            await channel.start(self.intake)
        self._say_started()

    def _build(self) -> None:
        works_alone = self.settings.database_file is not None
        now = self.steady.now
        turn = Always() if works_alone else LeaseTurn(self.sessions, "deliver", self.holder, now)
        if not works_alone:
            self._polling = LeaseTurn(self.sessions, "poll", self.holder, now)
            self._loop.add("poll-turn", self._polling.run)
        self.alarms = Alarms(self.sessions, self.settings, self.clock, now)
        self.channels = {channel.name: channel for channel in self._make_channels(self)}
        self.office = Office(
            self.settings,
            self.clock,
            {name: channel.capabilities for name, channel in self.channels.items()},
            self.key,
        )
        self.receiver = Receiver(
            self.sessions, self._handle, now=now, handled=self._wake_delivery, metrics=self.metrics,
            works_alone=works_alone,
        )  # fmt: skip
        self.intake = Intake(self.sessions, now, self.receiver.wake, self.metrics)
        self.deliverer = Deliverer(
            self.sessions,
            self.channels,
            now=now,
            calendar=self.clock,
            turn=turn,
            holder=self.holder,
            link_for=self.link_for,
            rates=self._rates,
            bots={name: bots for name, channel in self.channels.items() if (bots := getattr(channel, "bots", None))},
            recheck=rechecker(self.office),
            on_closed=self.alarms.closed,
            alarm=self.alarms.channel_down,
            metrics=self.metrics,
        )
        self._loop.add("receive", self.receiver.run)
        self._loop.add("deliver", self.deliverer.run)
        self._jobs = calendar_jobs(
            self.sessions, self.office, self.channels, self.metrics, self._wake_delivery, self._maker
        )  # fmt: skip
        for job in self._jobs:
            self._loop.every(job.name, job.pause, job.tick)

    async def stop(self) -> None:
        """Take nothing new in, finish what is under way within ten seconds, then let go of everything."""
        for channel in self.channels.values():
            await channel.stop()
        await self._loop.stop()
        for job in self._jobs:
            job.close()
        for channel in self.channels.values():
            await channel.close()
        if self._runner:
            await self._runner.cleanup()
        await self.engine.dispose()
        if self._lock:
            self._lock.release()
        log.info("service_stopped")

    def channels_to_check(self) -> list[Channel]:
        """The channels that the settings turn on, not started: they can be asked who they are."""
        sessions = open_sessions(open_engine(self.settings.database_url))
        self.alarms = Alarms(sessions, self.settings, self.clock, self.steady.now)
        return list(self._make_channels(self))

    async def run_jobs(self) -> None:
        """Run every job of the calendar once, in order: a rehearsal moves its clock and then asks for this."""
        for job in self._jobs:
            if job.follows_calendar:
                await job.tick()

    def wake(self) -> None:
        """Look at once at what came in and what is owed."""
        self.receiver.wake()
        self.deliverer.wake()

    # --- the parts' questions

    async def _handle(self, session: AsyncSession, incoming: Incoming, inbox_id: int) -> None:
        await dispatch(session, self.office, incoming, inbox_id)

    def _wake_delivery(self) -> None:
        self.deliverer.wake()

    def may_poll(self) -> bool:
        """Is this the process that polls?"""
        return self._polling.held

    async def read_file(self, key: str) -> bytes:
        """The bytes of a stored file, for a channel that sends it."""
        async with self.sessions() as session:
            file = await load_file(session, key)
        return file.content if file else b""

    @property
    def link_for(self) -> LinkFor:
        """Addresses for files on channels that cannot carry them."""
        base = self.settings.public_url or f"http://{self.settings.http_host}:{self.settings.http_port}"
        return link_maker(base, self.key)

    # --- HTTP

    async def _serve(self) -> None:
        routes = [*self._routes, *file_routes(self.sessions, self.key)]
        routes += BoardPages(self.sessions, self.clock, self.settings, self.key, self._maker).routes()
        for channel in self.channels.values():
            routes += getattr(channel, "routes", list)()
        application = build_web(routes, is_healthy=self._is_healthy, metrics=self._read_metrics)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=2.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.http_host, self.settings.http_port).start()

    async def _is_healthy(self) -> dict[str, object]:
        async with self.sessions() as session:
            await session.execute(text("SELECT 1"))
        return {"schema": await database_version(self.engine), "channels": sorted(self.channels)}

    async def _read_metrics(self) -> bytes:
        async with self.sessions() as session:
            return await self.metrics.read(session, self.steady.now())

    def _say_started(self) -> None:
        rehearsal = ""
        if isinstance(self.clock, RehearsedClock):
            rehearsal = f" rehearsed_from={self.clock.now().isoformat()} rate={self.settings.clock_rate}"
        log.info("service_started channels=%s%s", ",".join(sorted(self.channels)) or "none", rehearsal)


def _rates(settings: Settings) -> dict[str, Rates]:
    """How fast each channel may send. Zalo publishes no figure: five a second is what careful clients keep to."""
    from bot.channels.telegram import is_group

    rates = {
        "telegram": Rates(overall=settings.telegram_rate, is_group=is_group),
        "zalo_bot": Rates(overall=5.0),
    }
    return rates | dict.fromkeys(PROFILES, Rates(overall=2000.0, chat_every=0.001, chat_burst=100))


def _channels_of_settings(service: Service) -> list[Channel]:
    """The channels that the settings turn on; each package is imported only where it is used."""
    settings, channels = service.settings, list[Channel]()
    if settings.telegram_token:
        from bot.channels.telegram import WEBHOOK_PATH, TelegramChannel

        hooked = settings.telegram_mode == "webhook" and settings.public_url
        channels.append(
            TelegramChannel(
                settings.telegram_token,
                service.read_file,
                api_url=settings.telegram_api_url,
                webhook_url=f"{settings.public_url.rstrip('/')}{WEBHOOK_PATH}"
                if hooked and settings.public_url
                else None,
                webhook_secret=settings.telegram_webhook_secret or "",
                proxy=settings.http_proxy,
                may_poll=service.may_poll,
                alarm=service.alarms.channel_deaf,
            )
        )
    if settings.zalo_bot_tokens:
        from bot.channels.zalo_bot import ZaloBotChannel

        channels.append(
            ZaloBotChannel(
                settings.zalo_bot_tokens,
                settings.zalo_bot_api_url,
                alarm=service.alarms.channel_deaf,
                webhook_url=settings.public_url if settings.zalo_bot_mode == "webhook" else None,
                webhook_secret=settings.zalo_bot_webhook_secret,
                link=service.link_for if settings.public_url else None,
                proxy=settings.http_proxy,
                may_poll=service.may_poll,
            )
        )
    return channels
