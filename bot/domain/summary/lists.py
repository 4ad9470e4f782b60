"""What stands in a summary beside its figures: obstacles, extensions, and what moved since the one before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.summary.rows import Row
from bot.domain.summary.totals import Counted, Totals, count_groups, differences
from bot.domain.tasks import Standing, Status


@dataclass(frozen=True)
class Obstacle:
    """Something in the way that was open on the day."""

    code: str
    agency: str
    text: str
    opened_on: date
    days: int
    waits_for: str  # "standing" or "agency"
    occurrence_id: int = 0


@dataclass(frozen=True)
class Extension:
    """A request for more time as it stood on the day: asked, granted, refused or withdrawn."""

    code: str
    agency: str
    from_day: date | None
    to_day: date
    state: str
    reason: str = ""
    occurrence_id: int = 0


@dataclass(frozen=True)
class Move:
    """An occurrence that is of another class than in the summary before."""

    code: str
    agency: str
    occurrence: str
    before: Standing
    after: Standing


@dataclass(frozen=True)
class Changes:
    """How the figures differ from those of the previous issued summary; `since` is that one's cut-off day."""

    since: date | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    moved: tuple[Move, ...] = ()


NO_CHANGES = Changes()


@dataclass(frozen=True)
class Previous:
    """The previous issued summary, as its stored figures tell it."""

    on: date
    totals: Totals
    standings: Mapping[tuple[str, str, str], Standing]  # (code, agency, occurrence) → class

    @classmethod
    def from_figures(
        cls,
        figures: Mapping[str, Any],
        *,
        agencies: frozenset[str] = frozenset(),
        programmes: frozenset[str] = frozenset(),
    ) -> "Previous":
        """Read the JSON of a stored summary, counted again where only some agencies or programmes are asked about."""
        tasks = [
            task
            for task in figures["tasks"]
            if (not agencies or task["agency"] in agencies) and (not programmes or task["programme"] in programmes)
        ]
        narrowed = len(tasks) < len(figures["tasks"])
        totals = _recount(tasks) if narrowed else Totals.from_json(figures["totals"])
        return cls(date.fromisoformat(figures["on"]), totals, {_key(task): Standing(task["class"]) for task in tasks})


def _key(task: Mapping[str, Any]) -> tuple[str, str, str]:
    return task["code"], task["agency"], task["occurrence"]


def _recount(tasks: Sequence[Mapping[str, Any]]) -> Totals:
    groups = (
        (
            Counted(
                Standing(task["class"]),
                Status(task["status"]) if task["status"] else None,
                bool(task.get("awaits_issue")),
                bool(task.get("not_reported")),
            ),
            1,
        )
        for task in tasks
    )
    return count_groups(groups, len({task["code"] for task in tasks}))


def changes_since(previous: Previous | None, totals: Totals, rows: Iterable[Row]) -> Changes:
    """The differences, and each move by name: of the occurrences that both summaries hold."""
    if previous is None:
        return NO_CHANGES
    moved = [
        Move(row.code, row.agency, row.occurrence, before, row.standing)
        for row in rows
        if (before := previous.standings.get((row.code, row.agency, row.occurrence), row.standing)) != row.standing
    ]
    return Changes(previous.on, differences(totals, previous.totals), tuple(moved))
