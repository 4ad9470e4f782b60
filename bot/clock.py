"""The time of the calendar: real, or rehearsed. Leases, rates and retries keep to the real one and do not ask here."""

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
