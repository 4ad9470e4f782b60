"""`nhacviec plan import` on the sample plan: 29 tasks, the difference when it comes again, nothing by halves."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.tasks import Status
from bot.sample import PLAN
from storage.engine import open_engine, open_sessions
from storage.reports import Report, record_report
from storage.tables import AgencyRow, DoubtRow, OccurrenceRow, PlanRow, ReportRow, TaskRow
from tests.cli.conftest import SAMPLE
from tests.cli.office import Terminal, acts, look, terms
from tests.world import at

pytestmark = pytest.mark.slow

HEADER = "TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn"
ROWS = (
    "1\tNguyên tắc, tiêu chí phân bổ vốn\tSở Tài chính\t\tQuý III/2022",
    "2\tCơ chế huy động các nguồn lực\tSở KH&ĐT\t\tQuý IV/2022",
    "3\tQuy định thiết kế mẫu, thiết kế điển hình\tSở Xây dựng\t\tQuý IV/2022",
    "4\tKế hoạch truyền thông về giảm nghèo\tSở LĐTBXH\t\tQuý I hằng năm",
)
GIVEN = ("--plan", "7/KH-BCĐ", "--issued-on", "2022-06-15", "--end", "2023-12-31", "--yes")


def plan_file(folder: Path, *rows: str, name: str = "phu-luc.tsv") -> str:
    """An appendix of these rows."""
    file = folder / name
    file.write_text("\n".join((HEADER, "I\tCơ chế, chính sách", *rows)) + "\n", encoding="utf-8")
    return str(file)


def _count(terminal: Terminal, row: type[PlanRow | TaskRow | OccurrenceRow | ReportRow]) -> int:
    rows = asyncio.run(look(terminal.database_url, select(func.count()).select_from(row)))
    return int(rows[0][0])


async def _report(database_url: str, code: str) -> None:
    engine = open_engine(database_url)
    async with open_sessions(engine).begin() as session:
        occurrence = await session.scalar(
            select(OccurrenceRow.id).join(TaskRow, TaskRow.id == OccurrenceRow.task_id).where(TaskRow.code == code)
        )
        assert occurrence is not None
        now, on = at(date(2022, 9, 20)), date(2022, 9, 20)
        await record_report(session, Report(occurrence, None, "phone", now, on, "đang làm", Status.IN_PROGRESS))
    await engine.dispose()


def test_the_sample_plan_becomes_29_tasks(office: Terminal) -> None:
    """With codes by their sections, canonical leads, and what was past silent."""
    shown = json.loads(office.done("plan", "show", "--json"))

    codes = [task["code"] for task in shown["tasks"]]
    by_code = {task["code"]: task for task in shown["tasks"]}
    silent = asyncio.run(
        look(
            office.database_url,
            select(TaskRow.code).join(OccurrenceRow, OccurrenceRow.task_id == TaskRow.id).where(OccurrenceRow.silent),
        )
    )
    assert len(codes) == 29
    assert (codes[0], codes[4], codes[12], codes[21], codes[-1]) == ("I.1.1", "I.2.a.1", "I.2.b.1", "I.2.b.10", "III.4")
    assert by_code["I.1.1"]["leads"] == ["Văn phòng Điều phối nông thôn mới tỉnh"]
    assert by_code["III.3"]["leads"] == ["Văn phòng Điều phối nông thôn mới tỉnh"]
    assert by_code["II.2"]["leads"] == ["Sở Lao động - Thương binh và Xã hội"]
    assert [row[0] for row in silent] == ["I.2.a.2"]  # "trước Quý III/2022"
    assert asyncio.run(acts(office.database_url))[:2] == ["plan_import", "roster_import"]


def test_what_is_in_doubt_waits_for_the_secretary(office: Terminal) -> None:
    """Two blank deadlines and a role that nobody is known to hold: listed, not assumed."""
    listed = json.loads(office.done("plan", "doubts", "--json"))

    assert [(each["code"], each["kind"]) for each in listed] == [
        ("II.2", "deadline"),
        ("II.3", "deadline"),
        ("III.1", "holder"),
    ]


def test_agencies_stand_in_protocol_order(office: Terminal) -> None:
    """Whatever the order in which the plan names them."""
    rows = asyncio.run(
        look(office.database_url, select(AgencyRow.name).where(AgencyRow.kind == "office").order_by(AgencyRow.position))
    )

    assert [row[0] for row in rows] == [
        "Văn phòng Ủy ban nhân dân tỉnh",
        "Sở Kế hoạch và Đầu tư",
        "Sở Tài chính",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Xây dựng",
        "Sở Thông tin và Truyền thông",
        "Sở Lao động - Thương binh và Xã hội",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Văn phòng Điều phối nông thôn mới tỉnh",
    ]


def test_importing_again_changes_nothing(office: Terminal) -> None:
    """Neither tasks nor occurrences nor terms nor doubts are doubled."""
    before = office.done("plan", "show"), office.done("plan", "doubts"), _count(office, OccurrenceRow)

    said = office.done(*SAMPLE)

    doubts = [line.partition("]")[2] for line in before[1].splitlines()]
    assert "0 mới, 0 thay đổi, 0 không còn, 29 giữ nguyên" in said
    assert (office.done("plan", "show"), _count(office, OccurrenceRow)) == (before[0], before[2])
    assert [line.partition("]")[2] for line in office.done("plan", "doubts").splitlines()] == doubts


def test_trying_out_writes_nothing(newcomer: Terminal) -> None:
    """--dry-run shows the three heaps and what would be done."""
    said = newcomer.done("plan", "import", str(PLAN), "--year", "2022", "--dry-run")

    assert "29 mới" in said
    assert "27 nhiệm vụ rõ, 2 nhiệm vụ còn điểm cần hỏi" in said
    assert _count(newcomer, PlanRow) == 0


def test_nobody_to_ask_is_no_consent(newcomer: Terminal) -> None:
    """Without a newcomer and without --yes nothing goes live."""
    refusal = newcomer.refused("plan", "import", str(PLAN))

    assert "--yes" in refusal
    assert _count(newcomer, PlanRow) == 0


def test_an_amended_plan_keeps_reports_and_voids_old_terms(terminal: Terminal, tmp_path: Path) -> None:
    """A row inserted, one reworded with another term, one gone, one handed to another department."""
    terminal.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)
    for code in ("I.1", "I.2", "I.3"):
        asyncio.run(_report(terminal.database_url, code))

    amended = plan_file(
        tmp_path,
        "1\tQuy định mới về quản lý chợ\tSở Công Thương\t\tQuý IV/2022",
        "2\tNguyên tắc, tiêu chí, định mức phân bổ vốn\tSở Tài chính\t\tQuý IV/2022",
        "3\tCơ chế huy động các nguồn lực\tSở Tài chính\t\tQuý IV/2022",
        "4\tKế hoạch truyền thông về giảm nghèo\tSở LĐTBXH\t\tQuý I hằng năm",
    )
    said = terminal.done("plan", "import", amended, *GIVEN)

    assert "1 mới, 2 thay đổi, 1 không còn, 1 giữ nguyên" in said
    assert asyncio.run(terms(terminal.database_url, "I.2")) == [("2022-12-31", date(2022, 12, 31), 2, "open")]
    assert asyncio.run(terms(terminal.database_url, "I.3")) == [("2022-12-31", date(2022, 12, 31), 1, "open")]
    assert _count(terminal, ReportRow) == 3
    shown = json.loads(terminal.done("plan", "show", "--json"))["tasks"]
    kept = {task["content"][:12]: task for task in shown}
    assert kept["Nguyên tắc, "]["occurrences"][0]["status"] == "in_progress"
    assert (kept["Cơ chế huy đ"]["leads"], kept["Cơ chế huy đ"]["occurrences"][0]["status"]) == (
        ["Sở Tài chính"],
        "in_progress",
    )
    assert kept["Quy định thi"]["state"] == "withdrawn"


def test_a_task_that_returns_is_open_again(terminal: Terminal, tmp_path: Path) -> None:
    """It was withdrawn because the appendix lacked it; what the secretary withdrew stays withdrawn."""
    terminal.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)
    terminal.done("task", "set", "I.1", "--state", "withdrawn", "--reason", "Đã có nghị quyết khác")
    terminal.done("plan", "import", plan_file(tmp_path, *ROWS[:3]), *GIVEN)

    terminal.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)

    states = {task["code"]: task["state"] for task in json.loads(terminal.done("plan", "show", "--json"))["tasks"]}
    assert states == {"I.1": "withdrawn", "I.2": "open", "I.3": "open", "I.4": "open"}
    assert asyncio.run(terms(terminal.database_url, "I.4"))[0][3] == "open"


def test_what_was_set_by_hand_outlives_the_same_appendix(terminal: Terminal, tmp_path: Path) -> None:
    """A deadline and a lead that the secretary changed are not changed back; a real change of the appendix counts."""
    terminal.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)
    terminal.done("task", "set", "I.1", "--deadline", "15/11/2022", "--lead", "Sở Nội vụ", "--reason", "Công văn 5")

    terminal.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)
    kept = asyncio.run(terms(terminal.database_url, "I.1"))
    changed = (ROWS[0].replace("Quý III/2022", "30/11/2022"), *ROWS[1:])
    terminal.done("plan", "import", plan_file(tmp_path, *changed), *GIVEN)

    assert kept == [("2022-11-15", date(2022, 11, 15), 2, "open")]
    assert asyncio.run(terms(terminal.database_url, "I.1")) == [("2022-11-30", date(2022, 11, 30), 3, "open")]
    assert "I.1         Sở Nội vụ | 30/11/2022" in terminal.done("plan", "show")


def test_half_a_file_withdraws_nothing(terminal: Terminal, tmp_path: Path) -> None:
    """Where most tasks are missing, each is put to the secretary."""
    terminal.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)

    terminal.done("plan", "import", plan_file(tmp_path, ROWS[0]), *GIVEN)

    doubts = json.loads(terminal.done("plan", "doubts", "--json"))
    assert [(each["code"], each["kind"]) for each in doubts] == [("I.2", "gone"), ("I.3", "gone"), ("I.4", "gone")]
    terminal.done("plan", "answer", str(doubts[0]["id"]), "rút")
    terminal.done("plan", "answer", str(doubts[1]["id"]), "giữ")
    states = {task["code"]: task["state"] for task in json.loads(terminal.done("plan", "show", "--json"))["tasks"]}
    assert states == {"I.1": "open", "I.2": "withdrawn", "I.3": "open", "I.4": "open"}


def test_a_draft_takes_its_number_later(terminal: Terminal) -> None:
    """The sample leaves its number open; given later, it is still the same plan."""
    terminal.done("plan", "import", str(PLAN), "--yes")

    terminal.done("plan", "import", str(PLAN), "--plan", "250/KH-BCĐ", "--yes")

    plans = asyncio.run(look(terminal.database_url, select(PlanRow.number, PlanRow.issued_on)))
    assert plans == [("250/KH-BCĐ", None)]
    assert _count(terminal, TaskRow) == 29


def test_two_plans_stand_side_by_side(office: Terminal, tmp_path: Path) -> None:
    """Codes are of their plan."""
    office.done("plan", "import", plan_file(tmp_path, *ROWS), *GIVEN)

    office.done("task", "set", "I.1", "--plan", "7/KH-BCĐ", "--deadline", "15/11/2022", "--reason", "x")

    assert office.done("plan", "show", "--plan", "7/KH-BCĐ").count(" | ") == 4
    assert office.done("plan", "show", "--plan", "12/KH-BCĐ").count(" | ") == 29


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("trong.docx", b"", "không có nội dung"),
        ("hong.docx", b"PK\x03\x04" + b"x" * 200, ""),
        ("cu.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ""),
        ("thu.txt", "Kính gửi các đồng chí, đề nghị báo cáo.".encode(), ""),
    ],
    ids=["empty", "damaged", "old", "letter"],
)
def test_a_file_that_cannot_be_read_imports_nothing(
    newcomer: Terminal, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    """One clear sentence."""
    (tmp_path / name).write_bytes(content)

    refusal = newcomer.refused("plan", "import", str(tmp_path / name), "--yes")

    assert refusal
    assert word in refusal
    assert _count(newcomer, PlanRow) == 0


def test_a_plan_without_any_year_is_asked_for_it(newcomer: Terminal, tmp_path: Path) -> None:
    """Deadlines without a year would be guesses."""
    file = plan_file(tmp_path, "1\tXây dựng quy chế\tSở Nội vụ\t\tTháng 9")

    assert "--year" in newcomer.refused("plan", "import", file, "--yes")
    newcomer.done("plan", "import", file, "--yes", "--year", "2022", "--plan", "3/KH")
    assert asyncio.run(terms(newcomer.database_url, "I.1"))[0][1] == date(2022, 9, 30)


def test_json_says_what_was_done(newcomer: Terminal) -> None:
    """For scripts: the codes by what becomes of them and by how sure they are."""
    found = json.loads(newcomer.done("plan", "import", str(PLAN), "--plan", "12/KH-BCĐ", "--yes", "--json"))

    assert found["applied"] is True
    assert (len(found["new"]), found["changed"], found["gone"]) == (29, [], [])
    assert (found["doubtful"], found["unreadable"]) == (["II.2", "II.3"], [])
    assert asyncio.run(look(newcomer.database_url, select(func.count()).select_from(DoubtRow)))[0][0] == 4
