"""Which job runs how often. A rehearsal that runs faster than real time looks as much more often."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.messages import Channel
from bot.jobs.metrics import Metrics
from bot.jobs.remind import plan_reminders
from handlers.request import Office
from storage.engine import Sessions

PLANNING_EVERY = 20.0  # seconds of the calendar's clock


@dataclass(frozen=True)
class Job:
    """Something that is done again and again; safe to repeat, in any process."""

    name: str
    pause: float  # seconds of real time
    tick: Callable[[], Awaitable[object]]


def calendar_jobs(
    sessions: Sessions,
    office: Office,
    channels: Mapping[str, Channel],
    metrics: Metrics,
    wake_delivery: Callable[[], None],
) -> list[Job]:
    """The jobs that follow the calendar's clock, in the order in which a rehearsal runs them."""
    pause = max(0.2, PLANNING_EVERY / office.settings.clock_rate)

    async def plan() -> None:
        done = await plan_reminders(sessions, office)
        metrics.planned_at.set(datetime.now(UTC).timestamp())
        if done.messages:
            wake_delivery()

    return [Job("plan", pause, plan)]
