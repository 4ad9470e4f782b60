"""Rules to days: every due day between two days, and the due day of a term counted from an event."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from bot.domain.deadlines.spans import DAY, FIRST_YEAR, LAST_YEAR, add_months, day_or_last, last_of_month
from bot.domain.deadlines.values import Before, Fixed, Period, Recurring, Relative, Rule

MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
LONGEST = {"day": 3660, "working_day": 2600, "week": 520, "month": 120, "year": 10}  # ten years; longer is no term
_LOOK_BACK = 132  # months: a term after a period's end may be due in a later period
_CALENDAR = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))

WorkedOn = Callable[[date], bool]


def recurring_due(
    rules: Iterable[Rule], start: date, end: date, is_working_day: WorkedOn | None = None
) -> tuple[date, ...]:
    """Every due day of the rules from `start` to `end`, both included, sorted, each once.

    An interval ("2 năm/lần") is counted from the block that holds `start`: give the plan's own first day.
    """
    return tuple(sorted({day for rule in rules for day in due_days(rule, start, end, is_working_day)}))


def due_days(rule: Rule, start: date, end: date, is_working_day: WorkedOn | None = None) -> Iterator[date]:
    """The due days of one rule from `start` to `end`, in order; none for a rule that waits for something."""
    match rule:
        case Fixed() | Before() | Period():
            if start <= rule.on <= end:
                yield rule.on
        case Recurring():
            first = max(start, rule.since or start, _CALENDAR[0])
            last = min(end, rule.until or end, _CALENDAR[1])
            for day in _recurrences(rule, start, last, is_working_day):
                if first <= day <= last:
                    yield day


def _recurrences(rule: Recurring, start: date, last: date, is_working_day: WorkedOn | None) -> Iterator[date]:
    start = max(start, _CALENDAR[0])
    if start > last:
        return
    if rule.every == "week":
        yield from _weekly(rule, start, last)
        return
    length = MONTHS[rule.every]
    origin = _ordinal(start) // length
    back = 0 if rule.interval > 1 or rule.offset is None else _LOOK_BACK // length
    for block in range(origin - back, _ordinal(last) // length + 2):
        if (block - origin) % rule.interval == rule.interval - 1 or rule.interval == 1:
            day = _day_of_block(rule, block * length, is_working_day)
            if day is not None:
                yield day


def _ordinal(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day_of_block(rule: Recurring, first_month: int, is_working_day: WorkedOn | None) -> date | None:
    if rule.offset is not None and rule.unit is not None:
        year, month = divmod(first_month + MONTHS[rule.every] - 1, 12)
        return shifted(last_of_month(year, month + 1), rule.offset, rule.unit, is_working_day)
    year, month = divmod(first_month + (rule.month or 1) - 1, 12)
    return day_or_last(year, month + 1, rule.day or 31)


def _weekly(rule: Recurring, start: date, last: date) -> Iterator[date]:
    monday = start - timedelta(days=start.weekday())
    day = monday + timedelta(weeks=rule.interval - 1, days=(rule.weekday or 5) - 1)
    while day <= last:
        yield day
        day += timedelta(weeks=rule.interval)


def event_due(rule: Rule, event_on: date, is_working_day: WorkedOn) -> date | None:
    """The last day in time once the event of a relative rule is recorded; None where a person must give the day.

    The day of the event does not count (Bộ luật Dân sự 2015, Điều 147); negative terms lie before it.
    """
    if not isinstance(rule, Relative) or rule.offset is None or rule.unit is None:
        return None
    return shifted(event_on, rule.offset, rule.unit, is_working_day)


def shifted(day: date, offset: int, unit: str, is_working_day: WorkedOn | None) -> date | None:
    """`day` moved by so many units; None for working days without a calendar and for terms beyond ten years."""
    if abs(offset) > LONGEST.get(unit, 0):
        return None
    try:
        match unit:
            case "day":
                return day + timedelta(days=offset)
            case "week":
                return day + timedelta(weeks=offset)
            case "month":
                return add_months(day, offset)
            case "year":
                return add_months(day, 12 * offset)
        return None if is_working_day is None else _worked(day, offset, is_working_day)
    except (OverflowError, ValueError):
        return None


def _worked(day: date, offset: int, is_working_day: WorkedOn) -> date | None:
    step = DAY if offset > 0 else -DAY
    left = abs(offset)
    for _ in range(7 * abs(offset) + 400):
        if not left:
            return day
        day += step
        left -= is_working_day(day)
    return day if not left else None
