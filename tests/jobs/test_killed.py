"""`kill -9` at any moment: nothing is lost, and nothing is doubled but calls that were under way, each in the ledger.

The delivery runs as processes of its own; the server that counts lives in the test.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import Sessions
from tests.fakes.bot_api import FakeBotApi, Limits
from tests.jobs.promises import promises_held
from tests.jobs.workshop import Workshop, telegram_of

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.slow


class Drivers:
    """Delivery processes on one database."""

    def __init__(self, database_url: str, api: FakeBotApi) -> None:
        self._arguments = [database_url, api.url]
        self._alive: list[asyncio.subprocess.Process] = []

    async def start(self, *options: str) -> asyncio.subprocess.Process:
        """Start one."""
        command = [sys.executable, "-m", "tests.jobs.driver", *self._arguments, *options]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
        self._alive.append(process)
        return process

    async def end_all(self) -> None:
        for process in self._alive:
            if process.returncode is None:
                process.kill()
            await process.wait()


@pytest.fixture
async def drivers(database_url: str, bot_api: FakeBotApi) -> AsyncIterator[Drivers]:
    """Ended with the test, whatever happens."""
    made = Drivers(database_url, bot_api)
    yield made
    await made.end_all()


async def test_killed_at_each_point_of_a_delivery(sessions: Sessions, bot_api: FakeBotApi, drivers: Drivers) -> None:
    """In the transaction that claims, after it, in mid-call, and after the call before its record."""
    chats = range(2001, 2101)
    await Workshop(sessions, {"telegram": telegram_of(bot_api)}).owe_each(chats)
    bot_api.latency = 0.005
    for point in ("transaction:1", "claimed:5", "called:20", "transaction:2"):
        process = await drivers.start("--die-at", point, "--rate", "200")
        assert await asyncio.wait_for(process.wait(), 20) == -signal.SIGKILL, point
    bot_api.hang("sendMessage", times=10)
    process = await drivers.start("--rate", "200")
    await bot_api.until(lambda: len(bot_api._hanging) == 10, within=20)
    process.kill()
    bot_api.heal()

    last = await drivers.start()
    assert await asyncio.wait_for(last.wait(), 30) == 0

    outcomes = await promises_held(sessions, bot_api, chats)
    assert outcomes["unknown"] >= 10


async def kill_at_random(drivers: Drivers, sessions: Sessions, rng: random.Random, kills: int) -> None:
    """Start, kill within a moment, and so on; at the end one that is let finish."""
    for _ in range(kills):
        process = await drivers.start("--rate", "500")
        try:
            await asyncio.wait_for(process.wait(), rng.uniform(0.9, 2.2))
        except TimeoutError:
            process.kill()
            await process.wait()
    last = await drivers.start()
    assert await asyncio.wait_for(last.wait(), 150) == 0


async def test_killed_at_random(sessions: Sessions, bot_api: FakeBotApi, drivers: Drivers) -> None:
    """Wherever it happens to be."""
    chats = range(2001, 2601)
    bot_api.latency = 0.01
    await Workshop(sessions, {"telegram": telegram_of(bot_api)}).owe_each(chats)

    await kill_at_random(drivers, sessions, random.Random(8), 3)

    await promises_held(sessions, bot_api, chats)


async def chaos(drivers: Drivers, sessions: Sessions, rng: random.Random, kills: int) -> None:
    """Three processes; one of them, at random, is killed and another started in its place."""

    async def begin(number: int) -> asyncio.subprocess.Process:
        return await drivers.start("--stay", "--lease", "1.5", "--holder", f"p{number}", "--rate", "200")

    running = [await begin(number) for number in range(3)]
    for number in range(3, 3 + kills):
        await asyncio.sleep(rng.uniform(1.0, 2.5))
        victim = running.pop(rng.randrange(3))
        victim.kill()
        await victim.wait()
        running.append(await begin(number))
    await Workshop(sessions, {}).until_settled(within=120)
    for process in running:
        process.terminate()
        # The newest may not have got as far as listening to signals.
        assert await asyncio.wait_for(process.wait(), 12) in (0, -signal.SIGTERM)


async def test_three_processes_killed_and_started_at_random(
    sessions: Sessions, bot_api: FakeBotApi, drivers: Drivers, database_url: str
) -> None:
    """The promises hold, and so does the limit of the channel over all of them together."""
    if database_url.startswith("sqlite"):
        pytest.skip("a SQLite file has one process")
    chats = range(2001, 2801)
    bot_api.latency = 0.01
    bot_api.limits = Limits(overall=200)
    await Workshop(sessions, {"telegram": telegram_of(bot_api)}).owe_each(chats)

    await chaos(drivers, sessions, random.Random(3), 3)

    await promises_held(sessions, bot_api, chats)
    calls = [call for call in bot_api.calls_of("sendMessage") if call.status == 429]
    assert len(calls) <= 0.02 * len(chats)


async def test_a_database_that_drops_every_connection_is_waited_for(
    sessions: Sessions, bot_api: FakeBotApi, database_url: str
) -> None:
    """As when PostgreSQL restarts in mid-run: what had ended is recorded when it is back, and nothing goes twice."""
    if database_url.startswith("sqlite"):
        pytest.skip("there is no connection to drop")
    bot_api.latency = 0.02
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    chats = range(2001, 2301)
    async with workshop.running():
        await workshop.owe_each(chats)
        for _ in range(3):
            await asyncio.sleep(0.1)
            async with sessions() as session:
                await session.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
        await workshop.until_settled(within=20)

    await promises_held(sessions, bot_api, chats)
    assert len(bot_api.calls_of("sendMessage")) == len(chats)


async def test_a_locked_database_is_waited_for(sessions: Sessions, bot_api: FakeBotApi, database_url: str) -> None:
    """Somebody holds the write lock for longer than a moment."""
    if not database_url.startswith("sqlite"):
        pytest.skip("a SQLite file has one writer")
    import sqlite3

    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    chats = range(2001, 2101)
    await workshop.owe_each(chats)
    other = sqlite3.connect(database_url.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with workshop.running():
        await asyncio.sleep(0.5)
        other.execute("ROLLBACK")
        await workshop.until_settled()
    other.close()

    await promises_held(sessions, bot_api, chats)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
async def test_two_thousand_messages_under_random_kills(
    sessions: Sessions, bot_api: FakeBotApi, drivers: Drivers, seed: int
) -> None:
    """The long run."""
    chats = range(2001, 4001)
    bot_api.latency = 0.02
    await Workshop(sessions, {"telegram": telegram_of(bot_api)}).owe_each(chats)

    await kill_at_random(drivers, sessions, random.Random(seed), 12)

    await promises_held(sessions, bot_api, chats)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
async def test_three_processes_for_long(
    sessions: Sessions, bot_api: FakeBotApi, drivers: Drivers, database_url: str, seed: int
) -> None:
    """The long run on several."""
    if database_url.startswith("sqlite"):
        pytest.skip("a SQLite file has one process")
    chats = range(2001, 4001)
    bot_api.latency = 0.02
    bot_api.limits = Limits(overall=200)
    await Workshop(sessions, {"telegram": telegram_of(bot_api)}).owe_each(chats)

    await chaos(drivers, sessions, random.Random(seed), 10)

    await promises_held(sessions, bot_api, chats)
