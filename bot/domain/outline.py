"""Sections above each row of a plan's appendix, from numbers alone.

A section whose numbering is of a sort already open closes that one and all below it; a new sort opens a level below. A
task that has rows numbered under it (3 → 3.1, or 3 → a, b) stands in their path too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.numbering import Place, place_among, places_of, tokens_of


@dataclass(frozen=True)
class Heading:
    """A section, or a task that has rows numbered under it, as it stands in a path."""

    number: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A row of the table: a section (content alone), or a task."""

    number: str
    title: str
    is_task: bool


@dataclass(frozen=True)
class _Open:
    heading: Heading
    place: Place
    is_task: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        return tokens_of(self.heading.number)


_UNNUMBERED = Place("", 0)


def paths_of(entries: Sequence[Entry], caption: Heading | None = None) -> list[tuple[Heading, ...]]:
    """The path above each entry, outermost first; a table's caption stands before all."""
    base = (_Open(caption, Place("caption", 0), is_task=False),) if caption else ()
    stack: tuple[_Open, ...] = base
    paths = []
    for index, entry in enumerate(entries):
        stack, place = _parents(stack, entries, index, len(base))
        paths.append(tuple(each.heading for each in stack))
        if entry.number or not entry.is_task:
            stack = (*stack, _Open(Heading(entry.number, entry.title), place, entry.is_task))
    return paths


def _parents(
    stack: tuple[_Open, ...], entries: Sequence[Entry], index: int, base: int
) -> tuple[tuple[_Open, ...], Place]:
    """What stays open above this entry, and its own place."""
    entry = entries[index]
    place = place_among(entry.number, [each.place for each in reversed(stack)]) or _UNNUMBERED
    if not entry.number and entry.is_task:
        return (stack[:-1] if stack and stack[-1].is_task else stack), place
    named = _named_parent(stack, entry.number, base)
    if named is not None:
        return stack[: named + 1], place
    closed = _closes(stack, entry, place, base)
    if closed is not None:
        return stack[:closed], place
    if stack and stack[-1].is_task and not _belongs_to_task(entries, index, place):
        return _without_tasks(stack), place
    return stack, place


def _named_parent(stack: tuple[_Open, ...], number: str, base: int) -> int | None:
    """ "3.1" names its parent 3, "b.1" its parent b): the nearest open one of that number."""
    above = tokens_of(number)[:-1]
    for position in range(len(stack) - 1, base - 1, -1):
        if above and stack[position].tokens == above:
            return position
    return None


def _closes(stack: tuple[_Open, ...], entry: Entry, place: Place, base: int) -> int | None:
    """Where the open one of the same sort stands that this entry takes the place of."""
    same = [position for position in range(base, len(stack)) if stack[position].place.sort == place.sort]
    if not same:
        return None
    if not entry.is_task:
        sections = [position for position in same if not stack[position].is_task]
        return (sections or same)[-1]
    nearest = stack[same[-1]]
    # Section 2, then task 1: a first row under the section, not a second section.
    starts_below = not nearest.is_task and entry.number != "" and place.ordinal <= nearest.place.ordinal
    return None if starts_below else same[-1]


def _belongs_to_task(entries: Sequence[Entry], index: int, place: Place) -> bool:
    """Is a row of a new sort after a task part of that task (3 → a, b), or does it open a section beside it?

    Sub-items without agencies of their own look like sections; they are told by having no rows under them.
    """
    entry = entries[index]
    if entry.is_task:
        return place.ordinal <= 1
    following = entries[index + 1] if index + 1 < len(entries) else None
    if following is None or following.is_task:
        return False
    return any(each.sort == place.sort and each.ordinal == place.ordinal + 1 for each in places_of(following.number))


def _without_tasks(stack: tuple[_Open, ...]) -> tuple[_Open, ...]:
    while stack and stack[-1].is_task:
        stack = stack[:-1]
    return stack
