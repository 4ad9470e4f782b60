"""`nhacviec broadcast`: to whom it goes, whom it cannot reach, what is not sent."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.messages import Address
from storage.engine import open_engine, open_sessions
from storage.roster import bind_address
from storage.tables import MessageRow, PersonRow
from tests.cli.office import Terminal, look
from tests.world import at


async def _join(database_url: str, names: tuple[str, ...]) -> None:
    engine = open_engine(database_url)
    async with open_sessions(engine).begin() as session:
        for row in (await session.scalars(select(PersonRow).where(PersonRow.name.in_(names)))).all():
            await bind_address(session, row.id, Address("telegram", str(row.id)), at(date(2022, 9, 1)))
    await engine.dispose()


@pytest.fixture
def text(tmp_path: Path) -> str:
    """A text to announce."""
    file = tmp_path / "thong-bao.txt"
    file.write_text("Kính mời dự họp giao ban lúc 14 giờ ngày 26/9/2022.\n", encoding="utf-8-sig")
    return str(file)


def _owed(office: Terminal) -> list[tuple[str, str, int]]:
    query = (
        select(PersonRow.name, MessageRow.payload, MessageRow.priority)
        .join(PersonRow, PersonRow.id == MessageRow.person_id)
        .where(MessageRow.kind == "broadcast")
    )
    return [(row[0], row[1]["text"], row[2]) for row in asyncio.run(look(office.database_url, query))]


def test_it_goes_to_those_who_joined_and_names_the_others(office: Terminal, text: str) -> None:
    """A role; after all other messages."""
    asyncio.run(_join(office.database_url, ("Đầu mối Sở Xây dựng", "Thư ký Ban Chỉ đạo")))

    said = office.done("broadcast", "--to", "focal", "--text-file", text)

    assert _owed(office) == [("Đầu mối Sở Xây dựng", "Kính mời dự họp giao ban lúc 14 giờ ngày 26/9/2022.", 9)]
    assert "tới 1 người (đầu mối)" in said
    assert "- Đầu mối Sở Tài chính (Sở Tài chính), chưa có số điện thoại" in said


@pytest.mark.parametrize(
    ("audience", "reached"),
    [("all", 2), ("Tất cả", 2), ("thư ký", 1), ("Sở XD", 1), ("secretary", 1)],
)
def test_an_audience_is_named_in_many_ways(office: Terminal, text: str, audience: str, reached: int) -> None:
    """Everybody, a role by either name, an agency by any spelling; trying out queues nothing."""
    asyncio.run(_join(office.database_url, ("Đầu mối Sở Xây dựng", "Thư ký Ban Chỉ đạo")))

    said = office.done("broadcast", "--to", audience, "--text-file", text, "--dry-run")

    assert f"tới {reached} người" in said
    assert _owed(office) == []


def test_what_is_not_sent(office: Terminal, text: str, tmp_path: Path) -> None:
    """An unknown audience, an empty or stamped text, bytes that are no text, no file at all."""
    (tmp_path / "trong.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "mat.txt").write_text("TỐI MẬT\nNội dung", encoding="utf-8")
    (tmp_path / "hong.txt").write_bytes(b"\xff\xfe\x80")

    said = [
        office.refused("broadcast", "--to", "Sở Vũ trụ", "--text-file", text),
        *(
            office.refused("broadcast", "--to", "all", "--text-file", str(tmp_path / name))
            for name in ("trong.txt", "mat.txt", "hong.txt", "khong-co.txt")
        ),
    ]

    assert all(said)
    assert "Sở Vũ trụ" in said[0]
    assert "bí mật nhà nước" in said[2]
    assert _owed(office) == []
