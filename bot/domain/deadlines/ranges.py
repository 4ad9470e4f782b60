"""Two ends to one range: "Quý II - III/2023", "từ tháng 7 đến tháng 9/2022", "01/7 - 30/9"."""

from dataclasses import replace

from bot.domain.deadlines.calendar_parts import week_of
from bot.domain.deadlines.drafts import Core, Node
from bot.domain.deadlines.parts import Bare, Part, months, one_day


def joined(nodes: list[Node]) -> list[Node] | None:
    """The nodes with every tied pair made one; None where a pair makes no range."""
    found: list[Node] = []
    for node in nodes:
        if not (node.dashed and found):
            found.append(node)
            continue
        first = found.pop()
        core = _range(first.core, node.core, before=bool(node.before))
        if core is None or first.before:
            return None
        found.append(
            replace(
                node,
                core=core,
                before=False,
                starts=False,
                until=False,
                dashed=False,
                inside=True,
                subject=first.subject,
            )
        )
    return found


def _range(first: object, last: object, *, before: bool) -> Core | None:
    if isinstance(first, Bare) and isinstance(last, Bare) and "day" in {first.unit, last.unit}:
        return replace(last, unit="day") if first.number < last.number and last.year is None else None
    ends = _with_units(first, last)
    return span(*ends, before=before) if ends else None


def _with_units(first: object, last: object) -> tuple[Part, Part] | None:
    if isinstance(first, Bare) and isinstance(last, Part):
        lent = lend_unit(first, last)
        return (lent, last) if lent else None
    if isinstance(first, Part) and isinstance(last, Bare):
        lent = lend_unit(last, first)
        return (first, lent) if lent else None
    if isinstance(first, Part) and isinstance(last, Part):
        return first, last
    if isinstance(first, Bare) and isinstance(last, Bare) and first.year and last.year:
        return months("month", first.number, first.number, first.year), months(
            "month", last.number, last.number, last.year
        )
    return None


def lend_unit(bare: Bare, neighbour: Part) -> Part | None:
    """A bare number as a day, month, quarter or year like its neighbour; None where that cannot be."""
    number = bare.number
    if neighbour.unit == "day" and not bare.roman and bare.year is None and 1 <= number <= 31:
        return one_day(neighbour.tail[0], number)
    if neighbour.unit == "week" and bare.unit == "week":
        return week_of(number, neighbour.tail[0])
    if bare.unit:
        return None
    if neighbour.unit == "month" and 1 <= number <= 12:
        return months("month", number, number, bare.year)
    if neighbour.unit == "quarter" and 1 <= number <= 4:
        return months("quarter", 3 * number - 2, 3 * number, bare.year)
    return None


def span(first: Part, last: Part, *, before: bool = False) -> Part | None:
    """From the head of one part to the tail of another, or to the day `before` it; None if it runs backwards.

    A missing year is the other's.
    """
    if before:
        eve = _eve(last)
        if eve is None:
            return None
        last = eve
    first_year, last_year = first.year, last.year
    if last_year is None:
        last_year = first_year
    elif first_year is None:
        first_year = last_year - (first.head > last.tail and last.tail[1] != 0)
        if first.head[0] > last.tail[0]:
            first_year = last_year - 1
    head_year = None if first_year is None else first_year - first.ahead
    ahead = 0 if last_year is None or head_year is None else last_year - head_year
    if ahead < 0 or (ahead == 0 and _runs_back(first.head, last.tail)):
        return None
    bare = first.bare and last.bare
    return Part("stretch", first.head, last.tail, last_year, ahead, whole=True, bare=bare)


def _eve(part: Part) -> Part | None:
    """The day before a part begins; None where it lies in the year before."""
    month, day = part.head
    if day > 1:
        return one_day(month, day - 1, part.year)
    return Part("day", (month - 1, 0), (month - 1, 0), part.year, whole=False) if day == 1 and month > 1 else None


def _runs_back(head: tuple[int, int], tail: tuple[int, int]) -> bool:
    return head > (tail if tail[1] else (tail[0], 32))
