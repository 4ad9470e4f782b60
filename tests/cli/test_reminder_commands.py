"""`preview`, `audit` and `ledger` on a database, as an operator calls them."""

import asyncio
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from bot.cli import main
from bot.domain.people import Role
from bot.domain.replies import read_reply
from bot.domain.tasks import Status
from bot.jobs.remind import plan_reminders
from storage.engine import open_engine, open_sessions
from storage.migrate import migrate
from storage.reports import Report, record_report
from storage.tables import MessageRow, OccurrenceRow
from tests.world import World, found_world

pytestmark = pytest.mark.slow

NOON = datetime(2022, 9, 16, 5, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database in which Sở Xây dựng (joined) and Sở Tài chính (not joined) owe I.1 by 30/9/2022; today is 16/9."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", url)
    monkeypatch.setenv("NHACVIEC_CLOCK_START", "2022-09-16T09:00:00+07:00")

    async def build() -> None:
        engine = open_engine(url)
        await migrate(engine)
        world: World = await found_world(open_sessions(engine))
        first, second = await world.agency("Sở Xây dựng"), await world.agency("Sở Tài chính")
        await world.person("Đầu mối Sở Xây dựng", agency_id=first)
        await world.person("Đầu mối Sở Tài chính", agency_id=second, joined=False)
        await world.person("Thư ký", Role.SECRETARY)
        await world.task([first, second], date(2022, 9, 30), code="I.1")
        await world.task([first], kind="continuous", code="I.2")
        world.go_to(date(2022, 9, 16))
        await plan_reminders(world.sessions, world.office)
        async with world.sessions.begin() as session:
            await session.execute(
                update(MessageRow).where(MessageRow.state == "queued").values(state="sent", channel="telegram")
            )
        await world.report(1, Status.IN_PROGRESS, 1, percent=60)
        await engine.dispose()

    asyncio.run(build())
    return url


def change(url: str, **values: object) -> None:
    async def run() -> None:
        engine = open_engine(url)
        async with open_sessions(engine).begin() as session:
            await session.execute(update(OccurrenceRow).where(OccurrenceRow.id == 2).values(**values))
        await engine.dispose()

    asyncio.run(run())


@pytest.mark.usefixtures("url")
def test_the_preview_has_everybody_with_the_days_and_stages(capsys: pytest.CaptureFixture[str]) -> None:
    """As the contract words it; those who have not joined are there, marked."""
    assert main(["preview", "--from", "2022-09-17", "--days", "14", "--format", "json"]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert {(row["person"], row["reachable"], row["channel"]) for row in rows} == {
        ("Đầu mối Sở Xây dựng", True, "telegram"),
        ("Đầu mối Sở Tài chính", False, None),
    }
    assert rows[0] == {
        "at": "2022-09-23T08:30:00+07:00",
        "day": "2022-09-23",
        "person": "Đầu mối Sở Xây dựng",
        "agency": "Sở Xây dựng",
        "channel": "telegram",
        "reachable": True,
        "kind": "daily",
        "items": [{"number": 1, "code": "I.1", "agency": "Sở Xây dựng", "due": "2022-09-30", "stage": 7}],
    }


@pytest.mark.usefixtures("url")
def test_the_preview_of_days_gone_by_shows_what_they_would_have_brought(capsys: pytest.CaptureFixture[str]) -> None:
    """From 1/8: all stages of the ladder, as if nobody had reported."""
    main(["preview", "--from", "2022-08-01", "--days", "61", "--format", "json"])

    rows = json.loads(capsys.readouterr().out)
    stages = [
        (row["day"], item["stage"])
        for row in rows
        for item in row["items"]
        if item["agency"] == "Sở Tài chính" and isinstance(item["stage"], int)
    ]
    assert stages == [
        ("2022-08-31", 30),
        ("2022-09-16", 14),
        ("2022-09-23", 7),
        ("2022-09-27", 3),
        ("2022-09-29", 1),
        ("2022-09-30", 0),
    ]


@pytest.mark.usefixtures("url")
def test_the_preview_is_read_by_people_and_calendars_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Text by day; a calendar file with an event a message."""
    main(["preview", "--days", "14"])
    text = capsys.readouterr().out
    main(["preview", "--days", "14", "--format", "ics"])
    calendar = capsys.readouterr().out

    friday = "  08:30 – Đầu mối Sở Xây dựng, Sở Xây dựng (telegram)\n    1. I.1 – thời hạn 30/9/2022"
    assert friday in text
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    assert calendar.count("BEGIN:VEVENT") == 6


def test_the_audit_names_the_next_reminder_or_the_reason(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Sound: 0. An occurrence that nobody would look at: 1, and it is named."""
    sound = main(["audit", "--json"])
    found = json.loads(capsys.readouterr().out)
    change(url, next_look_on=None)
    faulty = main(["audit"])
    text = capsys.readouterr().out

    assert (sound, faulty) == (0, 1)
    assert found["faults"] == 0
    assert found["occurrences"][1] == {
        "code": "I.1",
        "agency": "Sở Tài chính",
        "due": "2022-09-30",
        "next": {"on": "2022-09-23", "stage": 7},
        "reason": None,
        "unheard": "nobody_reachable",
        "fault": None,
    }
    assert "- I.1, Sở Tài chính, hạn 30/9/2022: nhắc kế tiếp ngày 23/9/2022 (còn 7 ngày); chưa đến được ai: " in text
    assert "LỖI: chưa được xếp lịch nhắc" in text


def test_the_audit_reads_stored_replies_again(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What an earlier reader took for finished is named with both readings, and nothing is changed."""
    reading = read_reply("Xong dự thảo rồi", today=date(2022, 9, 16), open_codes=["I.1"]).to_json()
    mistaken = {**reading, "reader": 0, "items": [{**reading["items"][0], "status": "done"}]}

    async def report() -> None:
        engine = open_engine(url)
        async with open_sessions(engine).begin() as session:
            for kept in (mistaken, reading):
                await record_report(
                    session,
                    Report(1 if kept is mistaken else 2, 1, "chat", NOON, date(2022, 9, 16), "Xong dự thảo rồi",
                           Status.IN_PROGRESS, reading=kept),
                )  # fmt: skip
        await engine.dispose()

    asyncio.run(report())

    assert main(["audit", "--reread"]) == 0
    text = capsys.readouterr().out
    main(["audit", "--reread", "--json"])
    (found,) = json.loads(capsys.readouterr().out)["rereads"]
    assert text.splitlines() == [
        "1 trả lời đã lưu nay được đọc khác.",
        "- I.1, Sở Xây dựng, 16/9/2022: “Xong dự thảo rồi”",
        "    trước đây: đã hoàn thành; nhiệm vụ I.1 → hiện nay: đang thực hiện; nhiệm vụ I.1",
    ]
    assert (found["reader"], found["before"][0]["status"], found["after"][0]["status"]) == (0, "done", "in_progress")


@pytest.mark.usefixtures("url")
def test_the_ledger_tells_what_was_sent_and_answered(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """As text, as JSON and as a sheet with real days; of one agency where it is named."""
    main(["ledger"])
    text = capsys.readouterr().out
    main(["ledger", "--agency", "so xay dung", "--format", "json"])
    rows = json.loads(capsys.readouterr().out)
    main(["ledger", "--format", "xlsx", "-o", str(tmp_path / "so.xlsx")])
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "so.xlsx").read_bytes())).active

    assert text.splitlines() == [
        "16/9/2022  I.1, Sở Tài chính (còn 14 ngày) – Đầu mối Sở Tài chính: không gửi (đầu mối chưa nhận được tin)",
        "16/9/2022  I.1, Sở Xây dựng (còn 14 ngày) – Đầu mối Sở Xây dựng: đã gửi qua Telegram; "
        "trả lời 16/9/2022: đang thực hiện 60%",
        "16/9/2022  I.2, Sở Xây dựng (hỏi định kỳ) – Đầu mối Sở Xây dựng: đã gửi qua Telegram",
    ]
    answer = {"day": "2022-09-16", "status": "in_progress", "percent": 60, "text": "…"}
    assert [row["answer"] for row in rows] == [answer, None]
    main(["ledger", "--task", "I.2", "--format", "json"])
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["I.2"]
    assert sheet is not None
    assert sheet.cell(2, 1).is_date
    assert sheet.max_row == 4


@pytest.mark.usefixtures("url")
def test_an_unknown_agency_is_refused_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, one sentence on standard error."""
    assert main(["ledger", "--agency", "Sở Không có"]) == 1
    assert capsys.readouterr().err == "Chưa có cơ quan nào tên Sở Không có.\n"
    assert main(["ledger", "--task", "IX.9"]) == 1
    assert capsys.readouterr().err == "Không có nhiệm vụ nào mang mã IX.9.\n"
