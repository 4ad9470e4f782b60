"""The board over HTTP: what a link shows, to whom, and that nothing else opens."""

import html
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web

from bot.clock import RehearsedClock
from bot.config import Settings
from bot.domain.occurrences import PlannedOccurrence, Section
from bot.domain.people import Role
from bot.domain.signed import sign
from bot.domain.tasks import Status
from bot.web.board import PURPOSE, BoardPages
from bot.web.server import build_web
from storage.board_links import add_board_link, revoke_board_links
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
            task = Task(
                0,
                board.plan_id,
                code,
                code,
                "1",
                position,
                (Section("I", "Cơ chế"),),
                "",
                content,
                "Sở",
                "",
                "x",
                (),
                "open",
            )
            task_id = await save_task(session, task, NOW)
            await set_leads(session, task_id, [agency], NOW)
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
async def board(sessions: Sessions) -> AsyncIterator[Board]:
    """The board, served."""
    settings = Settings(timezone=ZoneInfo("Asia/Ho_Chi_Minh"))
    pages = BoardPages(sessions, RehearsedClock(NOW), settings, KEY)
    runner = web.AppRunner(build_web(pages.routes(), is_healthy=_healthy, metrics=_no_metrics), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made = Board(sessions, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await _fill(made)
    yield made
    await runner.cleanup()


async def _get(url: str) -> tuple[int, str, dict[str, str]]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text(), dict(answer.headers)


async def test_the_secretary_sees_the_whole_plan(board: Board) -> None:
    """All tasks, their classes, and headers that keep the page to itself."""
    status, page, headers = await _get(await board.link("secretary"))

    assert status == 200
    assert all(code in page for code in ("I.1", "I.2", "I.3"))
    assert "đang thực hiện quá hạn" in page
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert len(page.encode()) < 40_000


async def test_a_focal_point_sees_their_agency_alone(board: Board) -> None:
    """Nothing of the other agency, neither in the list nor by its address."""
    link = await board.link("works")

    _, page, _ = await _get(link)
    status, _, _ = await _get(f"{link}/nhiem-vu/I.2")

    assert "I.1" in page
    assert "Sở Tài chính" not in page
    assert status == 404


async def test_words_find_tasks_with_and_without_diacritics(board: Board) -> None:
    """ "thiet ke" finds "Thiết kế"."""
    _, page, _ = await _get(await board.link("secretary") + "?tim=thiet+ke")

    assert "nhà văn hóa" in page
    assert "quay vòng" not in page


async def test_what_people_typed_is_never_markup(board: Board) -> None:
    """Neither the plan's text nor a report's words become a script."""
    link = await board.link("secretary")

    pages = [(await _get(f"{link}{end}"))[1] for end in ("", "/nhiem-vu/I.1", f"/nhiem-vu/{quote(NUMBER, safe='')}")]

    assert all("<script>alert" not in page for page in pages)
    assert "&lt;script&gt;" in pages[1]


async def test_every_link_of_the_list_opens_its_task(board: Board) -> None:
    """Whatever an office numbers its rows with."""
    link = await board.link("secretary")
    _, page, _ = await _get(link)

    addresses = sorted(set(re.findall(r'href="(/bang/[^"]+/nhiem-vu/[^"]+)"', page)))

    assert len(addresses) == 3
    assert [(await _get(board.url + html.unescape(each)))[0] for each in addresses] == [200] * 3


async def test_a_report_s_file_is_saved_under_its_name(board: Board) -> None:
    """It is downloaded, never shown as a page of ours."""
    link = await board.link("secretary")
    _, page, _ = await _get(f"{link}/nhiem-vu/I.1")
    address = html.unescape(re.search(r'href="(/bang/[^"]+/tep/[^"]+)"', page)[1])  # type: ignore[index]

    async with aiohttp.ClientSession() as session, session.get(board.url + address) as answer:
        content = await answer.read()

    assert content == b"\xff\xd8"
    assert answer.content_type == "application/octet-stream"
    assert answer.content_disposition is not None
    assert (answer.content_disposition.type, answer.content_disposition.filename) == ("attachment", PHOTO)


async def test_a_task_tells_its_story_and_next_reminder(board: Board) -> None:
    """The report as typed, and the day of the next reminder."""
    _, page, _ = await _get(await board.link("secretary") + "/nhiem-vu/I.1")

    assert "đang thực hiện 60%" in page
    assert "Lần nhắc kế tiếp" in page


async def test_a_link_that_is_not_good_opens_one_neutral_page(board: Board) -> None:
    """Foreign, expired, revoked, of somebody without a right, of nobody: all the same page."""
    revoked = await board.link("works")
    async with board.sessions.begin() as session:
        await revoke_board_links(session, board.people["works"], datetime.now(UTC))
    links = [
        revoked,
        await board.link("secretary", lasts=timedelta(seconds=-1)),
        await board.link("secretary", key=b"another"),
        await board.link("operator"),
        f"{board.url}/bang/abc.def",
        f"{board.url}/nowhere",
    ]

    answers = [await _get(link) for link in links]

    assert {status for status, _, _ in answers} == {404}
    assert len({page for _, page, _ in answers}) == 1


async def test_a_board_cannot_be_changed(board: Board) -> None:
    """It is read-only: nothing but GET is answered."""
    link = await board.link("secretary")
    async with aiohttp.ClientSession() as session, session.post(link) as answer:
        assert answer.status == 405
