"""How fast one bot may send: over all chats, to one chat, to one group. Instants are seconds, given by the caller."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


def _never(_chat: str) -> bool:
    return False


@dataclass(frozen=True)
class Rates:
    """The limits of a platform. Telegram's: some 30/s in all, 1/s to a chat after a small burst, 20/min to a group."""

    overall: float = 30.0  # messages a second
    chat_every: float = 1.0  # seconds between messages to one chat …
    chat_burst: int = 3  # … after so many at once
    group_messages: int = 20
    group_window: float = 60.0
    is_group: Callable[[str], bool] = field(default=_never, repr=False)


# The server counts when requests arrive, we when they leave: the window is longer by what may lie between.
_SLACK = 0.02
_BURST = 8


class Limiter:
    """Says when the next message may leave, and remembers what left."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._recent: deque[float] = deque()  # slots given within the last window, in order
        self._every = 1 / rates.overall
        self._burst = min(_BURST, max(1, int(rates.overall / 4)))
        self._fill = 0.0  # when the burst will be whole again
        self._chats: dict[str, float] = {}
        self._groups: dict[str, deque[float]] = {}

    def next_slot(self, now: float) -> float:
        """When a message to some chat that has had none may leave, at the earliest."""
        paced = max(now, self._fill - self._every * (self._burst - 1))
        most = max(1, int(self.rates.overall))
        window = (most / self.rates.overall) * (1 + _SLACK)
        if len(self._recent) < most:
            return paced
        return max(paced, self._recent[-most] + window)

    def next_slot_for(self, chat: str, now: float) -> float:
        """When a message to this chat may leave by its own limits alone."""
        slot = max(now, self._chats.get(chat, 0.0) - self.rates.chat_every * (self.rates.chat_burst - 1))
        sent = self._groups.get(chat)
        if sent and len(sent) >= self.rates.group_messages:
            slot = max(slot, sent[-self.rates.group_messages] + self.rates.group_window * (1 + _SLACK))
        return slot

    def take(self, chat: str, slot: float) -> None:
        """A message to the chat leaves at `slot`."""
        self._fill = max(self._fill, slot) + self._every
        self._recent.append(slot)
        while len(self._recent) > 1 and self._recent[0] < slot - 2 and len(self._recent) > self.rates.overall:
            self._recent.popleft()
        self._chats[chat] = max(self._chats.get(chat, 0.0), slot) + self.rates.chat_every
        if self.rates.is_group(chat):
            sent = self._groups.setdefault(chat, deque(maxlen=self.rates.group_messages))
            sent.append(slot)
        if len(self._chats) > 4096:
            self._forget(slot)

    def _forget(self, now: float) -> None:
        self._chats = {chat: full for chat, full in self._chats.items() if full > now}
        window = self.rates.group_window * 2
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent[-1] > now - window}
