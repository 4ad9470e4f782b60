"""A short reply to statements: tokens, units, clauses, rules, verdicts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from bot.domain.replies.clauses import Clause, Fired, apply_rules, split_clauses
from bot.domain.replies.dates import Moment, find_dates, settle_days
from bot.domain.replies.documents import find_document_days, find_documents, is_central, with_day
from bot.domain.replies.normalize import split_tokens
from bot.domain.replies.phrases import Unit, find_units
from bot.domain.replies.reading import CitedDocument, Evidence, Intent, ReplyItem, ReplyReading
from bot.domain.replies.rules import Says
from bot.domain.replies.rules_obstacles import NEGATIONS, OBSTACLES
from bot.domain.replies.rules_progress import COMPLETIONS, PROGRESS
from bot.domain.replies.rules_requests import QUESTIONS, REQUESTS
from bot.domain.replies.tags import MARKS
from bot.domain.replies.tasks import Named, References
from bot.domain.replies.verdict import VAGUE, decide
from bot.domain.tasks import Status

READER_VERSION = 1
RULES = (*REQUESTS, *QUESTIONS, *OBSTACLES, *NEGATIONS, *PROGRESS, *COMPLETIONS)
_REQUESTS = {Says.ASKS_TIME: Intent.EXTENSION, Says.ASKS_REMINDER: Intent.SNOOZE}
_DAYS = ("DATE", "DATE0")


@dataclass
class _Group:
    """The clauses about one set of tasks."""

    tasks: tuple[str, ...]
    named: bool
    clauses: list[Clause] = field(default_factory=list)


def read_reply(text: str, *, today: date, open_codes: Sequence[str]) -> ReplyReading:
    """What a reply to a reminder of `open_codes`, sent on the local day `today`, says; anything may be typed."""
    return _Reader(text, today, open_codes).read()


def rules_that_read(text: str, *, today: date, open_codes: Sequence[str]) -> set[str]:
    """The names of the rules that read something in a reply, for those who argue about rules."""
    return {each.rule.name for clause in _Reader(text, today, open_codes).clauses() for each in clause.fired}


class _Reader:
    """One reply while it is read."""

    def __init__(self, text: str, today: date, open_codes: Sequence[str]) -> None:
        self.text = text
        self.today = today
        self.codes = tuple(open_codes)
        self.tokens = split_tokens(text)

    def clauses(self) -> list[Clause]:
        """The clauses, each with what the rules read in it."""
        clauses = split_clauses(self._units())
        for clause in clauses:
            apply_rules(clause, RULES)
            _ask(clause)
        return _without_reasons(clauses)

    def read(self) -> ReplyReading:
        """The statements that the clauses make up."""
        clauses = self.clauses()
        groups = self._groups(clauses)
        placed = [each for group in groups for each in self._items(group)]
        items = [item for _, item in sorted(placed, key=lambda each: each[0])]
        return ReplyReading(tuple(items) or (self._otherwise(clauses),), READER_VERSION)

    def _units(self) -> list[Unit]:
        references = References(self.codes)
        units = _unquoted(find_units(self.tokens, MARKS))
        units = references.find_codes(units, self.tokens)
        units = find_dates(find_documents(units, self.tokens), self.today)
        units = references.find_numbers(find_document_days(units))
        return [_exact_percent(unit) for unit in settle_days(units, self.today)]

    def _groups(self, clauses: Sequence[Clause]) -> list[_Group]:
        """Clauses by their tasks; one that names none goes on with the task named last."""
        groups: list[_Group] = []
        taken = {task for clause in clauses if clause.named and not clause.named.every for task in clause.named.tasks}
        excepted = {task for clause in clauses if clause.excepted and clause.named for task in clause.named.tasks}
        for clause in clauses:
            tasks = self._tasks(clause, taken, excepted)
            if tasks is None and groups:
                groups[-1].clauses.append(clause)
                continue
            tasks = tasks if tasks is not None else self._unnamed()
            same = next((group for group in groups if group.tasks == tasks and group.named), None)
            if same is None:
                same = _Group(tasks, clause.named is not None or clause.foreign)
                groups.append(same)
            else:
                groups.remove(same)
                groups.append(same)
            same.clauses.append(clause)
        return _with_trailing_names(groups)

    def _unnamed(self) -> tuple[str, ...]:
        return self.codes if len(self.codes) == 1 else ()

    def _tasks(self, clause: Clause, taken: set[str], excepted: set[str]) -> tuple[str, ...] | None:
        if clause.foreign:
            return ()
        named = clause.named
        if named is None and self._names_all(clause):
            named = Named(self.codes, every=True)
            clause.named = named
        if named is None:
            return None
        if named.rest:
            return tuple(code for code in self.codes if code not in taken)
        if named.every and not clause.excepted:
            return tuple(code for code in self.codes if code not in excepted)
        return named.tasks

    def _names_all(self, clause: Clause) -> bool:
        """ "xong hết rồi": all of them; "hết vướng" is another thing."""
        if len(self.codes) == 1:
            return False
        tags = [unit.tag for unit in clause.units if unit.tag != "FILL"]
        return any(
            tag in {"HET", "ALLEND"} and set(tags[:place]) & {"FIN", "ISSUE", "SUBMIT", "DO", "STAGE", "SIGN"}
            for place, tag in enumerate(tags)
        )

    def _items(self, group: _Group) -> list[tuple[int, ReplyItem]]:
        items = [self._request(group, clause, fired) for clause in group.clauses for fired in _requests(clause)]
        if any(clause.foreign for clause in group.clauses):
            return [(self._place(group.clauses), ReplyItem(Intent.UNCLEAR))]
        verdict = decide([clause for clause in group.clauses if not clause.asked or _requests(clause)])
        if verdict == VAGUE:
            if not items:
                items.append((self._place(group.clauses), self._plain(group, Intent.UNCLEAR)))
        elif isinstance(verdict, Status):
            items.append(self._status(group, verdict))
        elif not items and (undone := _first(group, Says.UNDOES)):
            items.append((self._place([undone]), self._plain(group, Intent.UNDO, undone)))
        items += [
            (self._place([clause]), self._plain(group, Intent.QUESTION, clause))
            for clause in group.clauses
            if clause.asked and not _requests(clause)
        ][:1]
        return items

    def _place(self, clauses: Sequence[Clause]) -> int:
        return clauses[0].units[0].first

    def _plain(self, group: _Group, intent: Intent, clause: Clause | None = None) -> ReplyItem:
        evidence = self._evidence([clause] if clause else group.clauses, "intent")
        return ReplyItem(intent, tasks=group.tasks, named=group.named, evidence=evidence)

    def _request(self, group: _Group, clause: Clause, fired: Fired) -> tuple[int, ReplyItem]:
        """An extension or a reminder asked for, with its day."""
        silent = [each for each in group.clauses if not each.fired]
        wanted = [unit for each in (clause, *silent) for unit in each.find(*_DAYS, "LENGTH")]
        moment = wanted[0].value if wanted and isinstance(wanted[0].value, Moment) else Moment()
        intent = _REQUESTS[fired.rule.says]
        evidence = self._evidence([clause], "intent", {fired.rule.says})
        if wanted:
            evidence += (self._proof(wanted[0], "date"),)
        item = ReplyItem(
            intent,
            tasks=group.tasks,
            date=moment.ahead,
            evidence=evidence,
            length_days=moment.length if intent is Intent.EXTENSION else None,
            note=self._reason(clause),
            named=group.named,
        )
        return clause.units[fired.first].first, item

    def _reason(self, clause: Clause) -> str:
        """What stands behind "vì", "do"."""
        after = next((place for place, unit in enumerate(clause.units) if unit.tag == "BECAUSE"), None)
        behind = clause.units[after + 1 :] if after is not None else []
        return self._words(behind[0], behind[-1]) if behind else ""

    def _status(self, group: _Group, status: Status) -> tuple[int, ReplyItem]:
        clauses = [clause for clause in group.clauses if not clause.asked]
        evidence = self._evidence(clauses, "status")
        percent, percent_unit = _percent(clauses)
        if percent is not None and percent < 100 and status in {Status.DONE, Status.SUBMITTED} and percent > 0:
            status, percent = (Status.IN_PROGRESS, percent) if status is Status.DONE else (status, percent)
        document, cited = self._document(clauses, status)
        day = _day(clauses, status, cited)
        proofs = ((percent_unit, "percent"), (cited, "document"), (day, "date"))
        evidence += tuple(self._proof(unit, name) for unit, name in proofs if unit is not None)
        moment = day.value if day is not None and isinstance(day.value, Moment) else Moment()
        first = min((clause.units[each.first].first for clause in clauses for each in clause.fired), default=0)
        blocked = [clause for clause in clauses if clause.says(Says.BLOCKED)] if status is Status.BLOCKED else []
        item = ReplyItem(
            Intent.STATUS,
            status,
            percent,
            group.tasks,
            moment.ahead,
            document,
            evidence,
            note="; ".join(self._words(clause.units[0], clause.units[-1]) for clause in blocked),
            named=group.named,
        )
        return first, item

    def _document(self, clauses: Sequence[Clause], status: Status) -> tuple[CitedDocument | None, Unit | None]:
        """The document that proves a completion or a submission, with its day."""
        if status not in {Status.DONE, Status.SUBMITTED}:
            return None, None
        units = [unit for clause in clauses for unit in clause.units]
        for place, unit in enumerate(units):
            if not isinstance(unit.value, CitedDocument) or is_central(unit.value):
                continue
            before = next((each for each in reversed(units[:place]) if each.tag not in {"W", "FILL", "DOCN"}), None)
            if before is not None and before.tag == "CITE" and not before.text.startswith("theo"):
                continue
            day = next((each for each in units[place + 1 :] if each.tag == "DOCDATE"), None)
            if day is None and status is Status.DONE:
                day = next((each for each in units if each.tag in {"PASTDATE", "DATE"}), None)
            if day is not None and isinstance(day.value, Moment):
                return with_day(unit.value, day.value), unit
            return unit.value, unit
        return None, None

    def _otherwise(self, clauses: Sequence[Clause]) -> ReplyItem:
        """A reply that reports nothing: received, or nothing that can be recorded."""
        named = [clause.named.tasks for clause in clauses if clause.named is not None]
        tasks = named[0] if len(named) == 1 else self._unnamed()
        heard = any(clause.has("ACK", "RECEIVED", "THUMB") for clause in clauses)
        loose = any(clause.has("NOTYET", "WAITMORE", "TICK", "NO") for clause in clauses)
        return ReplyItem(Intent.ACK if heard and not loose else Intent.UNCLEAR, tasks=tasks, named=bool(named))

    def _evidence(self, clauses: Sequence[Clause], name: str, kinds: set[Says] | None = None) -> tuple[Evidence, ...]:
        return tuple(
            self._evidence_of(fired.rule.name, name, clause.units[fired.first], clause.units[fired.last])
            for clause in clauses
            for fired in clause.fired
            if kinds is None or fired.rule.says in kinds
        )

    def _proof(self, unit: Unit, name: str) -> Evidence:
        return self._evidence_of(name, name, unit, unit)

    def _evidence_of(self, rule: str, name: str, first: Unit, last: Unit) -> Evidence:
        start, end = self._span(first, last)
        return Evidence(rule, name, self.text[start:end], start, end)

    def _span(self, first: Unit, last: Unit) -> tuple[int, int]:
        return self.tokens[first.first].start, self.tokens[last.last].end

    def _words(self, first: Unit, last: Unit) -> str:
        start, end = self._span(first, last)
        return self.text[start:end]


def _exact_percent(unit: Unit) -> Unit:
    """100 % and 0 % say more than a share."""
    if unit.tag != "PCT":
        return unit
    value = _share(unit)
    return replace(unit, tag="PCT100") if value == 100 else replace(unit, tag="PCT0") if value == 0 else unit


def _share(unit: Unit) -> float:
    return float(re.split(r"[%p]", unit.text)[0].strip().replace(",", "."))


def _unquoted(units: list[Unit]) -> list[Unit]:
    """Words in quotation marks report nothing."""
    if sum(unit.tag in {"QUOTE", "OPEN"} for unit in units) == 0:
        return units
    kept: list[Unit] = []
    inside = False
    for unit in units:
        if unit.tag == "QUOTE":
            inside = not inside
        elif unit.tag in {"OPEN", "CLOSE"}:
            inside = unit.tag == "OPEN"
        elif not inside:
            kept.append(unit)
    return kept


def _without_reasons(clauses: list[Clause]) -> list[Clause]:
    """ "xin gia hạn đến 15/10, do chờ thẩm định": a reason for a request is no statement of its own."""
    for before, clause in pairwise(clauses):
        if clause.units[0].tag == "BECAUSE" and _requests(before) and not _requests(clause):
            before.units.extend(clause.units)
            clause.fired.clear()
            clause.units[:] = clause.units[:1]
    return clauses


def _ask(clause: Clause) -> None:
    """A question without its mark: a word that asks, and nothing reported beside it."""
    if clause.says(Says.ASKS) or (not clause.asked and clause.has("Q") and not clause.fired):
        clause.asked = True


def _requests(clause: Clause) -> list[Fired]:
    return [fired for fired in clause.fired if fired.rule.says in _REQUESTS][:1]


def _first(group: _Group, kind: Says) -> Clause | None:
    return next((clause for clause in group.clauses if clause.says(kind)), None)


def _with_trailing_names(groups: list[_Group]) -> list[_Group]:
    """ "đã trình rồi, 1 và 2": tasks named at the end, with nothing said of them, are those spoken of before."""
    if len(groups) < 2 or groups[-2].named or any(clause.fired for clause in groups[-1].clauses):
        return groups
    spoken, names = groups[-2:]
    if any(clause.has("NOTYET") for clause in names.clauses) or not any(clause.fired for clause in spoken.clauses):
        return groups
    return [*groups[:-2], _Group(names.tasks, True, spoken.clauses + names.clauses)]


def _percent(clauses: Sequence[Clause]) -> tuple[int | None, Unit | None]:
    """The percent stated; of several the last; a span or words give none."""
    for clause in reversed(clauses):
        for unit in reversed(clause.find("PCT", "PCT0", "PCT100", "HALF", "RANGE")):
            if unit.tag == "RANGE":
                return None, None
            if unit.tag == "HALF":
                return 50, unit
            value = _share(unit)
            return (int(value), unit) if value <= 100 else (None, None)
    return None, None


def _day(clauses: Sequence[Clause], status: Status, cited: Unit | None) -> Unit | None:
    """The day on which an end is expected; a past day and the day of a document are none."""
    if status is Status.DONE:
        return None
    promised = [clause for clause in clauses if clause.says(Says.PROMISED)]
    for clause in (*promised, *clauses):
        if _requests(clause) or (clause not in promised and clause.has("PAST", "ROI") and clause.fired):
            continue
        if cited is not None and cited in clause.units and clause not in promised:
            continue
        for unit in clause.find(*_DAYS):
            return unit
    return None
