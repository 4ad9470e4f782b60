"""One stretch of terms to nodes: the pieces of the calendar in it, each with what the words before it say."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.deadlines.drafts import Draft, Node
from bot.domain.deadlines.grammar_cycles import cycle_of
from bot.domain.deadlines.parts import Bare, Count, Cycle, Part, Side, Slot, Term, Weekday

_FREQUENT = {(6, "month"), (9, "month"), (3, "month"), (1, "year"), (1, "month"), (5, "year")}


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


def nodes_of(terms: Sequence[Term], draft: Draft) -> list[Node] | None:
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
        named=seen.subject,
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
