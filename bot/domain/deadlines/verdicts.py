"""A settled draft to its rule: years chosen, "trước" taken as the day before, bounds made days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.deadlines.drafts import Draft, year_of_core
from bot.domain.deadlines.lists import last_month
from bot.domain.deadlines.parts import NAMED_PERIODS, Bare, Cycle, Part, Slot, Weekday, months, one_day
from bot.domain.deadlines.spans import DAY, LAST_YEAR
from bot.domain.deadlines.values import Before, Continuous, Fixed, Period, Recurring, Relative, Rule, Unknown


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan that a phrase stands in: the year of phrases that name none, and its first and last day."""

    year: int
    start: date
    end: date


def rules_of(drafts: Sequence[Draft], plan: Plan) -> list[tuple[Rule, Draft]]:
    """The rule of each draft, beside it."""
    made: list[tuple[Rule, Draft]] = []
    years: list[int] = []
    for draft in drafts:
        rule = _rule(draft, plan, years, drafts)
        former = made[-1][0] if made else None
        within = _within(draft, former)
        if within is not None:
            rule = within
        elif draft.link == "(" and isinstance(former, Relative) and isinstance(rule, Fixed) and draft.before is None:
            rule = Unknown()  # "30 ngày kể từ ngày ký (15/6/2022)": the event's day, or the last one?
        elif draft.lacks_year and years and _day_of(rule) < _day_of(former):
            rule = Unknown()  # "Quý III/2022 và Quý I": of the year after?
        if (draft.link == "(" or within is not None) and _narrows(rule, former):
            made.pop()
        made.append((rule, draft))
        years += [year for year in (year_of_core(draft.core),) if year is not None]
    return made


def _within(draft: Draft, former: Rule | None) -> Rule | None:
    """ "Quý IV/2023 (trước ngày 15/12)", "Tháng 9/2022, trước ngày 20": the day lies in the period before it."""
    if draft.broken or not draft.lacks_year or not isinstance(former, Period):
        return None
    if isinstance(draft.core, Bare):
        part = _day_of_that_month(draft, draft.core, former)
    else:
        part = draft.core if isinstance(draft.core, Part) and draft.link == "(" else None
    rule = _rule_in(draft, part, former.on.year) if part is not None else None
    return rule if rule is not None and _narrows(rule, former) else None


def _day_of_that_month(draft: Draft, day: Bare, former: Period) -> Part | None:
    """A day without a month, in brackets or behind "trước", "chậm nhất": of the one month named before it."""
    told = draft.link == "(" or (draft.link in {",", ""} and draft.before is not None)
    is_month = former.start is not None and former.start.day == 1 and former.start.month == former.on.month
    if not (told and is_month and former.start == former.on.replace(day=1)) or day.unit != "day" or draft.pending:
        return None
    return one_day(former.on.month, day.number)


def _day_of(rule: Rule | None) -> date:
    return rule.on if isinstance(rule, Fixed | Before | Period) else date.min


def _narrows(rule: Rule, former: Rule | None) -> bool:
    """ "Quý IV/2022 (chậm nhất ngày 15/12/2022)": the bracket says which day of the period."""
    if not isinstance(rule, Fixed) or not isinstance(former, Period) or former.start is None:
        return False
    return former.start <= rule.on <= former.on


def _rule(draft: Draft, plan: Plan, years: list[int], drafts: Sequence[Draft]) -> Rule:
    if draft.rule is not None and not draft.broken:
        return draft.rule
    if draft.broken:
        return Unknown()
    if draft.always:
        return _continuous(draft, plan)
    if draft.cycle is not None:
        return _recurring(draft, plan, years, drafts) or Unknown()
    if draft.core is None and draft.since is not None:
        return _continuous(draft, plan)
    if isinstance(draft.core, Part) and draft.since is None and draft.pending is None:
        return _dated(draft, draft.core, plan, years) or Unknown()
    if isinstance(draft.core, Slot) and draft.core.certain and draft.core.every:
        return _slot(draft, draft.core) or Unknown()
    if isinstance(draft.core, Bare) and draft.pending is not None and draft.pending.certain and draft.pending.every:
        return _slot_day(draft, draft.core, draft.pending) or Unknown()
    if (
        isinstance(draft.core, Bare)
        and not draft.core.unit
        and draft.core.year
        and not draft.core.roman
        and draft.core.number <= 12
    ):
        month = draft.core.number
        return _dated(draft, months("month", month, month, draft.core.year), plan, years) or Unknown()
    return Unknown()


def _dated(draft: Draft, part: Part, plan: Plan, years: list[int]) -> Rule | None:
    if part.year is not None:
        return _rule_in(draft, part, part.year)
    chosen = _rule_without_year(draft, part, plan)
    if years and chosen != _rule_in(draft, part, years[-1]):
        return None  # "Quý III/2022, Quý I": of which year?
    planned_ahead = draft.subject_named and not draft.report  # next year's plan is made this year
    if draft.subject_year and _year_of(chosen) not in {draft.subject_year, draft.subject_year - planned_ahead}:
        return None
    return chosen


def _rule_without_year(draft: Draft, part: Part, plan: Plan) -> Rule | None:
    """The plan's year, or the next where the day would lie before the plan."""
    for year in (plan.year, plan.year + 1):
        found = _rule_in(draft, part, year)
        if found is not None and _due(found) >= plan.start:
            return found
        if found is None and year == plan.year and part.days(year) is None:
            return None
    return found


def _due(rule: Fixed | Before | Period) -> date:
    return rule.on


def _year_of(rule: Rule | None) -> int | None:
    return rule.on.year if isinstance(rule, Fixed | Before | Period) else None


def _rule_in(draft: Draft, part: Part, year: int) -> Fixed | Before | Period | None:
    days = part.days(year)
    if days is None:
        return None
    head, tail = days
    if part.unit == "day":
        return Fixed(tail - DAY, strict=True) if draft.before else Fixed(tail)
    if draft.before and part.unit == "stretch":
        return None
    if draft.before and part.unit in NAMED_PERIODS | {"months", "week"}:
        return Before(head, head - DAY) if not draft.inside else Period(tail - DAY, head)
    if draft.before:
        return Period(tail - DAY)
    return Period(tail, head if part.whole and not draft.until else None)


def _continuous(draft: Draft, plan: Plan) -> Rule:
    bounds = _bounds(draft, plan)
    return Unknown() if bounds is None else Continuous(*bounds)


def _bounds(draft: Draft, plan: Plan) -> tuple[date | None, date | None] | None:
    """From and until; None where a bound is no day of the calendar."""
    since: date | None = None
    until: date | None = None
    if draft.bound is not None:
        days = _days_of(draft.bound, plan)
        if days is None:
            return None
        since, until = (None if draft.bound_open else days[0]), days[1]
    if draft.since is not None:
        days = _days_of(draft.since, plan)
        if days is None:
            return None
        since = days[0]
    return since, until


def _days_of(part: Part, plan: Plan) -> tuple[date, date] | None:
    if part.year is not None:
        return part.days(part.year)
    days = part.days(plan.year)
    return part.days(plan.year + 1) if days is not None and days[1] < plan.start else days


def _recurring(draft: Draft, plan: Plan, years: list[int], drafts: Sequence[Draft]) -> Rule | None:
    cycle = draft.cycle
    bounds = _bounds(draft, plan)
    if cycle is None or bounds is None:
        return None
    since, until = bounds
    if draft.following:
        since = _after_last(draft, drafts, plan)
        if since is None:
            return None
    if cycle.interval > 1 and since is not None:
        return None
    made = _cycle_rule(draft, cycle)
    return replace(made, since=since, until=until) if made else None


def _after_last(draft: Draft, drafts: Sequence[Draft], plan: Plan) -> date | None:
    """The first day after what came before "các năm tiếp theo": the next year, quarter or month."""
    at = next(place for place, each in enumerate(drafts) if each is draft)
    parts = [each.core for each in drafts[:at] if isinstance(each.core, Part) and each.core.year and not each.broken]
    if not parts or draft.cycle is None or draft.cycle.every not in {"year", "quarter", "month"}:
        return None
    last = parts[-1]
    ends_year = last.tail == (12, 0) or last.tail == (12, 31)
    if draft.core is None and draft.cycle.every == "year" and not ends_year:
        return None
    if last.year is None or last.year >= LAST_YEAR:
        return None
    if draft.cycle.every == "year":
        return date(last.year + 1, 1, 1)
    days = last.days(last.year)
    same = last.unit == draft.cycle.every or ends_year
    return days[1] + DAY if days and same else None


def _cycle_rule(draft: Draft, cycle: Cycle) -> Recurring | None:
    core = draft.core
    if draft.pending is not None:
        return _pending(draft, cycle, draft.pending)
    if core is None:
        return _own_day(draft, cycle)
    if isinstance(core, Weekday):
        return _weekly(core.number, cycle, draft.before) if cycle.every == "week" and cycle.is_plain else None
    if isinstance(core, Slot):
        return _slot(draft, core) if core.every == cycle.every and cycle.is_plain else None
    if isinstance(core, Bare):
        return _day_of_month(draft, core, cycle)
    if isinstance(core, Part) and core.year is None and cycle.is_plain:
        return _part_of_year(draft, core, cycle)
    return None


def _own_day(draft: Draft, cycle: Cycle) -> Recurring | None:
    if cycle.every == "week":
        return _weekly(cycle.weekday or 5, cycle, draft.before if cycle.weekday else None)
    if cycle.every not in {"year", "half", "quarter", "month"}:
        return None
    if cycle.is_plain:
        return None if draft.before else _made(cycle, last_month(cycle), 0)
    return _moved(cycle, cycle.month or 1, cycle.day or 0, draft.before)


def _weekly(weekday: int, cycle: Cycle, before: bool | None) -> Recurring:
    day = (weekday - 2) % 7 + 1 if before else weekday
    return Recurring("week", weekday=day, interval=cycle.interval, strict=bool(before))


def _made(cycle: Cycle, month: int, day: int, *, strict: bool = False) -> Recurring:
    told = None if cycle.every == "month" else month
    return Recurring(cycle.every, month=told, day=day, interval=cycle.interval, strict=strict)


def _moved(cycle: Cycle, month: int, day: int, before: bool | None) -> Recurring | None:
    """A day of each period, or the day before it: before the 1st lies the last of the month before."""
    if not before:
        return _made(cycle, month, day)
    if day == 0:
        return None
    if day > 1:
        return _made(cycle, month, day - 1, strict=True)
    length = last_month(cycle)
    if cycle.interval > 1:
        return None
    return _made(cycle, (month - 2) % length + 1, 0, strict=True)


def _pending(draft: Draft, cycle: Cycle, slot: Slot) -> Recurring | None:
    """ "ngày 20 của tháng cuối kỳ", "ngày 5 tháng sau": the month is told by the frequency."""
    if not isinstance(draft.core, Bare) or not 1 <= draft.core.number <= 31 or not cycle.is_plain:
        return None
    if slot.every not in {"", cycle.every}:
        return None
    return _moved(cycle, slot.month or last_month(cycle), draft.core.number, draft.before)


def _slot(draft: Draft, slot: Slot) -> Recurring | None:
    cycle = Cycle(slot.every)
    if draft.before and slot.day is None:
        return _moved(cycle, slot.month, 1, True)
    return _moved(cycle, slot.month, slot.day or 0, draft.before)


def _slot_day(draft: Draft, core: Bare, slot: Slot) -> Recurring | None:
    if not 1 <= core.number <= 31 or core.unit == "week":
        return None
    return _moved(Cycle(slot.every), slot.month, core.number, draft.before)


def _day_of_month(draft: Draft, core: Bare, cycle: Cycle) -> Recurring | None:
    if cycle.every != "month" or core.year is not None or core.roman or not cycle.is_plain:
        return None
    if core.unit == "week":
        day = 0 if core.number == 4 else 7 * core.number
        return _made(cycle, 1, day) if 1 <= core.number <= 4 and not draft.before else None
    return _moved(cycle, 1, core.number, draft.before) if 1 <= core.number <= 31 else None


def _part_of_year(draft: Draft, part: Part, cycle: Cycle) -> Recurring | None:
    if not _fits(draft, part, cycle) or part.ahead:
        return None
    yearly = Cycle("year", cycle.interval)
    if draft.before and part.whole:
        found = _moved(yearly, part.head[0], part.head[1] or 31, True)
        return replace(found, strict=False) if found else None
    return _moved(yearly, part.tail[0], part.tail[1], draft.before)


def _fits(draft: Draft, part: Part, cycle: Cycle) -> bool:
    """A day and month are yearly; a half-year may have one or two of them, a quarter four."""
    if part.unit == "year":
        return False
    if cycle.every == "year":
        return True
    count = max(draft.merged, 1)
    return (cycle.every == "half" and count <= 2) or (cycle.every == "quarter" and count == 4)
