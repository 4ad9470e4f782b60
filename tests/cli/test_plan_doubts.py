"""`nhacviec plan doubts` and `plan answer`: each answer is carried out, or nothing is done and the reason is said."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.sample import PLAN
from storage.tables import PlanRow
from tests.cli.conftest import SAMPLE
from tests.cli.office import Terminal, acts, look, terms
from tests.cli.test_plan_import import GIVEN, plan_file

pytestmark = pytest.mark.slow

HOLDERS = "Văn phòng Điều phối NTM; Sở LĐTBXH; Sở VHTTDL; VP UBND tỉnh"


def _doubt(terminal: Terminal, code: str | None, kind: str = "") -> str:
    found = json.loads(terminal.done("plan", "doubts", "--json"))
    return str(next(each["id"] for each in found if each["code"] == code and (not kind or each["kind"] == kind)))


def _leads(terminal: Terminal, code: str) -> list[str]:
    tasks = json.loads(terminal.done("plan", "show", "--json"))["tasks"]
    return list(next(task["leads"] for task in tasks if task["code"] == code))


def test_a_role_is_given_its_holders(office: Terminal) -> None:
    """The task then has an occurrence for each, and it is not asked again."""
    office.done("plan", "answer", _doubt(office, "III.1"), HOLDERS)

    assert len(_leads(office, "III.1")) == 4
    assert [each[1] for each in asyncio.run(terms(office.database_url, "III.1"))] == [date(2022, 12, 31)] * 4
    office.done(*SAMPLE)
    assert "III.1" not in office.done("plan", "doubts")
    assert len(_leads(office, "III.1")) == 4
    assert "doubt" in asyncio.run(acts(office.database_url))


def test_a_blank_deadline_is_filled_in_or_left(office: Terminal) -> None:
    """A deadline in the words of plans; "không có thời hạn" is an answer too."""
    office.done("plan", "answer", _doubt(office, "II.2"), "Quý", "IV/2022")
    office.done("plan", "answer", _doubt(office, "II.3"), "Không có thời hạn")

    assert asyncio.run(terms(office.database_url, "II.2"))[0][1] == date(2022, 12, 31)
    assert asyncio.run(terms(office.database_url, "II.3"))[0][1] is None
    office.done(*SAMPLE)
    assert [each["code"] for each in json.loads(office.done("plan", "doubts", "--json"))] == ["III.1"]


def test_an_answer_that_cannot_be_read_leaves_the_question_open(office: Terminal) -> None:
    """Nothing by halves: the doubt stays on the list."""
    office.refused("plan", "answer", _doubt(office, "III.1"), "Sở Vũ trụ; Sở Xây dựng")
    office.refused("plan", "answer", _doubt(office, "II.2"), "sớm nhất có thể")
    office.refused("plan", "answer", "9999", "Sở Xây dựng")

    assert len(json.loads(office.done("plan", "doubts", "--json"))) == 3
    assert _leads(office, "III.1") == ["Cơ quan thường trực từng Chương trình"]


def test_a_task_whose_holders_are_unknown_is_counted(office: Terminal) -> None:
    """It stands under the role's own name, and passes over once somebody says who holds the role."""
    before = json.loads(office.done("tonghop", "--on", "2023-12-31", "--format", "json"))
    office.done("plan", "answer", _doubt(office, "III.1"), "Văn phòng Điều phối NTM")
    after = json.loads(office.done("tonghop", "--on", "2023-12-31", "--format", "json"))

    assert before["totals"]["tasks"] == after["totals"]["tasks"] == 29
    assert before["totals"]["occurrences"] == after["totals"]["occurrences"]
    assert [each["agency"] for each in before["tasks"] if each["code"] == "III.1"] == [
        "Cơ quan thường trực từng Chương trình"
    ]


def test_an_unknown_lead_is_named_and_known_from_then_on(terminal: Terminal, tmp_path: Path) -> None:
    """Asked once for all tasks that name it; the spelling of the appendix is one of the agency's."""
    rows = ("1\tXây dựng đề án\tTổ tư vấn ABC\t\tQuý IV/2022", "2\tBáo cáo\tTổ tư vấn ABC\t\tQuý IV/2022")
    terminal.done("plan", "import", plan_file(tmp_path, *rows), *GIVEN)

    terminal.done("plan", "answer", _doubt(terminal, "I.1"), "Sở XD")

    assert _leads(terminal, "I.1") == _leads(terminal, "I.2") == ["Sở Xây dựng"]
    terminal.done("plan", "import", plan_file(tmp_path, *rows, rows[0].replace("1\tXây", "3\tLập")), *GIVEN)
    assert _leads(terminal, "I.3") == ["Sở Xây dựng"]


def test_a_group_is_given_its_members(terminal: Terminal, tmp_path: Path) -> None:
    """For every task that it leads; later ones need no question."""
    rows = (
        "1\tBan hành kế hoạch của địa phương\tUBND các huyện, thị xã\t\tQuý IV/2022",
        "2\tKiện toàn Ban Chỉ đạo\tUBND các huyện, thị xã\t\tQuý III/2022",
    )
    terminal.done("plan", "import", plan_file(tmp_path, *rows), *GIVEN)

    terminal.done("plan", "answer", _doubt(terminal, "I.1"), "UBND huyện Can Lộc; UBND huyện Đức Thọ; UBND TX Kỳ Anh")

    members = ["UBND huyện Can Lộc", "UBND huyện Đức Thọ", "UBND thị xã Kỳ Anh"]
    assert sorted(_leads(terminal, "I.1")) == sorted(_leads(terminal, "I.2")) == members
    assert "Không còn" in terminal.done("plan", "doubts")
    terminal.done("plan", "import", plan_file(tmp_path, *rows, rows[0].replace("1\tBan", "3\tSửa")), *GIVEN)
    assert sorted(_leads(terminal, "I.3")) == members


def test_number_and_day_of_a_draft(terminal: Terminal) -> None:
    """The day of issue moves the plan's first day: what was due before falls out, what was set stays."""
    terminal.done("plan", "import", str(PLAN), "--yes")

    terminal.done("plan", "answer", _doubt(terminal, None, "number"), "250/KH-BCĐ")
    terminal.done("plan", "answer", _doubt(terminal, None, "issued"), "11/7/2022")

    plans = asyncio.run(look(terminal.database_url, select(PlanRow.number, PlanRow.issued_on, PlanRow.start_on)))
    assert plans == [("250/KH-BCĐ", date(2022, 7, 11), date(2022, 7, 11))]
    assert asyncio.run(terms(terminal.database_url, "I.1.1")) == [("2022-09-30", date(2022, 9, 30), 1, "open")]


def test_a_recorded_event_outlives_a_change_of_the_window(terminal: Terminal) -> None:
    """Terms that an event or an extension has moved are not counted back."""
    terminal.done("plan", "import", str(PLAN), "--yes")
    terminal.done("event", "record", "hướng dẫn của các Bộ, ngành Trung ương", "--on", "2022-09-20")

    terminal.done("plan", "answer", _doubt(terminal, None, "issued"), "15/6/2022")

    assert asyncio.run(terms(terminal.database_url, "I.2.a.3")) == [("event:0", date(2022, 11, 4), 2, "open")]


def test_another_number_of_days_counts_from_the_same_event(office: Terminal) -> None:
    """The event is recorded once; a changed deadline is counted from it at once."""
    office.done("event", "record", "hướng dẫn của các Bộ, ngành Trung ương", "--on", "2022-09-20")

    phrase = "Sau 60 ngày kể từ ngày có hướng dẫn của các Bộ ngành Trung ương"
    office.done("task", "set", "I.2.a.3", "--deadline", phrase, "--reason", "Công văn 5")

    assert asyncio.run(terms(office.database_url, "I.2.a.3"))[0][:2] == ("event:0", date(2022, 11, 19))
