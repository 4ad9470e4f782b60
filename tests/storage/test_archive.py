"""A backup holds everything, of one moment, and goes back into either database whole or not at all."""

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.tasks import Status
from storage.archive import ArchiveTooNew, BadArchive, DatabaseNotEmpty, ServiceRunning, back_up, restore
from storage.engine import Sessions, open_engine, open_sessions
from storage.files import store_file
from storage.migrate import migrate
from storage.tables import Base, LeaseRow, PersonRow, PlanRow
from tests.world import found_world

NOW = datetime(2022, 9, 20, 2, tzinfo=UTC)


async def _fill(sessions: Sessions) -> None:
    """People, a plan, tasks, reports, messages, a file: every type of column."""
    world = await found_world(sessions)
    agency = await world.agency("Sở Xây dựng")
    person = await world.person("Nguyễn Thị Thu Hà", agency_id=agency, phone="0912 345 678")
    (done, *_) = await world.task([agency], date(2022, 9, 30))
    await world.task([agency], kind="continuous")
    await world.report(done, Status.DONE, person)
    await world.write(person, "/nhiemvu")
    async with sessions.begin() as session:
        await store_file(session, "ảnh.jpg", "image/jpeg", bytes(range(256)) * 40, world.clock.now())


async def _dump(engine: AsyncEngine) -> dict[str, list[tuple[Any, ...]]]:
    async with engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in await connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }


async def _new_database(folder: Path) -> AsyncEngine:
    engine = open_engine(f"sqlite+aiosqlite:///{folder / 'other.db'}")
    await migrate(engine)
    return engine


async def test_what_goes_in_comes_out(engine: AsyncEngine, sessions: Sessions, tmp_path: Path) -> None:
    """From either database into SQLite: the same rows, instants, days, bytes and JSON."""
    await _fill(sessions)
    file = tmp_path / "sao-luu.gz"
    other = await _new_database(tmp_path)

    made = await back_up(engine, file, NOW)
    put_back = await restore(other, file)

    assert await _dump(other) == await _dump(engine)
    assert made.rows == put_back.rows > 15
    assert put_back.made_at == NOW
    await other.dispose()


async def test_it_goes_into_the_same_kind_and_counts_on(
    engine: AsyncEngine, sessions: Sessions, tmp_path: Path
) -> None:
    """Replaced by its own backup, the database gives ids that are still free."""
    await _fill(sessions)
    before = await _dump(engine)
    await back_up(engine, tmp_path / "b.gz", NOW)

    await restore(engine, tmp_path / "b.gz", replace=True)

    assert await _dump(engine) == before
    async with sessions.begin() as session:
        person = PersonRow(name="Mới", created_at=NOW)
        session.add(person)
        await session.flush()
        assert person.id > max(row[0] for row in before["people"])


async def test_it_is_of_one_moment(engine: AsyncEngine, sessions: Sessions, tmp_path: Path) -> None:
    """A service may write while it is made: half of a transaction never gets in."""
    await _fill(sessions)
    async with sessions() as writer:
        writer.add(PersonRow(name="Chưa xong", created_at=NOW))
        await writer.flush()

        await back_up(engine, tmp_path / "b.gz", NOW)
        await writer.commit()

    assert "Chưa xong" not in gzip.decompress((tmp_path / "b.gz").read_bytes()).decode()


async def test_a_database_that_is_not_empty_is_kept(engine: AsyncEngine, sessions: Sessions, tmp_path: Path) -> None:
    """Only --replace loses what is there."""
    await _fill(sessions)
    await back_up(engine, tmp_path / "b.gz", NOW)

    with pytest.raises(DatabaseNotEmpty):
        await restore(engine, tmp_path / "b.gz")

    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(PlanRow)) == 1


async def test_a_database_in_use_is_not_exchanged(engine: AsyncEngine, sessions: Sessions, tmp_path: Path) -> None:
    """A process that holds a lease is at work."""
    await _fill(sessions)
    await back_up(engine, tmp_path / "b.gz", NOW)
    async with sessions.begin() as session:
        session.add(LeaseRow(name="deliver", holder="other", until=datetime.now(UTC) + timedelta(minutes=1)))

    with pytest.raises(ServiceRunning):
        await restore(engine, tmp_path / "b.gz", replace=True)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
async def test_half_a_file_changes_nothing(
    engine: AsyncEngine, sessions: Sessions, tmp_path: Path, share: float
) -> None:
    """Wherever it was cut."""
    await _fill(sessions)
    before = await _dump(engine)
    await back_up(engine, tmp_path / "b.gz", NOW)
    whole = (tmp_path / "b.gz").read_bytes()
    (tmp_path / "half.gz").write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(BadArchive):
        await restore(engine, tmp_path / "half.gz", replace=True)

    assert await _dump(engine) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", gzip.compress(b"{}\n", mtime=0), gzip.compress(b"[1]\n[2]\n", mtime=0)],
    ids=["empty", "text", "object", "lists"],
)
async def test_another_file_is_no_backup(engine: AsyncEngine, tmp_path: Path, content: bytes) -> None:
    """Text, an empty file, other JSON."""
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(BadArchive):
        await restore(engine, tmp_path / "x")


async def test_a_line_lost_inside_is_noticed(engine: AsyncEngine, sessions: Sessions, tmp_path: Path) -> None:
    """The last line says how many rows there were."""
    await _fill(sessions)
    await back_up(engine, tmp_path / "b.gz", NOW)
    lines = gzip.decompress((tmp_path / "b.gz").read_bytes()).decode().splitlines(keepends=True)
    row = max(place for place, line in enumerate(lines) if line.startswith("["))
    with gzip.open(tmp_path / "b.gz", "wt", encoding="utf-8") as file:
        file.writelines(lines[:row] + lines[row + 1 :])

    with pytest.raises(BadArchive):
        await restore(engine, tmp_path / "b.gz", replace=True)


async def test_a_backup_of_a_newer_release_is_refused(engine: AsyncEngine, tmp_path: Path) -> None:
    """This release does not know its tables."""
    head = b'{"kind": "nhacviec-backup", "form": 1, "schema": "9999", "made_at": "2030-01-01T00:00:00+00:00"}\n'
    (tmp_path / "b.gz").write_bytes(gzip.compress(head))

    with pytest.raises(ArchiveTooNew):
        await restore(engine, tmp_path / "b.gz")


async def test_an_older_database_is_migrated_first(tmp_path: Path) -> None:
    """It is not written down in a form that no release reads."""
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
    await migrate(engine)
    async with open_sessions(engine).begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    with pytest.raises(BadArchive):
        await back_up(engine, tmp_path / "b.gz", NOW)

    await engine.dispose()
    assert not (tmp_path / "b.gz").exists()
