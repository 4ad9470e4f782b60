"""An occurrence: one due day of a task for one lead agency, or its one open-ended duty where it has no day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain.tasks import Standing, Status


@dataclass(frozen=True)
class Section:
    """A heading of the appendix above a task."""

    number: str
    title: str


@dataclass(frozen=True)
class Occurrence:
    """What is to be done by one agency by one day, with how it stands."""

    id: int
    task_id: int
    code: str
    content: str
    agency_id: int
    agency: str
    key: str
    kind: str  # dated, guidance, continuous, none, unknown
    strict: bool
    event: str
    original_due_on: date | None
    due_on: date | None
    term_version: int
    state: str
    silent: bool
    standing: Status | None
    percent: int | None
    reported_on: date | None
    submitted_on: date | None
    done_on: date | None
    acked_on: date | None
    snoozed_until: date | None

    @property
    def title(self) -> str:
        """The content, short enough for a line on a phone."""
        return short_title(self.content)

    @property
    def done_on_the_day(self) -> bool:
        """Was it done on the very X of "trước ngày X", the term being the day before?"""
        if not self.strict or self.standing is not Status.DONE or self.due_on is None:
            return False
        return self.done_on == self.due_on + timedelta(days=1)


@dataclass(frozen=True)
class PlannedOccurrence:
    """An occurrence as it follows from a deadline, before it has an agency."""

    key: str
    kind: str
    due_on: date | None = None
    event: str = ""
    strict: bool = False


def occurrences_of(deadline: Mapping[str, Any]) -> tuple[PlannedOccurrence, ...]:
    """The occurrences of a deadline as read ({"kind", "rules", "due"}): one a due day, one an event waited for.

    A deadline that gives neither has one open-ended occurrence.
    """
    rules: Sequence[Mapping[str, Any]] = deadline["rules"]
    strict_days = {rule.get("date") for rule in rules if rule.get("strict")}
    dated = tuple(
        PlannedOccurrence(day, "dated", date.fromisoformat(day), strict=day in strict_days) for day in deadline["due"]
    )
    waiting = tuple(
        PlannedOccurrence(f"event:{place}", "guidance", event=str(rule.get("event", "")))
        for place, rule in enumerate(rules)
        if rule["kind"] == "relative"
    )
    if dated or waiting:
        return dated + waiting
    kinds = {rule["kind"] for rule in rules}
    kind = "continuous" if "continuous" in kinds else "none" if deadline["kind"] == "none" else "unknown"
    return (PlannedOccurrence("open", kind),)


def standing_of(occurrence: Occurrence, on: date) -> Standing:
    """The class on a day: the due day itself is in time, and only a completion counts as done (design.md section 2)."""
    if occurrence.due_on is None:
        return Standing.NO_DEADLINE_DONE if occurrence.done_on else Standing.NO_DEADLINE_OPEN
    if occurrence.done_on is not None and occurrence.done_on <= on:
        return Standing.DONE_ON_TIME if occurrence.done_on <= occurrence.due_on else Standing.DONE_LATE
    return Standing.OPEN_IN_TERM if on <= occurrence.due_on else Standing.OPEN_OVERDUE


TITLE_LENGTH = 70


def short_title(content: str, limit: int = TITLE_LENGTH) -> str:
    """The first sentence or clause of a content, cut at a word: enough to recognise a task by."""
    first = re.split(r"[;\n]|(?<=[^\W\d_]{3})\.\s", " ".join(content.split()), maxsplit=1)[0].rstrip(" .,;:")
    if len(first) <= limit:
        return first
    cut = first[:limit].rsplit(" ", 1)[0].rstrip(" ,;:(-")
    return f"{cut}…"
