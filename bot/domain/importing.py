"""A plan as read beside the plan as kept: what is new, what has changed, what is gone. Nothing is assumed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.occurrences import Section


class DoubtKind(StrEnum):
    """What a person must say before it can go live."""

    LEAD = "lead"  # nobody, or several who may be meant
    MEMBERS = "members"  # a group that leads has no list of members
    HOLDER = "holder"  # nobody is known to hold the role that leads
    DEADLINE = "deadline"  # cannot be read for certain
    ROW = "row"  # its number or content
    PLAN = "plan"  # about the plan as a whole


@dataclass(frozen=True)
class ReadDoubt:
    """A doubt with its sentence and, where there are any, the answers to choose from."""

    kind: DoubtKind
    sentence: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadAgency:
    """A lead agency as read: canonical name and kind (office, group, role, locality, organisation)."""

    name: str
    kind: str
    short_name: str = ""
    courtesy: bool = False
    locality_kind: str | None = None
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadTask:
    """A row of an appendix, ready to be kept."""

    code: str
    long_code: str
    number: str
    position: int
    section_path: tuple[Section, ...]
    programme: str
    content: str
    lead_text: str
    leads: tuple[ReadAgency, ...]
    coordinating_text: str
    deadline_text: str
    deadline: Mapping[str, Any]  # {"kind", "rules", "due"}
    doubts: tuple[ReadDoubt, ...] = ()


@dataclass(frozen=True)
class KeptTask:
    """What is kept of a task, as far as it is compared."""

    code: str
    content: str
    lead_text: str
    coordinating_text: str
    deadline_text: str
    state: str


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"  # no longer in the appendix: withdrawn, with its reports
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """What becomes of one task; `fields` names what differs."""

    kind: ChangeKind
    code: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A whole import, before anything is done."""

    changes: tuple[Change, ...]

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind, in the plan's order."""
        return tuple(each for each in self.changes if each.kind is kind)

    @property
    def is_empty(self) -> bool:
        return all(each.kind is ChangeKind.SAME for each in self.changes)


_COMPARED = ("content", "lead_text", "coordinating_text", "deadline_text")


def compare(read: Sequence[ReadTask], kept: Iterable[KeptTask]) -> Difference:
    """What importing would do. A task that was withdrawn and is read again counts as changed."""
    known = {each.code: each for each in kept}
    changes = [_change(task, known.get(task.code)) for task in read]
    codes = {task.code for task in read}
    changes += [
        Change(ChangeKind.GONE, each.code)
        for each in known.values()
        if each.code not in codes and each.state != "withdrawn"
    ]
    return Difference(tuple(changes))


def _change(task: ReadTask, known: KeptTask | None) -> Change:
    if known is None:
        return Change(ChangeKind.NEW, task.code)
    differing = tuple(name for name in _COMPARED if getattr(task, name) != getattr(known, name))
    if known.state == "withdrawn":
        differing = (*differing, "state")
    return Change(ChangeKind.CHANGED if differing else ChangeKind.SAME, task.code, differing)
