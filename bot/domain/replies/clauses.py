"""Units to clauses: what is said of one set of tasks between two breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.replies.phrases import Unit
from bot.domain.replies.rules import Rule, Says
from bot.domain.replies.tags import CHAR, USED
from bot.domain.replies.tasks import Named

_BREAKS = {"COMMA", "STOP", "SLASH", "DASH", "BUT", "QMARK"}
_SENTENCE_ENDS = {"STOP", "QMARK"}
_SILENT = {"FILL", "COLON", "MARK", "REF", "BADREF", "AND", "TASK", "QUOTE", "OPEN", "CLOSE", "EXCEPT", "DOCDATE"}
_PREDICATES = {
    "FIN", "ISSUE", "SUBMIT", "SIGN", "SEND", "DO", "STAGE", "OBST", "PCT", "PCT0", "PCT100", "NEAR", "PROG", "LACK",
    "NOTYET", "NEED", "ASKTIME", "XIN", "REMIND", "DOC", "HAVE", "UNDO", "HALF", "GOING", "NO", "DATE", "FUT", "RANGE",
    "RETURNED", "ROUTINE", "TICK", "Q", "NODATE", "LENGTH", "WHAT",
}  # fmt: skip
_ATTACHED = {"DATE", "NODATE", "LENGTH", "DOC"}  # say nothing without a verb


@dataclass(frozen=True)
class Fired:
    """A rule that read something in a clause, and the units it read."""

    rule: Rule
    first: int
    last: int


@dataclass
class Clause:
    """The units of one clause, the tasks it names, and what the rules read in it."""

    units: list[Unit]
    named: Named | None = None
    foreign: bool = False  # names a task that is not open, or could be read in two ways
    asked: bool = False  # ends in a question mark
    excepted: bool = False  # "riêng 3"
    sentence: int = 0
    fired: list[Fired] = field(default_factory=list)
    left: str = ""  # the tags no rule has read

    def says(self, *kinds: Says) -> bool:
        return any(fired.rule.says in kinds for fired in self.fired)

    def has(self, *tags: str) -> bool:
        return any(unit.tag in tags for unit in self.units)

    def find(self, *tags: str) -> list[Unit]:
        return [unit for unit in self.units if unit.tag in tags]


def split_clauses(units: Sequence[Unit]) -> list[Clause]:
    """The clauses of a reply, in order; a question mark belongs to the last words before it."""
    clauses: list[Clause] = []
    current: list[Unit] = []
    sentence = 0
    for place, unit in enumerate(units):
        if unit.tag in _BREAKS:
            _close(clauses, current, sentence)
            current = [Unit("BUT", unit.first, unit.last, unit.text)] if unit.tag == "BUT" else []
            if unit.tag == "QMARK" and clauses:
                _mark_asked(clauses)
            if unit.tag in _SENTENCE_ENDS:
                sentence += 1
        elif unit.tag in {"REF", "BADREF"} and _said(current) and _goes_on(units, place):
            moved = [current.pop()] if current and current[-1].tag in {"ONLY", "EXCEPT", "BUT"} else []
            _close(clauses, current, sentence)
            current = [*moved, unit]
        else:
            current.append(unit)
    _close(clauses, current, sentence)
    return clauses


def _said(current: Sequence[Unit]) -> bool:
    return any(unit.tag in _PREDICATES for unit in current)


def _goes_on(units: Sequence[Unit], place: int) -> bool:
    """Whether something is said of the reference at `place` before the next break."""
    for unit in units[place + 1 :]:
        if unit.tag in _BREAKS or unit.tag in {"REF", "BADREF", "BECAUSE"}:
            return False
        if unit.tag in _PREDICATES and unit.tag not in _ATTACHED:
            return True
    return False


def _mark_asked(clauses: list[Clause]) -> None:
    sentence = clauses[-1].sentence
    for clause in reversed(clauses):
        if clause.sentence != sentence:
            break
        clause.asked = True
        if any(unit.tag not in _SILENT for unit in clause.units):
            break


def _close(clauses: list[Clause], units: list[Unit], sentence: int) -> None:
    if not units:
        return
    clause = Clause(list(units), sentence=sentence)
    for place, unit in enumerate(units):
        if unit.tag == "BADREF":
            clause.foreign = True
        elif unit.tag == "REF" and isinstance(unit.value, Named):
            clause.named = _and(clause.named, unit.value)
        elif unit.tag == "EXCEPT" and any(later.tag == "REF" for later in units[place + 1 :]):
            clause.excepted = True
    clauses.append(clause)


def _and(one: Named | None, other: Named) -> Named:
    if one is None:
        return other
    return Named(tuple(dict.fromkeys(one.tasks + other.tasks)), one.every or other.every, one.rest or other.rest)


def apply_rules(clause: Clause, rules: Sequence[Rule]) -> None:
    """Let each rule in turn read what the ones before it have left."""
    speaking = [place for place, unit in enumerate(clause.units) if unit.tag not in _SILENT and unit.tag != "BUT"]
    if not clause.left:
        clause.left = "".join(CHAR[clause.units[place].tag] for place in speaking)
    for rule in rules:
        for match in rule.compiled.finditer(clause.left):
            if match.start() == match.end():
                continue
            clause.fired.append(Fired(rule, speaking[match.start()], speaking[match.end() - 1]))
            kept = "".join(
                each if _stays(clause.units[speaking[place]].tag) else USED
                for place, each in enumerate(match.group(), match.start())
            )
            clause.left = clause.left[: match.start()] + kept + clause.left[match.end() :]


def _stays(tag: str) -> bool:
    """Days and documents are still to be found by those who use them."""
    return tag == "DOC"
