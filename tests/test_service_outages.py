"""The place where everything is kept goes away in mid-run and comes back: nothing is lost, and nothing is stuck.

A real `nhacviec run` sends to many and takes reports in while its disk has no room, or while its PostgreSQL is down.
"""

import asyncio
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import func, select, update

from bot.clock import RealClock
from bot.domain.people import Role
from bot.domain.workdays import local_day
from storage.engine import Sessions, open_engine, open_sessions
from storage.tables import AddressRow, InboxRow, ReportRow
from tests.conftest import PostgresServer, SqliteFiles
from tests.fakes.bot_api import TOKEN, FakeBotApi
from tests.jobs.promises import promises_held
from tests.jobs.workshop import Workshop
from tests.service import ServiceProcess
from tests.world import found_world

pytestmark = pytest.mark.slow

CHATS = range(20_001, 20_201)  # one message is owed to each
REPORTERS = 24  # … and each of these reports on a task of their own


class Outage(Protocol):
    """Something that the database needs and that can be taken from it."""

    url: str

    async def begin(self, pid: int) -> None: ...

    async def end(self, pid: int) -> None: ...


class Limit:
    """No file of the process can grow, as where its share of a disk is used up."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def begin(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

    async def end(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class FullDisk:
    """A small disk of its own that something else fills up to the last byte."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._ballast = folder / "ballast"

    async def begin(self, pid: int) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    async def end(self, pid: int) -> None:
        self._ballast.unlink()


class Crash:
    """A PostgreSQL that ends at once, and is started again."""

    def __init__(self, url: str, server: PostgresServer) -> None:
        self.url = url
        self._server = server

    async def begin(self, pid: int) -> None:
        await asyncio.to_thread(self._server.crash)

    async def end(self, pid: int) -> None:
        await asyncio.to_thread(self._server.begin_again)


@pytest.fixture(scope="module")
def mortal_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of this module's own, which keeps what it has committed."""
    folder = Path(tempfile.mkdtemp(prefix="nv-pg-"))
    server = PostgresServer(folder, durable=True)
    yield server
    server.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def mounted(size: str) -> Iterator[Path | None]:
    """A disk of its own; None where this user may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="nv-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder)]
    may_mount = shutil.which("mount") and not subprocess.run(mount, capture_output=True, check=False).returncode
    try:
        yield folder if may_mount else None
    finally:
        if may_mount:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture
def small_disk() -> Iterator[Path | None]:
    """A disk that a SQLite file and little else fits on."""
    with mounted("6m") as folder:
        yield folder


@pytest.fixture
def postgres_on_a_disk() -> Iterator[tuple[PostgresServer, Path]]:
    """A PostgreSQL on a disk of its own."""
    with mounted("200m") as disk:
        if disk is None:
            pytest.skip("a disk of its own needs the right to mount one")
        (disk / "pg").mkdir(mode=0o700)
        server = PostgresServer(disk / "pg", durable=True)
        yield server, disk
        server.server.cleanup()


@pytest.fixture
async def outage(request: pytest.FixtureRequest, tmp_path: Path, sqlite_files: SqliteFiles) -> Outage:
    """What is taken away, with the database that suffers."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("mortal_postgres")
        return Crash(await server.create_migrated(found_reporters), server)
    if request.param == "postgresql-disk":
        server, disk = request.getfixturevalue("postgres_on_a_disk")
        return FullDisk(await server.create_migrated(found_reporters), disk)
    folder: Path | None = request.getfixturevalue("small_disk") if request.param == "disk" else None
    if folder is None:
        return Limit(await sqlite_files.create_migrated(tmp_path, found_reporters))
    return FullDisk(await sqlite_files.create_migrated(folder, found_reporters), folder)


async def found_reporters(sessions: Sessions) -> None:
    """People with a task each, known by the numbers of their chats."""
    today = local_day(RealClock().now())
    world = await found_world(sessions, today)
    for number in range(1, REPORTERS + 1):
        agency = await world.agency(f"Cơ quan {number}")
        person = await world.person(f"Người {number}", Role.FOCAL, agency)
        await world.task([agency], today + timedelta(days=200), code=f"I.1.{number}")
        async with sessions.begin() as session:
            mine = update(AddressRow).where(AddressRow.person_id == person)
            await session.execute(mine.values(chat=str(10_000 + number)))


@dataclass
class Run:
    """A service under way, what it sends, and what it is told."""

    service: ServiceProcess
    api: FakeBotApi
    sessions: Sessions

    async def owe(self) -> None:
        await Workshop(self.sessions, {}).owe_each(CHATS)

    async def report(self, some: range) -> None:
        """They report, each on their own task."""
        for number in some:
            await self.api.person(10_000 + number).says(f"I.1.{number} đã xong")

    async def until_delivered(self, count: int) -> None:
        await self.api.until(lambda: sum(1 for chat in CHATS if self.api.delivered(chat)) >= count, within=20)

    async def until_settled(self) -> None:
        """Wait until nothing is owed and nothing waits to be handled."""
        async with asyncio.timeout(60):
            while await self._handled() < REPORTERS:  # noqa: ASYNC110  looked at from outside
                await asyncio.sleep(0.05)
        await Workshop(self.sessions, {}).until_settled(within=60)

    async def _handled(self) -> int:
        async with self.sessions() as session:
            done = select(func.count()).where(InboxRow.state == "done", InboxRow.kind == "text")
            return await session.scalar(done) or 0

    async def reports(self) -> list[int]:
        """How many each reporter has made."""
        async with self.sessions() as session:
            counts = select(func.count(ReportRow.id)).group_by(ReportRow.person_id)
            return list(await session.scalars(counts))


@pytest.fixture
async def run(outage: Outage, tmp_path: Path, bot_api: FakeBotApi) -> AsyncIterator[Run]:
    """A service on what will be taken away; ended with the test, whatever happens."""
    service = ServiceProcess(
        tmp_path,
        NHACVIEC_DATABASE_URL=outage.url,
        NHACVIEC_TELEGRAM_TOKEN=TOKEN,
        NHACVIEC_TELEGRAM_API_URL=bot_api.url,
        NHACVIEC_TELEGRAM_RATE="200",
    )
    engine = open_engine(outage.url)
    bot_api.latency = 0.03
    yield Run(service, bot_api, open_sessions(engine))
    if service.lives:
        await service.stop(signal.SIGKILL)
    await engine.dispose()


async def in_mid_run(run: Run, outage: Outage) -> None:
    """Take it away while messages leave and reports come in, and more come in meanwhile."""
    await run.owe()
    await run.service.start()
    await run.report(range(1, 7))
    await run.until_delivered(40)
    await run.report(range(7, 13))
    await outage.begin(run.service.pid)
    await run.report(range(13, REPORTERS + 1))
    await run.service.until_said("round_failed", times=2)


def said_little(run: Run) -> None:
    """Neither a flood of tracebacks nor a secret."""
    words = run.service.words
    assert words.count('  File "') == 0, words
    assert TOKEN.partition(":")[2] not in words
    assert "đã xong" not in words


@pytest.mark.parametrize(
    "outage", ["disk", "postgresql", pytest.param("postgresql-disk", marks=pytest.mark.soak)], indirect=True
)
async def test_an_outage_is_waited_out(run: Run, outage: Outage) -> None:
    """The process lives on and mends itself: each message goes once, each report is kept once."""
    await in_mid_run(run, outage)
    await outage.end(run.service.pid)
    await run.until_settled()
    status = await run.service.stop()

    assert await promises_held(run.sessions, run.api, CHATS) == {"sent": len(CHATS)}
    assert await run.reports() == [1] * REPORTERS
    assert status == 0
    said_little(run)


@pytest.mark.parametrize("outage", ["limit"], indirect=True)
async def test_stopped_in_an_outage(run: Run, outage: Outage) -> None:
    """It keeps trying to record what has left for as long as a stop may take: nothing goes again after the start."""
    await in_mid_run(run, outage)
    failures = run.service.words.count("round_failed")
    stopping = asyncio.create_task(run.service.stop())
    await run.service.until_said("round_failed", times=failures + 1)
    await outage.end(run.service.pid)
    status = await stopping
    await run.service.start()
    await run.until_settled()
    await run.service.stop()

    outcomes = await promises_held(run.sessions, run.api, CHATS)
    assert outcomes["sent"] == len(CHATS)
    assert not outcomes["unknown"]
    assert await run.reports() == [1] * REPORTERS
    assert status == 0
    said_little(run)


@pytest.mark.soak
@pytest.mark.parametrize("outage", ["disk", "postgresql"], indirect=True)
async def test_killed_in_an_outage(run: Run, outage: Outage) -> None:
    """Started again it takes up what is left: what was under way is unknown in the ledger and goes again."""
    await in_mid_run(run, outage)
    await run.service.stop(signal.SIGKILL)
    await outage.end(run.service.pid)
    await run.service.start()
    await run.until_settled()
    await run.service.stop()

    await promises_held(run.sessions, run.api, CHATS)
    assert await run.reports() == [1] * REPORTERS
    said_little(run)


async def test_a_start_on_a_full_disk_says_so(small_disk: Path | None, tmp_path: Path) -> None:
    """One sentence, and a status that makes the system's supervisor try again."""
    if small_disk is None:
        pytest.skip("a disk of its own needs the right to mount one")
    disk = FullDisk(f"sqlite+aiosqlite:///{small_disk / 'nhacviec.db'}", small_disk)
    (small_disk / "nhacviec.db.lock").write_text("x")
    await disk.begin(0)
    service = ServiceProcess(tmp_path, NHACVIEC_DATABASE_URL=disk.url, NHACVIEC_TELEGRAM_TOKEN=TOKEN)

    assert await service.run_out() == 1
    assert service.words.startswith("Ổ đĩa chứa cơ sở dữ liệu đã hết chỗ.")


@pytest.mark.parametrize("where", ["postgres@/x?host=/nowhere"])
async def test_a_start_without_its_database_says_so(where: str, tmp_path: Path) -> None:
    """As while PostgreSQL is being started again: nobody listens at its port, or its socket is gone."""
    service = ServiceProcess(
        tmp_path, NHACVIEC_DATABASE_URL=f"postgresql+asyncpg://{where}", NHACVIEC_TELEGRAM_TOKEN=TOKEN
    )

    assert await service.run_out() == 1
    assert service.words.startswith("Không kết nối được cơ sở dữ liệu.")
    assert "Traceback" not in service.words
