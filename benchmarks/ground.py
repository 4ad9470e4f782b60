"""What the benchmarks of delivery stand on: a server of its own process, databases, and medians."""

import asyncio
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from storage.engine import Sessions, open_engine, open_sessions
from storage.migrate import migrate

ROUNDS = 5


class Server:
    """The fake Bot API in its own process; it keeps counts alone."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.fakes.bot_api", "--counts-only"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()

    async def order(self, **order: Any) -> dict[str, Any]:
        """Tell it something; returns its counts."""
        async with aiohttp.ClientSession() as session, session.post(f"{self.url}/control", json=order) as answer:
            told: dict[str, Any] = await answer.json()
            return told

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


@contextmanager
def server() -> Iterator[Server]:
    """A server for as long as it is used."""
    made = Server()
    try:
        yield made
    finally:
        made.close()


@contextmanager
def databases() -> Iterator[dict[str, Callable[[], Awaitable[str]]]]:
    """Makers of new, migrated databases: a SQLite file (synchronous=FULL), and PostgreSQL with fsync on."""
    from tests.conftest import PostgresServer

    folder = Path(tempfile.mkdtemp(prefix="nv-bench-"))
    (folder / "pg").mkdir()
    postgres = PostgresServer(folder / "pg", durable=True)
    names = iter(range(10_000))

    async def sqlite() -> str:
        url = f"sqlite+aiosqlite:///{folder / f'{next(names)}.db'}"
        engine = open_engine(url)
        await migrate(engine)
        await engine.dispose()
        return url

    try:
        yield {"SQLite": sqlite, "PostgreSQL": postgres.create_migrated}
    finally:
        postgres.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Sessions]:
    """Sessions on a database for as long as they are used."""
    engine = open_engine(url)
    try:
        yield open_sessions(engine)
    finally:
        await engine.dispose()


@dataclass(frozen=True)
class Figure:
    """Medians over the rounds."""

    name: str
    per_second: float
    cpu_us: float  # of our process, for each message


def measure(name: str, count: int, run: Callable[[], Awaitable[float | None]], rounds: int = ROUNDS) -> Figure:
    """Run it so many times; it may return its own seconds, where the preparation is not to count."""
    speeds, costs = [], []
    for _ in range(rounds):
        began, cpu = time.perf_counter(), time.process_time()
        seconds = asyncio.run(run())  # type: ignore[arg-type]
        costs.append((time.process_time() - cpu) / count * 1e6)
        speeds.append(count / (seconds or time.perf_counter() - began))
    return Figure(name, statistics.median(speeds), statistics.median(costs))


def peak_megabytes() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(figures: list[Figure], bases: list[Figure]) -> None:
    """Print figures with their ratios to the bases."""
    heads = "".join(f"  × {base.name[:26]:<26}" for base in bases)
    print(f"{'':<44}{'per s':>8}{'CPU µs':>8}{heads}")
    for each in figures:
        ratios = "".join(f"  {each.per_second / base.per_second:<28.2f}" for base in bases)
        print(f"{each.name:<44}{each.per_second:>8.0f}{each.cpu_us:>8.0f}{ratios}")
