"""`nhacviec task set`: one change, its reason, its history, and those who are told."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from storage.tables import AuditRow, MessageRow, TaskRow
from tests.cli.office import Terminal, look, terms

pytestmark = pytest.mark.slow


def test_a_blank_deadline_is_filled_in(office: Terminal) -> None:
    """The open-ended occurrence becomes a dated one, under a new version of its term."""
    office.done("task", "set", "II.2", "--deadline", "15/11/2022", "--reason", "Công văn 5/CV-BCĐ")

    assert asyncio.run(terms(office.database_url, "II.2")) == [("2022-11-15", date(2022, 11, 15), 2, "open")]


def test_a_changed_deadline_voids_the_former_term(office: Terminal) -> None:
    """The same occurrence keeps its reports and gets another version; surplus ones fall away."""
    before = asyncio.run(terms(office.database_url, "I.2.b.1"))

    office.done("task", "set", "I.2.b.1", "--deadline", "Quý IV/2022", "--reason", "Điều chỉnh")

    after = asyncio.run(terms(office.database_url, "I.2.b.1"))
    assert len(before) == 4
    assert after[0] == ("2022-12-31", date(2022, 12, 31), 2, "open")
    assert {each[3] for each in after[1:]} == {"void"}


def test_another_lead_takes_over_what_is_open(office: Terminal) -> None:
    """By any known spelling; both sides are told once, and the plan shows the new lead."""
    office.done("task", "set", "I.2.a.5", "--lead", "Sở TC", "--reason", "Phân công lại")

    shown = office.done("plan", "show")
    told = asyncio.run(look(office.database_url, select(MessageRow.payload).where(MessageRow.kind == "notice")))
    assert "I.2.a.5     Sở Tài chính | Quý IV/2022\n            - Sở Tài chính: 31/12/2022" in shown
    assert {row[0]["text"].split(". Lý do")[0].rsplit(":", 1)[1] for row in told} == {" từ nay do Sở Tài chính chủ trì"}
    assert len(told) == 4  # focal point, deputy and leader of the one, focal point of the other


def test_a_task_is_suspended_and_resumed(office: Terminal) -> None:
    """Its occurrences go with it; the trail keeps who, why, before and after."""
    office.done("task", "set", "III.2", "--state", "suspended", "--reason", "Chờ HĐND")
    suspended = asyncio.run(terms(office.database_url, "III.2"))[0][3]
    office.done("task", "set", "III.2", "--state", "open", "--reason", "Đã có nghị quyết")

    trail = asyncio.run(
        look(office.database_url, select(AuditRow.before, AuditRow.after).where(AuditRow.act == "task_set"))
    )
    assert (suspended, asyncio.run(terms(office.database_url, "III.2"))[0][3]) == ("suspended", "open")
    assert [(row[0]["state"], row[1]["state"], row[1]["reason"]) for row in trail] == [
        ("open", "suspended", "Chờ HĐND"),
        ("suspended", "open", "Đã có nghị quyết"),
    ]


def test_what_cannot_be_read_changes_nothing(office: Terminal) -> None:
    """A deadline, an agency, a code, a state that is so already: one clear line each, and no half of a change."""
    said = [
        office.refused("task", "set", "II.2", "--deadline", "sớm nhất có thể", "--reason", "x"),
        office.refused("task", "set", "II.2", "--deadline", "31/12/2022", "--lead", "Sở Vũ trụ", "--reason", "x"),
        office.refused("task", "set", "IX.9", "--state", "suspended", "--reason", "x"),
        office.refused("task", "set", "II.2", "--state", "open", "--reason", "x"),
        office.refused("task", "set", "II.2", "--reason", "x"),
    ]

    deadline = asyncio.run(look(office.database_url, select(TaskRow.deadline_text).where(TaskRow.code == "II.2")))
    assert "sớm nhất có thể" in said[0]
    assert "Sở Vũ trụ" in said[1]
    assert "IX.9" in said[2]
    assert deadline == [("",)]


def test_a_reason_is_needed(office: Terminal) -> None:
    """Without it the use is wrong, whatever else is said."""
    assert office.type("task", "set", "II.2", "--state", "suspended") == 2
    assert "Lý do" in office.refused("task", "set", "II.2", "--state", "suspended", "--reason", " ") or office.err
