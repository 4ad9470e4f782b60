"""How the work of a plan stood on a day, as known at a moment: what every summary is computed from.

Two times meet here. `on` is the day whose standing is asked for; `known_at` is the moment whose knowledge is used:
reports, terms, obstacles, requests and hand-overs of later are as if they had not happened. A stored summary computed
again with its own `on` and `known_at` gives the same figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import Completion, Ground, Heading, PlanFacts, Row, class_of, done_by
from bot.domain.tasks import Status
from storage.plans import Plan
from storage.progress_lists import count_granted, late_by_decision, load_extensions, load_obstacles, silent_in_round
from storage.tables import AgencyRow, OccurrenceHistoryRow, OccurrenceRow, ReportRow, TaskRow, TermRow

_LIVE = ("open", "done")


@dataclass(frozen=True)
class _Said:
    """The report that stands on the day."""

    status: Status
    percent: int | None
    note: str
    document: str
    reported_on: date
    done_on: date | None
    reported_at: datetime
    confirmed: bool


@dataclass(frozen=True)
class _Known:
    """What changes an occurrence's row, by occurrence id."""

    said: Mapping[int, _Said]
    submitted: Mapping[int, date]
    terms: Mapping[int, date | None]
    held: Mapping[int, tuple[int, str]]  # agency and state, where they have changed since
    granted: Mapping[int, int]
    late: frozenset[int]
    round_opened: Mapping[int, date]
    agencies: Mapping[int, str] = field(default_factory=dict)


async def load_ground(
    session: AsyncSession,
    plan: Plan,
    on: date,
    known_at: datetime,
    committee: CommitteeSettings | None = None,
    *,
    round_period: str | None = None,
) -> Ground:
    """Everything a summary of the plan is computed from; `round_period` names the round that decides who was silent."""
    committee = committee or CommitteeSettings()
    agencies = {
        row.id: row.name
        for row in await session.execute(
            select(AgencyRow.id, AgencyRow.name).order_by(AgencyRow.position, AgencyRow.id)
        )
    }
    tasks = {row.id: row for row in await session.execute(_tasks(plan.id))}
    known = _Known(
        said=await _load_said(session, plan.id, on, known_at),
        submitted=await _load_submitted(session, plan.id, on, known_at),
        terms=await _load_former_terms(session, plan.id, known_at),
        held=await _load_former_holders(session, plan.id, known_at),
        granted=await count_granted(session, plan.id, known_at),
        late=await late_by_decision(session, known_at),
        round_opened=await silent_in_round(session, plan.id, on, known_at, round_period),
        agencies=agencies,
    )
    rows: list[Row] = []
    suspended: list[Row] = []
    for occurrence in await session.execute(_occurrences(plan.id, known_at)):
        agency_id, state = known.held.get(occurrence.id, (occurrence.agency_id, occurrence.state))
        if state in _LIVE:
            rows.append(_row(occurrence, tasks[occurrence.task_id], agencies[agency_id], known, on, committee))
        elif state == "suspended":
            suspended.append(_row(occurrence, tasks[occurrence.task_id], agencies[agency_id], known, on, committee))
    places = {row.occurrence_id: (row.code, row.agency) for row in (*rows, *suspended)}
    return Ground(
        plan=PlanFacts(plan.number, plan.title, plan.committee, plan.issued_on, plan.start_on, plan.end_on),
        on=on,
        known_at=known_at,
        rows=tuple(rows),
        headings=headings_of(tasks.values()),
        agencies=tuple(dict.fromkeys(agencies.values())),
        obstacles=await load_obstacles(session, plan.id, on, known_at, places),
        extensions=await load_extensions(session, plan.id, known_at, places),
        suspended=tuple(suspended),
    )


async def newest_moment(session: AsyncSession, plan_id: int) -> datetime | None:
    """When the last thing about the plan's work became known: a rehearsed clock begins anew in every process."""
    moments = [
        await session.scalar(_of_plan(select(func.max(ReportRow.reported_at)), plan_id)),
        await session.scalar(
            select(func.max(OccurrenceRow.created_at))
            .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
            .where(TaskRow.plan_id == plan_id)
        ),
    ]
    return max((moment for moment in moments if moment), default=None)


def _tasks(plan_id: int) -> Select[*tuple[Any, ...]]:
    columns = (
        TaskRow.id, TaskRow.code, TaskRow.section_path, TaskRow.programme, TaskRow.content, TaskRow.coordinating_text,
        TaskRow.deadline_text,
    )  # fmt: skip
    return select(*columns).where(TaskRow.plan_id == plan_id).order_by(TaskRow.position)


def _occurrences(plan_id: int, known_at: datetime) -> Select[*tuple[Any, ...]]:
    columns = (
        OccurrenceRow.id, OccurrenceRow.task_id, OccurrenceRow.agency_id, OccurrenceRow.key, OccurrenceRow.strict,
        OccurrenceRow.original_due_on, OccurrenceRow.due_on, OccurrenceRow.state,
    )  # fmt: skip
    return (
        select(*columns)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
        .where(TaskRow.plan_id == plan_id, OccurrenceRow.created_at <= known_at)
        .order_by(TaskRow.position, AgencyRow.position, OccurrenceRow.original_due_on, OccurrenceRow.id)
    )


def _row(occurrence: Any, task: Any, agency: str, known: _Known, on: date, committee: CommitteeSettings) -> Row:
    said = known.said.get(occurrence.id)
    due = known.terms.get(occurrence.id, occurrence.due_on)
    submitted_on = known.submitted.get(occurrence.id)
    completion = _completion(occurrence.id, said, known, committee)
    done_on = done_by(_claimed_done(said, submitted_on, committee), on, completion)
    standing = class_of(due, done_on, on, strict=occurrence.strict, completion=completion)
    reported_on = said.reported_on if said else None
    opened_on = known.round_opened.get(occurrence.id)
    return Row(
        occurrence_id=occurrence.id,
        code=task.code,
        occurrence=occurrence.key,
        section=section_of(task.code),
        programme=task.programme,
        agency=agency,
        content=task.content,
        original_due=occurrence.original_due_on,
        due=due,
        extensions=known.granted.get(occurrence.id, 0),
        status=said.status if said else None,
        percent=said.percent if said else None,
        standing=standing,
        submitted_on=submitted_on,
        done_on=done_on,
        reported_on=reported_on,
        document=said.document if said else "",
        note=said.note if said else "",
        silent=opened_on is not None and done_on is None and (reported_on is None or reported_on < opened_on),
        unconfirmed=completion is Completion.UNCONFIRMED,
        coordinating=task.coordinating_text,
        deadline_text=task.deadline_text,
    )


def _completion(occurrence_id: int, said: _Said | None, known: _Known, committee: CommitteeSettings) -> Completion:
    if said and said.status is Status.DONE and not said.confirmed and committee.wants_confirmed(said.reported_at):
        return Completion.UNCONFIRMED
    return Completion.DECIDED_LATE if occurrence_id in known.late else Completion.PLAIN


def _claimed_done(said: _Said | None, submitted_on: date | None, committee: CommitteeSettings) -> date | None:
    if said is None:
        return None
    if committee.submission_meets_term and said.status is Status.SUBMITTED:
        return submitted_on
    return said.done_on if said.status is Status.DONE else None


def section_of(code: str) -> str:
    """The part of a code that names its section: "I.2.a" of "I.2.a.3"."""
    return code.rpartition(".")[0]


def headings_of(tasks: Iterable[Any]) -> tuple[Heading, ...]:
    """The sections of a plan with their titles, from its tasks in order."""
    found: dict[str, Heading] = {}
    for task in tasks:
        section = section_of(task.code)
        if section not in found:
            # A level that the code leaves out (its rows are numbered on) is always the innermost one.
            depth = min(len(section.split(".")), len(task.section_path)) if section else 0
            found[section] = Heading(section, task.section_path[depth - 1]["title"] if depth else "")
    return tuple(found.values())


def valid_report(known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    """A report that was known at a moment and not yet taken back or returned."""
    return (
        ReportRow.reported_at <= known_at,
        ReportRow.undone_at.is_(None) | (ReportRow.undone_at > known_at),
        ReportRow.returned_at.is_(None) | (ReportRow.returned_at > known_at),
    )


def _of_plan(query: Select[*tuple[Any, ...]], plan_id: int) -> Select[*tuple[Any, ...]]:
    return (
        query.join(OccurrenceRow, OccurrenceRow.id == ReportRow.occurrence_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.plan_id == plan_id)
    )


_SAID = (
    ReportRow.occurrence_id, ReportRow.status, ReportRow.percent, ReportRow.note, ReportRow.document,
    ReportRow.reported_on, ReportRow.done_on, ReportRow.reported_at, ReportRow.confirmed_at,
)  # fmt: skip


async def _load_said(session: AsyncSession, plan_id: int, on: date, known_at: datetime) -> dict[int, _Said]:
    # One look into the index (occurrence, moment) for each occurrence: a window over all reports is seven times slower.
    newest_id = (
        select(ReportRow.id)
        .where(ReportRow.occurrence_id == OccurrenceRow.id, *valid_report(known_at))
        .order_by(ReportRow.reported_at.desc(), ReportRow.id.desc())
        .limit(1)
        .correlate(OccurrenceRow)
        .scalar_subquery()
    )
    told = aliased(ReportRow)
    query = (
        select(*(getattr(told, column.key) for column in _SAID))
        .select_from(OccurrenceRow)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(told, told.id == newest_id)
        .where(TaskRow.plan_id == plan_id)
    )
    newest = [_said(row, known_at) for row in await session.execute(query)]
    said = {occurrence_id: report for occurrence_id, report in newest if _stands(report, on)}
    later = [occurrence_id for occurrence_id, _ in newest if occurrence_id not in said]
    for chunk in range(0, len(later), 500):
        said |= await _load_earlier(session, later[chunk : chunk + 500], on, known_at)
    return said


def _stands(report: _Said, on: date) -> bool:
    """Does the newest report tell how things were on the day? A completion told later counts on the day it was done."""
    if report.status is Status.DONE and report.done_on is not None:
        return report.done_on <= on
    return report.reported_on <= on


async def _load_earlier(
    session: AsyncSession, occurrence_ids: list[int], on: date, known_at: datetime
) -> dict[int, _Said]:
    """What stood on the day where the newest report is of after it; a completion that was corrected since is none."""
    query = (
        select(*_SAID)
        .where(
            ReportRow.occurrence_id.in_(occurrence_ids),
            ReportRow.reported_on <= on,
            ReportRow.status != Status.DONE.value,
            *valid_report(known_at),
        )
        .order_by(ReportRow.reported_at, ReportRow.id)
    )
    return dict(_said(row, known_at) for row in await session.execute(query))


def _said(row: Any, known_at: datetime) -> tuple[int, _Said]:
    confirmed = row.confirmed_at is not None and row.confirmed_at <= known_at
    return row.occurrence_id, _Said(
        Status(row.status),
        row.percent,
        row.note,
        row.document,
        row.reported_on,
        row.done_on,
        row.reported_at,
        confirmed,
    )


async def _load_submitted(session: AsyncSession, plan_id: int, on: date, known_at: datetime) -> dict[int, date]:
    query = _of_plan(select(ReportRow.occurrence_id, func.min(ReportRow.reported_on)), plan_id).where(
        ReportRow.status == Status.SUBMITTED.value, ReportRow.reported_on <= on, *valid_report(known_at)
    )
    return {row[0]: row[1] for row in await session.execute(query.group_by(ReportRow.occurrence_id))}


async def _load_former_terms(session: AsyncSession, plan_id: int, known_at: datetime) -> dict[int, date | None]:
    """The terms of then, of those occurrences whose term has moved since."""
    moved = (
        select(TermRow.occurrence_id)
        .join(OccurrenceRow, OccurrenceRow.id == TermRow.occurrence_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.plan_id == plan_id, TermRow.from_at > known_at)
    )
    query = (
        select(TermRow.occurrence_id, TermRow.due_on)
        .where(TermRow.occurrence_id.in_(moved), TermRow.from_at <= known_at)
        .order_by(TermRow.version)
    )
    return {row.occurrence_id: row.due_on for row in await session.execute(query)}


async def _load_former_holders(session: AsyncSession, plan_id: int, known_at: datetime) -> dict[int, tuple[int, str]]:
    query = (
        select(OccurrenceHistoryRow.occurrence_id, OccurrenceHistoryRow.agency_id, OccurrenceHistoryRow.state)
        .join(OccurrenceRow, OccurrenceRow.id == OccurrenceHistoryRow.occurrence_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.plan_id == plan_id, OccurrenceHistoryRow.until_at > known_at)
        .order_by(OccurrenceHistoryRow.until_at.desc(), OccurrenceHistoryRow.id.desc())
    )
    return {row.occurrence_id: (row.agency_id, row.state) for row in await session.execute(query)}
