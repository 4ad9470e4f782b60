"""Named rules from canonical tokens to terms, with phrases that each must and must not find.

A blank in a pattern is the gap between two tokens, in which a line may break. The longest match wins.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.deadlines.parts import Term
from bot.domain.deadlines.tokens import Token

N = r"%?\d{1,2}\??"
YEAR = (
    r"(?:(?: [/.,-])?(?: (?:cua|trong|thuoc))?(?: nam)? (?P<y>\d{4})(?! - (?:nam )?\d{4})(?! / \d)"
    r"|(?: [/-]| nam)(?: nam)? (?P<yy>[2-9]\d)(?! [/.-] \d))"
)

Found = re.Match[str]
Make = Callable[[Found], object]


@dataclass(frozen=True)
class TermRule:
    """What a pattern means. `make` gives the value, or None where the words name something that does not exist."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    make: Make
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


def rule(
    name: str,
    kind: str,
    pattern: str,
    make: Make | object = None,
    *,
    examples: Sequence[str] = (),
    not_examples: Sequence[str] = (),
) -> TermRule:
    """A rule; a `make` that is no function is the value itself, the name where there is none."""
    written = pattern.replace("YEAR", YEAR).replace("NUM", N).replace(" ", "(?: ¶)? ")
    fixed = name if make is None else make
    value: Make = make if callable(make) else lambda _found: fixed
    return TermRule(name, kind, re.compile(rf"(?:{written})(?=\s|$)"), value, tuple(examples), tuple(not_examples))


def year_of(found: Found) -> int | None:
    """The year that the macro YEAR found, of four digits."""
    groups = found.groupdict()
    if groups.get("yy"):
        return 2000 + int(groups["yy"])
    return int(groups["y"]) if groups.get("y") else None


def number_of(text: str) -> int:
    """The number of a canonical token, Roman or Arabic."""
    return int(text.strip("%?"))


class Lexicon:
    """All rules, tried at each token."""

    def __init__(self, rules: Sequence[TermRule]) -> None:
        self.rules = tuple(rules)

    def terms(self, tokens: Sequence[Token]) -> list[Term]:
        """The terms of a phrase, left to right, each the longest at its place; a token that no rule knows is a word."""
        line, places = _line(tokens)
        terms: list[Term] = []
        at = 0
        while at < len(tokens):
            term = self._longest(line, places, at) or _unknown_word(tokens[at].text, at)
            terms.append(term)
            at = term.last
        return terms

    def _longest(self, line: str, places: list[int], at: int) -> Term | None:
        best: Found | None = None
        by: TermRule | None = None
        for candidate in self.rules:
            found = candidate.pattern.match(line, places[at])
            if found and (best is None or found.end() > best.end()):
                best, by = found, candidate
        if best is None or by is None:
            return None
        value = by.make(best)
        kind = "broken" if value is None else by.kind
        return Term(kind, value, at, at + best.group().count(" ") + 1, by.name)


def _unknown_word(text: str, at: int) -> Term:
    """A word of the work, not of the calendar; one with digits in it may hide a day."""
    return Term("danger" if any(char.isdigit() for char in text) else "word", text, at, at + 1, "word")


def _line(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    places, length = [], 0
    for token in tokens:
        places.append(length)
        length += len(token.text) + 1
    return " ".join(token.text for token in tokens), places
