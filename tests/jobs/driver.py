"""The real delivery as a process to be killed: `python -m tests.jobs.driver DATABASE API_URL [options]`.

`--die-at POINT:N` ends it by SIGKILL at the N-th passing of a point of the delivery, from outside the code that is
tested: in the channel before the call and after it, and in the transaction that claims.
"""

import argparse
import asyncio
import os
import signal
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import TelegramChannel
from bot.domain.messages import Address, Outgoing
from bot.domain.rates import Rates
from storage.engine import open_engine, open_sessions
from tests.fakes.bot_api import TOKEN
from tests.jobs.workshop import FAST, HASTY, Workshop, read_nothing


class Fate:
    """Kills this process at a point."""

    def __init__(self, die_at: str) -> None:
        self._point, _, left = die_at.partition(":")
        self._left = int(left or 1)

    def passes(self, point: str) -> None:
        """We are at a point; perhaps for the last time."""
        if point != self._point:
            return
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Fated(TelegramChannel):
    """The channel, with points before a call and after it."""

    fate: Fate

    async def send(self, to: Address, message: Outgoing) -> str:
        self.fate.passes("claimed")
        ref = await super().send(to, message)
        self.fate.passes("called")
        return ref


async def main() -> None:
    """Deliver until nothing is owed, or until SIGTERM where `--stay` is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("api_url")
    parser.add_argument("--die-at", default="")
    parser.add_argument("--holder", default="driver")
    parser.add_argument("--lease", type=float, default=None)
    parser.add_argument("--rate", type=float, default=FAST.overall)
    parser.add_argument("--stay", action="store_true")
    options = parser.parse_args()
    fate = Fate(options.die_at)

    async def recheck(_session: AsyncSession, _ids: Sequence[int]) -> Mapping[int, str]:
        fate.passes("transaction")
        return {}

    engine = open_engine(options.database)
    channel = Fated(TOKEN, read_nothing, api_url=options.api_url)
    channel.fate = fate
    workshop = Workshop(
        open_sessions(engine),
        {"telegram": channel},
        holder=options.holder,
        lease=options.lease,
        recheck=recheck,
        rates=Rates(options.rate, FAST.chat_every, FAST.chat_burst, is_group=FAST.is_group),
        pace=HASTY,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with workshop.running():
        if options.stay:
            await stop.wait()
        else:
            await workshop.until_settled(within=120)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
