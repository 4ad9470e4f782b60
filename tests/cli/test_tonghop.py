"""`nhacviec tonghop` on a database of its own."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.domain.tasks import Status
from storage.engine import open_engine, open_sessions
from tests.storage.summary_world import new_world

DUE = date(2022, 9, 30)


@pytest.fixture
async def settled(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A plan of three tasks: one done in time, one overdue, one without a term."""
    engine = open_engine(database_url)
    async with open_sessions(engine).begin() as session:
        world = await new_world(session)
        await world.report(await world.task("I.1.1", "Sở Xây dựng", DUE), date(2022, 9, 20), Status.DONE)
        await world.task("I.1.2", "Sở Tài chính", DUE)
        await world.task("III.1", "Sở Tài chính", None)
    await engine.dispose()
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", database_url)
    return database_url


def test_the_whole_plan_as_json(settled: str, tmp_path: Path) -> None:
    """Without a period: the plan as it stands on that day."""
    file = tmp_path / "tonghop.json"

    status = main(["tonghop", "--on", "2022-10-05", "--format", "json", "-o", str(file)])

    found = json.loads(file.read_text(encoding="utf-8"))
    assert status == 0
    assert found["on"] == "2022-10-05"
    assert found["period"]["kind"] == "plan"
    assert found["totals"]["occurrences"] == 3
    assert found["totals"]["completion_rate"] == 0.5
    assert [(each["code"], each["days_late"]) for each in found["overdue"]] == [("I.1.2", 5)]


def test_a_period_stands_at_its_cut_off(settled: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Quý III closes on 14/9: what was done on 20/9 was open then, and nothing is late."""
    assert main(["tonghop", "--period", "quý III/2022", "--format", "json"]) == 0

    found = json.loads(capsysbinary.readouterr().out)
    assert found["on"] == "2022-09-14"
    assert (found["totals"]["open_in_term"], found["totals"]["no_deadline_open"]) == (2, 1)


def test_the_text_is_what_a_chat_shows(settled: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The same pages."""
    assert main(["tonghop", "--on", "2022-10-05"]) == 0

    text = capsysbinary.readouterr().out.decode()
    assert "Tổng hợp Kế hoạch 250/KH-BCĐ" in text
    assert "- I.1.2 – Sở Tài chính: hạn 30/9/2022, quá 5 ngày" in text


def test_what_cannot_be_done_is_said_in_one_line(
    settled: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An unknown period, an unknown plan, an empty database."""
    assert main(["tonghop", "--period", "mùa xuân"]) == 1
    assert main(["tonghop", "--plan", "1/KH"]) == 1
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    assert main(["tonghop"]) == 1

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert "quý 3" in lines[0]
    assert "1/KH" in lines[1]
