"""The board of a large plan: the first view over HTTP, and a bare aiohttp page of as many bytes beside it."""

import asyncio
import statistics
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from benchmarks.summary import NOW, fill
from bot.clock import RehearsedClock
from bot.config import Settings
from bot.domain.board import PURPOSE
from bot.domain.people import Role
from bot.domain.signed import sign
from bot.render.making import FileMaker
from bot.texts import say
from bot.web.board import BoardPages
from bot.web.server import build_web
from storage.board_links import add_board_link
from storage.engine import Sessions, open_engine, open_sessions
from storage.migrate import migrate
from storage.plans import find_plan
from storage.roster import add_membership, add_person

TASKS = 5_000  # occurrences
KEY = b"k" * 32


async def _nothing() -> dict[str, object]:
    return {}


async def _no_metrics() -> bytes:
    return b""


async def _link(sessions: Sessions) -> str:
    async with sessions.begin() as session:
        await fill(session, TASKS, 10 * TASKS)
        plan = await find_plan(session)
        assert plan is not None
        person = await add_person(session, "Thư ký", NOW)
        await add_membership(session, person, Role.SECRETARY, NOW.date() - timedelta(days=400))
        until = datetime.now(UTC) + timedelta(days=1)
        link = await add_board_link(session, person, plan.id, datetime.now(UTC), until)
    return sign(KEY, PURPOSE, str(link), until)


async def _time(url: str) -> tuple[float, float, int, int]:
    """Seconds of the first view and in the median, bytes of the page, and bytes as they go over the wire."""
    seconds, page, wire = [], 0, 0
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        for _ in range(7):
            began = perf_counter()
            async with session.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
                wire = len(await answer.read())
                assert answer.status == 200, answer.status
            seconds.append(perf_counter() - began)
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        page = len(await answer.read())
    return seconds[0], statistics.median(seconds), page, wire


async def _run(folder: Path) -> int:
    url = f"sqlite+aiosqlite:///{folder / 'board.db'}"
    engine = open_engine(url)
    await migrate(engine)
    sessions, maker = open_sessions(engine), FileMaker()
    word = await _link(sessions)
    settings = Settings(timezone=ZoneInfo("Asia/Ho_Chi_Minh"), database_url=url)
    pages = BoardPages(sessions, RehearsedClock(NOW), settings, KEY, maker)
    bare = b"x"

    async def peer(_request: web.Request) -> web.Response:
        return web.Response(body=bare, content_type="text/html")

    routes = [*pages.routes(), web.get("/bare", peer)]
    runner = web.AppRunner(build_web(routes, is_healthy=_nothing, metrics=_no_metrics), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say("board", "Tasks")  # a running service has read its catalogue long ago
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    first, view, page, wire = await _time(f"{base}/bang/{word}")
    bare = b"x" * page
    _, plain, _, _ = await _time(f"{base}/bare")
    print(f"board, {TASKS:,} tasks: first view {first * 1000:.0f} ms, then {view * 1000:.0f} ms")
    print(f"the page: {page / 1024:.0f} KB, {wire / 1024:.0f} KB over the wire")
    print(f"a bare page of as many bytes: {plain * 1000:.1f} ms ({view / plain:.0f} ×)")
    await runner.cleanup()
    await engine.dispose()
    return int(first > 0.3 or wire > 100 * 1024)


def main() -> int:
    """1 where the first view takes more than 300 ms or 100 KB."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(Path(folder)))


if __name__ == "__main__":
    raise SystemExit(main())
