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
