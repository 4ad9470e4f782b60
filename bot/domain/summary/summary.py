"""A summary: rows in, figures and lists out. Whatever is printed comes from here, so every figure can be recounted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from bot.domain.periods import Period
from bot.domain.summary.lists import NO_CHANGES, Changes, Extension, Obstacle, Previous, changes_since
from bot.domain.summary.rows import Row, belongs
from bot.domain.summary.totals import Totals, count
from bot.domain.tasks import Standing


@dataclass(frozen=True)
class Heading:
    """The part of a plan that the code of a task begins with."""

    section: str
    title: str


@dataclass(frozen=True)
class PlanFacts:
    """Of a plan, what a summary and its files print."""

    number: str
    title: str = ""
    committee: str = ""
    issued_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None


@dataclass(frozen=True)
class Ground:
    """All that a summary is computed from, as known at one moment; `agencies` stand in protocol order."""

    plan: PlanFacts
    on: date
    known_at: datetime
    rows: tuple[Row, ...]  # of the whole plan, in its order
    headings: tuple[Heading, ...]
    agencies: tuple[str, ...]
    obstacles: tuple[Obstacle, ...] = ()
    extensions: tuple[Extension, ...] = ()
    suspended: tuple[Row, ...] = ()  # neither counted nor chased; named apart


@dataclass(frozen=True)
class Narrowing:
    """Whose work a summary is about; empty sets leave nothing out."""

    agencies: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    overdue_only: bool = False

    def keeps(self, row: Row) -> bool:
        return (
            (not self.agencies or row.agency in self.agencies)
            and (not self.programmes or row.programme in self.programmes)
            and (not self.overdue_only or row.standing is Standing.OPEN_OVERDUE)
        )


EVERYTHING = Narrowing()
Part = TypeVar("Part")


@dataclass(frozen=True)
class Summary:
    """The figures of a period and everything that is named beside them."""

    plan: PlanFacts
    period: Period
    on: date
    known_at: datetime
    totals: Totals
    changes: Changes
    by_section: tuple[tuple[Heading, Totals], ...]
    by_agency: tuple[tuple[str, Totals], ...]
    by_programme: tuple[tuple[str, Totals], ...]
    overdue: tuple[Row, ...]
    due_soon: tuple[Row, ...]
    obstacles: tuple[Obstacle, ...]
    extensions: tuple[Extension, ...]
    not_reported: tuple[Row, ...]
    rows: tuple[Row, ...]
    suspended: tuple[Row, ...] = ()
    narrowing: Narrowing = EVERYTHING
    left_out: Mapping[str, int] = field(default_factory=dict)  # of lists that are not whole: how many are missing
    ahead: tuple[str, ...] = ()  # of the whole plan: the tasks that are not counted, as all their terms lie ahead


def summarize(
    ground: Ground, period: Period, narrowing: Narrowing = EVERYTHING, previous: Previous | None = None
) -> Summary:
    """The summary of a period, or of the part of it that the narrowing keeps."""
    rows = tuple(row for row in ground.rows if belongs(period, row.due, row.done_on) and narrowing.keeps(row))
    kept = {row.occurrence_id for row in rows}
    totals = count(rows)
    return Summary(
        plan=ground.plan,
        period=period,
        on=ground.on,
        known_at=ground.known_at,
        totals=totals,
        changes=NO_CHANGES if previous is None else changes_since(previous, totals, rows),
        by_section=tuple(_parts(rows, lambda row: row.section, ground.headings, lambda heading: heading.section)),
        by_agency=tuple(_parts(rows, lambda row: row.agency, ground.agencies, lambda agency: agency)),
        by_programme=tuple(_by_programme(rows)),
        overdue=tuple(sorted(_of(rows, Standing.OPEN_OVERDUE), key=lambda row: row.due or date.max)),
        due_soon=tuple(
            sorted((row for row in rows if row.is_due_soon(ground.on)), key=lambda row: row.due or date.max)
        ),
        obstacles=_oldest(each for each in ground.obstacles if each.occurrence_id in kept),
        extensions=tuple(each for each in ground.extensions if each.occurrence_id in kept),
        not_reported=tuple(row for row in rows if row.silent),
        rows=rows,
        suspended=tuple(row for row in ground.suspended if narrowing.keeps(row)),
        narrowing=narrowing,
        ahead=_ahead(ground.rows, rows) if tells_ahead(period, narrowing) else (),
    )


def tells_ahead(period: Period, narrowing: Narrowing) -> bool:
    """Is it the summary of all work, in which whoever knows the plan would miss a task?"""
    return period.kind == "plan" and narrowing == EVERYTHING


def _ahead(all_rows: Iterable[Row], counted: Iterable[Row]) -> tuple[str, ...]:
    codes = {row.code for row in counted}
    return tuple(dict.fromkeys(row.code for row in all_rows if row.code not in codes))


def _of(rows: Iterable[Row], standing: Standing) -> list[Row]:
    return [row for row in rows if row.standing is standing]


def _oldest(obstacles: Iterable[Obstacle]) -> tuple[Obstacle, ...]:
    return tuple(sorted(obstacles, key=lambda each: -each.days))


def _parts(
    rows: Sequence[Row], key_of: Callable[[Row], str], parts: Iterable[Part], name_of: Callable[[Part], str]
) -> list[tuple[Part, Totals]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(key_of(row), []).append(row)
    return [(part, count(grouped[name_of(part)])) for part in parts if name_of(part) in grouped]


def _by_programme(rows: Sequence[Row]) -> list[tuple[str, Totals]]:
    """Programmes as they first appear; what belongs to none stands last, under an empty name."""
    names = list(dict.fromkeys(row.programme for row in rows))
    names.sort(key=lambda name: not name)
    return _parts(rows, lambda row: row.programme, names, lambda name: name)
