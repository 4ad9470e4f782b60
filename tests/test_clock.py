"""Leases, rates and retries keep their time when somebody sets the machine's clock."""

from datetime import timedelta

from bot.clock import SteadyClock


class Clocks:
    """A wall clock that can be set, and one that counts on."""

    wall, steady = 1_700_000_000.0, 50.0

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


def test_a_wall_clock_set_a_day_ahead_and_back_moves_nothing() -> None:
    """What was two minutes stays two minutes."""
    clocks = Clocks()
    clock = SteadyClock(lambda: clocks.wall, lambda: clocks.steady)
    start = clock.now()

    clocks.wall += 86_400
    clocks.passes(60)
    ahead = clock.now()
    clocks.wall -= 86_400
    clocks.passes(60)

    assert ahead - start == timedelta(seconds=60)
    assert clock.now() - start == timedelta(seconds=120)


def test_a_wall_clock_that_was_put_right_is_believed_in_the_end() -> None:
    """Where the two disagree for ten minutes on end."""
    clocks = Clocks()
    clock = SteadyClock(lambda: clocks.wall, lambda: clocks.steady)
    start = clock.now()

    clocks.wall += 3600
    for _ in range(12):
        clocks.passes(60)
        clock.now()

    assert clock.now() - start == timedelta(seconds=3600 + 720)
