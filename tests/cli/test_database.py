"""What keeps a command from its database is one sentence, and never the database's own."""

import asyncio

import pytest
from sqlalchemy import text

from storage.engine import open_engine
from tests.cli.office import Terminal

READING = (("tonghop",), ("audit",), ("preview",), ("ledger",), ("plan", "show"), ("plan", "doubts"))


async def _move_on(url: str) -> None:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()


def test_a_database_of_a_newer_release_is_read_by_no_command(office: Terminal) -> None:
    """Its figures may mean something else by now."""
    asyncio.run(_move_on(office.database_url))

    refused = [office.refused(*words) for words in READING]

    assert set(refused) == {refused[0]}
    assert "phiên bản mới hơn (9999)" in refused[0]


@pytest.mark.parametrize(
    "url", ["mysql://u:hidden@h/x", "sqlite:///a.db", "garbage", "postgresql+asyncpg://u:hidden@:x"]
)
def test_an_address_that_is_none_is_named_without_its_password(
    newcomer: Terminal, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """The setting's name says what to mend."""
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", url)

    refused = [newcomer.refused(*words) for words in (*READING, ("check",), ("migrate",))]

    assert all("NHACVIEC_DATABASE_URL" in each and "hidden" not in each for each in refused)


def test_a_server_that_is_not_there_is_not_to_be_migrated(newcomer: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens: the address is to be checked."""
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", "postgresql+asyncpg://u:hidden@127.0.0.1:1/x")

    refused = [newcomer.refused(*words) for words in READING]

    assert set(refused) == {"Không kết nối được cơ sở dữ liệu. Đề nghị kiểm tra NHACVIEC_DATABASE_URL."}


def test_a_new_machine_has_no_plan_yet(newcomer: Terminal) -> None:
    """The first command makes the database; there is nothing to sum up."""
    assert "Chưa có kế hoạch" in newcomer.refused("tonghop")


def test_the_check_counts_people(office: Terminal) -> None:
    """With a plan and a roster, and without a word of its libraries."""
    assert office.type("check") == 1  # no channel

    assert "1 kế hoạch, 29 nhiệm vụ; 0/19 người đã tham gia" in office.out
    assert office.err == ""
