"""SQLite's connection with one visit to its thread for each statement.

aiosqlite runs every call of the driver in the connection's own thread, and a statement is four calls: open a cursor,
execute, fetch, close. Each is a wake-up of a thread and back, which costs more than most of our statements do. Here
the four are made in one visit, and a rollback where nothing was begun in none.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, Self

from aiosqlite.core import Connection

_FETCHED_AT_ONCE = 1_000  # rows; more are fetched when they are asked for


class Statement:
    """A cursor as SQLAlchemy's adapter for asyncio uses one, with the rows that came back together with the result."""

    arraysize = 1

    def __init__(self, connection: "SqliteConnection") -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None  # kept where there may be more rows
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Run the statement and fetch its first rows."""
        await self._connection.visit(lambda raw: self._run(raw, lambda cursor: cursor.execute(sql, parameters)))
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:
        """Run the statement once for each set of parameters."""
        await self._connection.visit(lambda raw: self._run(raw, lambda cursor: cursor.executemany(sql, parameters)))
        return self

    async def fetchall(self) -> list[Any]:
        """All rows that were not fetched yet."""
        if self._cursor is not None:
            await self._connection.visit(lambda _: self._fetch(-1))
        return self._take(len(self._rows))

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows, at most so many."""
        wanted = size or self.arraysize
        if self._cursor is not None and len(self._rows) < wanted:
            await self._connection.visit(lambda _: self._fetch(max(wanted, _FETCHED_AT_ONCE)))
        return self._take(wanted)

    async def fetchone(self) -> Any:
        """The next row, None after the last."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Let go of the rows; the driver's cursor is closed if it is still open."""
        self._rows = []
        if self._cursor is not None:
            await self._connection.visit(lambda _: self._finish())

    # --- in the connection's thread

    def _run(self, raw: sqlite3.Connection, run: Callable[[sqlite3.Cursor], object]) -> None:
        self._finish()
        self._rows = []
        self._cursor = raw.cursor()
        self._connection.is_reading += 1
        try:
            run(self._cursor)
            self.description = self._cursor.description
            self._fetch(_FETCHED_AT_ONCE if self.description else 0)
        except BaseException:
            self._finish()
            raise

    def _fetch(self, at_most: int) -> None:
        """So many rows more, -1 for all; a cursor that has no more is closed."""
        if self._cursor is None:
            return
        rows = self._cursor.fetchall() if at_most < 0 else self._cursor.fetchmany(at_most) if at_most else []
        self._rows += rows
        if at_most <= 0 or len(rows) < at_most:
            self._finish()

    def _finish(self) -> None:
        if self._cursor is not None:
            self.rowcount, self.lastrowid = self._cursor.rowcount, self._cursor.lastrowid
            self._cursor.close()
            self._cursor = None
            self._connection.is_reading -= 1

    def _take(self, count: int) -> list[Any]:
        taken, self._rows = self._rows[:count], self._rows[count:]
        return taken


class SqliteConnection(Connection):
    """aiosqlite's connection whose cursors run whole statements."""

    is_reading = 0  # cursors of the driver that are open
    _in_doubt = 0  # visits that were not seen to end

    async def visit(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do something in the connection's thread."""
        self._in_doubt += 1
        try:
            await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            raise  # the thread goes on with it: only a rollback behind it makes sure
        except BaseException:
            self._in_doubt -= 1
            raise
        self._in_doubt -= 1

    def cursor(self) -> Statement:  # type: ignore[override]  # entered by SQLAlchemy like aiosqlite's own
        """A cursor; it costs nothing before it is used."""
        return Statement(self)

    async def rollback(self) -> None:
        """Roll back what was begun; where nothing was, there is nothing to go to the thread for."""
        if self._in_doubt or self.is_reading or self.in_transaction:
            await super().rollback()
            self._in_doubt = 0


def connect(database: str, **options: Any) -> SqliteConnection:
    """As `aiosqlite.connect`, not yet opened: await it. Its thread does not keep the process from ending."""
    connection = SqliteConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
