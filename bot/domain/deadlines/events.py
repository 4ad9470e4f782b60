"""Terms counted from an event: "sau 45 ngày kể từ ngày có hướng dẫn …", "trước kỳ họp …", "sau khi kết thúc quý"."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.deadlines.parts import Count, Cycle, Part, Slot, Term

CALENDAR = {"part", "bare", "daynum", "week", "side", "slot", "every", "next", "unit", "clock", "weekday", "now"}
_LEADING = {"word", "by", "in", "finish", "report", "document", "start", "ordinal", "colon", "cited", "vague"}
_VERBS = {"cap", "nhat", "thuc", "hien", "gui", "nop", "trien", "khai", "nghiem", "thu", "to", "chuc", "phe", "duyet"}
_NAMING = {"ngay", "thoi", "diem", "luc", "khi"}
_AT_LEAST = {"it", "nhat", "toi", "thieu", "muon", "cham", "la"}


@dataclass(frozen=True, slots=True)
class Event:
    """A term that begins at terms[first] and ends before terms[end]; its event lies in terms[event:end].

    `end_of` where the event is the end of a calendar period, named (a Part) or repeated (a Cycle); `on` where it is a
    day. `kind` is "relative", "unknown" or "demand".
    """

    first: int
    end: int
    event: tuple[int, int] = (0, 0)
    offset: int | None = None
    unit: str | None = None
    kind: str = "relative"
    end_of: Part | Cycle | None = None
    on: Part | None = None


def find_event(terms: Sequence[Term], first: int) -> Event | None:
    """The term counted from an event that the piece beginning at `first` holds; None where it holds none."""
    at = first
    while at < len(terms):
        kind = terms[at].kind
        if kind in {"count", "after", "since", "when", "at", "head", "before"}:
            found = _event_at(terms, first, at)
            if found:
                return found
            if kind != "at":
                return None
        elif (kind == "document" and _kind(terms, at + 1) == "head") or kind not in _LEADING:
            return None
        at += 1
    return None


def _event_at(terms: Sequence[Term], first: int, at: int) -> Event | None:
    match terms[at].kind:
        case "count":
            return _counted(terms, first, at)
        case "after" | "before" if _kind(terms, _past_least(terms, at + 1)) == "count":
            return _marked_count(terms, first, at, _past_least(terms, at + 1))
        case "after":
            return _after(terms, first, at)
        case "before":
            return _before(terms, first, at)
        case "since" | "when":
            return _uncounted(terms, first, at)
        case "at" if _head_follows(terms, at + 1):
            return _event(terms, first, at + 1, 0, "day")
        case "head":
            return _event(terms, first, at, 0, "day")
    return None


def _counted(terms: Sequence[Term], first: int, at: int) -> Event | None:
    """ "N ngày kể từ …", "N ngày sau …", "N ngày trước …"."""
    marker = at + 1
    if _kind(terms, marker) == "sep" and _kind(terms, marker + 1) == "since":
        marker += 1
    kind = _kind(terms, marker)
    if (kind == "from" and _kind(terms, marker + 1) in {"part", "word"}) or kind in {"since", "after"}:
        return _from_event(terms, first, at, marker + 1, 1)
    if kind == "before" and not _is_report_day(terms, at, marker):
        return _from_event(terms, first, at, marker + 1, -1)
    return None


def _is_report_day(terms: Sequence[Term], at: int, before: int) -> bool:
    """ "Báo cáo 6 tháng trước ngày 15/6": how often, and by which day."""
    value = terms[at].value
    frequent = isinstance(value, Count) and value.unit in {"month", "year"}
    return frequent and _kind(terms, before + 1) in {"part", "daynum", "bare", "clock"}


def _marked_count(terms: Sequence[Term], first: int, at: int, count: int) -> Event:
    """ "sau N ngày kể từ …", "sau N ngày có …", "trước N ngày so với …"."""
    sign = 1 if terms[at].kind == "after" else -1
    marker = count + 1
    if _kind(terms, marker) == "sep" and _kind(terms, marker + 1) == "since":
        marker += 1
    kind = _kind(terms, marker)
    if sign < 0 and kind in {"since", "after", "from"}:
        return _unknown(terms, first, marker)
    if kind in {"since", "after", "from", "compared", "when", "before"}:
        if kind == "before" and sign > 0:
            return _unknown(terms, first, marker)
        marker += 1
    elif kind not in {"word", "head", "document", "danger", "finish", "end"}:
        return _unknown(terms, first, marker)
    return _from_event(terms, first, count, marker, sign) or _unknown(terms, first, marker)


def _from_event(terms: Sequence[Term], first: int, count: int, start: int, sign: int) -> Event | None:
    value = terms[count].value
    if not isinstance(value, Count):
        return None
    start = _past_naming(terms, start)
    offset, unit = sign * value.number, value.unit
    ended = _calendar_end(terms, start)
    if ended:
        period, end = ended
        return Event(first, end, (start, end), offset, unit, end_of=period)
    part = terms[start].value if start < len(terms) else None
    if isinstance(part, Part):
        end = _closing(terms, start + 1)
        if part.unit != "day" or (sign < 0 and unit in {"month", "year"}):
            return _unknown(terms, first, start + 1)
        return Event(first, end, (start, start + 1), offset, unit, on=part)
    if _kind(terms, start) in CALENDAR | {"broken", ""}:
        return _unknown(terms, first, start)
    return _event(terms, first, start, offset, unit)


def _calendar_end(terms: Sequence[Term], at: int) -> tuple[Part | Cycle, int] | None:
    """ "kết thúc quý", "hết năm 2022": the end of a calendar period, and where the words end."""
    ended = _kind(terms, at) == "end" or (_kind(terms, at) == "until" and terms[at].name == "den")
    if not ended and not (at and _kind(terms, at) == "every"):
        return None
    at += ended
    while _kind(terms, at) == "sep" and terms[at].value == "¶":
        at += 1
    value = terms[at].value if at < len(terms) else None
    after = at + 1
    while _kind(terms, after) == "report":
        after += 1
    if not _is_over(terms, after):
        return None
    if isinstance(value, Part) and value.whole and ended:
        return value, after
    if _kind(terms, at) == "unit":
        return Cycle(str(value)), after
    if isinstance(value, Cycle) and value.is_plain and value.interval == 1:
        return value, after
    if isinstance(value, Count) and (value.number, value.unit) == (6, "month"):
        return Cycle("half"), after
    if isinstance(value, Slot) and value.every in {"month", "year"} and value.certain:
        return Cycle(value.every), after
    return None


def _ends_calendar(terms: Sequence[Term], at: int) -> bool:
    """ "kết thúc Quý II", not "kết thúc hội nghị" nor "kết thúc năm học"."""
    return _kind(terms, at) == "end" and _kind(terms, at + 1) in CALENDAR | {"count", "", "sep"}


def _after(terms: Sequence[Term], first: int, at: int) -> Event | None:
    start = _past_naming(terms, at + 1)
    if _kind(terms, start) in CALENDAR | {"broken", ""} or _ends_calendar(terms, start):
        return _unknown(terms, first, at + 1)
    return _uncounted(terms, first, at)


def _before(terms: Sequence[Term], first: int, at: int) -> Event | None:
    """ "trước E" is the day before it; "trước E N ngày" counts back from it; a calendar piece is no event."""
    start = _past_naming(terms, at + 1)
    kind = _kind(terms, start)
    if kind == "" or (start == at + 1 and kind in CALENDAR | {"broken", "by", "in", "until", "sep", "open", "close"}):
        return None
    if kind in CALENDAR | {"broken"} or _ends_calendar(terms, start):
        return _unknown(terms, first, start)
    found = _event(terms, first, start, -1, "day")
    return _with_last_count(terms, found, -1) or found


def _uncounted(terms: Sequence[Term], first: int, at: int) -> Event | None:
    """ "sau khi E", "khi E": a person gives the day, unless so many days follow."""
    start = _past_naming(terms, at + 1)
    if _kind(terms, start) == "" or _kind(terms, start) in CALENDAR | {"broken", "sep"}:
        return None
    found = _event(terms, first, start, None, None)
    kinds = {term.kind for term in terms[start : found.end]}
    if terms[at].kind == "when" and "demand" in kinds and not _says_guidance(terms, start):
        return Event(first, found.end, kind="demand")
    return _with_last_count(terms, found, 1) or found


def _says_guidance(terms: Sequence[Term], at: int) -> bool:
    words = [str(term.value) for term in terms[at : at + 3]]
    return "huong" in words


def _with_last_count(terms: Sequence[Term], found: Event, sign: int) -> Event | None:
    last = found.end - 1
    value = terms[last].value
    if not isinstance(value, Count) or last <= found.event[0]:
        return None
    cut = last
    while cut > found.event[0] + 1 and (terms[cut - 1].kind in {"in", "by"} or terms[cut - 1].value in _AT_LEAST):
        cut -= 1
    return Event(found.first, found.end, (found.event[0], cut), sign * value.number, value.unit)


def _event(terms: Sequence[Term], first: int, start: int, offset: int | None, unit: str | None) -> Event:
    end = start + 1
    dated = False
    while end < len(terms):
        if terms[end].kind in {"sep", "open"} and _begins_deadline(terms, end, dated):
            break
        dated = dated or terms[end].kind in {"part", "unit"}
        end += 1
    return Event(first, end, (start, end), offset, unit)


def _begins_deadline(terms: Sequence[Term], separator: int, dated: bool) -> bool:
    """Does a new deadline begin after this separator, or does the event go on ("các Bộ, ngành")?"""
    at, marked = separator + 1, terms[separator].value in {";", "¶"} or terms[separator].kind == "open"
    while at < len(terms):
        term = terms[at]
        if term.kind in {"by", "in", "until", "finish", "report", "from"}:
            marked = True
        elif term.kind == "before":
            return _kind(terms, at + 1) in CALENDAR or marked
        elif term.kind == "part":
            return _is_part_of_its_own(term.value, marked=marked, dated=dated, line=terms[separator].value == "¶")
        elif term.kind == "count":
            return _kind(terms, at + 1) in {"since", "after", "before"}
        elif term.kind in {"after", "since", "when", "head", "at"}:
            return terms[separator].value in {";", "¶"} or term.kind == "head"
        elif term.kind == "demand":
            return terms[separator].value == ";" or term.last - term.first > 2
        elif not (term.kind == "word" and term.value in _VERBS):
            return term.kind in {"every", "always", "slot", "daynum"}
        at += 1
    return False


def _is_part_of_its_own(part: object, *, marked: bool, dated: bool, line: bool) -> bool:
    """ "Kỳ họp HĐND tỉnh ¶ cuối năm 2022" goes on; a quarter or day after a line break does not."""
    if not isinstance(part, Part):
        return False
    if line:
        return part.unit in {"day", "month", "quarter", "week"}
    return marked or not (dated or part.bare)


def _closing(terms: Sequence[Term], at: int) -> int:
    """Where the words after a dated event end: at the next separator."""
    while at < len(terms) and terms[at].kind not in {"sep", "open", "close"}:
        at += 1
    return at


def _unknown(terms: Sequence[Term], first: int, at: int) -> Event:
    return Event(first, _closing(terms, at), kind="unknown")


def _past_naming(terms: Sequence[Term], at: int) -> int:
    """Past "ngày", "khi", "thời điểm" after a marker: they are not words of the event."""
    while at < len(terms) and (terms[at].kind == "when" or terms[at].value in _NAMING):
        at += 1
    return at


def _past_least(terms: Sequence[Term], at: int) -> int:
    while at < len(terms) and (terms[at].value in _AT_LEAST or terms[at].kind == "by"):
        at += 1
    return at


def _head_follows(terms: Sequence[Term], at: int) -> bool:
    while at < len(terms) and terms[at].kind in {"word", "document"}:
        at += 1
    return _kind(terms, at) == "head"


def _is_over(terms: Sequence[Term], at: int) -> bool:
    return _kind(terms, at) in {"", "sep", "open", "close"}


def _kind(terms: Sequence[Term], at: int) -> str:
    return terms[at].kind if 0 <= at < len(terms) else ""
