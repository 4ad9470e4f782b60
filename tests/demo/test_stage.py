"""The stage of a rehearsal while it begins."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.demo.filling import filler
from bot.demo.stage import Stage
from bot.domain.messages import Outgoing
from bot.domain.owed import Owed
from storage.engine import writing
from storage.outbox import enqueue
from tests.service import free_port

pytestmark = pytest.mark.slow

START = datetime(2022, 9, 20, 1, tzinfo=UTC)


async def _get(session: aiohttp.ClientSession, url: str) -> str:
    while True:
        try:
            async with session.get(url) as answer:
                return await answer.text()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0)


async def test_whoever_comes_before_the_plan_is_read_waits_for_the_phones(tmp_path: Path) -> None:
    """The page says that it is being made ready and loads again; then it has its two phones."""
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}", http_port=free_port())
    fill, may_fill = filler(settings, None, None), asyncio.Event()

    async def fill_late(session: AsyncSession, now: datetime, today: date) -> None:
        await may_fill.wait()
        await fill(session, now, today)

    stage = Stage(settings, START, fill_late, "sample")
    opening = asyncio.create_task(stage.open())
    try:
        async with aiohttp.ClientSession() as session:
            early = await _get(session, f"http://127.0.0.1:{settings.http_port}/")
            may_fill.set()
            await opening
            later = await _get(session, f"http://127.0.0.1:{settings.http_port}/")
    finally:
        await stage.close()

    assert 'http-equiv="refresh"' in early
    assert 'http-equiv="refresh"' not in later
    assert later.count("simulator:", later.index("data-first"), later.index("</main>")) == 2


async def test_only_moments_at_which_something_may_happen_are_lived(tmp_path: Path) -> None:
    """Over a weekend: Monday's daily hour and afternoon; an opening where a message waits for it."""
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}", http_port=free_port())
    stage = Stage(settings, datetime(2022, 9, 24, 5, tzinfo=UTC), filler(settings, None, None), "", serve_http=False)
    target = datetime(2022, 9, 26, 12, tzinfo=UTC)
    daily, opening, afternoon = (datetime(2022, 9, 26, *at, tzinfo=UTC) for at in ((2, 0), (7, 0), (8, 30)))
    await stage.open()
    try:
        quiet = [moment async for moment in stage.playback.moments(stage.service, target)]
        async with writing(stage.service.sessions) as session:
            owed = Owed("held", "notice", Outgoing("tin"), person_id=1, hold_until=opening)
            await enqueue(session, owed, datetime.now(UTC))
        held = [moment async for moment in stage.playback.moments(stage.service, target)]
    finally:
        await stage.close()

    assert quiet == [daily, afternoon]
    assert held == [daily, opening, afternoon]
