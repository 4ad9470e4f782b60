"""Is a clause that claims a completion understood to its last word?

A completion that nobody reported is the one mistake that must not happen. So a clause counts as one only where each of
its words is known, and none of them weakens it: a part, a promise, a guess, somebody else's work.
"""

import re
from enum import StrEnum

from bot.domain.replies.lexicon import LONGEST, PHRASES

_MARK = re.compile(r"[,.;:…%/–-]|\d+")
_BEHIND_US = re.compile(r"\b(?:da|roi|vua|hom|tu)\b")  # beside it a day is one of the past
_SPEAKS = frozenset({"FIN", "ISSUE", "SIGN", "HAVE", "FULL"})
_BESIDE = frozenset({
    "POL", "PER", "ORG", "APPROVER", "TASK", "DOC", "CITED", "UPON", "ABOVE", "PERF", "NOW", "ROI", "PAST", "DET", "OUT", "NEUTRAL",
})  # fmt: skip
_ISSUED = _SPEAKS | _BESIDE | {"TRINH", "SEND"}
_HANDED_IN = _ISSUED | {"WAIT", "PURPOSE", "CHO", "DE", "DANG", "ONLY", "SIGNING"}
_WEAKER = frozenset({"NEAR", "FUT", "STAGE", "OPINION", "PLACE", "NEG"})


_AMBIGUOUS = frozenset(
    {"bao cao"}
)  # before a claim a form of address ("xin báo cáo"), after it a part ("xong báo cáo")
_LONGEST_NAME = 9  # words


class Understanding(StrEnum):
    """How far a claim may be believed."""

    WHOLE = "whole"
    PART = "part"  # every word is known, and some say that it is not all, not yet, or not this
    NOT = "not"  # some words are not known, or may say anything


def understand(line: str, *, handed_in: bool = False, alone: bool = True) -> Understanding:
    """What a folded clause may claim: a completion, or where `handed_in` a submission.

    `alone`: only one task can be meant, so that a document's name says nothing of which.
    """
    allowed = _HANDED_IN if handed_in else _ISSUED
    behind = bool(_BEHIND_US.search(line))
    classes = _classes(line, handed_in)
    if alone:
        classes = _without_names(classes)
    odd = [name for name in classes if name not in allowed and not (name == "DAY" and behind)]
    if not odd:
        return Understanding.WHOLE
    return Understanding.PART if all(name in _WEAKER or name == "DAY" for name in odd) else Understanding.NOT


def _classes(line: str, handed_in: bool) -> list[str]:
    """The class of each phrase, the longest first; "" for a word in none."""
    words = line.split()
    found: list[str] = []
    at = 0
    while at < len(words):
        phrase = _longest(words[at : at + LONGEST], handed_in)
        length = phrase.count(" ") + 1
        name = _class_of(phrase, handed_in)
        if phrase in _AMBIGUOUS and _SPEAKS & set(found):
            name = "STAGE"
        found.append("OUT" if name == "PLACE" and found and found[-1] == "OUT" else name)
        at += length
    return [name for name in found if name != "MARK"]


def _longest(words: list[str], handed_in: bool) -> str:
    for length in range(len(words), 1, -1):
        phrase = " ".join(words[:length])
        if phrase in PHRASES or (handed_in and phrase in _ON_THE_WAY):
            return phrase
    return words[0]


def _without_names(classes: list[str]) -> list[str]:
    """ "Kế hoạch truyền thông": the words after a document's kind that are in no class are its name."""
    kept: list[str] = []
    in_name = 0
    for name in classes:
        in_name = _LONGEST_NAME if name == "DOC" else in_name - 1
        if name or in_name <= 0:
            kept.append(name)
            in_name = in_name if name in {"DOC", "DET", ""} else 0
    return kept


def _class_of(phrase: str, handed_in: bool) -> str:
    if _MARK.fullmatch(phrase):
        return "MARK"
    if phrase == "ngayx":
        return "DAY"
    if handed_in and phrase in _ON_THE_WAY:
        return "SIGNING"
    return PHRASES.get(phrase, "")


# Beside a submission these say nothing against it: what is handed in, and that only the signature is waited for.
_ON_THE_WAY = frozenset({
    "ho so", "to trinh", "ttr", "sua", "sua xong", "chinh sua", "chinh sua xong", "bo sung", "bo sung xong", "tiep thu", "du thao", "ban du thao", "hoan chinh", "hoan thien", "cho y kien", "xin y kien", "thoi", "nua",
    "tham muu", "sang", "len", "qua", "cho", "ra", "toi", "den", "chu", "chua ban hanh", "chua ky", "chua duyet", "chua thay ky", "chua thay", "chua co y kien", "khong thay ky", "khong thay", "chua thay gi", "chua thay y kien", "chua thay tra loi", "chua co ket qua", "chua thay phan hoi",
    "ma", "may bua nay", "may hom nay",
    "chua duoc ban hanh", "chua xong", "chi", "chi con", "con", "moi", "dang", "van", "van dang", "de", "lai", "lan", "ky hop", "ky",
})  # fmt: skip
