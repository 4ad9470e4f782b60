"""At which of their addresses a person is written to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.messages import Address

SPARE_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Reach:
    """An address with what is known of it."""

    address: Address
    active: bool
    failing_since: datetime | None = None


def choose_reach(known: Sequence[Reach], now: datetime, down: Collection[tuple[str, str]] = ()) -> Reach | None:
    """The first active address (the primary comes first) that has not failed for an hour; else the first active one.

    `down` are the bots (channel, bot) that as a whole have failed for that long.
    """
    active = [each for each in known if each.active]
    for each in active:
        failing = each.failing_since is not None and now - each.failing_since >= SPARE_AFTER
        if not failing and (each.address.channel, each.address.bot) not in down:
            return each
    return active[0] if active else None
