"""Plans, their tasks with the agencies that lead them, and the names that agencies go by."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import Section, short_title
from bot.domain.programmes import fold
from storage.tables import (
    AgencyMemberRow,
    AgencyRow,
    AgencySpellingRow,
    CommitteeSettingRow,
    PlanRow,
    RoleHolderRow,
    TaskLeadRow,
    TaskRow,
)


@dataclass(frozen=True)
class Plan:
    """A committee's plan."""

    id: int
    number: str
    title: str
    committee: str
    issued_on: date | None
    start_on: date
    end_on: date
    year: int
    state: str


@dataclass(frozen=True)
class StoredAgency:
    """An agency as kept, by its canonical name."""

    id: int
    name: str
    short_name: str
    kind: str
    position: int
    courtesy: bool
    locality_kind: str | None


@dataclass(frozen=True)
class Task:
    """A task of a plan with those who lead it today."""

    id: int
    plan_id: int
    code: str
    long_code: str
    number: str
    position: int
    section_path: tuple[Section, ...]
    programme: str
    content: str
    lead_text: str
    coordinating_text: str
    deadline_text: str
    rules: tuple[dict[str, Any], ...]
    state: str
    lead_ids: tuple[int, ...] = ()
    leads: tuple[str, ...] = field(default=())
    imported: Mapping[str, str] = field(default_factory=dict)  # the wording of the appendix, where it was imported
    state_reason: str = ""
    by_hand: bool = False  # given by the secretary, in no appendix yet

    @property
    def title(self) -> str:
        """The content, short enough for a line on a phone."""
        return short_title(self.content)


async def find_plan(session: AsyncSession, number: str | None = None) -> Plan | None:
    """The plan of that number; without one, the newest live plan."""
    query = select(PlanRow).where(PlanRow.state == "live") if number is None else select(PlanRow)
    if number is not None:
        query = query.where(PlanRow.number == number)
    row = await session.scalar(query.order_by(PlanRow.id.desc()).limit(1))
    return _plan(row) if row else None


async def load_plan(session: AsyncSession, plan_id: int) -> Plan | None:
    """One plan by id."""
    row = await session.get(PlanRow, plan_id)
    return _plan(row) if row else None


async def load_plans(session: AsyncSession) -> list[Plan]:
    """Every plan, oldest first."""
    return [_plan(row) for row in await session.scalars(select(PlanRow).order_by(PlanRow.id))]


def _plan(row: PlanRow) -> Plan:
    return Plan(
        row.id, row.number, row.title, row.committee, row.issued_on, row.start_on, row.end_on, row.year, row.state
    )


async def add_plan(session: AsyncSession, plan: Plan, now: datetime) -> int:
    """Keep a new plan (its id is ignored); returns the id given."""
    row = PlanRow(**_known_of(plan), state=plan.state, imported_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def save_plan(session: AsyncSession, plan: Plan) -> None:
    """Write what is known of a kept plan now."""
    await session.execute(update(PlanRow).where(PlanRow.id == plan.id).values(**_known_of(plan)))


def _known_of(plan: Plan) -> dict[str, Any]:
    names = ("number", "title", "committee", "issued_on", "start_on", "end_on", "year")
    return {name: getattr(plan, name) for name in names}


async def load_agencies(session: AsyncSession) -> list[StoredAgency]:
    """Every agency in protocol order."""
    rows = await session.scalars(select(AgencyRow).order_by(AgencyRow.position, AgencyRow.id))
    return [_agency(row) for row in rows]


async def agencies_of_kind(session: AsyncSession, kind: str) -> frozenset[int]:
    """The ids of all agencies of a kind."""
    return frozenset(await session.scalars(select(AgencyRow.id).where(AgencyRow.kind == kind)))


def _agency(row: AgencyRow) -> StoredAgency:
    return StoredAgency(row.id, row.name, row.short_name, row.kind, row.position, row.courtesy, row.locality_kind)


async def find_agency(session: AsyncSession, name: str) -> StoredAgency | None:
    """The agency of that very name or of a spelling already seen; nothing fuzzy."""
    row = await session.scalar(select(AgencyRow).where(AgencyRow.name == name))
    if row is None:
        row = await session.scalar(
            select(AgencyRow)
            .join(AgencySpellingRow, AgencySpellingRow.agency_id == AgencyRow.id)
            .where(AgencySpellingRow.folded == fold(name))
        )
    return _agency(row) if row else None


async def ensure_agency(
    session: AsyncSession,
    name: str,
    *,
    short_name: str = "",
    kind: str = "office",
    courtesy: bool = False,
    locality_kind: str | None = None,
    spellings: Iterable[str] = (),
) -> int:
    """The agency of a canonical name, made where it is new, with its spellings; returns the id."""
    found = await find_agency(session, name)
    if found is None:
        position = (await session.scalar(select(func.max(AgencyRow.position)))) or 0
        row = AgencyRow(
            name=name,
            short_name=short_name or name,
            kind=kind,
            position=position + 1,
            courtesy=courtesy,
            locality_kind=locality_kind,
        )
        session.add(row)
        await session.flush()
        agency_id = row.id
    else:
        agency_id = found.id
    await add_spellings(session, agency_id, (name, *spellings))
    return agency_id


async def add_spellings(session: AsyncSession, agency_id: int, spellings: Iterable[str]) -> None:
    """Remember further spellings; one that belongs to another agency stays there."""
    for spelling in spellings:
        folded = fold(spelling)
        if folded and await session.get(AgencySpellingRow, folded) is None:
            session.add(AgencySpellingRow(folded=folded, agency_id=agency_id, spelling=spelling))
            await session.flush()


async def load_spellings(session: AsyncSession) -> dict[int, tuple[str, ...]]:
    """Every spelling by agency."""
    found: dict[int, tuple[str, ...]] = {}
    for row in await session.scalars(select(AgencySpellingRow).order_by(AgencySpellingRow.folded)):
        found[row.agency_id] = (*found.get(row.agency_id, ()), row.spelling)
    return found


async def set_members(session: AsyncSession, group_id: int, member_ids: Iterable[int]) -> None:
    """Add members to a group."""
    for member_id in member_ids:
        if await session.get(AgencyMemberRow, (group_id, member_id)) is None:
            session.add(AgencyMemberRow(group_id=group_id, member_id=member_id))
    await session.flush()


async def members_of(session: AsyncSession, group_id: int) -> tuple[int, ...]:
    """The agencies a group fans out to, in protocol order."""
    query = (
        select(AgencyMemberRow.member_id)
        .join(AgencyRow, AgencyRow.id == AgencyMemberRow.member_id)
        .where(AgencyMemberRow.group_id == group_id)
        .order_by(AgencyRow.position, AgencyRow.id)
    )
    return tuple(await session.scalars(query))


async def holders_of(session: AsyncSession, plan_id: int, role: str) -> tuple[int, ...]:
    """The agencies that hold a role which the plan names, by the committee's settings."""
    query = select(RoleHolderRow.agency_id).where(RoleHolderRow.plan_id == plan_id, RoleHolderRow.role == fold(role))
    return tuple(dict.fromkeys(await session.scalars(query.order_by(RoleHolderRow.id))))


async def add_holder(session: AsyncSession, plan_id: int, role: str, agency_id: int, programme: str = "") -> None:
    """Record that an agency holds a role, for a programme where the role is of each programme."""
    known = await session.scalar(
        select(RoleHolderRow.id).where(
            RoleHolderRow.plan_id == plan_id,
            RoleHolderRow.role == fold(role),
            RoleHolderRow.programme == programme,
            RoleHolderRow.agency_id == agency_id,
        )
    )
    if known is None:
        session.add(RoleHolderRow(plan_id=plan_id, role=fold(role), programme=programme, agency_id=agency_id))
        await session.flush()


async def load_tasks(
    session: AsyncSession, plan_id: int | None = None, *, ids: Collection[int] | None = None
) -> list[Task]:
    """Tasks in the order of the appendix, with the leads of today."""
    query = select(TaskRow).order_by(TaskRow.plan_id, TaskRow.position)
    leads = (
        select(TaskLeadRow.task_id, AgencyRow.id, AgencyRow.name)
        .join(AgencyRow, AgencyRow.id == TaskLeadRow.agency_id)
        .join(TaskRow, TaskRow.id == TaskLeadRow.task_id)
        .where(TaskLeadRow.until_at.is_(None))
        .order_by(TaskLeadRow.id)
    )
    if plan_id is not None:
        query, leads = query.where(TaskRow.plan_id == plan_id), leads.where(TaskRow.plan_id == plan_id)
    if ids is not None:
        query, leads = query.where(TaskRow.id.in_(ids)), leads.where(TaskRow.id.in_(ids))
    led: dict[int, list[tuple[int, str]]] = {}
    for task_id, agency_id, name in await session.execute(leads):
        led.setdefault(task_id, []).append((agency_id, name))
    return [_task(row, led.get(row.id, [])) for row in await session.scalars(query)]


async def load_programmes(session: AsyncSession) -> list[str]:
    """Every programme that a task belongs to, by name."""
    query = select(TaskRow.programme).where(TaskRow.programme != "").distinct().order_by(TaskRow.programme)
    return list(await session.scalars(query))


async def find_task(session: AsyncSession, plan_id: int, code: str) -> Task | None:
    """The task of a code, in its short or its long form."""
    row_id = await session.scalar(
        select(TaskRow.id)
        .where(TaskRow.plan_id == plan_id, (TaskRow.code == code) | (TaskRow.long_code == code))
        .order_by((TaskRow.code == code).desc())
        .limit(1)
    )
    return (await load_tasks(session, ids=[row_id]))[0] if row_id else None


def _task(row: TaskRow, leads: list[tuple[int, str]]) -> Task:
    return Task(
        id=row.id,
        plan_id=row.plan_id,
        code=row.code,
        long_code=row.long_code,
        number=row.number,
        position=row.position,
        section_path=tuple(Section(each["number"], each["title"]) for each in row.section_path),
        programme=row.programme,
        content=row.content,
        lead_text=row.lead_text,
        coordinating_text=row.coordinating_text,
        deadline_text=row.deadline_text,
        rules=tuple(row.rules),
        state=row.state,
        lead_ids=tuple(agency_id for agency_id, _ in leads),
        leads=tuple(name for _, name in leads),
        imported=row.imported or {},
        state_reason=row.state_reason,
        by_hand=row.imported == {},
    )


async def save_task(session: AsyncSession, task: Task, now: datetime) -> int:
    """Insert a task, or write the wording, place and deadline of one that has an id; leads are set apart."""
    values = {
        "plan_id": task.plan_id,
        "code": task.code,
        "long_code": task.long_code,
        "number": task.number,
        "position": task.position,
        "section_path": [{"number": each.number, "title": each.title} for each in task.section_path],
        "programme": task.programme,
        "content": task.content,
        "lead_text": task.lead_text,
        "coordinating_text": task.coordinating_text,
        "deadline_text": task.deadline_text,
        "rules": list(task.rules),
        "state": task.state,
    }
    if task.id:
        await session.execute(update(TaskRow).where(TaskRow.id == task.id).values(**values))
        return task.id
    row = TaskRow(**values, created_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def save_wording(session: AsyncSession, task_id: int, wording: Mapping[str, str]) -> None:
    """Remember how the appendix worded a task, to tell its changes from those made by hand."""
    await session.execute(update(TaskRow).where(TaskRow.id == task_id).values(imported=dict(wording)))


async def set_code(session: AsyncSession, task_id: int, code: str) -> None:
    """Give a task another code."""
    await session.execute(update(TaskRow).where(TaskRow.id == task_id).values(code=code))


async def set_task_state(session: AsyncSession, task_id: int, state: str, reason: str) -> None:
    """Open, suspended, withdrawn or closed, with the reason."""
    await session.execute(update(TaskRow).where(TaskRow.id == task_id).values(state=state, state_reason=reason))


async def set_leads(session: AsyncSession, task_id: int, agency_ids: Iterable[int], now: datetime) -> None:
    """From now on these agencies lead the task; the earlier ones are kept with their last moment."""
    wanted = list(dict.fromkeys(agency_ids))
    current = set(
        await session.scalars(
            select(TaskLeadRow.agency_id).where(TaskLeadRow.task_id == task_id, TaskLeadRow.until_at.is_(None))
        )
    )
    await session.execute(
        update(TaskLeadRow)
        .where(TaskLeadRow.task_id == task_id, TaskLeadRow.until_at.is_(None), TaskLeadRow.agency_id.not_in(wanted))
        .values(until_at=now)
    )
    for agency_id in wanted:
        if agency_id not in current:
            session.add(TaskLeadRow(task_id=task_id, agency_id=agency_id, from_at=now))
    await session.flush()


async def load_settings_of(session: AsyncSession, plan_id: int) -> dict[str, Any]:
    """The committee's settings that were set, and since when completions are confirmed; defaults are the reader's."""
    rows = (await session.scalars(select(CommitteeSettingRow).where(CommitteeSettingRow.plan_id == plan_id))).all()
    stored = {row.key: row.value["value"] for row in rows}
    since = next((row.changed_at for row in rows if row.key == "confirm_completions"), None)
    return stored | ({"confirm_since": since} if since else {})


async def save_setting(session: AsyncSession, plan_id: int, key: str, value: Any, now: datetime) -> None:
    """Set one committee setting."""
    await session.merge(CommitteeSettingRow(plan_id=plan_id, key=key, value={"value": value}, changed_at=now))
    await session.flush()
