"""Terms to drafts: the phrase cut at commas, "và", ";", brackets and line breaks, each piece read by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.deadlines.drafts import Draft, Node
from bot.domain.deadlines.events import Event, find_event
from bot.domain.deadlines.grammar_cycles import cycle_of
from bot.domain.deadlines.parts import Bare, Count, Cycle, Part, Side, Slot, Term, Weekday
from bot.domain.deadlines.ranges import joined, span
from bot.domain.deadlines.values import Unknown

_BOUNDED_BY = {"year", "range", "stretch", "quarter", "half", "months", "month"}
_BIGGER = {"week": 0, "month": 1, "quarter": 2, "half": 3, "year": 4, "range": 5, "stretch": 5}
_FREQUENT = {(6, "month"), (9, "month"), (3, "month"), (1, "year"), (1, "month"), (5, "year")}


@dataclass(slots=True)
class Piece:
    """A stretch of terms between separators; `event` where it is counted from one."""

    link: str
    terms: list[Term] = field(default_factory=list)
    event: Event | None = None


def pieces_of(terms: Sequence[Term]) -> list[Piece]:
    """The phrase cut into pieces; an event keeps the commas within it."""
    pieces: list[Piece] = []
    link, at = "", 0
    while at < len(terms):
        event = find_event(terms, at)
        end = event.end if event else _end_of_piece(terms, at)
        if end > at:
            pieces.append(Piece(link, list(terms[at:end]), event))
        link, at = _link_at(terms, end)
    return pieces


def _end_of_piece(terms: Sequence[Term], at: int) -> int:
    while at < len(terms) and terms[at].kind not in {"sep", "open", "close"}:
        at += 1
    return at


def _link_at(terms: Sequence[Term], at: int) -> tuple[str, int]:
    """The separators at a place as one: ", và" is "và"; a bracket tells more than a comma."""
    link = ""
    while at < len(terms) and terms[at].kind in {"sep", "open", "close"}:
        sign = {"open": "(", "close": ")"}.get(terms[at].kind, str(terms[at].value))
        link = sign if link in {"", ",", "¶", ")"} else link
        at += 1
    return link, at


def draft_of(piece: Piece) -> Draft | None:
    """What a piece says; None where it is only words about the work."""
    terms = piece.terms
    draft = Draft(
        piece.link, places=(terms[0].first, terms[-1].last), names=[t.name for t in terms if t.kind != "word"]
    )
    kinds = {term.kind for term in terms}
    if "broken" in kinds:
        draft.broken = True
        return draft
    nodes = _nodes(terms, draft)
    if nodes is None or not _settle(nodes, terms, draft):
        draft.broken = True
    if not draft.broken and not nodes and not draft.always:
        return _wordless(terms, kinds, draft)
    return draft


def _wordless(terms: Sequence[Term], kinds: set[str], draft: Draft) -> Draft | None:
    """A piece without any day: on demand, too vague, or nothing about time at all."""
    if "demand" in kinds:
        draft.rule = Unknown(on_demand=True)
    elif "danger" in kinds or "count" in kinds or "unit" in kinds:
        draft.broken = True
    elif kinds & {"follow", "vague", "after", "until", "before", "since"}:
        draft.rule = Unknown()
        periodic = terms[0].name == "dinh-ky"
        draft.weak = "cited" in kinds or draft.link == "(" or not (periodic or kinds & {"follow", "after"})
    else:
        return None
    return draft


@dataclass(slots=True)
class _Seen:
    """The words since the last piece of the calendar."""

    before: bool | None = None
    starts: bool = False
    until: bool = False
    inside: bool = False
    subject: bool = False
    report: bool = False
    tied: bool = False
    finished: bool = False
    begun: bool = False
    cited: bool = False


def _nodes(terms: Sequence[Term], draft: Draft) -> list[Node] | None:
    """The calendar pieces of one stretch, without those that are only cited; None where a word forbids to read it."""
    nodes: list[Node] = []
    seen = _Seen()
    for at, term in enumerate(terms):
        core = _core_of(term, terms, at, seen)
        if core is not None:
            if not (seen.cited and seen.before is None and not seen.finished and not seen.inside):
                nodes.append(_node(core, term, seen, bool(nodes)))
                seen = _Seen(cited=False, subject=False)
            continue
        if not _note(term, terms, at, seen, draft, nodes):
            return None
    if seen.before or seen.starts or (seen.until and not nodes):
        return None
    return nodes


def _node(core: object, term: Term, seen: _Seen, later: bool) -> Node:
    assert isinstance(core, Part | Bare | Side | Slot | Cycle | Weekday)  # noqa: S101  the kinds of _core_of
    before = seen.before
    return Node(
        core,
        term.name,
        before=before,
        starts=seen.starts and not (isinstance(core, Part) and core.unit == "range"),
        until=seen.until,
        inside=seen.inside,
        subject=isinstance(core, Part | Bare)
        and seen.subject
        and before is None
        and not (seen.inside or seen.until or seen.starts),
        dashed=later and seen.tied,
        finished=seen.finished,
        begun=seen.begun,
    )


def _core_of(term: Term, terms: Sequence[Term], at: int, seen: _Seen) -> object:
    match term.kind:
        case "part" | "bare" | "daynum" | "week" | "side" | "slot" | "every" | "weekday" | "next":
            return term.value
        case "unit":
            return Cycle(str(term.value), report=seen.report) if _is_listed(terms, at) or seen.report else None
        case "count" if seen.subject and not seen.report:
            return None  # "Kế hoạch 5 năm"
        case "count" if isinstance(term.value, Count) and (term.value.number, term.value.unit) in _FREQUENT:
            return _frequency(term.value, seen.report)
    return None


def _is_listed(terms: Sequence[Term], at: int) -> bool:
    """A bare "quý", "năm": alone in its piece, or before its own day."""
    return all(term.kind in {"word", "colon", "report", "close"} for term in terms[:at])


def _frequency(count: Count, report: bool) -> Cycle | None:
    if (count.number, count.unit) == (9, "month"):
        return Cycle("year", month=9, day=0, report=report)
    cycle = cycle_of(count.number, count.unit)
    return Cycle(cycle.every, cycle.interval, report=report) if cycle else None


def _note(term: Term, terms: Sequence[Term], at: int, seen: _Seen, draft: Draft, nodes: list[Node]) -> bool:
    """Keep what a word says about the next piece of the calendar; False where it forbids to read this stretch."""
    match term.kind:
        case "before":
            seen.before, seen.subject = True, False
        case "by":
            seen.before, seen.subject = False, False
        case "clock":
            seen.before = False if seen.before else seen.before
        case "in":
            seen.before, seen.inside, seen.subject = (seen.before or False), True, False
        case "until":
            seen.tied = seen.tied or (bool(nodes) and isinstance(nodes[-1].core, Part | Bare))
            seen.until, seen.before, seen.subject = True, False, False
        case "from" | "since":
            seen.starts, seen.subject = True, False
        case "now":
            seen.subject = False
        case "start":
            seen.begun, seen.subject = True, False
        case "finish":
            _mark_finished(seen, nodes)
        case "colon":
            _mark_subject(nodes, seen)
        case "report":
            seen.report = seen.subject = draft.report = True
        case "document":
            seen.subject = True
        case "follow":
            seen.cited = True
        case "always":
            draft.always = True
        case "dash":
            seen.tied = bool(nodes) and _is_calendar(terms, at + 1)
        case "slash":
            return not _touches_number(terms, at)
        case "count" if seen.subject and not seen.report:
            return True
        case "unit" | "count" | "danger" | "after" | "compared" | "end":
            return term.kind == "end" and _is_calendar(terms, at + 1)
    return True


def _is_calendar(terms: Sequence[Term], at: int) -> bool:
    kinds = {"part", "bare", "daynum", "week"}
    return at < len(terms) and (terms[at].kind in kinds or (at + 1 < len(terms) and terms[at + 1].kind in kinds))


def _touches_number(terms: Sequence[Term], at: int) -> bool:
    """A slash beside a piece without its year, or before a number: something was left blank."""
    before = terms[at - 1].value if at else None
    left_open = isinstance(before, Part | Bare) and before.year is None
    return left_open or (at + 1 < len(terms) and terms[at + 1].kind in {"part", "bare", "daynum"})


def _mark_finished(seen: _Seen, nodes: list[Node]) -> None:
    seen.finished, seen.subject = True, False
    for node in nodes:
        if node.before is None and not node.starts and not node.begun and isinstance(node.core, Part):
            node.subject = node.subject or node.core.unit in {"year", "range", "half"}


def _mark_subject(nodes: list[Node], seen: _Seen) -> None:
    """ "Kế hoạch năm 2023: …": what stands before the colon says which plan; a frequency before it stays."""
    for node in nodes:
        if isinstance(node.core, Part | Bare):
            node.subject = True
    seen.subject = seen.report = False
    seen.finished = True


def _settle(nodes: list[Node], terms: Sequence[Term], draft: Draft) -> bool:
    """Fill the draft from its nodes; False where they do not make one deadline."""
    ranged = joined(nodes)
    if ranged is None:
        return False
    kept = _without_weekdays([node for node in ranged if not node.subject])
    _note_subject([node for node in ranged if node.subject], kept, draft)
    if ranged and not kept and draft.cycle is None:
        draft.subject_only = True
        return False
    return all(_take(node, draft) for node in kept) and _is_sound(draft)


def _without_weekdays(nodes: list[Node]) -> list[Node]:
    """A weekday beside a date is a remark; the "trước" that stood before it is the date's."""
    if len(nodes) < 2 or not any(isinstance(node.core, Part | Bare) for node in nodes):
        return nodes
    kept: list[Node] = []
    before: bool | None = None
    for node in nodes:
        if isinstance(node.core, Weekday):
            before = node.before
            continue
        node.before = before if node.before is None else node.before
        before = None
        kept.append(node)
    return kept


def _note_subject(subjects: list[Node], kept: list[Node], draft: Draft) -> None:
    years = [node.core.year for node in subjects if isinstance(node.core, Part) and node.core.year]
    draft.subject_year = max(years, default=None)
    halves = [n for n in subjects if isinstance(n.core, Part) and n.core.unit == "half" and n.core.year is None]
    if draft.report and halves and not years and kept:
        draft.cycle = Cycle("half", report=True)


def _take(node: Node, draft: Draft) -> bool:
    core = node.core
    if isinstance(core, Cycle):
        return _take_cycle(core, node, draft)
    if isinstance(core, Slot):
        return _take_slot(core, draft)
    if isinstance(core, Part) and _is_bound(core, node, draft):
        return _take_bound(core, node, draft)
    if isinstance(core, Part) and node.starts and draft.core is None:
        draft.since = core
        return True
    if isinstance(core, Part) and node.finished and draft.since is not None and draft.core is None:
        return _take_end(core, node, draft)
    if draft.core is not None:
        return False
    draft.core, draft.before, draft.until = core, node.before, node.until
    draft.inside, draft.finished, draft.begun = node.inside, node.finished, node.begun
    return True


def _take_cycle(cycle: Cycle, node: Node, draft: Draft) -> bool:
    if node.name == "cac-ky-tiep-theo":
        draft.following = True
    if draft.always:
        return draft.core is None and cycle.is_plain  # "thường xuyên hằng năm"
    if draft.cycle is not None and not (draft.cycle.report and cycle.every == "year" and cycle.is_plain):
        return False
    if cycle.every == "day":
        draft.always = True
        return draft.core is None
    draft.loose = node.name in {"don-vi", "khoang-thoi-gian"} and not cycle.report
    draft.cycle = cycle
    if draft.core is None and node.before is not None:
        draft.before = node.before
    return True


def _take_slot(slot: Slot, draft: Draft) -> bool:
    if slot.every == "year":
        return _take_year_slot(slot, draft)
    if draft.pending is not None or isinstance(draft.core, Slot | Part):
        return False
    if isinstance(draft.core, Bare) and draft.core.year is None and slot.day is None:
        draft.pending = slot
        return True
    draft.core = slot
    return True


def _take_year_slot(slot: Slot, draft: Draft) -> bool:
    """ "15/12 năm báo cáo" is yearly; "năm sau" only where the phrase has said that it is yearly."""
    if not isinstance(draft.core, Part) or draft.core.year is not None:
        return False
    if draft.cycle is None:
        draft.cycle = Cycle("year") if slot.certain else Cycle("?")
    return draft.cycle.every in {"year", "half", "?"}


def _is_bound(core: Part, node: Node, draft: Draft) -> bool:
    """Does this stretch limit the repetition (or the continuous duty) that stands before it?"""
    if draft.bound is not None or core.unit not in _BOUNDED_BY | {"day", "point"}:
        return False
    if draft.always:
        return True
    if draft.cycle is None or node.before:
        return False
    if core.year is None:
        return False
    return node.starts or node.until or _BIGGER.get(core.unit, 0) > _BIGGER.get(draft.cycle.every, 9)


def _take_bound(core: Part, node: Node, draft: Draft) -> bool:
    if node.starts:
        draft.since = core
    else:
        draft.bound, draft.bound_open = core, node.until
    return True


def _take_end(core: Part, node: Node, draft: Draft) -> bool:
    """ "từ A, hoàn thành B" without the comma."""
    whole = span(draft.since, core, before=bool(node.before)) if draft.since else None
    draft.core, draft.since, draft.before = whole, None, False
    return whole is not None


def _is_sound(draft: Draft) -> bool:
    if draft.always:
        return draft.cycle is None and (draft.core is None or _bound_core(draft))
    return True


def _bound_core(draft: Draft) -> bool:
    """ "Năm 2023, thường xuyên": the stretch before it is its bound."""
    if isinstance(draft.core, Part) and draft.core.unit in _BOUNDED_BY and not draft.before:
        draft.bound, draft.bound_open, draft.core = draft.core, draft.until, None
        return True
    return False
