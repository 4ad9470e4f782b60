"""/tonghop in a chat: who sees what, page by page; files, and the way to an issued summary."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.domain.signed import read_signed
from bot.domain.tasks import Status
from bot.jobs.summary_orders import SummaryOrders
from bot.render.making import FileMaker
from storage.engine import Sessions
from storage.files import load_file
from storage.roster import add_membership, add_person
from storage.summaries import find_issue, issued_summaries, load_trend
from storage.tables import MessageRow, StoredFileRow
from tests.world import World, found_world

DUE = date(2022, 9, 30)
AFTER = date(2022, 10, 5)


class InProcess(FileMaker):
    """Makes files in the process of the test: another would take seconds to start."""

    async def run(self, work, *arguments):  # type: ignore[no-untyped-def]
        import asyncio

        return await asyncio.to_thread(work, *arguments)


@pytest.fixture
async def world(sessions: Sessions, database_url: str) -> World:
    """Two agencies, three tasks; one done in time, one overdue."""
    world = await found_world(sessions, date(2022, 9, 20))
    world.office = replace(world.office, settings=replace(world.office.settings, database_url=database_url))
    building = await world.agency("Sở Xây dựng", short_name="Sở XD")
    finance = await world.agency("Sở Tài chính")
    (done,) = await world.task([building], DUE)
    await world.task([finance], DUE)
    await world.task([finance], None, kind="continuous")
    await world.report(done, Status.DONE)
    world.go_to(AFTER)
    return world


async def fulfil(world: World) -> int:
    """Let the job make what was ordered."""
    return await SummaryOrders(world.sessions, world.office, InProcess()).tick()


async def test_the_secretary_sees_the_whole_with_its_buttons(world: World) -> None:
    """The figures, what is overdue, the files and the way to issue."""
    secretary = await world.person("Thư ký", Role.SECRETARY)

    (answer,) = await world.write(secretary, "/tonghop")

    assert "Tổng hợp Kế hoạch 01/KH-BCĐ" in answer.text
    assert "- Hoàn thành đúng hạn: 1" in answer.text
    assert "Sở Tài chính: hạn 30/9/2022, quá 5 ngày" in answer.text
    assert set(answer.actions) >= {"Word", "Excel", "PDF", "Biểu đồ", "Nhận xét", "Kiến nghị", "Ban hành"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tổng hợp quý 3", "Tổng hợp quý III/2022"),
        ("tong hop thang 9", "Tổng hợp tháng 9/2022"),
        ("/tonghop Sở Xây dựng", "Sở Xây dựng"),
        ("tổng hợp quá hạn", "- Đang thực hiện quá hạn: 1"),
        ("Tổng hợp", "Tổng hợp Kế hoạch"),
    ],
)
async def test_words_ask_for_periods_and_parts(world: World, text: str, expected: str) -> None:
    """With the slash and without."""
    secretary = await world.person("Thư ký", Role.SECRETARY)

    (answer,) = await world.write(secretary, text)

    assert expected in answer.text


async def test_a_period_that_has_closed_stands_at_its_cut_off(world: World) -> None:
    """Quý III on 5/10: figures of 14/9, when nothing was done and nothing late."""
    secretary = await world.person("Thư ký", Role.SECRETARY)

    (answer,) = await world.write(secretary, "/tonghop quý 3")

    assert "Số liệu tính đến ngày 14/9/2022" in answer.text
    assert "- Đang thực hiện trong hạn: 2" in answer.text


async def test_unknown_words_get_the_choices(world: World) -> None:
    """Not an error: examples, and periods as buttons that work."""
    secretary = await world.person("Thư ký", Role.SECRETARY)

    (choices,) = await world.write(secretary, "/tonghop mùa xuân")
    (answer,) = await world.write(secretary, action=choices.actions["Quý III/2022"])

    assert "quý 3" in choices.text
    assert "Tổng hợp quý III/2022" in answer.text


async def test_a_report_that_begins_like_a_command_is_a_report(world: World) -> None:
    """ "Tổng hợp xong rồi ạ" asks for no summary."""
    focal = await world.person("Đầu mối", Role.FOCAL, (await world.agency("Sở Tài chính")))

    answers = await world.write(focal, "Tổng hợp xong rồi ạ")

    assert all("Số liệu tính đến" not in each.text for each in answers)


@pytest.mark.parametrize("role", [Role.FOCAL, Role.AGENCY_LEADER])
async def test_an_agency_sees_its_own_and_is_told_whom_to_ask_for_more(world: World, role: Role) -> None:
    """Its own agency without asking for it; another one's is refused kindly; nothing can be issued."""
    finance = await world.agency("Sở Tài chính")
    person = await world.person("Cán bộ", role, finance)

    (own,) = await world.write(person, "/tonghop")
    (refused,) = await world.write(person, "/tonghop Sở Xây dựng")

    assert "Sở Tài chính" in own.text
    assert "2 nhiệm vụ, 2 lượt" in own.text
    assert "Ban hành" not in own.actions
    assert "Thư ký Ban Chỉ đạo" in refused.text
    assert "lượt" not in refused.text


async def test_a_programme_standing_agency_sees_its_programme(world: World) -> None:
    """Only the tasks of its programme, of whatever agency."""
    programme = "Chương trình giảm nghèo bền vững"
    async with world.sessions.begin() as session:
        person = await add_person(session, "Chuyên viên", world.clock.now())
        await add_membership(session, person, Role.PROGRAMME_STANDING, date(2022, 1, 1), programme=programme)
    await world.join(person)

    (own,) = await world.write(person, "/tonghop")
    (refused,) = await world.write(person, "/tonghop nông thôn mới")

    assert programme in own.text
    assert "0 nhiệm vụ" in own.text
    assert "Thư ký" in refused.text


async def test_more_pages_come_by_button_and_by_words(world: World) -> None:
    """ "Xem thêm" goes on where the last page ended, until there is nothing more."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    finance = await world.agency("Sở Tài chính")
    for _ in range(60):
        await world.task([finance], date(2022, 9, 21))
    (first,) = await world.write(secretary, "/tonghop")

    (second,) = await world.write(secretary, action=first.actions["Xem thêm"])
    (third,) = await world.write(secretary, "xem thêm")
    pages = [first.text, second.text, third.text]
    while "Xem thêm" in third.actions:
        (third,) = await world.write(secretary, "Xem thêm")
        pages.append(third.text)
    (end,) = await world.write(secretary, "xem thêm")

    assert [page.splitlines()[-1].partition("/")[0] for page in pages] == [f"Trang {n + 1}" for n in range(len(pages))]
    assert "Đã hết nội dung" in end.text


@pytest.mark.parametrize(("words", "ending"), [("docx", ".docx"), ("excel", ".xlsx"), ("pdf", ".pdf"), ("png", ".png")])
async def test_a_file_is_made_beside_and_sent(world: World, words: str, ending: str) -> None:
    """First the word that it is coming, then the file itself, once."""
    secretary = await world.person("Thư ký", Role.SECRETARY)

    (at_once,) = await world.write(secretary, f"/tonghop quý 3 {words}")
    made = await fulfil(world)
    again = await fulfil(world)

    files = await files_owed(world, secretary)
    assert "Đang lập tệp" in at_once.text
    assert (made, again) == (1, 0)
    assert [name for name, _ in files] == [f"tong-hop-quy-iii-2022{ending}"]
    assert len(files[0][1]) > 1000


async def files_owed(world: World, person_id: int) -> list[tuple[str, bytes]]:
    """The files on their way to a person."""
    async with world.sessions() as session:
        query = select(MessageRow.payload).where(MessageRow.person_id == person_id).order_by(MessageRow.id)
        found = [each for payload in await session.scalars(query) for each in payload.get("files", ())]
        stored = [(each["name"], await load_file(session, each["stored"])) for each in found]
    return [(name, file.content) for name, file in stored if file]


async def test_a_large_plan_is_counted_beside_the_service(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page, a moment later."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    (at_once,) = await world.write(secretary, "/tonghop")
    monkeypatch.setattr(sys.modules["handlers.tonghop"], "AT_ONCE", 2)

    none = await world.write(secretary, "/tonghop")
    await fulfil(world)

    later = (await world.owed_to(secretary))[-1]
    assert none == []
    assert later.text == at_once.text
    assert later.actions == at_once.actions


async def test_the_secretary_writes_issues_and_has_it_sent(world: World) -> None:
    """Remarks and proposals in chat, a confirmation, a number, kept files; leaders only by the secretary's word."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    leader = await world.person("Trưởng ban", Role.COMMITTEE_LEADER)
    (shown,) = await world.write(secretary, "/tonghop quý 3")

    await world.write(secretary, action=shown.actions["Nhận xét"])
    (kept,) = await world.write(secretary, "Tiến độ cơ bản bảo đảm.")
    await world.write(secretary, action=kept.actions["Kiến nghị"])
    (kept,) = await world.write(secretary, "Đề nghị bố trí kinh phí.")
    (confirm,) = await world.write(secretary, action=kept.actions["Ban hành"])
    await world.write(secretary, action=confirm.actions["Ban hành"])
    await fulfil(world)
    issued = (await world.owed_to(secretary))[-1]
    before = await world.owed_to(leader)
    await world.write(secretary, action=issued.actions["Gửi lãnh đạo"])
    await world.write(secretary, action=issued.actions["Gửi lãnh đạo"])

    assert "quý III/2022" in confirm.text
    assert "Đã ban hành báo cáo tổng hợp số 1" in issued.text
    async with world.sessions() as session:
        (kept_issue,) = await issued_summaries(session, world.plan_id)
        names = set(await session.scalars(select(StoredFileRow.name).where(StoredFileRow.summary_id == kept_issue.id)))
    assert (kept_issue.number, kept_issue.remarks) == (1, "Tiến độ cơ bản bảo đảm.")
    assert kept_issue.figures["totals"]["open_in_term"] == 2
    assert names == {f"tong-hop-quy-iii-2022.{form}" for form in ("docx", "xlsx", "pdf", "png")}
    told = await world.owed_to(leader)
    assert len(told) == len(before) + 1
    assert "số 1" in told[-1].text


async def test_an_issued_summary_is_what_the_next_is_compared_with(world: World) -> None:
    """Numbers go on; the next one shows its changes and the trend."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    for period in ("quý 3", "toàn kế hoạch"):
        (shown,) = await world.write(secretary, f"/tonghop {period}")
        (confirm,) = await world.write(secretary, action=shown.actions["Ban hành"])
        await world.write(secretary, action=confirm.actions["Ban hành"])
        await fulfil(world)
    world.go_to(date(2022, 10, 6))

    (now,) = await world.write(secretary, "/tonghop")

    async with world.sessions() as session:
        issued = await issued_summaries(session, world.plan_id)
        again = await find_issue(session, issued[-1].id)
        trend = await load_trend(session, world.plan_id, world.today, world.clock.now())
    assert [each.number for each in issued] == [2, 1]
    assert "So với báo cáo ngày 05/10/2022" in now.text
    assert again is not None
    assert again.figures == issued[-1].figures
    assert [day for day, _ in trend] == [date(2022, 9, 14), date(2022, 10, 5)]


async def test_only_the_secretary_issues(world: World) -> None:
    """A leader who presses an old button of the secretary's is refused."""
    leader = await world.person("Trưởng ban", Role.COMMITTEE_LEADER)
    await world.write(leader, "/tonghop")

    (answer,) = await world.write(leader, action="sum:issueyes")

    assert "Thư ký" in answer.text or "thư ký" in answer.text
    assert await fulfil(world) == 0


async def test_the_board_is_a_tap_away(world: World) -> None:
    """Where the service has an address from outside: a link of one's own, the same again while it lasts."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    settings = replace(world.office.settings, public_url="https://bcd.example.vn/")
    world.office = replace(world.office, settings=settings, key=b"k" * 32)

    (answer,) = await world.write(secretary, "/tonghop")
    (again,) = await world.write(secretary, "/tonghop")

    address = answer.links["Bảng theo dõi"]
    assert address.startswith("https://bcd.example.vn/bang/")
    assert again.links["Bảng theo dõi"] == address
    assert read_signed(b"k" * 32, "board", address.rpartition("/")[2], datetime.now(UTC)) == "1"
