"""The board of a small plan, served over HTTP, for tests with and without a browser."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import RehearsedClock
from bot.config import Settings
from bot.domain.occurrences import PlannedOccurrence, Section
from bot.domain.people import Role
from bot.domain.signed import sign
from bot.domain.tasks import Status
from bot.render.making import FileMaker
from bot.web.board import PURPOSE, BoardPages
from bot.web.server import build_web
from storage.board_links import add_board_link
from storage.engine import Sessions
from storage.files import store_file
from storage.occurrences import add_occurrence
from storage.plans import Plan, Task, add_plan, ensure_agency, save_task, set_leads
from storage.reports import Report, add_file, record_report
from storage.roster import add_membership, add_person

NOW = datetime(2022, 9, 20, 2, tzinfo=UTC)
TODAY = date(2022, 9, 20)
KEY = b"k" * 32
NUMBER = "I.3/a?&#"
PHOTO = 'Quyết định "36".jpg'
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'too'"


class Board:
    """A plan of three tasks of two agencies, the board on it, and links for its people."""

    def __init__(self, sessions: Sessions, url: str) -> None:
        self.sessions = sessions
        self.url = url
        self.people: dict[str, int] = {}
        self.plan_id = 0

    async def link(self, who: str, *, lasts: timedelta = timedelta(days=3650), key: bytes = KEY) -> str:
        """The address of a new link of somebody."""
        expires_at = datetime.now(UTC) + lasts
        async with self.sessions.begin() as session:
            link_id = await add_board_link(session, self.people[who], self.plan_id, datetime.now(UTC), expires_at)
        return f"{self.url}/bang/{sign(key, PURPOSE, str(link_id), expires_at)}"


async def _add_task(session: AsyncSession, plan_id: int, position: int, code: str, content: str, agency: int) -> int:
    section = (Section("I", "Cơ chế"),)
    task = Task(0, plan_id, code, code, "1", position, section, "", content, "Sở", "", "x", (), "open")
    task_id = await save_task(session, task, NOW)
    await set_leads(session, task_id, [agency], NOW)
    return task_id


async def fill_many(board: Board) -> None:
    """300 more agencies with a task each; the first one's name, task and words without a space are very long."""
    async with board.sessions.begin() as session:
        for place in range(300):
            name, content = f"Ủy ban nhân dân xã Cẩm Quan {place}", "Rà soát, báo cáo"
            if place == 0:
                name = "Ban Quản lý " + "Khu-kinh-tế-tỉnh-" * 12
                content = "Tổng hợp " + "nội-dung-rất-dài-" * 200 + " và trình ban hành" * 60
            agency = await ensure_agency(session, name)
            task_id = await _add_task(session, board.plan_id, 10 + place, f"II.{place + 1}", content, agency)
            planned = PlannedOccurrence(TODAY.isoformat(), "dated", TODAY)
            assert await add_occurrence(session, task_id, agency, planned, NOW, silent=False)


async def _fill(board: Board) -> None:
    async with board.sessions.begin() as session:
        plan = Plan(
            0, "12/KH-BCĐ", "Kế hoạch", "Ban Chỉ đạo", None, date(2022, 6, 15), date(2025, 12, 31), 2022, "live"
        )
        board.plan_id = await add_plan(session, plan, NOW)
        works = await ensure_agency(session, "Sở Xây dựng")
        money = await ensure_agency(session, "Sở Tài chính")
        rows = [
            ("I.1", works, date(2022, 9, 30), "Thiết kế mẫu nhà văn hóa"),
            ("I.2", money, date(2022, 9, 15), "Cơ chế quay vòng vốn"),
            (NUMBER, works, None, HOSTILE),
        ]
        for position, (code, agency, due, content) in enumerate(rows):
            task_id = await _add_task(session, board.plan_id, position, code, content, agency)
            planned = PlannedOccurrence(due.isoformat() if due else "open", "dated" if due else "none", due)
            occurrence_id = await add_occurrence(session, task_id, agency, planned, NOW, silent=False)
            assert occurrence_id
            if code == "I.1":
                report = Report(occurrence_id, None, "chat", NOW, TODAY, HOSTILE, Status.IN_PROGRESS, percent=60)
                report_id = await record_report(session, report)
                key = await store_file(session, PHOTO, "image/jpeg", b"\xff\xd8", NOW)
                await add_file(session, report_id, key, PHOTO, "image/jpeg", 2, "", NOW)
        for name, role, agency_id in [
            ("secretary", Role.SECRETARY, None), ("works", Role.FOCAL, works), ("operator", Role.OPERATOR, None),
        ]:  # fmt: skip
            person_id = await add_person(session, name, NOW)
            await add_membership(session, person_id, role, date(2022, 1, 1), agency_id=agency_id)
            board.people[name] = person_id


async def _healthy() -> dict[str, object]:
    return {}


async def _no_metrics() -> bytes:
    return b""


@pytest.fixture
async def board(sessions: Sessions, database_url: str) -> AsyncIterator[Board]:
    """The board, served."""
    settings = Settings(timezone=ZoneInfo("Asia/Ho_Chi_Minh"), database_url=database_url)
    maker = FileMaker()
    pages = BoardPages(sessions, RehearsedClock(NOW), settings, KEY, maker)
    runner = web.AppRunner(build_web(pages.routes(), is_healthy=_healthy, metrics=_no_metrics), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made = Board(sessions, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await _fill(made)
    yield made
    await runner.cleanup()
    maker.close()
