"""A plan as read beside the plan as kept: what is new, what has changed, what is gone. Nothing is assumed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from bot.domain.occurrences import Section
from bot.domain.programmes import fold

T = TypeVar("T")


class DoubtKind(StrEnum):
    """What a person must say before it can go live."""

    LEAD = "lead"  # nobody, or several who may be meant
    MEMBERS = "members"  # a group that leads has no list of members
    HOLDER = "holder"  # nobody is known to hold the role that leads
    DEADLINE = "deadline"  # cannot be read for certain
    ROW = "row"  # its number or content
    GONE = "gone"  # many tasks are no longer in the appendix: perhaps it is not the whole of it
    NUMBER = "number"  # of the plan
    ISSUED = "issued"  # its day of issue
    END = "end"  # its last day
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

    @property
    def wording(self) -> dict[str, str]:
        """What is compared when the appendix is read again."""
        return {name: getattr(self, name) for name in COMPARED}

    @property
    def certainty(self) -> "Certainty":
        """How far the row can go live as it was read."""
        kinds = {rule["kind"] for rule in self.deadline["rules"] if not rule.get("on_demand")}
        if not self.content or not self.leads or "unknown" in kinds:
            return Certainty.UNREADABLE
        return Certainty.DOUBTFUL if self.doubts else Certainty.SURE


class Certainty(StrEnum):
    """The three heaps of a dry run."""

    SURE = "sure"
    DOUBTFUL = "doubtful"  # something of it is for a person to say
    UNREADABLE = "unreadable"  # no lead, no content, or a deadline of which nothing could be made


@dataclass(frozen=True)
class KeptTask:
    """What is kept of a task, as far as it is compared; `imported` is its wording in the appendix of last time."""

    code: str
    content: str
    lead_text: str
    coordinating_text: str
    deadline_text: str
    state: str
    gone_by_import: bool = False  # withdrawn because an appendix no longer had it
    imported: Mapping[str, str] = field(default_factory=dict)
    by_hand: bool = False  # given by the secretary: no appendix has ever had it, so none can lack it

    def former(self, name: str) -> str:
        """The wording of last time: what was changed by hand since is not the appendix's doing."""
        return self.imported.get(name, getattr(self, name))


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"  # no longer in the appendix: withdrawn, with its reports
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """What becomes of one task; `fields` names what differs, `was` is the code under which it is kept."""

    kind: ChangeKind
    code: str
    fields: tuple[str, ...] = ()
    was: str = ""


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


COMPARED = ("content", "lead_text", "coordinating_text", "deadline_text")
_REWORDED = 0.5  # likeness of contents under one code
_MOVED = 0.8  # under different codes
_MOST_COMPARED = 10_000
_MANY_GONE = 3


def compare(read: Sequence[ReadTask], kept: Iterable[KeptTask]) -> Difference:
    """What importing would do. A task is the same by its words first, so that an inserted row renames no other."""
    known = list(kept)
    pairs = _pair(read, known)
    changes = [_change(task, pairs.get(task.code)) for task in read]
    taken = {each.code for each in pairs.values()}
    changes += [
        Change(ChangeKind.GONE, each.code, was=each.code)
        for each in known
        if each.code not in taken and each.state != "withdrawn" and not each.by_hand
    ]
    return Difference(tuple(changes))


def is_suspicious(difference: Difference) -> bool:
    """Are so many tasks gone that the appendix may be another one, or half of one?"""
    gone = len(difference.of_kind(ChangeKind.GONE))
    stayed = len(difference.of_kind(ChangeKind.SAME)) + len(difference.of_kind(ChangeKind.CHANGED))
    return gone >= _MANY_GONE and gone > stayed


def _pair(read: Sequence[ReadTask], kept: Sequence[KeptTask]) -> dict[str, KeptTask]:
    """The kept task of each code read: the surest signs first, each task once."""
    news = [_Worded(task.code, fold(task.content), task) for task in read]
    olds = [_Worded(each.code, fold(each.former("content")), each) for each in kept]
    pairs: dict[str, KeptTask] = {}
    for match in (_by_place_and_words, _by_words, _by_place, _by_likeness):
        for new, old in match(news, olds):
            pairs[new.code] = old.task
        taken = {each.code for each in pairs.values()}
        news = [each for each in news if each.code not in pairs]
        olds = [each for each in olds if each.code not in taken]
    return pairs


@dataclass(frozen=True)
class _Worded(Generic[T]):
    """A task beside its folded content, folded once."""

    code: str
    words: str
    task: T


_New: TypeAlias = _Worded[ReadTask]
_Old: TypeAlias = _Worded[KeptTask]
_Pairs: TypeAlias = Iterator[tuple[_New, _Old]]


def _by_place_and_words(news: Sequence[_New], olds: Sequence[_Old]) -> _Pairs:
    known = {(each.code, each.words): each for each in olds}
    return ((new, known[new.code, new.words]) for new in news if (new.code, new.words) in known)


def _by_words(news: Sequence[_New], olds: Sequence[_Old]) -> _Pairs:
    """The same words under another code, where both have them once."""
    counts = Counter(each.words for each in news), Counter(each.words for each in olds)
    known = {each.words: each for each in olds}
    return ((new, known[new.words]) for new in news if counts[0][new.words] == counts[1][new.words] == 1)


def _by_place(news: Sequence[_New], olds: Sequence[_Old]) -> _Pairs:
    """Reworded under the same code; or worded quite otherwise, with the same lead and the same deadline."""
    known = {each.code: each for each in olds}
    for new in news:
        old = known.get(new.code)
        if (
            old
            and not old.task.by_hand
            and (_has_same_rest(new.task, old.task) or _likeness(new.words, old.words) >= _REWORDED)
        ):
            yield new, old


def _by_likeness(news: Sequence[_New], olds: Sequence[_Old]) -> _Pairs:
    """Reworded a little and moved, where no other comes as near."""
    if len(news) * len(olds) > _MOST_COMPARED:
        return
    near = [(new, old) for new in news for old in olds if _likeness(new.words, old.words) >= _MOVED]
    times = Counter(each.code for pair in near for each in pair[:1]), Counter(old.code for _, old in near)
    yield from ((new, old) for new, old in near if times[0][new.code] == times[1][old.code] == 1)


def _has_same_rest(task: ReadTask, known: KeptTask) -> bool:
    return all(_plain(getattr(task, name)) == _plain(known.former(name)) for name in ("lead_text", "deadline_text"))


def _likeness(words: str, other: str) -> float:
    return SequenceMatcher(None, words.split(), other.split(), autojunk=False).ratio()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _change(task: ReadTask, known: KeptTask | None) -> Change:
    if known is None:
        return Change(ChangeKind.NEW, task.code)
    fields = [name for name in COMPARED if _plain(getattr(task, name)) != _plain(known.former(name))]
    if known.state == "withdrawn" and known.gone_by_import:
        fields.append("state")
    if task.code != known.code:
        fields.append("code")
    return Change(ChangeKind.CHANGED if fields else ChangeKind.SAME, task.code, tuple(fields), known.code)
