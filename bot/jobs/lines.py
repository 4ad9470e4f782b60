"""What one bot of a channel may send now: its rates, the waits it was told, and whether its platform is down.

Nothing here does I/O: the deliverer asks before a call and tells afterwards. Instants are seconds of the real clock.
"""

import random
from dataclasses import dataclass, field

from bot.domain.rates import Limiter, Rates

_FAILURES_IN_A_ROW = 4
# A 429 does not say whether it is meant for the chat or for the whole bot. The whole bot waits so long; then one
# message to another chat shows which it was.
_DOUBT = 3.0


@dataclass
class Line:
    """One bot of one channel."""

    channel: str
    bot: str
    rates: Rates
    first_pause: float = 1.0  # between looks at a platform that is down, doubled …
    longest_pause: float = 60.0  # … up to this
    quickest: float = 60.0  # the shortest call so far: what a call takes longer than that, it may have left later
    limiter: Limiter = field(init=False)
    waits_until: float = 0.0  # the whole bot was told to wait
    chats_wait: dict[str, float] = field(default_factory=dict)
    doubts_until: float = 0.0  # a chat was told to wait until then, perhaps the whole bot
    doubted_chat: str = ""
    failures: int = 0
    down_since: float | None = None
    looks_again_at: float = 0.0
    reason: str = ""
    in_flight: int = 0
    is_asked: bool = False  # the platform is being asked whether it is back …
    answers: bool = False  # … and it answered

    def __post_init__(self) -> None:
        self.limiter = Limiter(self.rates)

    @property
    def is_down(self) -> bool:
        return self.down_since is not None

    def opens_at(self, now: float) -> float:
        """When messages may go at the earliest; `now` or before where they may go now."""
        if self.is_down:
            return max(self.looks_again_at, self.waits_until)
        return self.waits_until

    def room(self, now: float, most: int) -> int:
        """How many more may be in flight: one while it is in doubt whether the platform takes anything."""
        if self.opens_at(now) > now or (self.is_down and not self.answers):
            return 0
        in_doubt = self.is_down or now < self.doubts_until
        return max(0, (1 if in_doubt else most) - self.in_flight)

    def chat_opens_at(self, chat: str, now: float) -> float:
        """When a message to this chat may leave by what is known of the chat alone."""
        told = self.chats_wait.get(chat, 0.0)
        if told and told <= now:
            del self.chats_wait[chat]
        return max(told, self.limiter.next_slot_for(chat, now))

    def wants_asking(self, now: float) -> bool:
        """Is it time to ask the platform whether it is back?"""
        return self.is_down and not self.answers and not self.is_asked and self.opens_at(now) <= now

    def succeeded(self, chat: str) -> None:
        """The platform took a message."""
        self.failures = 0
        self.down_since = None
        self.reason = ""
        if chat != self.doubted_chat:
            self.doubts_until = 0.0

    def throttled(self, chat: str, retry_after: float, now: float, *, whole_bot: bool) -> None:
        """The platform said wait."""
        until = now + retry_after
        self.chats_wait[chat] = max(self.chats_wait.get(chat, 0.0), until)
        if not whole_bot:
            return
        if now < self.doubts_until and chat != self.doubted_chat:
            self.waits_until = max(self.waits_until, until, self.doubts_until)
            return
        self.waits_until = max(self.waits_until, min(until, now + _DOUBT))
        self.doubts_until, self.doubted_chat = max(self.doubts_until, until), chat

    def failed(self, reason: str, now: float) -> None:
        """A send did not succeed for a reason that is the platform's, not the recipient's."""
        self.failures += 1
        if self.failures >= _FAILURES_IN_A_ROW:
            self.is_shut(reason, now)

    def is_shut(self, reason: str, now: float, pause: float | None = None) -> None:
        """Nothing is sent for a while, longer every time."""
        if self.down_since is None:
            self.down_since = now
            self.failures = _FAILURES_IN_A_ROW
        self.reason, self.answers = reason, False
        grown = min(self.longest_pause, self.first_pause * 2 ** max(0, min(10, self.failures - _FAILURES_IN_A_ROW)))
        self.looks_again_at = now + (pause or grown * random.uniform(0.7, 1.0))  # noqa: S311

    def took(self, number: int, chat: str, left_at: float, ended_at: float) -> None:
        """A call has ended: its request arrived, at the latest, the time of the quickest call before that."""
        self.quickest = min(self.quickest, ended_at - left_at)
        self.limiter.arrived(number, chat, ended_at - self.quickest)
