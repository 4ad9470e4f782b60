"""Jobs run by their names, come back when they fail, and stop together in good time."""

import asyncio
import logging

import pytest

from bot.jobs import loop as loop_module
from bot.jobs.loop import Loop


async def test_a_job_that_fails_is_started_again(caplog: pytest.LogCaptureFixture) -> None:
    """Its name is logged, not what it stumbled on."""
    runs = 0
    done = asyncio.Event()

    async def tick() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise ValueError("nội dung kín")
        done.set()

    jobs = Loop()
    jobs.every("thử", 60, tick)
    jobs.start()
    async with asyncio.timeout(5):
        await done.wait()
    await jobs.stop()

    failures = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in failures] == ["job_failed job=thử"]


async def test_a_bell_wakes_a_job_at_once() -> None:
    """It does not wait for its hour."""
    ticks = asyncio.Queue[None]()

    async def tick() -> None:
        ticks.put_nowait(None)

    jobs = Loop()
    bell = jobs.every("thử", 3600, tick)
    jobs.start()
    async with asyncio.timeout(2):
        await ticks.get()
        bell.ring()
        await ticks.get()
    await jobs.stop()


async def test_a_stop_waits_for_what_was_begun_and_cancels_what_does_not_end() -> None:
    """Within the time given."""
    ended: list[str] = []

    async def good(stop: asyncio.Event) -> None:
        await stop.wait()
        await asyncio.sleep(0.05)
        ended.append("good")

    async def stubborn(_stop: asyncio.Event) -> None:
        await asyncio.Event().wait()

    jobs = Loop()
    jobs.add("good", good)
    jobs.add("stubborn", stubborn)
    jobs.start()
    await asyncio.sleep(0.01)
    async with asyncio.timeout(3):
        await jobs.stop(within=0.3)

    assert ended == ["good"]
    assert loop_module.STOPS_WITHIN <= 10
