"""The words that the parts of delivery share: its pace, a call that is under way, and what others are told of."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address, DeliveryError, Outgoing
from bot.jobs.lines import Line
from storage.claims import DueMessage

# Which of these messages must not go any more, each with a reason; asked in the transaction that claims them.
# Two objections are not for good: held back until an instant that was set, and worded anew (to be read again).
HELD, REWORDED = "held", "reworded"
Recheck = Callable[[AsyncSession, Sequence[int]], Awaitable[Mapping[int, str]]]


@dataclass(frozen=True)
class Pace:
    """Pauses of delivery, in seconds of real time."""

    call: float = 20.0  # a call that takes longer has an unknown outcome
    upload: float = 60.0  # … one that brings a file
    margin: float = 5.0  # what a lease is longer than its call
    unknown_again: float = 10.0  # before an unknown one goes again
    first_retry: float = 1.0  # doubled at every attempt …
    longest_retry: float = 120.0  # … up to this
    look: float = 1.0  # between looks when nobody rings
    sweep: float = 2.0  # between searches for what is held, expired or abandoned
    furthest: float = 900.0  # nothing is put off further
    ahead: float = 0.1  # how long before its slot a message may be claimed
    gather: float = 0.004  # how long ended calls wait for others, so that many are recorded at once
    first_shut: float = 1.0  # before a platform that is down is asked again, doubled …
    longest_shut: float = 60.0  # … up to this
    misconfigured: float = 30.0  # … after it refused the token
    finish: float = 8.0  # how long calls may still take when the service stops
    most_in_flight: int = 96


@dataclass(frozen=True, slots=True)
class Flight:
    """One call for one part of a message, claimed."""

    message: DueMessage
    address: Address
    line: Line
    part: Outgoing
    is_last: bool
    slot: float  # when it may leave, in seconds of the real clock
    ticket: int  # of the limiter, -1 where it was not asked
    within: float  # seconds the call may take
    was_failing: bool = False
    line_was_down: bool = False

    @property
    def number(self) -> int:
        return self.message.attempts + 1


class NotCalled(DeliveryError):
    """The service stopped before the call was made."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A call that has ended, well or not."""

    flight: Flight
    at: datetime
    ref: str = ""
    error: DeliveryError | None = None


@dataclass(frozen=True)
class Closed:
    """A message that will not arrive, or of which nobody can say so."""

    message_id: int
    person_id: int | None
    kind: str
    state: str  # failed, cancelled or unknown
    reason: str


# Told in the transaction that closes them.
OnClosed = Callable[[AsyncSession, Sequence[Closed]], Awaitable[None]]
# A channel that is deaf or dumb, and why; told outside any transaction.
Alarm = Callable[[str, str], Awaitable[None]]


async def no_objection(_session: AsyncSession, _ids: Sequence[int]) -> Mapping[int, str]:
    """A re-check that lets everything go."""
    return {}


async def tell_nobody(_session: AsyncSession, _closed: Sequence[Closed]) -> None:
    """For where nobody is to be told."""


async def alarm_nobody(_channel: str, _reason: str) -> None:
    """For where nobody is to be alarmed."""
