"""The board over HTTP: what a link shows, to whom, and that nothing else opens."""

import html
import io
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import aiohttp
import docx
import openpyxl
import pytest

from storage.board_links import revoke_board_links
from tests.web.conftest import NUMBER, PHOTO, Board


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


@pytest.mark.slow
async def test_the_summary_is_had_as_a_file_of_what_is_in_view(board: Board) -> None:
    """Word, Excel and PDF under their names; of a focal point's own agency alone; nothing without a good link."""
    link = await board.link("works")
    files = {}
    async with aiohttp.ClientSession() as session:
        for form in ("docx", "xlsx", "pdf"):
            async with session.get(f"{link}/tong-hop.{form}") as answer:
                assert answer.status == 200
                assert answer.content_disposition is not None
                assert answer.content_disposition.filename == f"tong-hop-ke-hoach-12-kh-bcd.{form}"
                files[form] = await answer.read()
        async with session.get(f"{link}/tong-hop.exe") as answer:
            assert answer.status == 404
        async with session.get(f"{board.url}/bang/falsch/tong-hop.pdf") as answer:
            assert answer.status == 404

    tables = docx.Document(io.BytesIO(files["docx"])).tables
    told = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    sheets = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets
    told += "\n".join(str(value) for sheet in sheets for row in sheet.values for value in row)
    assert "Thiết kế mẫu nhà văn hóa" in told
    assert "Cơ chế quay vòng vốn" not in told
    assert files["pdf"].startswith(b"%PDF")
