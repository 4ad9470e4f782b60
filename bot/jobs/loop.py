"""Runs the jobs of the service: each by its name, started again when it fails, stopped together in good time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Run = Callable[[asyncio.Event], Awaitable[None]]
Tick = Callable[[], Awaitable[object]]

STOPS_WITHIN = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class Bell:
    """Wakes one waiting job; rung while nobody waits, it is heard at the next wait."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, at_most: float) -> bool:
        """Wait for a ring, at most so many seconds; was there one?"""
        try:
            async with asyncio.timeout(at_most):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Loop:
    """The supervised jobs. `add` and `every` before `start`; `stop` lets them finish what is in flight."""

    def __init__(self) -> None:
        self._jobs: dict[str, Run] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._bells: list[Bell] = []

    def add(self, name: str, run: Run) -> None:
        """A job that runs until the event it is given is set."""
        self._jobs[name] = run

    def every(self, name: str, seconds: float, tick: Tick) -> Bell:
        """A job that is done again and again, and at once when the bell that is returned rings."""
        bell = Bell()
        self._bells.append(bell)

        async def run(stop: asyncio.Event) -> None:
            while not stop.is_set():
                await tick()
                await bell.wait(seconds)

        self.add(name, run)
        return bell

    def start(self) -> None:
        """Begin all jobs."""
        for name, run in self._jobs.items():
            self._tasks[name] = asyncio.create_task(self._supervise(name, run), name=name)

    @property
    def stopping(self) -> asyncio.Event:
        return self._stop

    async def stop(self, within: float = STOPS_WITHIN) -> None:
        """Let every job finish what it has begun; what is not done within so many seconds is cancelled."""
        self._stop.set()
        for bell in self._bells:
            bell.ring()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks.values(), timeout=within)
        for task in late:
            log.warning("job_cancelled job=%s", task.get_name())
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    async def _supervise(self, name: str, run: Run) -> None:
        pause = _FIRST_PAUSE
        while not self._stop.is_set():
            began = asyncio.get_running_loop().time()
            try:
                await run(self._stop)
            except Exception:
                log.exception("job_failed job=%s", name)
            if asyncio.get_running_loop().time() - began > 60:
                pause = _FIRST_PAUSE
            await wait_for(self._stop, pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def wait_for(event: asyncio.Event, at_most: float) -> bool:
    """Wait for an event, at most so many seconds; is it set?"""
    try:
        async with asyncio.timeout(at_most):
            await event.wait()
    except TimeoutError:
        return False
    return True
