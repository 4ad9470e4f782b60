"""The summary of this very moment, counted by the database: what a chat waits for, however large the plan.

`standing` columns repeat the last valid report of each occurrence, so nothing is searched. The figures are those of
`storage.progress` with the cut-off today (a test holds both side by side); rows are not loaded, and of the lists only
their beginning is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.periods import Period
from bot.domain.summary import (
    DUE_SOON_DAYS,
    EVERYTHING,
    Counted,
    Narrowing,
    PlanFacts,
    Row,
    Summary,
    Totals,
    count_groups,
)
from bot.domain.summary.lists import NO_CHANGES, Changes
from bot.domain.summary.totals import differences
from bot.domain.tasks import Standing, Status
from storage.plans import Plan, load_settings_of
from storage.progress import headings_of, section_of
from storage.progress_lists import find_round_of, late_by_decision, load_extensions, load_obstacles
from storage.tables import AgencyRow, ExtensionRow, ObstacleRow, OccurrenceRow, RoundAskRow, SummaryIssueRow, TaskRow

LISTED = 60  # of each list: more than anybody reads in a chat
Key = TypeVar("Key")


class NotBrief(Exception):
    """The committee's rules need every report: the whole road of `storage.progress` is to be taken."""


@dataclass(frozen=True)
class _Terms:
    """The parts of a summary as expressions over an occurrence."""

    done_on: ColumnElement[Any]
    standing: ColumnElement[Any]
    awaits_issue: ColumnElement[Any]
    silent: ColumnElement[Any]
    due_soon: ColumnElement[Any]
    holds: ColumnElement[bool]


async def load_brief(
    session: AsyncSession,
    plan: Plan,
    period: Period,
    today: date,
    now: datetime,
    narrowing: Narrowing = EVERYTHING,
) -> Summary:
    """The summary of a period as it stands now. Its lists end after `LISTED`; raises NotBrief."""
    committee = CommitteeSettings.from_stored(await load_settings_of(session, plan.id))
    if committee.confirm_completions:
        raise NotBrief
    terms = await _terms(session, plan, period, today, now, narrowing, committee)
    tasks = {
        row.id: row
        for row in await session.execute(
            select(TaskRow.id, TaskRow.code, TaskRow.section_path, TaskRow.programme)
            .where(TaskRow.plan_id == plan.id)
            .order_by(TaskRow.position)
        )
    }
    by_task = await _count(session, plan, terms, OccurrenceRow.task_id)
    by_agency = await _count_agencies(session, plan, terms)
    totals = _together(by_task.values(), len(by_task))
    headings = {heading.section: heading for heading in headings_of(tasks.values())}
    sections = _parts(by_task, lambda task_id: section_of(tasks[task_id].code), headings)
    names = sorted({task.programme for task in tasks.values()}, key=lambda name: not name)
    lists = await _Lists(session, plan, terms, today).load()
    obstacles = await load_obstacles(session, plan.id, today, now, lists.blocked, limit=LISTED)
    return Summary(
        plan=PlanFacts(plan.number, plan.title, plan.committee, plan.issued_on, plan.start_on, plan.end_on),
        period=period,
        on=today,
        known_at=now,
        totals=totals,
        changes=await _changes(session, plan.id, today, now, totals) if narrowing == EVERYTHING else NO_CHANGES,
        by_section=tuple((headings[name], part) for name, part in sections.items()),
        by_agency=tuple(by_agency.items()),
        by_programme=tuple(_parts(by_task, lambda task_id: tasks[task_id].programme, names).items()),
        overdue=lists.overdue,
        due_soon=lists.due_soon,
        obstacles=obstacles,
        extensions=(await load_extensions(session, plan.id, now, lists.blocked))[:LISTED],
        not_reported=lists.silent,
        rows=(),
        narrowing=narrowing,
        left_out=lists.left_out(totals, len(obstacles)),
    )


async def _terms(
    session: AsyncSession,
    plan: Plan,
    period: Period,
    today: date,
    now: datetime,
    narrowing: Narrowing,
    committee: CommitteeSettings,
) -> _Terms:
    due, standing = OccurrenceRow.due_on, OccurrenceRow.standing
    claimed: Any = OccurrenceRow.done_on
    if committee.submission_meets_term:
        claimed = case((standing == Status.SUBMITTED.value, OccurrenceRow.submitted_on), else_=OccurrenceRow.done_on)
    done = case((claimed <= today, claimed), else_=None)
    late = await late_by_decision(session, now)
    lenient = and_(OccurrenceRow.strict, OccurrenceRow.id.not_in(late)) if late else OccurrenceRow.strict
    in_time = or_(done <= due, and_(lenient, done <= _day_after(session, due)))
    class_ = case(
        (and_(due.is_(None), done.is_(None)), Standing.NO_DEADLINE_OPEN.value),
        (due.is_(None), Standing.NO_DEADLINE_DONE.value),
        (and_(done.is_(None), due >= today), Standing.OPEN_IN_TERM.value),
        (done.is_(None), Standing.OPEN_OVERDUE.value),
        (in_time, Standing.DONE_ON_TIME.value),
        else_=Standing.DONE_LATE.value,
    )
    awaits = and_(done.is_(None), due < today, standing == Status.SUBMITTED.value, OccurrenceRow.submitted_on <= due)
    return _Terms(
        done_on=done,
        standing=class_,
        awaits_issue=func.coalesce(awaits, literal(value=False)),
        silent=await _silent(session, plan, period, today, now, done),
        due_soon=and_(class_ == Standing.OPEN_IN_TERM.value, due <= today + timedelta(days=DUE_SOON_DAYS)),
        holds=and_(
            OccurrenceRow.state.in_(("open", "done")),
            OccurrenceRow.created_at <= now,
            _belongs(period, done),
            *_narrowed(narrowing, class_),
        ),
    )


def _day_after(session: AsyncSession, day: Any) -> ColumnElement[Any]:
    if session.get_bind().dialect.name == "sqlite":
        return func.date(day, "+1 day")
    return cast(day + timedelta(days=1), Date)


def _belongs(period: Period, done: ColumnElement[Any]) -> ColumnElement[bool]:
    """What `bot.domain.summary.belongs` says."""
    due = OccurrenceRow.due_on
    if period.kind == "plan":
        return or_(due.is_(None), due <= period.end)
    return or_(
        due.is_(None),
        due.between(period.start, period.end),
        and_(done.is_(None), due < period.start),
        done.between(period.start, period.end),
    )


def _narrowed(narrowing: Narrowing, class_: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowing.agencies:
        named = select(AgencyRow.id).where(AgencyRow.name.in_(narrowing.agencies))
        found.append(OccurrenceRow.agency_id.in_(named))
    if narrowing.programmes:
        found.append(TaskRow.programme.in_(narrowing.programmes))
    if narrowing.overdue_only:
        found.append(class_ == Standing.OPEN_OVERDUE.value)
    return found


async def _silent(
    session: AsyncSession, plan: Plan, period: Period, today: date, now: datetime, done: ColumnElement[Any]
) -> ColumnElement[Any]:
    found = await find_round_of(session, plan.id, today, now, period.key)
    if found is None:
        return literal(value=False)
    round_id, opened_on = found
    asked = exists().where(RoundAskRow.round_id == round_id, RoundAskRow.occurrence_id == OccurrenceRow.id)
    said_nothing = or_(OccurrenceRow.reported_on.is_(None), OccurrenceRow.reported_on < opened_on)
    return and_(asked, done.is_(None), said_nothing)


def _from(query: Select[*tuple[Any, ...]], plan: Plan, terms: _Terms) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(OccurrenceRow)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.plan_id == plan.id, terms.holds)
    )


Groups = list[tuple[Counted, int]]


async def _count(session: AsyncSession, plan: Plan, terms: _Terms, key: ColumnElement[Any] | Any) -> dict[int, Groups]:
    """How many rows of each kind, by a column."""
    inner = _from(
        select(
            key.label("key"),
            terms.standing.label("class"),
            OccurrenceRow.standing.label("status"),
            terms.awaits_issue.label("awaits"),
            terms.silent.label("silent"),
        ),
        plan,
        terms,
    ).subquery()
    columns: list[Any] = list(inner.c)
    query: Select[*tuple[Any, ...]] = select(*columns, func.count()).group_by(*columns)
    found: dict[int, Groups] = {}
    for row in await session.execute(query):
        key_, class_, status, awaits, silent, number = row
        group = Counted(Standing(class_), Status(status) if status else None, bool(awaits), bool(silent))
        found.setdefault(key_, []).append((group, number))
    return found


async def _count_agencies(session: AsyncSession, plan: Plan, terms: _Terms) -> dict[str, Totals]:
    groups = await _count(session, plan, terms, OccurrenceRow.agency_id)
    query = _from(select(OccurrenceRow.agency_id, func.count(OccurrenceRow.task_id.distinct())), plan, terms)
    tasks = {row[0]: row[1] for row in await session.execute(query.group_by(OccurrenceRow.agency_id))}
    order = select(AgencyRow.id, AgencyRow.name).order_by(AgencyRow.position, AgencyRow.id)
    named = [(row.name, row.id) for row in await session.execute(order) if row.id in groups]
    return {name: count_groups(groups[agency_id], tasks[agency_id]) for name, agency_id in named}


def _together(parts: Iterable[Groups], tasks: int) -> Totals:
    return count_groups((each for groups in parts for each in groups), tasks)


def _parts(by_task: Mapping[int, Groups], key_of: Callable[[int], Key], keys: Iterable[Key]) -> dict[Key, Totals]:
    """Tasks gathered by section or programme, in the order of the keys; the empty ones left out."""
    gathered: dict[Key, list[Groups]] = {}
    for task_id, groups in by_task.items():
        gathered.setdefault(key_of(task_id), []).append(groups)
    return {key: _together(gathered[key], len(gathered[key])) for key in keys if key in gathered}


async def _changes(session: AsyncSession, plan_id: int, today: date, now: datetime, totals: Totals) -> Changes:
    """The differences to the last issued summary, without the moves: those are in its files."""
    found = (
        await session.execute(
            select(SummaryIssueRow.on_date, SummaryIssueRow.figures["totals"])
            .where(
                SummaryIssueRow.plan_id == plan_id,
                SummaryIssueRow.state == "issued",
                SummaryIssueRow.issued_at <= now,
                SummaryIssueRow.on_date <= today,
            )
            .order_by(SummaryIssueRow.number.desc())
            .limit(1)
        )
    ).first()
    return NO_CHANGES if found is None else Changes(found[0], differences(totals, Totals.from_json(found[1])))


@dataclass
class _Lists:
    """The beginnings of the lists."""

    session: AsyncSession
    plan: Plan
    terms: _Terms
    today: date
    overdue: tuple[Row, ...] = ()
    due_soon: tuple[Row, ...] = ()
    silent: tuple[Row, ...] = ()
    blocked: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    _soon: int = 0
    _obstacles: int = 0

    async def load(self) -> "_Lists":
        terms = self.terms
        self.overdue = await self._rows(terms.standing == Standing.OPEN_OVERDUE.value)
        self.due_soon = await self._rows(terms.due_soon)
        self.silent = await self._rows(terms.silent)
        if len(self.due_soon) == LISTED:
            counted = _from(select(func.count()), self.plan, terms).where(terms.due_soon)
            self._soon = await self.session.scalar(counted) or 0
        await self._find_blocked()
        return self

    async def _rows(self, which: ColumnElement[Any]) -> tuple[Row, ...]:
        terms = self.terms
        columns = (
            OccurrenceRow.id, OccurrenceRow.key, OccurrenceRow.original_due_on, OccurrenceRow.due_on,
            OccurrenceRow.standing, OccurrenceRow.percent, OccurrenceRow.submitted_on, OccurrenceRow.reported_on,
            TaskRow.code, TaskRow.programme, TaskRow.content, AgencyRow.name, terms.standing.label("class"),
            terms.silent.label("silent"),
        )  # fmt: skip
        query = self._named(select(*columns)).where(which)
        order = (OccurrenceRow.due_on, TaskRow.position, AgencyRow.position, OccurrenceRow.id)
        return tuple(_row(each) for each in await self.session.execute(query.order_by(*order).limit(LISTED)))

    def _named(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        return _from(query, self.plan, self.terms).join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)

    async def _find_blocked(self) -> None:
        """Where there are obstacles or requests: code and agency by occurrence, for the lists of those."""
        blocked = select(ObstacleRow.occurrence_id).where(ObstacleRow.state == "open")
        asked = select(ExtensionRow.occurrence_id)
        query = self._named(select(OccurrenceRow.id, TaskRow.code, AgencyRow.name))
        found = await self.session.execute(query.where(OccurrenceRow.id.in_(blocked.union(asked))))
        self.blocked = {row.id: (row.code, row.name) for row in found}
        if not self.blocked:
            return
        counted = _from(select(func.count(ObstacleRow.id)), self.plan, self.terms)
        counted = counted.join(ObstacleRow, ObstacleRow.occurrence_id == OccurrenceRow.id)
        self._obstacles = await self.session.scalar(counted.where(ObstacleRow.state == "open")) or 0

    def left_out(self, totals: Totals, obstacles: int) -> dict[str, int]:
        """How many of each list are not there."""
        whole = {
            "overdue": totals.open_overdue - len(self.overdue),
            "due_soon": self._soon - len(self.due_soon),
            "not_reported": totals.not_reported - len(self.silent),
            "obstacles": self._obstacles - obstacles,
        }
        return {name: number for name, number in whole.items() if number > 0}


def _row(each: Any) -> Row:
    return Row(
        occurrence_id=each.id,
        code=each.code,
        occurrence=each.key,
        section=section_of(each.code),
        programme=each.programme,
        agency=each.name,
        content=each.content,
        original_due=each.original_due_on,
        due=each.due_on,
        extensions=0,
        status=Status(each.standing) if each.standing else None,
        percent=each.percent,
        standing=Standing(each._mapping["class"]),
        submitted_on=each.submitted_on,
        done_on=None,
        reported_on=each.reported_on,
        document="",
        note="",
        silent=bool(each.silent),
    )
