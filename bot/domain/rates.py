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
    chat_every: float = 1.0  # seconds for each message to one chat, on average over …
    chat_burst: int = 3  # … so many, which may leave at once
    group_messages: int = 20
    group_window: float = 60.0
    is_group: Callable[[str], bool] = field(default=_never, repr=False)


# For what has no limit, as the simulator.
UNLIMITED = Rates(overall=5000.0, chat_every=0.001, chat_burst=1000)

# The server counts when requests arrive, we when they leave: the windows are longer by what may lie between.
_SLACK = 0.02
_BURST = 8
_KEPT = 4096


class Limiter:
    """Says when the next message may leave, and remembers what left."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._most = max(1, int(rates.overall))
        self._window = self._most / rates.overall * (1 + _SLACK)
        self._every = 1 / rates.overall
        self._burst = min(_BURST, max(1, int(rates.overall / 4)))
        self._fill = 0.0  # when the burst will be whole again
        self._count = 0
        self._left: dict[int, float] = {}  # when the last ones left, by their number
        self._chats: dict[str, deque[float]] = {}

    def next_slot(self, now: float) -> float:
        """When a message to some chat that has had none may leave, at the earliest."""
        paced = max(now, self._fill - self._every * (self._burst - 1))
        before = self._left.get(self._count - self._most)
        return paced if before is None else max(paced, before + self._window)

    def next_slot_for(self, chat: str, now: float) -> float:
        """When a message to this chat may leave by its own limits alone."""
        most, window = self._limit_of(chat)
        sent = self._chats.get(chat)
        if sent is None or len(sent) < most:
            return now
        return max(now, sent[-most] + window * (1 + _SLACK))

    def take(self, chat: str, slot: float) -> int:
        """A message to the chat leaves at `slot`; returns its number."""
        number = self._count
        self._count += 1
        self._fill = max(self._fill, slot) + self._every
        self._left[number] = slot
        self._left.pop(number - self._most, None)
        most, _ = self._limit_of(chat)
        self._chats.setdefault(chat, deque(maxlen=most)).append(slot)
        if len(self._chats) > _KEPT:
            self._forget(slot)
        return number

    def arrived(self, number: int, chat: str, at: float) -> None:
        """A message can have arrived as late as that: what follows it in a window's distance waits accordingly."""
        if number in self._left:
            self._left[number] = max(self._left[number], at)
        if sent := self._chats.get(chat):
            sent[-1] = max(sent[-1], at)

    def _limit_of(self, chat: str) -> tuple[int, float]:
        if self.rates.is_group(chat):
            return self.rates.group_messages, self.rates.group_window
        return self.rates.chat_burst, self.rates.chat_every * self.rates.chat_burst

    def _forget(self, now: float) -> None:
        kept = {chat: sent for chat, sent in self._chats.items() if sent[-1] + 2 * self._limit_of(chat)[1] > now}
        self._chats = kept
