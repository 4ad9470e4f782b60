"""The engine and its sessions, for SQLite and PostgreSQL, and the lock that keeps a SQLite file to one process."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import IO, Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage.sqlite_thread import connect

Sessions = async_sessionmaker[AsyncSession]

BUSY_TIMEOUT_MS = 10_000


class DatabaseInUse(Exception):
    """Another process holds this SQLite file."""


def open_engine(url: str) -> AsyncEngine:
    """An engine for the URL. On SQLite: WAL, foreign keys on, a busy timeout, and writers that queue at BEGIN."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)

        @event.listens_for(engine.sync_engine, "do_connect")
        def reach(dialect: Any, _record: Any, cargs: Any, cparams: Any) -> Any:
            try:
                return dialect.connect(*cargs, **cparams)
            except (OSError, TimeoutError) as exc:  # its driver lets them through; to us the database is away
                raise dialect.loaded_dbapi.OperationalError(type(exc).__name__) from exc

        return engine
    engine = create_async_engine(url)

    @event.listens_for(engine.sync_engine, "do_connect")
    def open_thread(_dialect: Any, _record: Any, _cargs: Any, cparams: Any) -> None:
        cparams["async_creator_fn"] = connect

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # A committed promise must survive the power cut that follows it.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    return engine


def open_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose rows keep their values after commit, so nothing loads lazily."""
    return async_sessionmaker(engine, expire_on_commit=False)


_turns: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()


@asynccontextmanager
async def writing(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """A transaction that writes; commits at the end, rolls back on an error.

    SQLite has one writer at a time, and one that waits for another polls: within the process they queue here instead.
    """
    engine: AsyncEngine = sessions.kw["bind"]
    turn = _turns.setdefault(engine, asyncio.Lock()) if engine.dialect.name == "sqlite" else nullcontext()
    async with turn, sessions.begin() as session:
        if engine.dialect.name == "sqlite":
            # Its driver begins at the first write, so what was read before would be of another transaction.
            await (await session.connection()).exec_driver_sql("BEGIN IMMEDIATE")
        yield session


# SQLSTATE classes of PostgreSQL: connection lost, means used up, shut down or starting, the system below it.
_OUTAGES = ("08", "53", "57P", "58")
FULL = frozenset({"SQLITE_FULL", "53100"})
_SQLITE_ERROR = 1  # a statement that is wrong, or does not fit the tables: that does not pass


def outage_of(error: BaseException) -> str:
    """What keeps the database from its work: that it is away, full or locked. "" where the error is of another kind.

    An outage is nobody's fault and passes; what was not committed did not happen and can be done again. The name is
    that of the class or the database's own ("SQLITE_FULL", "57P01"): it quotes nothing.
    """
    if isinstance(error, ConnectionError | NoConnectionLeft):
        return type(error).__name__
    if not isinstance(error, DBAPIError):
        return ""
    if name := getattr(error.orig, "sqlite_errorname", ""):
        passes = isinstance(error, OperationalError) and error.orig.sqlite_errorcode != _SQLITE_ERROR  # type: ignore[union-attr]
        return name if passes else ""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if isinstance(error, OperationalError) or error.connection_invalidated or state.startswith(_OUTAGES):
        return state or type(error.orig.__cause__ or error).__name__  # type: ignore[union-attr]
    return ""


class FileLock:
    """Holds `<database>.lock` while a service runs; the kernel lets go of it however the process ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock or raise DatabaseInUse at once."""
        file = self._path.open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            file.close()
            raise DatabaseInUse(str(self._path)) from exc
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
