"""Which job runs how often. A rehearsal that runs faster than real time looks as much more often."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.messages import Channel
from bot.jobs.digest import Digests
from bot.jobs.files import FileFetcher
from bot.jobs.menus import set_menus
from bot.jobs.metrics import Metrics
from bot.jobs.names import learn_names
from bot.jobs.obstacles import ObstacleRounds
from bot.jobs.plans import PlanWork
from bot.jobs.quota import watch_quota
from bot.jobs.remind import plan_reminders
from bot.jobs.rounds import run_rounds
from bot.jobs.successions import carry_out_successions
from bot.jobs.summary_orders import SummaryOrders
from bot.render.making import FileMaker
from handlers.request import Office
from storage.engine import Sessions

PLANNING_EVERY = 20.0  # seconds of the calendar's clock
ORDERS_EVERY = 0.5  # seconds of real time: somebody waits for the file
FILES_EVERY = 2.0
PLANS_EVERY = 1.0  # somebody waits for what was read
MENUS_EVERY = 30.0
NAMES_EVERY = 3600.0
QUOTA_EVERY = 600.0


@dataclass(frozen=True)
class Job:
    """Something that is done again and again; safe to repeat, in any process."""

    name: str
    pause: float  # seconds of real time
    tick: Callable[[], Awaitable[object]]
    follows_calendar: bool = False  # a rehearsal that moves its clock runs it
    close: Callable[[], None] = lambda: None  # lets go of what it holds, when the service stops


def calendar_jobs(
    sessions: Sessions,
    office: Office,
    channels: Mapping[str, Channel],
    metrics: Metrics,
    wake_delivery: Callable[[], None],
    maker: FileMaker,
) -> list[Job]:
    """The jobs that follow the calendar's clock, in the order in which a rehearsal runs them."""
    pause = max(0.2, PLANNING_EVERY / office.settings.clock_rate)

    async def plan() -> None:
        done = await plan_reminders(sessions, office)
        metrics.planned_at.set(datetime.now(UTC).timestamp())
        if done.messages:
            wake_delivery()

    async def rounds() -> None:
        await run_rounds(sessions, office)

    async def successions() -> None:
        await carry_out_successions(sessions, office)

    digests = Digests(sessions, office)
    orders = SummaryOrders(sessions, office, maker)

    async def fulfil() -> None:
        if await orders.tick():
            wake_delivery()

    files = FileFetcher(sessions, channels)
    plan_work = PlanWork(sessions, office, channels)

    async def read_plans() -> None:
        if await plan_work.tick():
            wake_delivery()

    obstacles = ObstacleRounds(sessions, office)

    async def menus() -> None:
        await set_menus(sessions, office, channels)

    async def names() -> None:
        await learn_names(sessions, channels)

    async def quota() -> None:
        await watch_quota(sessions, office.clock, channels)

    return [
        Job("successions", pause, successions, follows_calendar=True),
        Job("rounds", pause, rounds, follows_calendar=True),
        Job("plan", pause, plan, follows_calendar=True),
        Job("digest", pause, digests.tick, follows_calendar=True),
        Job("summaries", ORDERS_EVERY, fulfil, follows_calendar=True, close=orders.close),
        Job("obstacles", pause, obstacles.tick, follows_calendar=True),
        Job("files", FILES_EVERY, files.tick),
        Job("plan-files", PLANS_EVERY, read_plans),
        Job("menus", MENUS_EVERY, menus),
        Job("names", NAMES_EVERY, names),
        Job("quota", QUOTA_EVERY, quota),
    ]
