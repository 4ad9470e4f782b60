"""A terminal in an office on 20 September 2022, on either database."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.cli import main
from bot.sample import PLAN, ROSTER
from tests.cli.office import Terminal
from tests.conftest import PostgresServer, name_of

SAMPLE = ("plan", "import", str(PLAN), "--plan", "12/KH-BCĐ", "--issued-on", "2022-06-15", "--yes")


def _settle(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", url)
    monkeypatch.setenv("NHACVIEC_CLOCK_START", "2022-09-20T09:00:00+07:00")
    monkeypatch.setenv("NHACVIEC_ENV_FILE", "")


@pytest.fixture
async def terminal(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """On an empty database; nobody is there to be asked."""
    _settle(monkeypatch, database_url)
    return Terminal(capsys, database_url)


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Where there is no database yet, as on a new machine."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'moi.db'}"
    _settle(monkeypatch, url)
    return Terminal(capsys, url)


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def sample_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample plan and roster, brought in once by the commands themselves."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = asyncio.run(server.create())
    else:
        url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('sample') / 'nhacviec.db'}"
    with pytest.MonkeyPatch.context() as monkeypatch:
        _settle(monkeypatch, url)
        assert main(SAMPLE) == 0
        assert main(["roster", "import", str(ROSTER)]) == 0
    return url


@pytest.fixture
def office(
    sample_database: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    """On a copy of the database with the sample plan and roster."""
    prefix = "sqlite+aiosqlite:///"
    if sample_database.startswith(prefix):
        shutil.copy(sample_database.removeprefix(prefix), tmp_path / "nhacviec.db")
        url = f"{prefix}{tmp_path / 'nhacviec.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = asyncio.run(server.create(name_of(sample_database)))
    _settle(monkeypatch, url)
    return Terminal(capsys, url)
