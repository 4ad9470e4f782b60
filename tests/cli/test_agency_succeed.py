"""`nhacviec agency succeed`, on the merger of departments of 1 March 2025."""

import asyncio

import pytest
from sqlalchemy import select

from storage.tables import AgencyRow, MembershipRow, MessageRow, OccurrenceHistoryRow
from tests.cli.conftest import SAMPLE
from tests.cli.office import Terminal, look

pytestmark = pytest.mark.slow

MERGER = "2025-03-01"


@pytest.fixture
def merged(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The sample plan and roster since 2022, and today is 3 March 2025."""
    monkeypatch.setenv("NHACVIEC_CLOCK_START", "2025-03-03T09:00:00+07:00")
    return office


def _leads(office: Terminal) -> dict[str, str]:
    shown = office.done("plan", "show")
    lines = [line.split(" | ")[0].split(maxsplit=1) for line in shown.splitlines() if " | " in line]
    return {line[0]: line[1] for line in lines}


def test_a_whole_office_passes_with_its_people(merged: Terminal) -> None:
    """Tasks, roster and the committee's settings; the other department's own tasks stay its own."""
    said = merged.done("agency", "succeed", "Sở KHĐT", "Sở Tài chính", "--on", MERGER)

    leads = _leads(merged)
    posts = asyncio.run(
        look(
            merged.database_url,
            select(MembershipRow.from_on, MembershipRow.to_on, AgencyRow.name)
            .join(AgencyRow, AgencyRow.id == MembershipRow.agency_id)
            .where(AgencyRow.name.in_(["Sở Kế hoạch và Đầu tư", "Sở Tài chính"])),
        )
    )
    assert {leads[code] for code in ("I.1.2", "I.2.a.1", "I.2.a.4", "I.2.a.3")} == {"Sở Tài chính"}
    assert "4 nhiệm vụ" in said
    assert sorted((f"{row[0]}", f"{row[1]}", row[2]) for row in posts) == [
        ("2022-06-01", "2025-02-28", "Sở Kế hoạch và Đầu tư"),
        ("2022-06-01", "2025-02-28", "Sở Kế hoạch và Đầu tư"),
        ("2022-06-01", "2025-02-28", "Sở Kế hoạch và Đầu tư"),
        ("2022-06-01", "None", "Sở Tài chính"),
        ("2025-03-01", "None", "Sở Tài chính"),
        ("2025-03-01", "None", "Sở Tài chính"),
        ("2025-03-01", "None", "Sở Tài chính"),
    ]


def test_a_split_office_passes_task_by_task(merged: Terminal) -> None:
    """Poverty reduction goes to Nông nghiệp và Môi trường, a department that is new here; the rest stays."""
    tasks = ("--task", "I.1.4", "--task", "III.2")
    said = merged.done("agency", "succeed", "Sở Lao động - TB&XH", "Sở NN&MT", "--on", "01/3/2025", *tasks)

    leads = _leads(merged)
    assert {leads["I.1.4"], leads["III.2"]} == {"Sở Nông nghiệp và Môi trường"}
    assert leads["II.2"] == "Sở Lao động - Thương binh và Xã hội"
    assert "chưa có đầu mối" in said


def test_both_sides_are_told_once(merged: Terminal) -> None:
    """Who hands over and who takes over, by one message each."""
    merged.done("agency", "succeed", "Sở KHĐT", "Sở Tài chính", "--on", MERGER)

    told = asyncio.run(
        look(merged.database_url, select(MessageRow.person_id, MessageRow.payload).where(MessageRow.kind == "notice"))
    )
    assert len(told) == len({row[0] for row in told}) == 3
    assert all("Sở Tài chính tiếp nhận từ Sở Kế hoạch và Đầu tư 04 nhiệm vụ" in row[1]["text"] for row in told)


def test_summaries_of_before_keep_the_old_name(merged: Terminal) -> None:
    """What passed is known to have been the other's until that moment."""
    merged.done("agency", "succeed", "Sở KHĐT", "Sở Tài chính", "--on", MERGER)

    held = asyncio.run(
        look(
            merged.database_url,
            select(AgencyRow.name).join(OccurrenceHistoryRow, OccurrenceHistoryRow.agency_id == AgencyRow.id),
        )
    )
    assert {row[0] for row in held} == {"Sở Kế hoạch và Đầu tư"}


def test_a_day_to_come_is_waited_for(merged: Terminal) -> None:
    """Nothing passes before; recorded twice, it is recorded once."""
    for _ in range(2):
        said = merged.done("agency", "succeed", "Sở KHĐT", "Sở Tài chính", "--on", "2025-07-01")

    assert "01/7/2025" in said
    assert _leads(merged)["I.1.2"] == "Sở Kế hoạch và Đầu tư"


def test_importing_the_old_name_again_leads_to_the_successor(merged: Terminal) -> None:
    """The plan still says Sở Kế hoạch và Đầu tư."""
    merged.done("agency", "succeed", "Sở KHĐT", "Sở Tài chính", "--on", MERGER)

    merged.done(*SAMPLE)

    assert _leads(merged)["I.1.2"] == "Sở Tài chính"


def test_what_makes_no_sense_is_refused(merged: Terminal) -> None:
    """An unknown office, the same one twice, a task that it does not lead."""
    assert "Sở Vũ trụ" in merged.refused("agency", "succeed", "Sở Vũ trụ", "Sở Tài chính", "--on", MERGER)
    assert "Sở Vũ trụ" in merged.refused("agency", "succeed", "Sở KHĐT", "Sở Vũ trụ", "--on", MERGER)
    assert "Sở Tài chính" in merged.refused("agency", "succeed", "Sở TC", "Sở Tài chính", "--on", MERGER)
    assert "I.2.a.5" in merged.refused(
        "agency", "succeed", "Sở KHĐT", "Sở Tài chính", "--on", MERGER, "--task", "I.2.a.5"
    )
