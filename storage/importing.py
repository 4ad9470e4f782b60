"""Carries an import out, whole or not at all: what is sure goes live, what is doubtful waits for the secretary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.importing import ChangeKind, Difference, DoubtKind, KeptTask, ReadAgency, ReadDoubt, ReadTask, compare
from storage.plans import Plan, Task, add_plan, load_tasks, save_task, set_leads
from storage.tables import DoubtRow
from storage.task_changes import (
    WITHDRAWN,
    change_deadline,
    change_leads,
    change_state,
    plan_occurrences,
    resolve_leads,
)

Unresolved = Callable[[ReadAgency], ReadDoubt]
"""The doubt about a group without members or a role without holders, in words."""


@dataclass
class Imported:
    """What an import did."""

    plan_id: int
    difference: Difference
    occurrences: list[int] = field(default_factory=list)  # touched: their next looks are to be computed
    doubts: int = 0


async def difference_to(session: AsyncSession, plan_id: int | None, tasks: Sequence[ReadTask]) -> Difference:
    """What importing these tasks into a plan would do; without a plan everything is new."""
    kept = await load_tasks(session, plan_id) if plan_id is not None else []
    return compare(
        tasks,
        [
            KeptTask(each.code, each.content, each.lead_text, each.coordinating_text, each.deadline_text, each.state)
            for each in kept
        ],
    )


async def import_plan(
    session: AsyncSession,
    plan: Plan,
    tasks: Sequence[ReadTask],
    doubts: Sequence[ReadDoubt],
    unresolved: Unresolved,
    now: datetime,
    today: date,
) -> Imported:
    """Bring a plan's tasks in: new ones are made, changed ones changed, gone ones withdrawn. Reports are never lost."""
    plan_id = plan.id or await add_plan(session, plan, now)
    done = Imported(plan_id, await difference_to(session, plan_id, tasks))
    kept = {each.code: each for each in await load_tasks(session, plan_id)}
    by_code = {task.code: task for task in tasks}
    await _close_doubts(session, plan_id, now)
    await _open_doubts(session, plan_id, None, doubts, now, done)
    for change in done.difference.changes:
        known = kept.get(change.code)
        match change.kind:
            case ChangeKind.NEW:
                await _add(session, plan_id, by_code[change.code], unresolved, now, today, done)
            case ChangeKind.GONE if known is not None:
                done.occurrences += await change_state(session, known, WITHDRAWN, "import", now)
            case ChangeKind.CHANGED if known is not None:
                await _change(session, known, by_code[change.code], change.fields, unresolved, now, today, done)
            case _ if known is not None:
                await _open_doubts(session, plan_id, known.id, by_code[change.code].doubts, now, done)
    return done


def _task(plan_id: int, read: ReadTask, task_id: int = 0) -> Task:
    return Task(
        id=task_id,
        plan_id=plan_id,
        code=read.code,
        long_code=read.long_code,
        number=read.number,
        position=read.position,
        section_path=read.section_path,
        programme=read.programme,
        content=read.content,
        lead_text=read.lead_text,
        coordinating_text=read.coordinating_text,
        deadline_text=read.deadline_text,
        rules=tuple(dict(rule) for rule in read.deadline["rules"]),
        state="open",
    )


async def _add(
    session: AsyncSession,
    plan_id: int,
    read: ReadTask,
    unresolved: Unresolved,
    now: datetime,
    today: date,
    done: Imported,
) -> None:
    task = _task(plan_id, read)
    task = replace(task, id=await save_task(session, task, now))
    leads, nobody = await resolve_leads(session, plan_id, read.leads, today=today)
    await set_leads(session, task.id, leads, now)
    done.occurrences += await plan_occurrences(session, task, leads, read.deadline, now, today)
    await _open_doubts(session, plan_id, task.id, (*read.doubts, *map(unresolved, nobody)), now, done)


async def _change(
    session: AsyncSession,
    known: Task,
    read: ReadTask,
    fields: Sequence[str],
    unresolved: Unresolved,
    now: datetime,
    today: date,
    done: Imported,
) -> None:
    if "state" in fields:
        done.occurrences += await change_state(session, known, "open", "import", now)
    former = tuple(known.rules)
    await save_task(session, replace(_task(known.plan_id, read, known.id), rules=former), now)
    leads, nobody = await resolve_leads(session, known.plan_id, read.leads, today=today)
    if "lead_text" in fields and leads:
        done.occurrences += await change_leads(session, known, leads, read.deadline, now, today)
    if "deadline_text" in fields:
        current = replace(_task(known.plan_id, read, known.id), lead_ids=tuple(leads or known.lead_ids))
        done.occurrences += await change_deadline(
            session, current, read.deadline_text, read.deadline, "import", now, today
        )
    await _open_doubts(session, known.plan_id, known.id, (*read.doubts, *map(unresolved, nobody)), now, done)


async def _close_doubts(session: AsyncSession, plan_id: int, now: datetime) -> None:
    """What was asked of an earlier reading is moot; what still holds is asked anew."""
    await session.execute(
        update(DoubtRow)
        .where(DoubtRow.plan_id == plan_id, DoubtRow.state == "open")
        .values(state="moot", answered_at=now)
    )


async def _open_doubts(
    session: AsyncSession,
    plan_id: int,
    task_id: int | None,
    doubts: Sequence[ReadDoubt],
    now: datetime,
    done: Imported,
) -> None:
    for each in doubts:
        if task_id is not None and await _is_answered(session, task_id, each):
            continue
        session.add(
            DoubtRow(
                plan_id=plan_id,
                task_id=task_id,
                kind=each.kind.value,
                sentence=each.sentence,
                choices=list(each.choices),
                opened_at=now,
            )
        )
        done.doubts += 1
    await session.flush()


async def _is_answered(session: AsyncSession, task_id: int, doubt: ReadDoubt) -> bool:
    query = select(DoubtRow.id).where(
        DoubtRow.task_id == task_id, DoubtRow.sentence == doubt.sentence, DoubtRow.state == "answered"
    )
    return await session.scalar(query.limit(1)) is not None


@dataclass(frozen=True)
class Doubt:
    """Something that a person is to say."""

    id: int
    plan_id: int
    task_id: int | None
    kind: DoubtKind
    sentence: str
    choices: tuple[str, ...]


async def open_doubts(session: AsyncSession, plan_id: int) -> list[Doubt]:
    """What waits for an answer, in the order in which it was met."""
    query = select(DoubtRow).where(DoubtRow.plan_id == plan_id, DoubtRow.state == "open").order_by(DoubtRow.id)
    return [_doubt(row) for row in await session.scalars(query)]


async def find_doubt(session: AsyncSession, doubt_id: int) -> Doubt | None:
    """An open doubt."""
    row = await session.get(DoubtRow, doubt_id)
    return _doubt(row) if row is not None and row.state == "open" else None


def _doubt(row: DoubtRow) -> Doubt:
    return Doubt(row.id, row.plan_id, row.task_id, DoubtKind(row.kind), row.sentence, tuple(row.choices))


async def close_doubt(session: AsyncSession, doubt_id: int, answer: str, now: datetime) -> None:
    """It was answered; what the answer changes is done by whoever calls."""
    await session.execute(
        update(DoubtRow).where(DoubtRow.id == doubt_id).values(state="answered", answer=answer, answered_at=now)
    )
