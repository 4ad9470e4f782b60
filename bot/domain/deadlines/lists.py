"""What the pieces of a list lend one another: units, years, "hằng năm", "trước", and the days of a frequency."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.deadlines.calendar_parts import side_of, week_of
from bot.domain.deadlines.drafts import Draft, year_of_core
from bot.domain.deadlines.frequencies import with_bracketed, with_days
from bot.domain.deadlines.parts import Bare, Cycle, Part, Side, Slot, Weekday, months, one_day
from bot.domain.deadlines.ranges import lend_unit, span
from bot.domain.deadlines.values import Unknown

_CLOSE = {",", "(", ""}  # links that tie a remark to what stands before it; "và" and ";" begin something new
_LENGTH = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_PERIODS = {"year", "range", "stretch", "quarter", "half", "months", "month"}
_SIZE = {"week": 0, "month": 1, "months": 2, "quarter": 2, "half": 3, "year": 4, "range": 5, "stretch": 5}


def settle(drafts: list[Draft]) -> list[Draft]:
    """The drafts with everything that their neighbours lend them; those that lent everything away are gone."""
    drafts = _without_remarks(drafts)
    _lend_weeks(drafts)
    drafts = _without_weekdays(drafts)
    _check_company(drafts)
    _check_half_reports(drafts)
    drafts = _with_bounds(_with_ends(drafts))
    _lend_units(drafts)
    drafts = with_days(with_bracketed(drafts))
    _lend_years(drafts)
    _carry_before(drafts)
    _distrust_bare(drafts)
    return drafts


def _without_remarks(drafts: list[Draft]) -> list[Draft]:
    """Without the names of plans before "hoàn thành …", and without what says nothing beside a deadline."""
    kept = [d for at, d in enumerate(drafts) if not (d.subject_only and _is_finished_later(drafts, at))]
    strong = [draft for at, draft in enumerate(kept) if not draft.weak and not _is_only_periodic(kept, at)]
    return strong or kept[:1]


def _is_only_periodic(drafts: Sequence[Draft], at: int) -> bool:
    """ "Định kỳ, trước ngày 15/12 hằng năm": the first word only announces the rest."""
    following = drafts[at + 1] if at + 1 < len(drafts) else None
    periodic = drafts[at].names == ["dinh-ky"]
    return periodic and following is not None and following.link != "va" and following.rule is None


def _is_finished_later(drafts: Sequence[Draft], at: int) -> bool:
    for draft in drafts[at + 1 :]:
        if draft.link not in {",", "va"}:
            return False
        if not draft.subject_only:
            return draft.finished and draft.core is not None
    return False


def _lend_weeks(drafts: Sequence[Draft]) -> None:
    """ "Thứ Hai, thứ Năm hằng tuần": the "hằng tuần" that stands last is of every weekday before it."""
    for draft, following in reversed(list(pairwise(drafts))):
        is_bare = isinstance(draft.core, Weekday) and draft.cycle is None
        names_day = isinstance(following.core, Weekday) or (following.cycle is not None and following.cycle.weekday)
        if is_bare and following.link in {",", "va"} and _every(following) == "week" and names_day:
            draft.cycle = Cycle("week", interval=following.cycle.interval if following.cycle else 1)


def _without_weekdays(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for at, draft in enumerate(drafts):
        if not isinstance(draft.core, Weekday) or draft.cycle is not None:
            kept.append(draft)
        elif kept and draft.link in _CLOSE and kept[-1].is_plain_cycle and _every(kept[-1]) == "week":
            kept[-1].core, kept[-1].before = draft.core, draft.before
        elif at + 1 < len(drafts) and isinstance(drafts[at + 1].core, Part):
            following = drafts[at + 1]
            following.link = draft.link
            following.before = draft.before if following.before is None else following.before
        elif not (kept and isinstance(kept[-1].core, Part)):
            kept.append(replace(draft, broken=True))
    return kept


def _every(draft: Draft) -> str:
    return draft.cycle.every if draft.cycle else ""


def _check_company(drafts: Sequence[Draft]) -> None:
    """A bare "năm" or "6 tháng" is a frequency beside another one, or with its own day."""
    for at, draft in enumerate(drafts):
        neighbours = [*drafts[max(0, at - 1) : at], *drafts[at + 1 : at + 2]]
        if draft.loose and draft.core is None and not any(near.cycle for near in neighbours):
            following = drafts[at + 1] if at + 1 < len(drafts) else None
            draft.broken = draft.broken or following is None or following.link != "("


def _check_half_reports(drafts: Sequence[Draft]) -> None:
    """ "Báo cáo 6 tháng đầu năm trước ngày 15/6" comes again only beside another report that does."""
    for draft in drafts:
        others = (other.cycle for other in drafts if other is not draft and not other.half_named)
        if draft.half_named and not any(cycle is not None and cycle.report for cycle in others):
            draft.cycle = None


def _with_ends(drafts: list[Draft]) -> list[Draft]:
    """ "từ A, hoàn thành B" as one range; "bắt đầu A" alone as a start."""
    kept: list[Draft] = []
    for draft in drafts:
        start = _start_of(kept[-1]) if kept else None
        if (
            start
            and draft.finished
            and isinstance(draft.core, Part)
            and draft.cycle is None
            and draft.link in {",", "va", ""}
        ):
            former = kept.pop()
            whole = span(start, draft.core, before=bool(draft.before))
            draft.before = False
            draft.core, draft.broken = whole or draft.core, draft.broken or whole is None
            draft.link, draft.places = former.link, (former.places[0], draft.places[1])
        kept.append(draft)
    for draft in kept:
        if draft.begun and isinstance(draft.core, Part) and draft.cycle is None and not draft.finished:
            draft.since, draft.core = draft.core, None
    return kept


def _start_of(draft: Draft) -> Part | None:
    if draft.cycle is not None or draft.always or draft.broken:
        return None
    if draft.begun and isinstance(draft.core, Part):
        return draft.core
    return draft.since if draft.core is None else None


def _with_bounds(drafts: list[Draft]) -> list[Draft]:
    """ "hằng năm, từ năm 2023", "Giai đoạn 2022-2025, thường xuyên": the stretch limits what it stands beside."""
    kept: list[Draft] = []
    waiting: Draft | None = None
    for draft in drafts:
        if waiting is not None:
            if draft.link == "," and _may_be_bound(waiting, draft):
                _bind(draft, waiting)
                draft.link, draft.places = waiting.link, (waiting.places[0], draft.places[1])
            else:
                kept.append(waiting)
            waiting = None
        if _is_bound_only(draft):
            if kept and draft.link in _CLOSE and _may_be_bound(draft, kept[-1]):
                _bind(kept[-1], draft)
                kept[-1].places = (kept[-1].places[0], draft.places[1])
            else:
                waiting = draft
            continue
        kept.append(draft)
    return [*kept, waiting] if waiting is not None else kept


def _is_bound_only(draft: Draft) -> bool:
    if draft.cycle is not None or draft.always or draft.broken or draft.rule is not None:
        return False
    if draft.since is not None and draft.core is None:
        return True
    if not isinstance(draft.core, Part) or draft.before or draft.finished or draft.core.year is None:
        return False
    return draft.core.unit in {"year", "range", "stretch"} or (
        (draft.inside or draft.until) and draft.core.unit in _PERIODS
    )


def _may_be_bound(bound: Draft, bounded: Draft) -> bool:
    if not (bounded.always or bounded.cycle) or bounded.broken or bounded.bound or bounded.since or bounded.following:
        return False
    if bounded.core is not None and year_of_core(bounded.core) is not None:
        return False
    if bounded.always or bound.since is not None or bound.until:
        return True
    return isinstance(bound.core, Part) and _SIZE[bound.core.unit] > _SIZE.get(_every(bounded), 9)


def _bind(bounded: Draft, bound: Draft) -> None:
    if bound.since is not None:
        bounded.since = bound.since
    elif isinstance(bound.core, Part):
        bounded.bound, bounded.bound_open = bound.core, bound.until


def _lend_units(drafts: Sequence[Draft]) -> None:
    """ "Quý I, II/2023", "ngày 15, 20/6", "giữa và cuối năm 2023": the unit of the neighbour."""
    for at, draft in enumerate(drafts):
        before = drafts[at - 1] if at and draft.link in {",", "va", ";"} else None
        if isinstance(draft.core, Bare) and not draft.core.unit and before is not None and not _waits_for_day(draft):
            _lend_forward(draft, before)
        if before is not None and _may_share_day(draft, before):
            draft.broken = True
        if before is not None and isinstance(draft.core, Part) and draft.core.bare:
            draft.broken = draft.broken or _names_a_shorter_period(before)
    for at in range(len(drafts) - 2, -1, -1):
        _lend_backward(drafts[at], drafts[at + 1])


def _names_a_shorter_period(draft: Draft) -> bool:
    """ "Quý IV/2022, 2023": a year, or that quarter of it?"""
    long = {"year", "range", "stretch"}
    return isinstance(draft.core, Part) and draft.core.year is not None and draft.core.unit not in long


def _may_share_day(draft: Draft, before: Draft) -> bool:
    """ "Ngày 15 tháng 6 và tháng 12": the month, or its 15th?"""
    is_month = isinstance(draft.core, Part) and draft.core.unit == "month"
    worded = isinstance(before.core, Part) and before.core.unit == "day" and "ngay-chu" in before.names
    return is_month and worded and before.lacks_year and draft.before is None and not draft.finished


def _waits_for_day(draft: Draft) -> bool:
    return draft.pending is not None or (draft.cycle is not None and draft.cycle.every == "month")


def _lend_forward(draft: Draft, before: Draft) -> None:
    if not isinstance(draft.core, Bare) or not isinstance(before.core, Part):
        return
    unit, own = before.core.unit, before.core.year is not None
    if unit not in {"month", "quarter"} or before.broken:
        return
    if draft.core.roman != (unit == "quarter") and own:
        draft.broken = True  # "Quý IV/2022, 01/2023": a quarter, or January
        return
    lent = lend_unit(draft.core, before.core)
    draft.core, draft.broken = lent or draft.core, draft.broken or lent is None


def _lend_backward(draft: Draft, after: Draft) -> None:
    core, lender = draft.core, after.core
    if isinstance(core, Side) and isinstance(lender, Part) and not lender.whole:
        draft.core = _side_like(core, lender)
    if (
        not isinstance(core, Bare)
        or core.year is not None
        or draft.cycle is not None
        or draft.pending is not None
        or after.link not in {",", "va"}
    ):
        return
    if core.unit == "week" and isinstance(lender, Part) and lender.unit == "week":
        draft.core = week_of(core.number, lender.tail[0]) or core
    elif isinstance(lender, Part) and lender.unit == "day" and core.unit in {"", "day"} and lender.tail[1]:
        draft.core = one_day(lender.tail[0], core.number)
    elif isinstance(lender, Bare) and core.unit in {"", "day"} and lender.unit in {"", "day"}:
        draft.pending, draft.cycle = after.pending, after.cycle
        draft.core = replace(core, unit="day") if (after.pending or after.cycle) else core


def _side_like(side: Side, point: Part) -> Part | Side:
    """The period of a neighbouring point is told by where it lies: 31/12 and 30/6 are of years."""
    if point.tail in {(12, 0), (6, 30), (1, 1)} and point.unit == "point":
        return side_of(side.side, months("year", 1, 12))
    return side


def _lend_years(drafts: Sequence[Draft]) -> None:
    """The year, or "hằng năm", that stands last belongs to every piece before it that lacks its own."""
    year: int | None = None
    lender: Draft | None = None
    for at in range(len(drafts) - 1, -1, -1):
        draft = drafts[at]
        if draft.broken or draft.rule is not None:
            continue
        if draft.lacks_year and draft.since is None and not draft.always:
            _lend_year(draft, year, lender)
        elif draft.is_plain_cycle and at and drafts[at - 1].lacks_year:
            _merge_back(draft, drafts[at - 1])
        year, lender = _lenders(draft, year, lender)
    drafts[:] = [draft for draft in drafts if not (draft.is_plain_cycle and draft.merged < 0)]  # type: ignore[index]


def _merge_back(cycle: Draft, before: Draft) -> None:
    """ "15/6, hằng năm" is yearly; with "và" or ";" it could be two deadlines."""
    if _every(cycle) == "year" and cycle.link == "," and isinstance(before.core, Part):
        before.cycle, before.since, before.bound = cycle.cycle, cycle.since, cycle.bound
        before.bound_open = cycle.bound_open
        cycle.merged = -1
    elif _every(cycle) == "year" and not cycle.loose and not cycle.report:
        before.broken = cycle.broken = True


def _lend_year(draft: Draft, year: int | None, lender: Draft | None) -> None:
    if lender is not None and lender.cycle is not None:
        if isinstance(draft.core, Part) == isinstance(lender.core, Part) or lender.cycle.every == "year":
            draft.cycle, draft.following = lender.cycle, lender.following
            draft.since, draft.bound, draft.bound_open = lender.since, lender.bound, lender.bound_open
        return
    if year is not None and isinstance(draft.core, Part):
        draft.core = draft.core.of(year)


def _lenders(draft: Draft, year: int | None, lender: Draft | None) -> tuple[int | None, Draft | None]:
    own = year_of_core(draft.core)
    if own is not None:
        return own, None
    if draft.cycle is not None and draft.core is not None and draft.merged == 0:
        return None, draft
    if draft.cycle is not None or draft.always or draft.since is not None:
        return None, None
    return year, lender


def _carry_before(drafts: Sequence[Draft]) -> None:
    """ "trước" at the head belongs to what follows, until another such word; not from a day to a whole period."""
    for at in range(1, len(drafts)):
        draft, head = drafts[at], drafts[at - 1]
        if head.rule == Unknown() and "sau" in head.names and draft.link in {",", "va"}:
            draft.broken = draft.broken or (draft.before is None and not draft.finished and _has_day(draft))
        if draft.before is not None or head.before is None or draft.finished or not _has_day(draft):
            continue
        if head.before and _is_period(draft) != _is_period(head):
            draft.broken = True
        draft.before = head.before


def _has_day(draft: Draft) -> bool:
    return draft.core is not None or (draft.cycle is not None and not draft.cycle.is_plain)


def _is_period(draft: Draft) -> bool:
    return (isinstance(draft.core, Part) and draft.core.unit != "day") or isinstance(draft.core, Slot)


def _distrust_bare(drafts: Sequence[Draft]) -> None:
    """Beside something unread, a number without a unit may belong to it ("năm học 2022-2023, 2023-2024").

    Beside a week whose month is not told, whatever was read may have been its month or its day.
    """
    if any(isinstance(d.core, Bare) and d.core.unit == "week" and not (d.cycle or d.pending) for d in drafts):
        for draft in drafts:
            draft.broken = True
    if any(draft.broken for draft in drafts):
        for draft in drafts:
            if isinstance(draft.core, Bare) or (isinstance(draft.core, Part) and draft.core.bare):
                draft.broken = True


def last_month(cycle: Cycle) -> int:
    """The number of months of a period: its last month."""
    return _LENGTH.get(cycle.every, 1)
