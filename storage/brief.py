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
    tells_ahead,
)
from bot.domain.summary.lists import NO_CHANGES, Changes
from bot.domain.summary.totals import differences
from bot.domain.tasks import Standing, Status
from storage.plans import Plan, load_settings_of
from storage.progress import headings_of, section_of
from storage.progress_lists import find_round_of, late_by_decision, load_extensions, load_obstacles
from storage.tables import AgencyRow, ExtensionRow, ObstacleRow, OccurrenceRow, RoundAskRow, SummaryIssueRow, TaskRow

LISTED = 60  # of each list: more than anybody reads in a chat
_COUNTED = ("open", "done")  # states of an occurrence
Key = TypeVar("Key")


class NotBrief(Exception):
    """The committee's rules need every report: the whole road of `storage.progress` is to be taken."""


@dataclass(frozen=True)
class _Terms:
    """The parts of a summary as expressions over an occurrence."""

    standing: ColumnElement[Any]  # the class, by its place
    silent: ColumnElement[Any]
    overdue: ColumnElement[bool]
    due_soon: ColumnElement[bool]
    code: ColumnElement[Any]  # all that is counted of a row, as one number: what groups by it is quick
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
    by_task = await _count(session, terms, OccurrenceRow.task_id)
    by_agency = await _count_agencies(session, terms)
    totals = _together(by_task.values(), len(by_task))
    headings = {heading.section: heading for heading in headings_of(tasks.values())}
    sections = _parts(by_task, lambda task_id: section_of(tasks[task_id].code), headings)
    names = sorted({task.programme for task in tasks.values()}, key=lambda name: not name)
    lists = await _Lists(session, terms).load()
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
        ahead=await _ahead(
            session, period, now, {task.id: task.code for task in tasks.values() if task.id not in by_task}
        )
        if tells_ahead(period, narrowing)
        else (),
    )


async def _ahead(session: AsyncSession, period: Period, now: datetime, uncounted: Mapping[int, str]) -> tuple[str, ...]:
    """Of the tasks that are not counted, those whose terms lie after the period."""
    if not uncounted:
        return ()
    later = (
        select(OccurrenceRow.task_id)
        .distinct()
        .where(OccurrenceRow.due_on > period.end, OccurrenceRow.state.in_(_COUNTED), OccurrenceRow.created_at <= now)
    )
    found = set(await session.scalars(later))
    return tuple(code for task_id, code in uncounted.items() if task_id in found)


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
        (and_(due.is_(None), done.is_(None)), _place(Standing.NO_DEADLINE_OPEN)),
        (due.is_(None), _place(Standing.NO_DEADLINE_DONE)),
        (and_(done.is_(None), due >= today), _place(Standing.OPEN_IN_TERM)),
        (done.is_(None), _place(Standing.OPEN_OVERDUE)),
        (in_time, _place(Standing.DONE_ON_TIME)),
        else_=_place(Standing.DONE_LATE),
    )
    awaits = and_(done.is_(None), due < today, standing == Status.SUBMITTED.value, OccurrenceRow.submitted_on <= due)
    silent = await _silent(session, plan, period, today, now, done)
    soon = today + timedelta(days=DUE_SOON_DAYS)
    return _Terms(
        standing=class_,
        silent=silent,
        # Said by the term alone, so that the index on it is used.
        overdue=and_(due < today, done.is_(None)),
        due_soon=and_(due >= today, due <= soon, done.is_(None)),
        code=class_ * _CLASS
        + _status_place() * _STATUS
        + case((awaits, _AWAITS), else_=0)
        + case((silent, 1), else_=0),
        holds=and_(
            *await _of_plan(session, plan, narrowing),
            OccurrenceRow.state.in_(_COUNTED),
            OccurrenceRow.created_at <= now,
            _belongs(period, done),
            *_narrowed(narrowing, class_),
        ),
    )


_CLASSES, _STATUSES = tuple(Standing), tuple(Status)
_CLASS, _STATUS, _AWAITS = 32, 4, 2  # the places of a code's parts: class, status, awaits issue, silent


def _place(standing: Standing) -> int:
    return _CLASSES.index(standing)


def _status_place() -> ColumnElement[Any]:
    """0 where nothing was said, else the status counted from 1."""
    whens = {status.value: place for place, status in enumerate(_STATUSES, start=1)}
    return case(whens, value=OccurrenceRow.standing, else_=0)


def _counted(code: int) -> Counted:
    status = code % _CLASS // _STATUS
    return Counted(
        _CLASSES[code // _CLASS], _STATUSES[status - 1] if status else None, bool(code & _AWAITS), bool(code & 1)
    )


async def _of_plan(session: AsyncSession, plan: Plan, narrowing: Narrowing) -> list[ColumnElement[bool]]:
    """The plan's tasks; nothing has to be asked where it is the only plan."""
    others = await session.scalar(select(TaskRow.id).where(TaskRow.plan_id != plan.id).limit(1))
    if others is None and not narrowing.programmes:
        return []
    tasks = select(TaskRow.id).where(TaskRow.plan_id == plan.id)
    if narrowing.programmes:
        tasks = tasks.where(TaskRow.programme.in_(narrowing.programmes))
    return [OccurrenceRow.task_id.in_(tasks)]


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
    if narrowing.overdue_only:
        found.append(class_ == _place(Standing.OPEN_OVERDUE))
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


Groups = list[tuple[Counted, int]]


async def _count(session: AsyncSession, terms: _Terms, key: ColumnElement[Any] | Any) -> dict[int, Groups]:
    """How many rows of each kind, by a column."""
    inner = select(key.label("key"), terms.code.label("code")).where(terms.holds).subquery()
    query = select(inner.c.key, inner.c.code, func.count()).group_by(inner.c.key, inner.c.code)
    found: dict[int, Groups] = {}
    for part, code, number in await session.execute(query):
        found.setdefault(part, []).append((_counted(code), number))
    return found


async def _count_agencies(session: AsyncSession, terms: _Terms) -> dict[str, Totals]:
    # As a sum, so that SQLite reads the table from end to end and not row by row through the column's index.
    agency_id = OccurrenceRow.agency_id + 0
    groups = await _count(session, terms, agency_id)
    query = select(agency_id, func.count(OccurrenceRow.task_id.distinct())).where(terms.holds).group_by(agency_id)
    tasks = {row[0]: row[1] for row in await session.execute(query)}
    order = select(AgencyRow.id, AgencyRow.name).order_by(AgencyRow.position, AgencyRow.id)
    named = [(row.name, row.id) for row in await session.execute(order) if row.id in groups]
    return {name: count_groups(groups[place], tasks[place]) for name, place in named}


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
    terms: _Terms
    overdue: tuple[Row, ...] = ()
    due_soon: tuple[Row, ...] = ()
    silent: tuple[Row, ...] = ()
    blocked: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    _soon: int = 0
    _obstacles: int = 0

    async def load(self) -> "_Lists":
        terms = self.terms
        self.overdue = await self._rows(terms.overdue)
        self.due_soon = await self._rows(terms.due_soon)
        self.silent = await self._rows(terms.silent)
        if len(self.due_soon) == LISTED:
            counted = select(func.count(OccurrenceRow.id)).where(terms.holds, terms.due_soon)
            self._soon = await self.session.scalar(counted) or 0
        await self._find_blocked()
        return self

    async def _rows(self, which: ColumnElement[Any]) -> tuple[Row, ...]:
        """The first by their term: chosen by the index alone, then told with names."""
        chosen = (
            select(OccurrenceRow.id).where(self.terms.holds, which).order_by(OccurrenceRow.due_on, OccurrenceRow.id)
        )
        columns = (
            OccurrenceRow.id, OccurrenceRow.key, OccurrenceRow.original_due_on, OccurrenceRow.due_on,
            OccurrenceRow.standing, OccurrenceRow.percent, OccurrenceRow.submitted_on, OccurrenceRow.reported_on,
            TaskRow.code, TaskRow.programme, TaskRow.content, AgencyRow.name, self.terms.standing.label("class"),
            self.terms.silent.label("silent"),
        )  # fmt: skip
        ids = (await self.session.scalars(chosen.limit(LISTED))).all()
        query = _named(select(*columns)).where(OccurrenceRow.id.in_(ids))
        order = (OccurrenceRow.due_on, TaskRow.position, AgencyRow.position, OccurrenceRow.id)
        return tuple(_row(each) for each in await self.session.execute(query.order_by(*order)))

    async def _find_blocked(self) -> None:
        """Where there are obstacles or requests: code and agency by occurrence, for the lists of those."""
        blocked = select(ObstacleRow.occurrence_id).where(ObstacleRow.state == "open")
        asked = select(ExtensionRow.occurrence_id)
        query = _named(select(OccurrenceRow.id, TaskRow.code, AgencyRow.name)).where(self.terms.holds)
        found = await self.session.execute(query.where(OccurrenceRow.id.in_(blocked.union(asked))))
        self.blocked = {row.id: (row.code, row.name) for row in found}
        if not self.blocked:
            return
        counted = select(func.count(ObstacleRow.id)).join(OccurrenceRow, OccurrenceRow.id == ObstacleRow.occurrence_id)
        self._obstacles = await self.session.scalar(counted.where(ObstacleRow.state == "open", self.terms.holds)) or 0

    def left_out(self, totals: Totals, obstacles: int) -> dict[str, int]:
        """How many of each list are not there."""
        whole = {
            "overdue": totals.open_overdue - len(self.overdue),
            "due_soon": self._soon - len(self.due_soon),
            "not_reported": totals.not_reported - len(self.silent),
            "obstacles": self._obstacles - obstacles,
        }
        return {name: number for name, number in whole.items() if number > 0}


def _named(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(OccurrenceRow)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
    )


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
        standing=_CLASSES[each._mapping["class"]],
        submitted_on=each.submitted_on,
        done_on=None,
        reported_on=each.reported_on,
        document="",
        note="",
        silent=bool(each.silent),
    )
