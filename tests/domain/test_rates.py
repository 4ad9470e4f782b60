"""The limits of a platform, kept whatever is asked for and whenever."""

from hypothesis import given
from hypothesis.strategies import floats, integers, lists, tuples

from bot.domain.rates import Limiter, Rates

RATES = Rates(
    overall=30, chat_every=1, chat_burst=3, group_messages=20, group_window=60, is_group=lambda c: c[0] == "-"
)


def sent_at(asked: list[tuple[float, int]], rates: Rates = RATES) -> list[tuple[float, str]]:
    """Ask after so many seconds for a message to a chat; returns when each left."""
    limiter, now, left = Limiter(rates), 0.0, []
    for pause, number in asked:
        now += pause
        chat = f"-{number}" if number % 4 == 0 else str(number)
        slot = max(limiter.next_slot(now), limiter.next_slot_for(chat, now))
        limiter.take(chat, slot)
        now = slot
        left.append((slot, chat))
    return left


def most_in_any(left: list[float], window: float) -> int:
    return max((sum(1 for other in left if at <= other < at + window) for at in left), default=0)


@given(lists(tuples(floats(0, 0.2), integers(0, 40)), max_size=150))
def test_no_window_holds_more_than_the_limits(asked: list[tuple[float, int]]) -> None:
    """Over all chats in any second, to one chat in any three, to a group in any minute."""
    left = sent_at(asked)

    assert most_in_any([at for at, _ in left], 1.0) <= 30
    for chat in {chat for _, chat in left}:
        of_chat = [at for at, other in left if other == chat]
        if chat.startswith("-"):
            assert most_in_any(of_chat, 60.0) <= 20
        else:
            assert most_in_any(of_chat, 3.0) <= 3


def test_a_broadcast_ends_within_three_percent_of_the_ideal_time() -> None:
    """3,000 people at 30 a second: 100 seconds."""
    left = sent_at([(0.0, 4 * number + 1) for number in range(3000)])

    assert left[-1][0] <= 103.0


def test_what_arrived_late_pushes_what_follows_it_in_a_window() -> None:
    """A connection that was slow at the start does not squeeze the first second."""
    limiter = Limiter(Rates(overall=10))
    tickets = [limiter.take(str(n), n * 0.1) for n in range(10)]
    limiter.arrived(tickets[0], "0", 0.5)

    assert limiter.next_slot(0.95) >= 1.5
