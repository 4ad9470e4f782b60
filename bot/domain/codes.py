"""The codes by which people call tasks: I.2.a.3 is row 3 under I.2 a).

Section numbers come without repeated prefixes and brackets. A heading level is dropped where the numbering of rows runs
on across its siblings: then the headings only name programmes, and the row's number is enough. People may type the long
form, which drops nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from bot.domain.numbering import place_among, tokens_of
from bot.domain.outline import Heading
from bot.domain.typed_codes import code_key

Headings = tuple[Heading, ...]


@dataclass(frozen=True)
class Numbered:
    """A task by its place in the appendix."""

    path: Headings
    number: str


@dataclass(frozen=True)
class Code:
    """A task's code, its long form, and whether the code had to be made up (no number, or one used twice)."""

    short: str
    long: str
    is_invented: bool = False


def codes_of(tasks: Sequence[Numbered]) -> list[Code]:
    """A code for each task, each once."""
    dropped = _dropped_levels(tasks)
    ordinals = _unnumbered_sections(tasks)
    ends = _ends(tasks)
    long = [".".join([*_tokens(task.path, (), ordinals), *end]) for task, end in zip(tasks, ends, strict=True)]
    short = [".".join([*_tokens(task.path, dropped, {}), *end]) for task, end in zip(tasks, ends, strict=True)]
    twice = {code for code, count in Counter(short).items() if count > 1}
    chosen = [full if code in twice else code for code, full in zip(short, long, strict=True)]
    return _made_unique(tasks, chosen, long)


def _made_unique(tasks: Sequence[Numbered], chosen: Sequence[str], long: Sequence[str]) -> list[Code]:
    taken: set[str] = set()
    codes = []
    for task, code, full in zip(tasks, chosen, long, strict=True):
        unique = next(each for each in _candidates(code) if each not in taken)
        taken.add(unique)
        codes.append(Code(unique, full if unique == code else unique, not task.number or unique != code))
    return codes


def _candidates(code: str) -> Iterable[str]:
    yield code
    yield from (f"{code}.x{index}" for index in range(1, 100_000))


def _tokens(path: Headings, dropped: Iterable[Headings], ordinals: dict[Headings, int]) -> list[str]:
    """The parts that a path gives to a code; `ordinals` stand for sections without a number, where they are wanted."""
    left_out = set(dropped)
    parts: list[str] = []
    seen: list[str] = []
    for depth, heading in enumerate(path, start=1):
        own = list(tokens_of(heading.number))
        new = _without_prefix(own, seen)
        seen = [*seen, *new]
        if path[:depth] in ordinals and not own:
            new = [f"m{ordinals[path[:depth]]}"]
        if path[:depth] not in left_out:
            parts += new
    return parts


def _ends(tasks: Sequence[Numbered]) -> list[list[str]]:
    """A row's own part of its code; x1, x2 … under one heading where it has no number."""
    counts: Counter[Headings] = Counter()
    ends = []
    for task in tasks:
        tokens = list(tokens_of(task.number))
        if not tokens:
            counts[task.path] += 1
            tokens = [f"x{counts[task.path]}"]
        ends.append(_without_prefix(tokens, _tokens(task.path, (), {})))
    return ends


def _without_prefix(tokens: list[str], path: list[str]) -> list[str]:
    """Leave out what the path says already: 1.1 under 1 is 1, I.1 under I is 1; something always stays."""
    for length in range(len(tokens) - 1, 0, -1):
        if path[-length:] == tokens[:length]:
            return tokens[length:]
    return tokens


def _unnumbered_sections(tasks: Sequence[Numbered]) -> dict[Headings, int]:
    """The place of each section without a number among those of its parent."""
    counts: Counter[Headings] = Counter()
    places: dict[Headings, int] = {}
    for task in tasks:
        for depth in range(1, len(task.path) + 1):
            path = task.path[:depth]
            if path not in places and not tokens_of(path[-1].number):
                counts[path[:-1]] += 1
                places[path] = counts[path[:-1]]
    return places


def _dropped_levels(tasks: Sequence[Numbered]) -> set[Headings]:
    """The sections across which the numbering of rows runs on."""
    families: dict[tuple[Headings, str], dict[Headings, list[int]]] = {}
    for task in tasks:
        for depth in range(1, len(task.path) + 1):
            path = task.path[:depth]
            family = families.setdefault((path[:-1], _sort(path[-1].number)), {})
            family.setdefault(path, []).append(_plain(task.number))
    return {path for family in families.values() if _runs_on(list(family.values())) for path in family}


def _plain(number: str) -> int:
    """A number of one Arabic part ("8", "8."); 0 for any other."""
    tokens = tokens_of(number)
    return int(tokens[0]) if len(tokens) == 1 and tokens[0].isdecimal() else 0


def _sort(number: str) -> str:
    place = place_among(number, ())
    return place.sort if place else ""


def _runs_on(numbers: list[list[int]]) -> bool:
    """1–7, 8, 9–10: each sibling begins where the one before it ended."""
    flat = [number for each in numbers for number in each]
    return len(numbers) > 1 and flat == list(range(flat[0], flat[0] + len(flat))) and flat[0] > 0


BY_HAND = "X"  # a section number as codes are typed, far behind those of any plan that we know


def code_by_hand(taken: Collection[str]) -> str:
    """The next free code of the section for tasks that are in no appendix: X.1, X.2 …"""
    keys = {code_key(each) for each in taken}
    return next(code for number in count(1) if code_key(code := f"{BY_HAND}.{number}") not in keys)
