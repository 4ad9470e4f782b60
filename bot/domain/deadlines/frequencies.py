"""A frequency and its days: "Hằng năm, trước ngày 15/6 và 15/12", "15/6 (báo cáo 6 tháng)"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.deadlines.drafts import Draft, year_of_core
from bot.domain.deadlines.parts import Part

_CLOSE = {",", "(", ""}
_LISTED = {",", "va", ""}


def with_bracketed(drafts: Sequence[Draft]) -> list[Draft]:
    """ "Trước 15/6 (báo cáo 6 tháng)": the bracket says how often the day before it comes."""
    kept: list[Draft] = []
    for draft in drafts:
        day = kept[-1] if kept else None
        if day is not None and draft.link == "(" and _tells_how_often(draft, day):
            day.cycle, day.merged = draft.cycle, 1
            day.places = (day.places[0], draft.places[1])
        else:
            kept.append(draft)
    return kept


def _tells_how_often(draft: Draft, day: Draft) -> bool:
    if not draft.is_plain_cycle or draft.broken or day.broken or day.cycle is not None or draft.cycle is None:
        return False
    yearless = isinstance(day.core, Part) and day.core.year is None and day.since is None
    return yearless and (draft.cycle.report or draft.cycle.every == "year")


def with_days(drafts: Sequence[Draft]) -> list[Draft]:
    """A frequency followed by its days is one rule for each day; the frequency by itself is gone."""
    kept: list[Draft] = []
    at = 0
    while at < len(drafts):
        draft = drafts[at]
        end = at + 1
        if draft.is_plain_cycle and not draft.broken:
            end = _end_of_days(drafts, at)
        if end > at + 1:
            days = list(drafts[at + 1 : end])
            _give_cycle(draft, days)
            kept += _shared(kept, draft, days)
        elif not _says_only_which(draft, drafts[at + 1 :]):
            kept.append(draft)
        at = end
    return kept


def _says_only_which(draft: Draft, after: Sequence[Draft]) -> bool:
    """Beside a day with its own year a report's frequency is its name; any other is not understood."""
    if not draft.is_plain_cycle or not after or after[0].link not in _CLOSE:
        return False
    following = after[0]
    dated = following.before is not None and year_of_core(following.core) is not None and not following.inside
    if dated and draft.cycle is not None and draft.cycle.report:
        following.link = draft.link
        return True
    draft.broken = draft.broken or dated or following.broken
    return False


def _end_of_days(drafts: Sequence[Draft], at: int) -> int:
    """Past the days that belong to the frequency at a place."""
    end = at + 1
    while end < len(drafts) and _is_day_of(drafts[end], drafts[at], first=end == at + 1):
        end += 1
    return end


def _is_day_of(draft: Draft, cycle: Draft, *, first: bool) -> bool:
    if draft.broken or draft.rule is not None or draft.always or draft.since is not None or draft.following:
        return False
    if draft.link not in (_CLOSE if first else {",", "va", "(", ")"}):
        return False
    if draft.cycle is not None:
        same = cycle.cycle is not None and draft.cycle.every in {cycle.cycle.every, "?"}
        return first and not draft.loose and same and not draft.is_plain_cycle
    return draft.core is not None and year_of_core(draft.core) is None


def _give_cycle(cycle: Draft, days: Sequence[Draft]) -> None:
    for day in days:
        if day.cycle is None or day.cycle.every == "?":
            day.cycle = cycle.cycle
        day.merged = len(days)
        day.since, day.bound = day.since or cycle.since, day.bound or cycle.bound
        day.bound_open = day.bound_open or cycle.bound_open
        day.names = [*cycle.names, *day.names]
        day.places = (min(cycle.places[0], day.places[0]), day.places[1])


def _shared(kept: list[Draft], cycle: Draft, days: list[Draft]) -> list[Draft]:
    """Frequencies listed before the last one: "tháng cuối kỳ" is said of each; another day of one or of all?"""
    others: list[Draft] = []
    link = cycle.link
    while kept and kept[-1].is_plain_cycle and link in _LISTED:
        link = kept[-1].link
        others.insert(0, kept.pop())
    if not others:
        return days
    slot = days[0].pending
    if len(days) == 1 and slot is not None and not slot.every:
        return [*(replace(days[0], cycle=other.cycle, link=other.link) for other in others), *days]
    for unclear in (*others, *days):
        unclear.broken = True
    return [*others, *days]
