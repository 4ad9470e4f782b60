"""The connection to SQLite that makes one visit to its thread for each statement."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine
from storage.sqlite_thread import SqliteConnection, connect


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[SqliteConnection]:
    found = connect(str(tmp_path / "one.db"))
    await found
    async with found.cursor() as cursor:
        await cursor.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
    yield found
    await found.close()


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    found = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'two.db'}")
    async with found.begin() as begun:
        await begun.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"))
    yield found
    await found.dispose()


async def _fill(connection: SqliteConnection, count: int) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(count)])
    assert cursor.rowcount == count
    await connection.commit()


@pytest.mark.parametrize("count", [0, 1, 999, 1_000, 1_001, 2_500])
async def test_every_row_comes_once_however_it_is_fetched(connection: SqliteConnection, count: int) -> None:
    """All at once, in parts and one by one, below, at and above what comes with the result."""
    await _fill(connection, count)
    numbers = [(n,) for n in range(count)]
    query = "SELECT n FROM numbers ORDER BY n"

    async with connection.cursor() as cursor:
        await cursor.execute(query)
        assert await cursor.fetchall() == numbers
        assert await cursor.fetchall() == []

        await cursor.execute(query)
        parts = []
        while part := await cursor.fetchmany(300):
            parts += part
        assert parts == numbers

        await cursor.execute(query)
        singles = []
        while (row := await cursor.fetchone()) is not None:
            singles.append(row)
        assert singles == numbers
    assert connection.is_reading == 0


async def test_what_was_changed_is_told(connection: SqliteConnection) -> None:
    """The count, the key of the last row, and the rows a statement returns."""
    await _fill(connection, 3)
    async with connection.cursor() as cursor:
        await cursor.execute("INSERT INTO numbers VALUES (?)", (7,))
        assert (cursor.lastrowid, cursor.rowcount) == (7, 1)
        await cursor.execute("UPDATE numbers SET n = n + 10 RETURNING n")
        assert await cursor.fetchall() == [(10,), (11,), (12,), (17,)]
        assert cursor.rowcount == 4


async def test_a_failed_statement_leaves_the_connection_good(connection: SqliteConnection) -> None:
    """The driver's own error comes through, and what was begun is rolled back."""
    async with connection.cursor() as cursor:
        await cursor.execute("INSERT INTO numbers VALUES (1)")
        with pytest.raises(sqlite3.IntegrityError):
            await cursor.execute("INSERT INTO numbers VALUES (1)")
    await connection.rollback()
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT n FROM numbers")
        assert await cursor.fetchall() == []
    assert not connection.in_transaction


async def test_a_cursor_closed_half_way_holds_nothing(connection: SqliteConnection) -> None:
    """A reader that stops early lets the file go."""
    await _fill(connection, 2_500)
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT n FROM numbers")
        assert connection.is_reading == 1
        await cursor.execute("SELECT n FROM numbers WHERE n > 5 ORDER BY n")
        assert connection.is_reading == 1
        assert await cursor.fetchone() == (6,)
        await cursor.close()
        assert connection.is_reading == 0
        assert await cursor.fetchone() is None


async def test_what_a_cancelled_task_began_is_rolled_back(engine: AsyncEngine) -> None:
    """The thread may still be at it when the task is cancelled: nothing of it stays, and others can write."""
    for turn in range(40):
        begun = asyncio.Event()

        async def write(begun: asyncio.Event = begun) -> None:
            async with engine.connect() as connection:
                begun.set()
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
                await connection.exec_driver_sql("INSERT INTO numbers VALUES (1)")
                await connection.exec_driver_sql("INSERT INTO numbers VALUES (2)")

        task = asyncio.create_task(write())
        await begun.wait()
        for _ in range(turn):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        async with asyncio.timeout(5), engine.begin() as connection:
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            found = await connection.exec_driver_sql("SELECT count(*) FROM numbers")
            assert found.scalar_one() == 0
