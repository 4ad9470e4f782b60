"""A real `nhacviec run` for tests: its own process, its settings in the environment, its words on a pipe."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ServiceProcess:
    """A process of the service; `words` is what it has written to standard error, as it comes."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NHACVIEC_")}
        self._environment = {
            **clean,
            "NHACVIEC_HTTP_PORT": str(self.port),
            "NHACVIEC_ENV_FILE": "",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self.words = ""

    @property
    def pid(self) -> int:
        """The number of the process that was started last."""
        assert self._process
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Has it been started and not ended?"""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it and wait until it is healthy."""
        process = await self._begin()
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while not await self._is_healthy(session):
                if process.returncode is not None:
                    raise AssertionError(await self._read_words())
                await asyncio.sleep(0.02)

    async def _begin(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._environment, stderr=asyncio.subprocess.PIPE
        )
        self._listening = asyncio.create_task(self._listen(self._process))
        return self._process

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        async for line in process.stderr:
            self.words += line.decode()

    async def _is_healthy(self, session: aiohttp.ClientSession) -> bool:
        with contextlib.suppress(aiohttp.ClientError):
            async with session.get(f"{self.url}/healthz") as answer:
                return answer.status == 200
        return False

    async def run_out(self) -> int:
        """Run a start that is refused to its end; returns the exit status."""
        process = await self._begin()
        await self._read_words()
        return process.returncode or 0

    async def until_said(self, words: str, times: int = 1, within: float = 20.0) -> None:
        """Wait until it has written these words so many times."""
        async with asyncio.timeout(within):
            while self.words.count(words) < times:
                assert self.lives, self.words
                await asyncio.sleep(0.02)

    async def _read_words(self) -> str:
        """Wait for the end, and for its last words."""
        assert self._process
        assert self._listening
        await asyncio.gather(self._process.wait(), self._listening)
        return self.words

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; returns the exit status."""
        assert self._process
        if self._process.returncode is None:
            self._process.send_signal(number)
        async with asyncio.timeout(20):
            await self._read_words()
        return self._process.returncode or 0
