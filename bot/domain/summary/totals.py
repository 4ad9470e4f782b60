"""Counting rows: six classes that add up to the whole, what was said of the open ones, how two counts differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.domain.summary.rows import Row
from bot.domain.tasks import Standing, Status


@dataclass(frozen=True)
class Counted:
    """What of a row is counted; so many rows alike may stand for one."""

    standing: Standing
    status: Status | None
    awaits_issue: bool
    silent: bool


@dataclass(frozen=True)
class Totals:
    """The figures of a set of rows. The six classes add up to `occurrences`; the others are remarks beside them."""

    tasks: int = 0
    occurrences: int = 0
    done_on_time: int = 0
    done_late: int = 0
    open_in_term: int = 0
    open_overdue: int = 0
    no_deadline_open: int = 0
    no_deadline_done: int = 0
    submitted: int = 0
    submitted_in_time_overdue: int = 0
    blocked: int = 0
    in_progress: int = 0
    not_started: int = 0
    not_reported: int = 0

    @property
    def came_due(self) -> int:
        """What the completion rate divides by: done or overdue, never what is still in its term."""
        return self.done_on_time + self.done_late + self.open_overdue

    @property
    def completion_rate(self) -> float | None:
        """Completed of what came due; None where nothing did."""
        return (self.done_on_time + self.done_late) / self.came_due if self.came_due else None

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late + self.no_deadline_done

    @property
    def no_deadline(self) -> int:
        return self.no_deadline_open + self.no_deadline_done

    def to_json(self) -> dict[str, Any]:
        """The keys of contract.md."""
        values: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"completion_rate": self.completion_rate}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Totals":
        """The figures of a stored summary; a figure that it does not have is 0."""
        return cls(**{each.name: int(data.get(each.name) or 0) for each in fields(cls)})


_REMARKS = {
    Status.SUBMITTED: "submitted",
    Status.BLOCKED: "blocked",
    Status.IN_PROGRESS: "in_progress",
    Status.NOT_STARTED: "not_started",
}


def counted(row: Row) -> Counted:
    """The part of a row that is counted."""
    return Counted(row.standing, row.status, row.awaits_issue, row.silent)


def count_groups(groups: Iterable[tuple[Counted, int]], tasks: int) -> Totals:
    """The figures of groups of like rows, with how many different tasks they come from."""
    figures = dict.fromkeys((each.name for each in fields(Totals)), 0) | {"tasks": tasks}
    for group, number in groups:
        figures["occurrences"] += number
        figures[group.standing.value] += number
        if group.status in _REMARKS:
            figures[_REMARKS[group.status]] += number
        figures["submitted_in_time_overdue"] += number * group.awaits_issue
        figures["not_reported"] += number * group.silent
    return Totals(**figures)


def count(rows: Iterable[Row]) -> Totals:
    """The figures of rows."""
    rows = tuple(rows)
    return count_groups(((counted(row), 1) for row in rows), len({row.code for row in rows}))


def differences(now: Totals, before: Totals) -> dict[str, Any]:
    """Each figure less what it was; the rates' difference is None where either has none."""
    found: dict[str, Any] = {each.name: getattr(now, each.name) - getattr(before, each.name) for each in fields(now)}
    rates = now.completion_rate, before.completion_rate
    found["completion_rate"] = None if rates[0] is None or rates[1] is None else rates[0] - rates[1]
    return found
