"""The time of the calendar: real, or rehearsed. Leases, rates and retries keep to the real one and do not ask here."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """Tells the instant by which terms, reminders and reports are dated."""

    def now(self) -> datetime:
        """An aware instant in UTC."""


class RealClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class RehearsedClock:
    """Begins at `start` and runs `rate` times as fast as real time; `advance_to` jumps ahead, never back."""

    def __init__(self, start: datetime, rate: float = 1.0) -> None:
        if start.tzinfo is None:
            raise ValueError("a rehearsed clock starts at an aware instant")
        self._start = start.astimezone(UTC)
        self._since = monotonic()
        self._rate = rate

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(monotonic() - self._since) * self._rate)

    def advance_to(self, moment: datetime) -> None:
        """Jump to a later instant; an earlier one changes nothing."""
        if moment > self.now():
            self._start, self._since = moment.astimezone(UTC), monotonic()


SETTLES_AFTER = 600.0


def _boot_time() -> float:
    # Counts on while the machine sleeps, where there is such a clock.
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else monotonic()


class SteadyClock:
    """Real time for leases, rates and retries: a wall clock that is set ahead and back again does not move it.

    It starts at the wall clock's time and counts on by itself. Where the two disagree for ten minutes on end, the
    wall clock was put right and is believed.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = _boot_time) -> None:
        self._wall = wall
        self._steady = steady
        self._ahead = wall() - steady()
        self._other: tuple[float, float] | None = None  # the disagreeing difference, and since when

    def now(self) -> datetime:
        steady, ahead = self._steady(), self._wall() - self._steady()
        if abs(ahead - self._ahead) < 1:
            self._other = None
        elif self._other is None or abs(ahead - self._other[0]) >= 1:
            self._other = (ahead, steady)
        elif steady - self._other[1] >= SETTLES_AFTER:
            self._ahead, self._other = ahead, None
        return datetime.fromtimestamp(steady + self._ahead, UTC)
