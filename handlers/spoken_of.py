"""Which occurrences a message speaks about, in the order in which the person sees them numbered.

A code that is typed names its task. Otherwise a quoted message says it, else the newest message that listed
occurrences, else whatever the person's agencies still owe.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.gate import Act
from bot.domain.occurrences import Occurrence
from bot.domain.typed_codes import match_codes, typed_codes
from bot.texts import say
from handlers.request import Request
from storage.occurrences import load_occurrences, occurrences_of_task, open_occurrences
from storage.plans import load_tasks
from storage.sent import Sent, newest_about

OCCURRENCES = "occurrences"  # in the subject of a message that lists them by number
ABOUT = "about"  # … of one that speaks of them and whose numbers nobody is to answer by: only quoting binds to it


@dataclass(frozen=True)
class Scope:
    """The occurrences in their numbered order. `labels` are their codes, told apart where one task has several."""

    occurrences: tuple[Occurrence, ...]
    foreign: tuple[str, ...] = ()  # codes of tasks that are not the person's
    unknown: tuple[str, ...] = ()  # what looks like a code and names no task
    asked_by: str = ""  # the kind of the message that listed them
    names_own: bool = False  # a code of one of them was typed
    labels: tuple[str, ...] = field(default=())

    @property
    def open_codes(self) -> tuple[str, ...]:
        """What the reader is told: the labels by number, then the codes that were typed and are not the person's."""
        return (*self.labels, *self.foreign, *self.unknown)

    @property
    def is_elsewhere(self) -> bool:
        """Does the message name nothing but tasks of others, or none at all?"""
        return not self.names_own and bool(self.foreign or self.unknown)

    def of_labels(self, labels: Iterable[str]) -> tuple[Occurrence, ...]:
        """The occurrences that a reading named."""
        by_label = dict(zip(self.labels, self.occurrences, strict=True))
        return tuple(by_label[each] for each in labels if each in by_label)


def scope_of(occurrences: Sequence[Occurrence], asked_by: str = "") -> Scope:
    """A scope of these, each with a label of its own."""
    seen: dict[str, int] = {}
    labels = []
    for each in occurrences:
        seen[each.code] = seen.get(each.code, 0) + 1
        labels.append(each.code if seen[each.code] == 1 else f"{each.code}#{seen[each.code]}")
    return Scope(tuple(occurrences), asked_by=asked_by, labels=tuple(labels))


async def find_scope(request: Request, *, before: datetime | None = None) -> Scope:
    """What the message at hand speaks about; with `before`, as it was at that instant."""
    listed = await _listed(request, before)
    base = scope_of(listed, await _asked_by(request, before))
    return await with_typed_codes(request, base)


async def _listed(request: Request, before: datetime | None) -> list[Occurrence]:
    message = await _message(request, before)
    if message is not None:
        found = await occurrences_in(request, message)
        if found:
            return found
    return await own_open_occurrences(request)


async def _asked_by(request: Request, before: datetime | None) -> str:
    message = await _message(request, before)
    return message.kind if message else ""


async def _message(request: Request, before: datetime | None) -> Sent | None:
    if request.quoted is not None and {OCCURRENCES, ABOUT} & set(request.quoted.subject):
        return request.quoted
    return await newest_about(request.session, request.person.id, OCCURRENCES, before=before)


async def occurrences_in(request: Request, message: Sent) -> list[Occurrence]:
    """The occurrences a message lists, by their numbers; those that are gone or not the person's are left out."""
    listed = message.subject.get(OCCURRENCES) or message.subject.get(ABOUT, ())
    numbered = sorted(listed, key=lambda each: int(each["number"]))
    kept = await load_occurrences(request.session, [each["occurrence_id"] for each in numbered])
    found = (kept.get(each["occurrence_id"]) for each in numbered)
    return [each for each in found if each is not None and is_own(request, each) and each.state != "void"]


async def own_open_occurrences(request: Request) -> list[Occurrence]:
    """Whatever the person may report on and is still open."""
    found = await open_occurrences(request.session, request.person.agency_ids())
    return [each for each in found if is_own(request, each)]


def is_own(request: Request, occurrence: Occurrence) -> bool:
    """May the person report on it?"""
    return request.may(Act.REPORT, agency_id=occurrence.agency_id)


async def with_typed_codes(request: Request, scope: Scope) -> Scope:
    """The scope, with the tasks added that the message names by code though they were not listed."""
    if not typed_codes(request.text):
        return scope
    plan = await request.plan()
    tasks = {each.code: each for each in await load_tasks(request.session, plan.id)} if plan else {}
    named, unknown = match_codes(request.text, tasks)
    listed = {each.code for each in scope.occurrences}
    added: list[Occurrence] = []
    foreign: list[str] = []
    for code in named:
        if code in listed:
            continue
        own = [each for each in await occurrences_of_task(request.session, tasks[code].id) if is_own(request, each)]
        current = most_current(own)
        if current is None:
            foreign.append(code)
        else:
            added.append(current)
    extended = scope_of([*scope.occurrences, *added] if listed & set(named) else added or scope.occurrences)
    return replace(
        extended,
        foreign=tuple(foreign),
        unknown=unknown,
        asked_by=scope.asked_by,
        names_own=bool(added or listed & set(named)),
    )


def most_current(occurrences: Sequence[Occurrence]) -> Occurrence | None:
    """Of a task's occurrences, the open one whose term comes first; else the one that was finished last."""
    open_ones = [each for each in occurrences if each.state == "open"]
    if open_ones:
        return open_ones[0]
    finished = [each for each in occurrences if each.state == "done"]
    return finished[-1] if finished else None


def about(occurrences: Iterable[Occurrence]) -> dict[str, Any]:
    """The subject of a message that speaks of these."""
    return {ABOUT: numbered_subject(occurrences)}


def listing(occurrences: Iterable[Occurrence]) -> dict[str, Any]:
    """The subject of a message that lists these by number."""
    return {OCCURRENCES: numbered_subject(occurrences)}


def numbered_subject(occurrences: Iterable[Occurrence]) -> list[dict[str, object]]:
    """What a message keeps of the occurrences it lists, so that "1 xong" answers it."""
    return [
        {"number": number, "occurrence_id": each.id, "code": each.code}
        for number, each in enumerate(occurrences, start=1)
    ]


def refusal(scope: Scope) -> str:
    """The kind word on tasks that are not the person's, and on codes of none."""
    lines = []
    if scope.foreign:
        lines.append(say("report", "%(codes)s is not a task of your agency.", codes=", ".join(scope.foreign)))
    if scope.unknown:
        lines.append(say("report", "The plan has no task %(codes)s.", codes=", ".join(scope.unknown)))
    return " ".join(lines)
