"""A reply cut into clauses, and clauses gathered by the tasks they speak of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.replies.days import Found
from bot.domain.replies.rules import NO_OBSTACLE
from bot.domain.replies.tasks import Mention

_BREAK = re.compile(
    r" ?[;.\n…] | ?, (?!(?:so |van ban so |van ban )?doc0\b)| (?=(?:nhung|tuy nhien|song) )| (?=ma (?:sao|vp|bi|chua|van|so|dang|phai|ubnd|lai) )| (?=(?:sang |chieu )?(?:mai|mot|ngay kia) (?:\w+ )?nhac )|(?<= ): (?!doc0)|(?<!\d) [–-] | [–-] (?!\d)"
)
# What is asked of somebody else, verb after verb: no clause of its own.
_LISTED_VERBS = re.compile(
    r"(?:trinh|xem xet|de nghi|cho)(?: \w+){0,5} , (?:ban hanh|phe duyet|quyet dinh|cho y kien|thong qua|xem xet)"
)
_JOINED = re.compile(r"(?:\b(?:con|va|thi|nhung|rieng|con lai) )*$")
_SAYS = re.compile(
    r"\b(?:xong|hoan|thanh|tat|hanh|trinh|vuong|be tac|ket|dang|chua|lam|trien|duoc|%|sap|gan|moi|cho|doi|xin|lui|gia han|nhac|"
    r"doc0|soan|thieu|da|co|khong|nham|nua)\b|\?|%"
)


@dataclass
class Clause:
    """A stretch of the folded line, with what is named in it."""

    start: int
    end: int
    mentions: list[Mention] = field(default_factory=list)


@dataclass
class Group:
    """Clauses that speak of the same tasks; `codes` is None where none was named."""

    codes: tuple[str, ...] | None
    clauses: list[Clause]
    is_wrong: bool = False


def cut(line: str, mentions: Sequence[Mention], days: Sequence[Found]) -> list[Clause]:
    """Cut at punctuation and contrast, and before a task that is named once something was said of another."""
    closed = [(each.start, each.end) for each in mentions] + [(each.start, each.end) for each in days]
    closed += [match.span() for pattern in (_LISTED_VERBS, NO_OBSTACLE.compiled) for match in pattern.finditer(line)]
    edges = {0, len(line)}
    for match in _BREAK.finditer(line):
        at = match.end()
        if match[0].strip() == ":" and any(each.start < match.start() <= each.end + 1 for each in mentions):
            continue  # "2: 50 %"
        if not any(start < at < end or start <= match.start() < end - 1 for start, end in closed):
            edges.add(at)
    for mention in mentions:
        if mention.kind in {"some", "rest", "wrong", "except"} and mention.start:
            begun = max(edge for edge in edges if edge <= mention.start)
            joined = _JOINED.search(line[max(0, mention.start - 40) : mention.start])
            at = mention.start - (len(joined[0]) if joined else 0)
            is_first = not any(begun <= each.start < mention.start for each in mentions)
            if is_first and mention.kind == "some" and not (joined and joined[0]):
                continue  # "xong mục 1 …": what is said before the first task is said of it
            if begun < mention.start and _SAYS.search(line[begun : mention.start]) and _goes_on(line, mention, edges):
                edges.add(max(at, begun))
    ordered = sorted(edges)
    clauses = [Clause(start, end) for start, end in pairwise(ordered) if line[start:end].strip(" ,;.:…–-")]
    for clause in clauses:
        clause.mentions = [each for each in mentions if clause.start <= each.start < clause.end]
    return clauses


def _goes_on(line: str, mention: Mention, edges: set[int]) -> bool:
    """Is something said of the task after its mention, up to the end of the clause?"""
    end = min(edge for edge in edges if edge > mention.start)
    return bool(_SAYS.search(line[mention.end : end]))


def gather(line: str, clauses: Sequence[Clause], codes: Sequence[str]) -> list[Group]:
    """Clauses without a task go on with the task named last; one said before any task is named joins the first."""
    groups: list[Group] = []
    excepted = False
    left_out: set[str] = set()  # "trừ việc 2, …": not meant by all that follow
    for clause in clauses:
        named, wrong, excepted_here = _all_but(line, clause, codes) or _named(clause, codes, groups)
        if named and left_out and any(each.kind in {"all", "rest"} for each in clause.mentions):
            named = tuple(code for code in named if code not in left_out)
        if named and excepted_here:
            left_out.update(named)
        if excepted_here and groups:
            excepted = True
        says = bool(_SAYS.search(_without(line, clause)))
        if named is None and not wrong:
            if groups:
                groups[-1].clauses.append(clause)
            else:
                groups.append(Group(None, [clause]))
            continue
        if (
            groups
            and groups[-1].codes is None
            and not groups[-1].is_wrong
            and (not says or not _group_says(line, groups[-1]))
        ):
            groups[-1].codes, groups[-1].is_wrong = named, wrong
            groups[-1].clauses.append(clause)
            continue
        if excepted and groups and named:
            groups[0].codes = tuple(code for code in (groups[0].codes or codes) if code not in named)
        groups.append(Group(named, [clause], wrong))
    return groups


def _named(clause: Clause, codes: Sequence[str], groups: Sequence[Group]) -> tuple[tuple[str, ...] | None, bool, bool]:
    named: list[str] = []
    has_rest = any(mention.kind == "rest" for mention in clause.mentions)
    for mention in clause.mentions:
        if mention.kind == "wrong":
            return (), True, False
        if mention.kind == "all" and has_rest:
            continue  # "còn lại xong hết": all of the rest
        if mention.kind == "rest":
            seen = {code for group in groups for code in group.codes or ()} | set(named)
            if seen or mention.is_plural:
                named += [code for code in codes if code not in seen]
        elif mention.kind != "except":
            named += mention.codes
    excepted = any(mention.kind == "except" for mention in clause.mentions)
    if excepted and clause.mentions[0].kind == "except":  # "riêng 2, tất cả xong"
        alone = {code for mention in clause.mentions if mention.kind == "some" for code in mention.codes}
        named = [code for code in named if code not in alone] or named
    return (tuple(dict.fromkeys(named)) if named else None), False, excepted


def _all_but(line: str, clause: Clause, codes: Sequence[str]) -> tuple[tuple[str, ...] | None, bool, bool] | None:
    """ "xong hết trừ 3", "trừ 3 ra thì xong hết": all without what follows the exception; wrong if nothing does."""
    at = next((n for n, each in enumerate(clause.mentions) if each.kind == "except"), None)
    if at is None or line[clause.mentions[at].start :].startswith("rieng"):
        return None
    is_all = any(each.kind in {"all", "rest"} for each in clause.mentions)
    if not is_all and not _SAYS.search(line[clause.start : clause.mentions[at].start]):
        return None
    left_out = clause.mentions[at + 1] if at + 1 < len(clause.mentions) else None
    if left_out is None or left_out.kind != "some":
        return (), True, False
    return tuple(code for code in codes if code not in left_out.codes), False, False


def _without(line: str, clause: Clause) -> str:
    text = line[clause.start : clause.end]
    for mention in clause.mentions:
        a, b = mention.start - clause.start, min(mention.end, clause.end) - clause.start
        text = text[:a] + " " * (b - a) + text[b:]
    return text


def _group_says(line: str, group: Group) -> bool:
    return any(_SAYS.search(_without(line, clause)) for clause in group.clauses)
