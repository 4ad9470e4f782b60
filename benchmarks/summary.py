"""Times summaries at the size of a large province.

`python -m benchmarks.summary files` makes each file of 5,000 occurrences of 60 agencies; `… chat [URL]` fills a
database with 100,000 occurrences and 1,000,000 reports and times what a chat waits for; `… buttons [URL]` measures how
much longer a button takes while a file is made.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.periods import whole_plan
from bot.domain.summary import Asked, Ground, Heading, PlanFacts, Row, class_of, summarize
from bot.domain.tasks import Status
from bot.jobs.summary_making import make_ordered
from bot.render.making import KINDS, FileMaker, Order, make_file
from bot.render.summary_chat import render_pages
from storage.brief import load_brief
from storage.engine import Sessions, open_engine, open_sessions, writing
from storage.meta import save_fact
from storage.migrate import migrate
from storage.plans import Plan, add_plan, find_plan
from storage.tables import AgencyRow, OccurrenceRow, ReportRow, TaskRow

TODAY = date(2022, 10, 5)
NOW = datetime(2022, 10, 5, 3, tzinfo=UTC)
AGENCIES = tuple(f"Ủy ban nhân dân xã số {n}" for n in range(60))
STATUSES = ("not_started", "in_progress", "blocked", "submitted", "done")
SECTION = [{"number": "I", "title": "Xây dựng cơ chế, chính sách"}]
CONTENT = "Kế hoạch thực hiện Chương trình giai đoạn 2021-2025 và năm 2022, phân công nhiệm vụ cho các sở, ngành"


def due_of(number: int) -> date:
    """Spread over the year."""
    return date(2022, 1, 1) + timedelta(days=number * 37 % 365)


def sample_order(form: str, count: int) -> Order:
    """So many occurrences, a third of them done."""
    rows = []
    for n in range(count):
        due, status = due_of(n), Status(STATUSES[n % 5])
        done_on = due - timedelta(days=3) if status is Status.DONE and due <= TODAY else None
        rows.append(
            Row(
                n, f"I.{n // 60 + 1}", due.isoformat(), "I", "", AGENCIES[n % 60], CONTENT, due, due, 0, status,
                40 if status is Status.IN_PROGRESS else None, class_of(due, done_on, TODAY), None, done_on, TODAY,
                f"{n}/QĐ-UBND" if done_on else "", "", coordinating="Các sở, ngành liên quan",
            )
        )  # fmt: skip
    facts = PlanFacts("250/KH-BCĐ", "Kế hoạch", "Ban Chỉ đạo tỉnh", date(2022, 6, 20))
    ground = Ground(facts, TODAY, NOW, tuple(rows), (Heading("I", "Xây dựng cơ chế"),), AGENCIES)
    return Order(form, summarize(ground, whole_plan(date(2022, 1, 1), TODAY)), CommitteeSettings())


def time_file(form: str, count: int = 5_000) -> None:
    """Seconds and the process's peak memory; each form in a process of its own, so that peaks do not mix."""
    order = sample_order(form, count)
    started = perf_counter()
    made = make_file(order)
    seconds = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{form}: {seconds:.2f} s, {peak} MB, {len(made.content) // 1024} KB")
    assert seconds <= 5
    assert peak <= 300


async def fill(session: AsyncSession, occurrences: int, reports: int) -> None:
    """One plan; tasks of 60 occurrences; ten reports on each occurrence, the last as its standing says."""
    plan = Plan(
        0, "250/KH-BCĐ", "Kế hoạch", "Ban Chỉ đạo", date(2022, 6, 20), date(2022, 1, 1), date(2025, 12, 31), 2022,
        "live",
    )  # fmt: skip
    plan_id = await add_plan(session, plan, NOW - timedelta(days=100))
    await session.execute(
        insert(AgencyRow),
        [{"id": n + 1, "name": name, "short_name": name, "position": n} for n, name in enumerate(AGENCIES)],
    )
    tasks = occurrences // 60 + 1
    await session.execute(insert(TaskRow), [_task(n, plan_id) for n in range(tasks)])
    for start in range(0, occurrences, 10_000):
        end = min(start + 10_000, occurrences)
        await session.execute(insert(OccurrenceRow), [_occurrence(n) for n in range(start, end)])
    each = reports // occurrences
    for start in range(0, occurrences, 2_000):
        end = min(start + 2_000, occurrences)
        rows = [_report(n, k, each) for n in range(start, end) for k in range(each)]
        await session.execute(insert(ReportRow), rows)


def _task(n: int, plan_id: int) -> dict[str, object]:
    return {
        "id": n + 1, "plan_id": plan_id, "code": f"I.{n + 1}", "long_code": f"I.{n + 1}", "number": str(n + 1),
        "position": n, "section_path": SECTION, "content": CONTENT, "lead_text": "", "coordinating_text": "",
        "deadline_text": "", "rules": [], "created_at": NOW - timedelta(days=100),
    }  # fmt: skip


def _occurrence(n: int) -> dict[str, object]:
    due, status = due_of(n), STATUSES[n % 5]
    done = status == "done"
    return {
        "id": n + 1, "task_id": n // 60 + 1, "agency_id": n % 60 + 1, "key": due.isoformat(), "kind": "dated",
        "original_due_on": due, "due_on": due, "state": "done" if done else "open", "standing": status,
        "percent": None, "reported_on": _day(9), "submitted_on": _day(9) if status == "submitted" else None,
        "done_on": _day(9) if done else None, "created_at": NOW - timedelta(days=100),
    }  # fmt: skip


def _day(k: int) -> date:
    return TODAY - timedelta(days=60 - 6 * k)


def _report(n: int, k: int, last: int) -> dict[str, object]:
    status = STATUSES[n % 5] if k == last - 1 else "in_progress"
    day = _day(k)
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    return {
        "occurrence_id": n + 1, "source": "chat", "reported_at": at, "reported_on": day, "text": "…", "reading": {},
        "status": status, "percent": None, "expected_on": None, "document": "", "document_on": None,
        "done_on": day if status == "done" else None, "confirmed_at": None,
        "superseded_at": None if k == last - 1 else at + timedelta(days=6), "undone_at": None, "returned_at": None,
        "person_id": None, "inbox_id": None,
    }  # fmt: skip


async def time_chat(url: str, occurrences: int, reports: int) -> None:
    """Fill where it is empty, then ask three times."""
    engine = open_engine(url)
    await migrate(engine)
    sessions = open_sessions(engine)
    async with sessions.begin() as session:
        if await find_plan(session) is None:
            await fill(session, occurrences, reports)
    for _ in range(3):
        async with sessions() as session:
            plan = await find_plan(session)
            assert plan is not None
            started = perf_counter()
            summary = await load_brief(session, plan, whole_plan(plan.start_on, TODAY), TODAY, NOW)
            pages = render_pages(summary)
            seconds = perf_counter() - started
            print(f"chat: {seconds:.2f} s, {summary.totals.occurrences} occurrences, {len(pages)} pages")
    await engine.dispose()
    assert seconds <= 1


async def time_buttons(url: str) -> None:
    """While the largest file is made, something small is written every 20 ms, as a button press would."""
    engine = open_engine(url)
    await migrate(engine)
    sessions = open_sessions(engine)
    async with sessions.begin() as session:
        await fill(session, 5_000, 50_000)
        plan = await find_plan(session)
        assert plan is not None
    maker = FileMaker()
    asked = Asked(plan.id, whole_plan(plan.start_on, TODAY), TODAY, NOW, form="docx")
    what = asked.to_json() | {"zone": "Asia/Ho_Chi_Minh"}
    alone = await press_beside(sessions, asyncio.sleep(3))
    beside = await press_beside(sessions, maker.run(make_ordered, url, what))
    maker.close()
    await engine.dispose()
    for name, waits in (("alone", alone), ("while a file is made", beside)):
        print(
            f"{name}: {len(waits)} presses, p95 {quantiles(waits, n=20)[-1] * 1000:.1f} ms, {max(waits) * 1000:.1f} ms"
        )
    assert quantiles(beside, n=20)[-1] - quantiles(alone, n=20)[-1] <= 0.2


async def press_beside(sessions: Sessions, meanwhile: Awaitable[object]) -> list[float]:
    waits = []
    doing = asyncio.ensure_future(meanwhile)
    while not doing.done():
        started = perf_counter()
        async with writing(sessions) as session:
            await save_fact(session, "pressed", len(waits))
        waits.append(perf_counter() - started)
        await asyncio.sleep(0.02)
    await doing
    return waits


def main() -> None:
    """Each form in a process of its own, or the chat on a database."""
    match sys.argv[1:]:
        case ["file", form]:
            time_file(form)
        case ["chat", *url]:
            with tempfile.TemporaryDirectory() as folder:
                address = url[0] if url else f"sqlite+aiosqlite:///{Path(folder) / 'large.db'}"
                asyncio.run(time_chat(address, 100_000, 1_000_000))
        case ["buttons", *url]:
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(time_buttons(url[0] if url else f"sqlite+aiosqlite:///{Path(folder) / 'buttons.db'}"))
        case _:
            for form in KINDS:
                subprocess.run([sys.executable, "-m", "benchmarks.summary", "file", form], check=True)


if __name__ == "__main__":
    main()
