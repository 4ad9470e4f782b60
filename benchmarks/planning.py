"""What a planning tick costs: with nothing due it is a step into an index, whatever the size of the plan."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, update

from bot.config import Settings
from bot.domain.workdays import VIETNAM
from bot.jobs.remind import plan_reminders
from handlers.request import Office
from storage.engine import Sessions, open_engine, open_sessions
from storage.migrate import migrate
from storage.tables import AddressRow, AgencyRow, MembershipRow, OccurrenceRow, PersonRow, PlanRow, TaskRow

SIZES = (1_000, 10_000, 20_000, 100_000)
TODAY = date(2022, 9, 16)
NOW = datetime(2022, 9, 16, 9, 0, tzinfo=VIETNAM).astimezone(UTC)
PER_PERSON = 10
DUE_PEOPLE = 20  # in the run with something due, whatever the size
BUDGET_MS = 20.0  # with 20,000 open occurrences and nothing due


class NineOClock:
    """A clock that stands in the hours of a working day."""

    def now(self) -> datetime:
        return NOW


async def build(sessions: Sessions, size: int) -> None:
    """So many open occurrences, ten to a person, none of which is to be looked at before next year."""
    people = max(1, size // PER_PERSON)
    async with sessions.begin() as session:
        session.add(
            PlanRow(
                number="1", title="", committee="", start_on=date(2021, 1, 1), end_on=date(2025, 12, 31), year=2022,
                imported_at=NOW,
            )
        )  # fmt: skip
        await session.flush()
        names = [{"id": n, "name": f"Sở {n}", "short_name": f"Sở {n}", "position": n} for n in range(1, people + 1)]
        await session.execute(insert(AgencyRow), names)
        persons = [{"id": n, "name": f"Đầu mối Sở {n}", "created_at": NOW} for n in range(1, people + 1)]
        await session.execute(insert(PersonRow), persons)
        since = date(2022, 1, 1)
        posts = [{"person_id": n, "role": "focal", "agency_id": n, "from_on": since} for n in range(1, people + 1)]
        await session.execute(insert(MembershipRow), posts)
        chats = [
            {
                "person_id": n,
                "channel": "telegram",
                "chat": str(n),
                "state": "active",
                "is_primary": True,
                "joined_at": NOW,
            }
            for n in range(1, people + 1)
        ]
        await session.execute(insert(AddressRow), chats)
        tasks = [_task(n) for n in range(1, PER_PERSON + 1)]
        await session.execute(insert(TaskRow), tasks)
        work = [_occurrence(n, n % PER_PERSON + 1, n // PER_PERSON % people + 1) for n in range(size)]
        await session.execute(insert(OccurrenceRow), work)


def _task(number: int) -> dict[str, object]:
    empty = {"long_code": "", "lead_text": "", "coordinating_text": "", "deadline_text": "", "rules": []}
    return {
        "id": number, "plan_id": 1, "code": f"I.{number}", "number": str(number), "position": number,
        "section_path": [], "content": "Tham mưu ban hành quyết định", "created_at": NOW, **empty,
    }  # fmt: skip


def _occurrence(number: int, task_id: int, agency_id: int) -> dict[str, object]:
    return {
        "task_id": task_id, "agency_id": agency_id, "key": str(number), "kind": "dated",
        "original_due_on": date(2023, 12, 31), "due_on": date(2023, 12, 31), "planned_from": date(2022, 9, 1),
        "next_look_on": date(2023, 12, 1), "created_at": NOW,
    }  # fmt: skip


async def make_due(sessions: Sessions) -> None:
    """Move the terms of twenty people to two weeks from now."""
    async with sessions.begin() as session:
        await session.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.agency_id <= DUE_PEOPLE)
            .values(due_on=TODAY + timedelta(days=14), next_look_on=TODAY)
        )


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of one run."""
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


async def measure(folder: Path, size: int) -> tuple[float, float]:
    """Milliseconds of a tick with nothing due (median of 21) and of one with 200 reminders to 20 people."""
    url = f"sqlite+aiosqlite:///{folder / f'plan-{size}.db'}"
    engine = open_engine(url)
    await migrate(engine)
    sessions = open_sessions(engine)
    office = Office(Settings(database_url=url), NineOClock(), {})
    await build(sessions, size)
    quiet = [await timed(lambda: plan_reminders(sessions, office)) for _ in range(22)][1:]
    await make_due(sessions)
    busy = await timed(lambda: plan_reminders(sessions, office))
    await engine.dispose()
    return median(quiet), busy


async def run() -> bool:
    """Print the table; False where the budget is exceeded."""
    kept = True
    print(f"{'open occurrences':>18}{'nothing due, ms':>18}{'200 due, ms':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            quiet, busy = await measure(Path(folder), size)
            kept = kept and (size != 20_000 or quiet <= BUDGET_MS)
            print(f"{size:>18,}{quiet:>18.2f}{busy:>14.1f}")
    return kept


def main() -> int:
    """0 where a quiet tick over 20,000 open occurrences stays within 20 ms."""
    return 0 if asyncio.run(run()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
