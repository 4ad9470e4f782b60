"""A whole database as one portable file, and back: JSON lines, gzipped, the same from SQLite and PostgreSQL.

The first line says what it is, the last how many rows there were, so that half a file is known for what it is. All is
read in one snapshot: what a running service writes meanwhile is wholly in it or wholly left out. Leases are not kept:
they are of the processes, not of the office.
"""

import base64
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, LargeBinary, Table, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.migrate import database_version, head_version, is_known, migrate
from storage.tables import Base, LeaseRow, MetaRow
from storage.tables.base import UtcDateTime

KIND = "nhacviec-backup"
FORM = 1
_BATCH_ROWS = 500
_BATCH_CHARACTERS = 4_000_000
_LEFT_OUT = {LeaseRow.__tablename__}


class BadArchive(Exception):
    """The file is no backup, or only half of one."""


class ArchiveTooNew(Exception):
    """The backup was made by a newer release; its version is the argument."""


class DatabaseNotEmpty(Exception):
    """There is something in the database that a restore would destroy."""


class ServiceRunning(Exception):
    """A service works on the database: its data must not be exchanged under it."""


@dataclass(frozen=True)
class ArchiveFacts:
    """What a backup says of itself."""

    version: str
    made_at: datetime
    rows: int


def _tables() -> list[Table]:
    """In the order in which rows can be inserted."""
    return [table for table in Base.metadata.sorted_tables if table.name not in _LEFT_OUT]


async def back_up(engine: AsyncEngine, path: Path, now: datetime) -> ArchiveFacts:
    """Write everything to a file that is complete or not there; readable by its owner alone."""
    version = await database_version(engine)
    if version != head_version():
        raise BadArchive(version or "")
    half = path.with_name(f"{path.name}.half")
    half.touch(mode=0o600)
    half.chmod(0o600)
    try:
        rows = await _write(engine, half, version, now)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return ArchiveFacts(version, now, rows)


async def _write(engine: AsyncEngine, path: Path, version: str, now: datetime) -> int:
    rows = 0
    with gzip.open(path, "wt", encoding="utf-8", newline="\n") as file:
        head = {"kind": KIND, "form": FORM, "schema": version, "made_at": now.isoformat()}
        file.write(json.dumps(head) + "\n")
        async with engine.connect() as connection:
            await _hold_snapshot(connection)
            for table in _tables():
                names = [column.name for column in table.columns]
                file.write(json.dumps({"table": table.name, "columns": names}) + "\n")
                async for row in _rows(connection, table):
                    file.write(json.dumps([_out(value) for value in row], ensure_ascii=False) + "\n")
                    rows += 1
        file.write(json.dumps({"end": rows}) + "\n")
    return rows


async def _hold_snapshot(connection: AsyncConnection) -> None:
    """From here on the connection sees the database as it is at this moment."""
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("BEGIN")
        await connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    else:
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Any]:
    result = await connection.stream(select(table).order_by(*table.primary_key.columns))
    async for row in result:
        yield row


def _out(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode("ascii")
    return value


async def restore(engine: AsyncEngine, path: Path, *, replace: bool = False) -> ArchiveFacts:
    """Put a backup into a database, in one transaction; one that is not empty only where `replace` says so.

    Raises BadArchive, ArchiveTooNew, DatabaseNotEmpty, ServiceRunning, having changed nothing but the schema.
    """
    with _opened(path) as file:
        head = _head(next(file, ""))
    if not is_known(head.version):
        raise ArchiveTooNew(head.version)
    await migrate(engine)
    async with engine.begin() as connection:
        await _check_unused(connection, replace=replace)
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(delete(table))
        with _opened(path) as file:
            next(file)
            rows = await _insert_all(connection, file)
        await _set_counters(connection)
    return ArchiveFacts(head.version, head.made_at, rows)


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a gzipped file; what is none raises BadArchive where it breaks off."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield _lines(file)


def _lines(file: Iterable[str]) -> Iterator[str]:
    try:
        yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as exc:
        raise BadArchive from exc


def _head(line: str) -> ArchiveFacts:
    try:
        head = json.loads(line)
        if head["kind"] != KIND or head["form"] != FORM:
            raise BadArchive
        return ArchiveFacts(str(head["schema"]), datetime.fromisoformat(head["made_at"]), 0)
    except (ValueError, KeyError, TypeError) as exc:
        raise BadArchive from exc


async def _check_unused(connection: AsyncConnection, *, replace: bool) -> None:
    if await connection.scalar(select(LeaseRow.name).where(LeaseRow.until > datetime.now(UTC)).limit(1)):
        raise ServiceRunning
    if replace:
        return
    for table in _tables():
        # A service that only started once has left its facts there, and nothing that would be missed.
        if table.name != MetaRow.__tablename__ and await connection.scalar(select(func.count()).select_from(table)):
            raise DatabaseNotEmpty


class _Batch:
    """Rows of one table on their way into the database, a few at a time."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._table: Table | None = None
        self._names: list[str] = []
        self._rows: list[dict[str, Any]] = []
        self._size = 0
        self.count = 0

    async def begin(self, table: Table, names: list[str]) -> None:
        await self.flush()
        self._table, self._names = table, names

    async def add(self, values: list[Any], size: int) -> None:
        if self._table is None:
            raise BadArchive
        row = {name: _in(self._table, name, each) for name, each in zip(self._names, values, strict=True)}
        self._rows.append(row)
        self._size += size
        self.count += 1
        if len(self._rows) >= _BATCH_ROWS or self._size >= _BATCH_CHARACTERS:
            await self.flush()

    async def flush(self) -> None:
        if self._table is not None and self._rows:
            await self._connection.execute(insert(self._table), self._rows)
        self._rows, self._size = [], 0


async def _insert_all(connection: AsyncConnection, lines: Iterator[str]) -> int:
    known = {table.name: table for table in _tables()}
    batch, end = _Batch(connection), None
    try:
        for line in lines:
            match json.loads(line):
                case {"table": name, "columns": names}:
                    await batch.begin(known[name], names)
                case {"end": end}:
                    await batch.flush()
                case [*values]:
                    await batch.add(values, len(line))
    except (ValueError, KeyError, TypeError) as exc:
        raise BadArchive from exc
    if end != batch.count:
        raise BadArchive
    return batch.count


def _in(table: Table, name: str, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    match table.c[name].type:
        case UtcDateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value)
    return value


async def _set_counters(connection: AsyncConnection) -> None:
    """PostgreSQL counts ids beside the tables: the next one must come after those that were put in."""
    if connection.dialect.name == "sqlite":
        return
    for table in _tables():
        if "id" in table.c:
            following = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            await connection.execute(
                select(func.setval(func.pg_get_serial_sequence(table.name, "id"), following, False))
            )
