"""How much longer a button takes while a hostile plan is read: `python -m benchmarks plan_files`."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from benchmarks.summary import press_beside
from bot.appendix import UnreadableFile, read_appendix
from storage.engine import open_engine, open_sessions
from storage.migrate import migrate
from tests.appendix.test_hostile import million_rows

LINE = "1\tTham mưu ban hành kế hoạch\tSở Xây dựng\tSở Tài chính\tQuý III/2022\n"
FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "a million empty rows": lambda: ("a.xlsx", million_rows()),
    "50 MB of text": lambda: ("a.txt", (LINE * (50 * 1024 * 1024 // len(LINE.encode()))).encode()),
}


async def _run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite+aiosqlite:///{Path(folder) / 'plans.db'}")
        await migrate(engine)
        sessions = open_sessions(engine)
        _tell("alone", await press_beside(sessions, asyncio.sleep(3)), 3.0, "")
        for name, make in FILES.items():
            file = make()
            began = perf_counter()
            reading = asyncio.create_task(asyncio.to_thread(_outcome, file))
            waits = await press_beside(sessions, reading)
            _tell(f"while {name} are read", waits, perf_counter() - began, await reading)
        await engine.dispose()


def _outcome(file: tuple[str, bytes]) -> str:
    try:
        return f"{len(read_appendix(file, year=2022).rows)} rows"
    except UnreadableFile as exc:
        return f"refused: {exc.reason.name.lower()}"


def _tell(name: str, waits: list[float], seconds: float, outcome: str) -> None:
    p95, most = quantiles([*waits, *waits], n=20)[-1] * 1000, max(waits) * 1000
    print(f"{name}: {len(waits)} presses in {seconds:.1f} s, p95 {p95:.1f} ms, most {most:.1f} ms {outcome}".rstrip())


def main() -> None:
    """Print the delays."""
    asyncio.run(_run())


if __name__ == "__main__":
    main()
