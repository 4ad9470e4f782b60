"""The drawn parts of the board: bars by class and the timeline of terms, as numbers for SVG."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.summary import Row, Totals
from bot.domain.tasks import Standing

WIDTH = 1000
MONTHS_BEHIND, MONTHS_AHEAD = 6, 12


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar, in thousandths of its width."""

    standing: str
    count: int
    start: int
    width: int


@dataclass(frozen=True)
class Bar:
    """A set of occurrences as a bar of classes."""

    name: str
    totals: Totals
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, name: str, totals: Totals) -> "Bar":
        """The classes in their order, one after another."""
        pieces, start = [], 0
        for standing in Standing:
            count = getattr(totals, standing.value)
            if count and totals.occurrences:
                width = round(count * WIDTH / totals.occurrences)
                pieces.append(Piece(standing.value, count, start, width))
                start += width
        return cls(name, totals, tuple(pieces))


def bars_by(groups: Iterable[tuple[str, Totals]]) -> list[Bar]:
    """A bar for each group that has anything."""
    return [Bar.of(name, totals) for name, totals in groups if totals.occurrences]


@dataclass(frozen=True)
class Month:
    """The terms of one month by class."""

    first: date
    is_now: bool
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def timeline(rows: Sequence[Row], on: date) -> list[Month]:
    """Months with terms, from half a year behind to a year ahead of a day; empty ones between are left out."""
    counted: dict[date, Counter[str]] = {}
    here = on.year * 12 + on.month
    for row in rows:
        if row.due and -MONTHS_BEHIND <= row.due.year * 12 + row.due.month - here <= MONTHS_AHEAD:
            counted.setdefault(row.due.replace(day=1), Counter())[row.standing.value] += 1
    return [
        Month(
            first,
            first == on.replace(day=1),
            tuple((s.value, counted[first][s.value]) for s in Standing if counted[first][s.value]),
        )
        for first in sorted(counted)
    ]
