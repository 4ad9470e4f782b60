"""The reader of deadline phrases: free text to rules and due days, and never a guess.

A wrong day is the worst reading: whatever is not understood completely is `unknown`, and a person is asked.
"""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from bot.domain.deadlines.cleaning import LONGEST_PHRASE, clean, fold, has_invisible_gap, with_gaps_shown
from bot.domain.deadlines.drafts import Draft
from bot.domain.deadlines.events import Event
from bot.domain.deadlines.expansion import due_days, shifted
from bot.domain.deadlines.grammar_calendar import CALENDAR
from bot.domain.deadlines.grammar_cycles import CYCLES
from bot.domain.deadlines.grammar_words import WORDS
from bot.domain.deadlines.lexicon import Lexicon
from bot.domain.deadlines.lists import settle
from bot.domain.deadlines.parts import Cycle, Part, Term
from bot.domain.deadlines.pieces import Piece, drafts_of, pieces_of
from bot.domain.deadlines.shared_lists import spelled_out
from bot.domain.deadlines.tokens import Token, tokens_of
from bot.domain.deadlines.values import (
    Continuous,
    DeadlineReading,
    Explained,
    Fixed,
    NoDeadline,
    Recurring,
    Relative,
    Rule,
    Unknown,
)
from bot.domain.deadlines.verdicts import Plan, rules_of

LEXICON = Lexicon(CALENDAR + CYCLES + WORDS)
_PERIOD_DAYS = {"year": 59, "half": 30, "quarter": 30, "month": 28}  # so many days after its end are one month and day
_LEADING = {"before", "after", "by", "in", "until", "from", "since", "at", "when"}
_CLOSING = " \n.,;:-/)("

WorkedOn = Callable[[date], bool]


def read_deadline(
    text: str, *, plan_year: int, plan_start: date, plan_end: date, is_working_day: WorkedOn | None = None
) -> DeadlineReading:
    """What a deadline phrase means in a plan; never raises, and `unknown` for what cannot be read for certain.

    A term of working days from a named day needs `is_working_day`; without it that is unknown too.
    """
    plan = Plan(plan_year, plan_start, plan_end)
    if len(text) > LONGEST_PHRASE:
        return _reading([(Unknown(), text[:80], ())], plan, is_working_day)
    found = _read_lines(clean(text), plan, is_working_day)
    if has_invisible_gap(text):
        spaced = _read_lines(clean(with_gaps_shown(text)), plan, is_working_day)
        found = _surer(found, spaced, text) if any(char.isspace() for char in text.strip()) else spaced
    return _reading(found, plan, is_working_day)


Found = tuple[Rule, str, tuple[str, ...]]  # the rule, its words, the names of the grammar rules


def _read_lines(phrase: str, plan: Plan, is_working_day: WorkedOn | None) -> list[Found]:
    """A line break is a blank where the lines make one reading, else it parts two deadlines."""
    joined = _read(phrase, plan, is_working_day, apart=False)
    if "\n" not in phrase:
        return joined
    waits = any(isinstance(rule, Relative) for rule, _, _ in joined)  # an event may have swallowed the next line
    if not _unread(joined) and not waits:
        return joined
    parted = _read(phrase, plan, is_working_day, apart=True)
    return parted if _unread(parted) < _unread(joined) + (waits and not _unread(parted)) else joined


def _surer(first: list[Found], second: list[Found], text: str) -> list[Found]:
    """Of two readings the one that leaves less unread; where both read all and differ, neither."""
    if _unread(first) != _unread(second) or _unread(first):
        return min(first, second, key=_unread)
    agreed = [rule for rule, _, _ in first] == [rule for rule, _, _ in second]
    return first if agreed else [(Unknown(), text, ())]


def _unread(found: list[Found]) -> int:
    return sum(rule == Unknown() for rule, _, _ in found)


def _read(phrase: str, plan: Plan, is_working_day: WorkedOn | None, *, apart: bool) -> list[Found]:
    tokens = tokens_of(phrase, apart=apart)
    if not any(token.text.isalnum() or token.text[0] in "%@#" for token in tokens):
        return [(NoDeadline(), "", ())] if not phrase.strip(" \n.-_/…(),;:") else [(Unknown(), phrase, ())]
    terms = spelled_out(_without_dangling(LEXICON.terms(tokens)))
    if any(term.kind == "changed" for term in terms):
        return [(Unknown(), phrase, ("thay-doi",))]  # one day in place of another, or on a condition
    drafts = [draft for piece in pieces_of(terms) for draft in _drafts(piece, phrase, tokens, plan, is_working_day)]
    settled = settle(drafts)
    judged = rules_of(settled, plan)
    found = [(rule, _words(phrase, tokens, draft.places), tuple(draft.names)) for rule, draft in judged]
    return _merged(found, [draft for _, draft in judged]) or [(Unknown(), phrase, ())]


def _without_dangling(terms: list[Term]) -> list[Term]:
    """Without the line breaks behind "trước", "sau", "từ": the line goes on."""
    after = zip([None, *terms], terms, strict=False)
    return [term for before, term in after if not (term.value == "¶" and before and before.kind in _LEADING)]


def _drafts(
    piece: Piece, phrase: str, tokens: Sequence[Token], plan: Plan, is_working_day: WorkedOn | None
) -> list[Draft]:
    if piece.event is None:
        return drafts_of(piece)
    terms = piece.terms
    names = [term.name for term in terms if term.kind != "word"]
    draft = Draft(piece.link, places=(terms[0].first, terms[-1].last), names=names)
    draft.rule = _event_rule(piece.event, terms, phrase, tokens, plan, is_working_day)
    return [draft]


def _event_rule(
    event: Event,
    terms: Sequence[Term],
    phrase: str,
    tokens: Sequence[Token],
    plan: Plan,
    is_working_day: WorkedOn | None,
) -> Rule:
    if event.kind != "relative":
        return Unknown(on_demand=event.kind == "demand")
    if event.end_of is not None:
        return _after_period(event, event.end_of, plan, is_working_day)
    if event.on is not None:
        return _after_day(event, event.on, plan, is_working_day)
    first, end = (place - event.first for place in event.event)
    words = _words(phrase, tokens, (terms[first].first, terms[end - 1].last)) if 0 <= first < end else ""
    return Relative(words, event.offset, event.unit) if words else Unknown()


def _after_period(event: Event, period: Part | Cycle, plan: Plan, is_working_day: WorkedOn | None) -> Rule:
    """So long after a period ends: no event to wait for."""
    if isinstance(period, Part):
        return _after_day(event, period, plan, is_working_day)
    if event.offset is None or event.unit is None or period.every not in _PERIOD_DAYS:
        return Unknown()
    if event.unit == "working_day" and is_working_day is None:
        return Unknown()
    if event.unit in {"month", "year"} and period.every != "year":
        return Unknown()  # a month after 30/6 is 30/7, after 31/3 it is 30/4: no one day of a period
    if event.unit == "day" and 0 < event.offset <= _PERIOD_DAYS[period.every]:
        month, day = (1, event.offset) if event.offset <= 31 else (2, event.offset - 31)
        return Recurring(period.every, None if period.every == "month" else month, day)
    return Recurring(period.every, offset=event.offset, unit=event.unit)


def _after_day(event: Event, part: Part, plan: Plan, is_working_day: WorkedOn | None) -> Rule:
    if event.offset is None or event.unit is None:
        return Unknown()
    for year in (part.year,) if part.year else (plan.year, plan.year + 1):
        days = part.days(year)
        due = shifted(days[1], event.offset, event.unit, is_working_day) if days else None
        if due is None:
            return Unknown()
        if part.year or due >= plan.start:
            return Fixed(due)
    return Fixed(due) if due else Unknown()


def _words(phrase: str, tokens: Sequence[Token], places: tuple[int, int]) -> str:
    """The words as they stood, on one line, without closing punctuation; a bracket opened in them is closed."""
    words = " ".join(phrase[tokens[places[0]].start : tokens[places[1] - 1].end].split()).strip(_CLOSING)
    return f"{words})" if words.count("(") > words.count(")") else words


def _merged(found: list[Found], judged: Sequence[Draft]) -> list[Found]:
    """ "Thường xuyên, liên tục" and "theo yêu cầu, chỉ đạo" say one thing each."""
    kept: list[Found] = []
    for each, draft in zip(found, judged, strict=True):
        worded = isinstance(each[0], Continuous) or draft.rule == each[0]
        if not (worded and any(former[0] == each[0] for former in kept)):
            kept.append(each)
    return kept


def _reading(found: list[Found], plan: Plan, is_working_day: WorkedOn | None) -> DeadlineReading:
    explained = tuple(
        Explained(words, rule, names, tuple(due_days(rule, plan.start, plan.end, is_working_day)))
        for rule, words, names in found
    )
    due = sorted({day for each in explained for day in each.due})
    return DeadlineReading(tuple(each.rule for each in explained), tuple(due), explained)


def same_spelling(first: str, second: str) -> bool:
    """Are two wordings the same but for case, marks and blanks?"""
    return "".join(fold(unicodedata.normalize("NFC", first)).split()) == "".join(
        fold(unicodedata.normalize("NFC", second)).split()
    )
