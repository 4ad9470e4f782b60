"""Terms to drafts: the phrase cut at commas, "và", ";", brackets and line breaks, each piece read by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.deadlines.drafts import Draft, Node
from bot.domain.deadlines.events import Event, find_event
from bot.domain.deadlines.nodes import nodes_of
from bot.domain.deadlines.parts import Bare, Cycle, Part, Slot, Term, Weekday
from bot.domain.deadlines.ranges import joined, span
from bot.domain.deadlines.values import Unknown

_CALENDAR = {"part", "bare", "daynum", "every", "slot"}
_NAMING = {"word", "finish", "document", "report", "ordinal"}
_BOUNDED_BY = {"year", "range", "stretch", "quarter", "half", "months", "month"}
_BIGGER = {"week": 0, "month": 1, "quarter": 2, "half": 3, "year": 4, "range": 5, "stretch": 5}


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
        link, at = (";", end) if _is_labelled(terms, end) else _link_at(terms, end)
    return pieces


def _end_of_piece(terms: Sequence[Term], at: int) -> int:
    """At the next separator, or where the words of another colon begin: "Dự thảo: Quý III ¶ Ban hành: Quý IV"."""
    end = at
    labelled = dated = False
    while end < len(terms) and terms[end].kind not in {"sep", "open", "close"}:
        if labelled and dated and _is_labelled(terms, end):
            return end
        labelled = labelled or terms[end].kind == "colon"
        dated = labelled and (dated or terms[end].kind in _CALENDAR)
        end += 1
    return end


def _is_labelled(terms: Sequence[Term], at: int) -> bool:
    """Do words and then a colon stand here, rather than a separator or more of the calendar?"""
    start = at
    while at < len(terms) and terms[at].kind in _NAMING:
        at += 1
    return at > start and at < len(terms) and terms[at].kind == "colon"


def _link_at(terms: Sequence[Term], at: int) -> tuple[str, int]:
    """The separators at a place as one: ", và" is "và"; a bracket tells more than a comma."""
    link = ""
    while at < len(terms) and terms[at].kind in {"sep", "open", "close"}:
        sign = {"open": "(", "close": ")"}.get(terms[at].kind, str(terms[at].value))
        link = sign if link in {"", ",", "¶", ")"} else link
        at += 1
    return link, at


def drafts_of(piece: Piece) -> list[Draft]:
    """What a piece says: nothing, one deadline, or a frequency and then its day."""
    draft = draft_of(piece)
    if draft is None:
        return []
    if not draft.cycle_first or draft.broken or draft.half_named:
        return [draft]
    day = replace(draft, link="", cycle=None, cycle_first=False, since=None, bound=None, bound_open=False, loose=False)
    if draft.pending is None and draft.cycle is not None and isinstance(draft.core, Part) and draft.core.unit == "year":
        return [draft]
    frequency = Draft(
        draft.link,
        cycle=draft.cycle,
        since=draft.since,
        bound=draft.bound,
        bound_open=draft.bound_open,
        loose=draft.loose,
        report=draft.report,
        places=draft.places,
    )
    return [frequency, day]


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
    nodes = nodes_of(terms, draft)
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
    draft.subject_named = all(node.named for node in subjects)
    halves = [n for n in subjects if isinstance(n.core, Part) and n.core.unit == "half" and n.core.year is None]
    if draft.report and halves and not years and kept:
        draft.cycle, draft.half_named = Cycle("half", report=True), True


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
    draft.cycle_first = draft.cycle is not None and draft.cycle.is_plain
    draft.core, draft.before, draft.until = core, node.before, node.until
    draft.inside, draft.finished, draft.begun = node.inside, node.finished, node.begun
    return True


def _take_cycle(cycle: Cycle, node: Node, draft: Draft) -> bool:
    if node.name == "cac-ky-tiep-theo":
        draft.following = True
    if draft.always:
        return draft.core is None and cycle.is_plain  # "thường xuyên hằng năm"
    if draft.cycle is not None and not _says_again(cycle, draft.cycle):
        return False
    if cycle.every == "day":
        draft.always = True
        return draft.core is None
    draft.loose = node.name in {"don-vi", "khoang-thoi-gian"} and not cycle.report
    draft.cycle = cycle
    if draft.core is None and node.before is not None:
        draft.before = node.before
    return True


def _says_again(cycle: Cycle, before: Cycle) -> bool:
    """ "Báo cáo năm trước ngày 10/12 hằng năm", "kế hoạch hằng năm: Quý I hằng năm"."""
    same = before.is_plain and (before.every, before.interval) == (cycle.every, cycle.interval)
    return cycle.is_plain and (same or (before.report and cycle.every == "year"))


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
