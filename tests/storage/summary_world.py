"""A small plan for tests of summaries: tasks with terms, reports by day, all through the real queries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import PlannedOccurrence, Section
from bot.domain.tasks import Status
from storage.occurrences import add_occurrence
from storage.plans import Plan, Task, add_plan, ensure_agency, find_plan, save_task, set_leads
from storage.reports import Report, record_report

IMPORTED = datetime(2022, 6, 20, 2, tzinfo=UTC)
SECTIONS = {
    "I.1": (Section("I", "XÂY DỰNG VĂN BẢN"), Section("1", "Văn bản trình HĐND tỉnh")),
    "I.2.a": (Section("I", "XÂY DỰNG VĂN BẢN"), Section("2", "Văn bản của UBND tỉnh"), Section("a", "Văn bản chung")),
    "III": (Section("III", "CHẾ ĐỘ BÁO CÁO"),),
}


def moment(day: date, hour: int = 2) -> datetime:
    """An instant on a day: nine in the morning in Vietnam unless another hour is given."""
    return datetime.combine(day, time(hour), UTC)


@dataclass
class World:
    """A plan under way; `occurrences` finds ids by code and agency."""

    session: AsyncSession
    plan: Plan
    occurrences: dict[tuple[str, str], int]

    async def task(
        self,
        code: str,
        agency: str,
        due: date | None,
        *,
        programme: str = "",
        strict: bool = False,
        content: str = "",
        at: datetime = IMPORTED,
    ) -> int:
        """A task with one occurrence of one agency; returns the occurrence's id."""
        agency_id = await ensure_agency(self.session, agency)
        section, _, number = code.rpartition(".")
        task = Task(
            0, self.plan.id, code, code, number, len(self.occurrences), SECTIONS[section], programme,
            content or f"Tham mưu văn bản {code}", agency, "Sở Tài chính", "", (), "open",
        )  # fmt: skip
        task_id = await save_task(self.session, task, at)
        await set_leads(self.session, task_id, [agency_id], at)
        planned = PlannedOccurrence(due.isoformat() if due else "open", "dated" if due else "none", due, strict=strict)
        occurrence_id = await add_occurrence(self.session, task_id, agency_id, planned, at, silent=False)
        assert occurrence_id is not None
        self.occurrences[code, agency] = occurrence_id
        return occurrence_id

    async def report(
        self, occurrence_id: int, on: date, status: Status, *, done_on: date | None = None, percent: int | None = None
    ) -> int:
        """A report made at nine in the morning of a day."""
        return await record_report(
            self.session,
            Report(occurrence_id, None, "chat", moment(on), on, "…", status, percent=percent, done_on=done_on),
        )


async def new_world(session: AsyncSession) -> World:
    """An empty plan of 2022."""
    plan = Plan(
        0, "250/KH-BCĐ", "Kế hoạch thực hiện các Chương trình MTQG", "Ban Chỉ đạo các Chương trình MTQG tỉnh",
        date(2022, 6, 20), date(2022, 1, 1), date(2025, 12, 31), 2022, "live",
    )  # fmt: skip
    await add_plan(session, plan, IMPORTED)
    found = await find_plan(session)
    assert found is not None
    return World(session, found, {})
