"""Carries an import out, whole or not at all: what is sure goes live, what is doubtful waits for the secretary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes import code_by_hand
from bot.domain.importing import (
    Change,
    ChangeKind,
    Difference,
    KeptTask,
    ReadAgency,
    ReadDoubt,
    ReadTask,
    compare,
    is_suspicious,
)
from storage.doubts import close_open_doubts, open_doubt
from storage.plans import (
    Plan,
    Task,
    add_plan,
    load_tasks,
    save_plan,
    save_task,
    save_wording,
    set_code,
    set_leads,
)
from storage.protocol import put_in_protocol_order
from storage.task_changes import (
    OPEN,
    WITHDRAWN,
    change_deadline,
    change_leads,
    change_state,
    plan_occurrences,
    resolve_leads,
)

BY_IMPORT = "import"


class DoubtWords(Protocol):
    """Doubts that only show while importing, in words."""

    def unresolved(self, agency: ReadAgency) -> ReadDoubt:
        """A group without members or a role without holders leads."""

    def gone(self, code: str) -> ReadDoubt:
        """A task among many that the appendix no longer has."""


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
    return compare(tasks, [_kept(each) for each in kept])


def _kept(task: Task) -> KeptTask:
    return KeptTask(
        code=task.code,
        content=task.content,
        lead_text=task.lead_text,
        coordinating_text=task.coordinating_text,
        deadline_text=task.deadline_text,
        state=task.state,
        gone_by_import=task.state_reason == BY_IMPORT,
        imported=task.imported,
        by_hand=task.by_hand,
    )


async def import_plan(
    session: AsyncSession,
    plan: Plan,
    tasks: Sequence[ReadTask],
    doubts: Sequence[ReadDoubt],
    words: DoubtWords,
    now: datetime,
    today: date,
) -> Imported:
    """Bring a plan's tasks in: new ones are made, changed ones changed, gone ones withdrawn. Reports are never lost."""
    if plan.id:
        await save_plan(session, plan)
    plan_id = plan.id or await add_plan(session, plan, now)
    done = Imported(plan_id, await difference_to(session, plan_id, tasks))
    work = _Import(session, plan_id, words, now, today, done)
    await work.run(tasks, doubts, {each.code: each for each in await load_tasks(session, plan_id)})
    await put_in_protocol_order(session)
    return done


@dataclass
class _Import:
    """One import under way."""

    session: AsyncSession
    plan_id: int
    words: DoubtWords
    now: datetime
    today: date
    done: Imported

    async def run(self, tasks: Sequence[ReadTask], doubts: Sequence[ReadDoubt], kept: Mapping[str, Task]) -> None:
        by_code = {task.code: task for task in tasks}
        changes = self.done.difference.changes
        await close_open_doubts(self.session, self.plan_id, self.now)
        await self.open_doubts(None, doubts)
        await self.make_room(changes, kept)
        withdraws = not is_suspicious(self.done.difference)
        for change in changes:
            match change.kind:
                case ChangeKind.NEW:
                    await self.add(by_code[change.code])
                case ChangeKind.GONE if withdraws:
                    self.done.occurrences += await change_state(
                        self.session, kept[change.was], WITHDRAWN, BY_IMPORT, self.now
                    )
                case ChangeKind.GONE:
                    await self.open_doubts(kept[change.was].id, [self.words.gone(change.code)])
                case _:
                    await self.change(kept[change.was], by_code[change.code], change.fields)

    async def make_room(self, changes: Sequence[Change], kept: Mapping[str, Task]) -> None:
        """Codes are unique: those that move or whose place is taken step aside first."""
        wanted = {each.code for each in changes if each.kind is not ChangeKind.GONE}
        staying = {each.was for each in changes if each.was == each.code and each.kind is not ChangeKind.GONE}
        for code, task in kept.items():
            if code in staying or code not in wanted:
                continue
            moves = any(each.was == code and each.kind is ChangeKind.CHANGED for each in changes)
            if task.by_hand and not moves:
                await set_code(self.session, task.id, code_by_hand({*kept, *wanted}))
                continue
            await set_code(self.session, task.id, f"~{task.id}" if moves else f"{code} (cũ {task.id})")

    async def add(self, read: ReadTask) -> None:
        task = _task(self.plan_id, read)
        task = replace(task, id=await save_task(self.session, task, self.now))
        await save_wording(self.session, task.id, read.wording)
        leads, nobody = await resolve_leads(self.session, self.plan_id, read.leads, today=self.today)
        await set_leads(self.session, task.id, leads, self.now)
        self.done.occurrences += await plan_occurrences(self.session, task, leads, read.deadline, self.now, self.today)
        await self.open_doubts(task.id, (*read.doubts, *map(self.words.unresolved, nobody)))

    async def change(self, known: Task, read: ReadTask, fields: Sequence[str]) -> None:
        """What the appendix changed is changed; what was set by hand since stays."""
        if "state" in fields:
            self.done.occurrences += await change_state(self.session, known, OPEN, BY_IMPORT, self.now)
        task = _merged(known, read, fields)
        await save_task(self.session, task, self.now)
        await save_wording(self.session, task.id, read.wording)
        leads, nobody = await resolve_leads(self.session, self.plan_id, read.leads, today=self.today)
        if "lead_text" in fields and leads:
            self.done.occurrences += await change_leads(self.session, known, leads, read.deadline, self.now, self.today)
            task = replace(task, lead_ids=tuple(leads))
        if "deadline_text" in fields:
            self.done.occurrences += await change_deadline(
                self.session, task, read.deadline_text, read.deadline, BY_IMPORT, self.now, self.today
            )
        unresolved = nobody if "lead_text" in fields else [each for each in nobody if each.name in known.leads]
        await self.open_doubts(task.id, (*read.doubts, *map(self.words.unresolved, unresolved)))

    async def open_doubts(self, task_id: int | None, doubts: Sequence[ReadDoubt]) -> None:
        for each in doubts:
            self.done.doubts += await open_doubt(self.session, self.plan_id, task_id, each, self.now)


def _task(plan_id: int, read: ReadTask) -> Task:
    return Task(
        id=0,
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
        state=OPEN,
    )


def _merged(known: Task, read: ReadTask, fields: Sequence[str]) -> Task:
    """The kept task in the place that it has now; its rules and leads are changed apart."""
    placed = replace(
        known,
        code=read.code,
        long_code=read.long_code,
        number=read.number,
        position=read.position,
        section_path=read.section_path,
        programme=read.programme,
        state=OPEN if "state" in fields else known.state,
    )
    return replace(
        placed,
        content=read.content if "content" in fields else known.content,
        lead_text=read.lead_text if "lead_text" in fields else known.lead_text,
        coordinating_text=read.coordinating_text if "coordinating_text" in fields else known.coordinating_text,
    )
