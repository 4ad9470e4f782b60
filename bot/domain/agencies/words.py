"""Names of agencies as words to compare: without marks, capitals, dashes and "và"; abbreviations against full words."""

import re
import unicodedata
from collections.abc import Sequence

from bot.domain.programmes import fold

_FILLERS = {"va"}
# Trailing "tỉnh", "tỉnh Lam Giang" say no more than that the plan is a province's; "Tỉnh ủy", "Tỉnh đoàn" say more.
_OF_PROVINCE = re.compile(r"(?<=\w) tinh(?! (?:uy|doan)\b)(?: \w+){0,4}$")
# Another level or place than the province's own: such a name never means the province's office.
_ELSEWHERE = re.compile(
    r"\b(?:tw|trung ương|cấp huyện|cấp xã|liên tỉnh)$"
    r"|\b(?:huyện|thị xã|quận|(?<!tác )xã(?!(?: xã)? hội)|phường|thị trấn)\b(?: \w+){0,4}$"
    r"|\b(?:trung uong|cap huyen|cap xa|(?:huyen|thi tran)(?: \w+){0,4})$"
)
# The fixed words that stand for several in the names of offices, wherever they occur.
_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc", "vn": "viet nam",
    "vp": "van phong", "ntm": "nong thon moi", "ptnt": "phat trien nong thon", "bql": "ban quan ly",
    "dbqh": "dai bieu quoc hoi", "htx": "hop tac xa", "bhxh": "bao hiem xa hoi", "tw": "trung uong",
    "ubmttq": "uy ban mat tran to quoc", "ubmttqvn": "uy ban mat tran to quoc viet nam", "tp": "thanh pho",
    "tx": "thi xa", "hcm": "ho chi minh",
}  # fmt: skip


def plain(text: str) -> str:
    """Folded, with "&" as "và", and what is in brackets left out."""
    return fold(re.sub(r"\([^()]*\)", " ", unicodedata.normalize("NFC", text)).replace("&", " và "))


def key_words(text: str) -> tuple[str, ...]:
    """The words that tell a name: abbreviations of offices spelled out, fillers and the province left out."""
    spelled = " ".join(_ABBREVIATIONS.get(word, word) for word in plain(text).split())
    bare = _OF_PROVINCE.sub("", spelled)
    return tuple(word for word in bare.split() if word not in _FILLERS)


def is_elsewhere(text: str) -> bool:
    """Does the name say another level or place than the province?"""
    words = " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))
    return bool(_ELSEWHERE.search(words))


def abbreviates(words: Sequence[str], full: Sequence[str]) -> bool:
    """Is each word either the full one, or the initials of those that follow: "nn ptnt", "skhdt", "lao dong tbxh"?"""
    if not words:
        return not full
    if not full:
        return False
    first, rest = words[0], words[1:]
    if first == full[0] and abbreviates(rest, full[1:]):
        return True
    count = len(first)
    return (
        count <= len(full)
        and count <= 8
        and all(letter == word[0] for letter, word in zip(first, full, strict=False))
        and abbreviates(rest, full[count:])
    )


def likeness(words: Sequence[str], other: Sequence[str]) -> float:
    """How much of two names is the same, word by word and in order; 1 for the same words, small slips allowed."""
    longest = max(len(words), len(other))
    if not longest or abs(len(words) - len(other)) > 3:
        return 0.0
    return _common(tuple(words), tuple(other)) / longest


def _common(words: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The longest common subsequence, a word with a slip counting nearly whole."""
    row = [0.0] * (len(other) + 1)
    for word in words:
        before = row[:]
        for place, candidate in enumerate(other, start=1):
            value = 1.0 if word == candidate else 0.9 if is_slip(word, candidate) else 0.0
            row[place] = max(before[place], row[place - 1], before[place - 1] + value)
    return row[-1]


def is_slip(word: str, other: str) -> bool:
    """One letter wrong, missing, added or swapped with its neighbour, in a word of three letters or more."""
    if min(len(word), len(other)) < 3 or abs(len(word) - len(other)) > 1:
        return False
    if len(word) == len(other):
        wrong = [place for place in range(len(word)) if word[place] != other[place]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == other[wrong[1]]
        return len(wrong) == 1 or (swapped and word[wrong[1]] == other[wrong[0]])
    short, long = sorted((word, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
