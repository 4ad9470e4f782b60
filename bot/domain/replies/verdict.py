"""How the clauses about one set of tasks add up to a status; where they disagree it is never the better news."""

from collections.abc import Sequence

from bot.domain.replies.clauses import Clause, Fired
from bot.domain.replies.rules import Says
from bot.domain.replies.tags import CHAR
from bot.domain.tasks import Status

VAGUE = "vague"
_COMPLETE = {Says.FINISHED, Says.ISSUED, Says.SUBMITTED}
# What, left unread in the clause of a completion, takes the certainty away.
_DOUBTS = frozenset(
    CHAR[tag]
    for tag in {
        "NOTYET", "NO", "NOTBE", "DONT", "NEAR", "FUT", "COND", "LACK", "HALF", "RANGE", "CLAIM", "DENY", "OBST",
        "NEED", "FRACTION", "ONLY", "DATEX", "PROG", "RETURNED", "Q", "UNDO", "CANCEL", "DEADLINE", "WAITMORE",
        "NODATE", "BUSY",
    }
)  # fmt: skip
_UNDER_WAY = {
    Says.UNDER_WAY, Says.NEARLY, Says.PROMISED, Says.NOT_FINISHED, Says.NOT_SUBMITTED, Says.RETURNED, Says.STAGE_PAST,
    Says.NOT_SIGNED, Says.UNBLOCKED,
}  # fmt: skip


def is_doubtful(clause: Clause) -> bool:
    """Whether a completion read in this clause may have been said of something else."""
    return any(each in _DOUBTS for each in clause.left)


def decide(clauses: Sequence[Clause]) -> Status | str | None:
    """The status that clauses about the same tasks report: a Status, VAGUE (ask), or None (nothing said)."""
    fired = [(number, each) for number, clause in enumerate(clauses) for each in clause.fired]
    kinds = {each.rule.says for _, each in fired}
    complete = kinds & _COMPLETE
    if complete and any(is_doubtful(clause) for clause in clauses if clause.says(*_COMPLETE)):
        return VAGUE
    if Says.BLOCKED in kinds:
        return VAGUE if Says.ISSUED in kinds or Says.FINISHED in kinds else Status.BLOCKED
    if Says.RETURNED in kinds:
        return Status.IN_PROGRESS if Says.ISSUED not in kinds else VAGUE
    if Says.NOT_SUBMITTED in kinds:
        return VAGUE if Says.ISSUED in kinds else Status.IN_PROGRESS
    if Says.WAITING in kinds or Says.SUBMITTED in kinds:
        return _submitted(kinds)
    if complete:
        return _finished(kinds, fired)
    return _unfinished(kinds)


def _submitted(kinds: set[Says]) -> Status | str:
    if Says.ISSUED in kinds and not kinds & {Says.NOT_FINISHED, Says.PROMISED, Says.NOT_SIGNED, Says.WAITING}:
        return Status.DONE
    if Says.ISSUED in kinds or Says.NOT_STARTED in kinds:
        return VAGUE
    return Status.SUBMITTED


def _finished(kinds: set[Says], fired: Sequence[tuple[int, Fired]]) -> Status | str:
    """Finished or issued, with whatever else was said."""
    if kinds & {Says.NOT_FINISHED, Says.PROMISED, Says.NEARLY, Says.NOT_SIGNED}:
        return VAGUE if Says.ISSUED in kinds and Says.NOT_FINISHED not in kinds else Status.IN_PROGRESS
    if Says.NOT_STARTED in kinds:
        return VAGUE
    if Says.ISSUED in kinds:
        return Status.DONE
    if kinds & {Says.UNDER_WAY, Says.STAGE_PAST}:
        last = max((place, each.first) for place, each in fired if each.rule.says is Says.FINISHED)
        stage = max((place, each.first) for place, each in fired if each.rule.says in {Says.UNDER_WAY, Says.STAGE_PAST})
        past = Says.UNDER_WAY not in kinds
        return Status.DONE if past and last > stage else Status.IN_PROGRESS
    return Status.DONE


def _unfinished(kinds: set[Says]) -> Status | str | None:
    if Says.NOT_STARTED in kinds and not kinds & {Says.UNDER_WAY, Says.NEARLY, Says.STAGE_PAST}:
        return Status.NOT_STARTED
    if Says.VAGUE in kinds and not kinds & {Says.UNDER_WAY, Says.NEARLY, Says.PROMISED, Says.NOT_FINISHED}:
        return VAGUE
    if kinds & (_UNDER_WAY - {Says.UNBLOCKED}):
        return Status.IN_PROGRESS
    if Says.UNBLOCKED in kinds:
        return VAGUE
    return None
