"""`nhacviec backup` and `restore`, as an operator moves an office to another machine."""

import stat
from pathlib import Path

import pytest

from storage.engine import FileLock
from tests.cli.office import Terminal

pytestmark = pytest.mark.slow


def test_an_office_moves_to_another_machine(office: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is the same there; the file is readable by its owner alone; the key is named."""
    before = office.done("plan", "show")
    file = tmp_path / "sao-luu.gz"

    said = office.done("backup", str(file))
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'moi.db'}")
    office.done("restore", str(file))

    assert office.done("plan", "show") == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "nhacviec.key" in said


def test_what_is_there_is_lost_only_on_demand(office: Terminal, tmp_path: Path) -> None:
    """A second restore is refused, until it is asked to replace."""
    file = tmp_path / "sao-luu.gz"
    office.done("backup", str(file))
    office.done("task", "set", "II.2", "--deadline", "15/11/2022", "--reason", "Công văn 5")

    refusal = office.refused("restore", str(file))
    office.done("restore", str(file), "--replace")

    assert "--replace" in refusal
    assert "15/11/2022" not in office.done("plan", "show")


def test_no_backup_is_read_from_another_file(office: Terminal, tmp_path: Path) -> None:
    """One line, and nothing is changed."""
    (tmp_path / "x.gz").write_bytes(b"x" * 100)

    assert "x.gz" in office.refused("restore", str(tmp_path / "x.gz"), "--replace")
    assert "khong-co.gz" in office.refused("restore", str(tmp_path / "khong-co.gz"))
    assert "I.1.1" in office.done("plan", "show")


def test_a_running_service_keeps_its_file(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its data may be copied at any time, never exchanged."""
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'dang-chay.db'}")
    terminal.done("migrate")
    lock = FileLock(tmp_path / "dang-chay.db")
    lock.acquire()

    terminal.done("backup", str(tmp_path / "b.gz"))
    refusal = terminal.refused("restore", str(tmp_path / "b.gz"), "--replace")

    lock.release()
    assert "dang-chay.db" in refusal
