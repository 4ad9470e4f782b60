"""What follows "/tonghop": a period, whose work, what is overdue, and the form of the file, in any order.

Only words that are all understood make a request. Anything left over is handed back, to be answered with the choices;
without the slash it sends the message on to whoever reads reports ("tổng hợp xong rồi ạ" is one).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.periods import DECREE, Period, PeriodTable, find_period
from bot.domain.programmes import PROGRAMMES, Programme, fold

FORMS = ("docx", "xlsx", "pdf", "png")
_FORM_WORDS = {
    "docx": ("docx", "word", "doc", "van ban", "ban word"),
    "xlsx": ("xlsx", "excel", "exel", "xls", "bang tinh", "bang excel"),
    "pdf": ("pdf",),
    "png": ("png", "bieu do", "hinh anh", "do thi", "anh bieu do"),
}
_OVERDUE = ("qua han", "qua thoi han", "tre han", "cham han", "da qua han", "cham tien do")
# What people say around the words that count.
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "cua theo bao cao so lieu ky file tep ban xuat cho toi trong cac nhiem vu viec nhung ve tinh hinh den nay hien "
        "hom toan ke hoach tat ca chuong trinh mtqg ctmtqg co quan dang dinh tong hop lay gui xem o tai tinh muc tieu "
        "quoc gia dia don vi",
    )
)
_KIND_WORDS = ("so", "ban", "chi cuc", "cuc", "ubnd")


@dataclass(frozen=True)
class SummaryRequest:
    """What was asked for; empty means everything. Agencies and programmes by their canonical names."""

    period: Period | None = None
    agencies: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    overdue_only: bool = False
    form: str = ""

    @property
    def says_something(self) -> bool:
        """Did any word count, or were there only words around?"""
        return bool(self.period or self.agencies or self.programmes or self.overdue_only or self.form)


@dataclass(frozen=True)
class NotUnderstood:
    """The words that are left over, folded; the choices are the answer."""

    words: str


@dataclass(frozen=True)
class Vocabulary:
    """What names mean: each folded phrase, and the canonical agencies or programmes that it stands for."""

    agencies: Mapping[str, str]
    programmes: Mapping[str, str]


def vocabulary(
    agencies: Mapping[str, Iterable[str]],
    programmes: Sequence[Programme] = PROGRAMMES,
    programme_names: Iterable[str] = (),
) -> Vocabulary:
    """Phrases from canonical agencies with their spellings, and from programmes.

    A phrase that two agencies share is nobody's.
    """
    named: dict[str, set[str]] = {}
    for name, spellings in agencies.items():
        for phrase in {_phrase(each) for each in (name, *spellings)} - {""}:
            named.setdefault(phrase, set()).add(name)
    derived: dict[str, set[str]] = {}
    for name in agencies:
        for phrase in _short_forms(fold(name)):
            derived.setdefault(phrase, set()).add(name)
    known = {phrase: names for phrase, names in derived.items() if phrase not in named} | named
    words = {_phrase(word): each.name for each in programmes for word in (*each.words, each.name)}
    words |= {_phrase(name): name for name in programme_names if name}
    return Vocabulary({phrase: min(names) for phrase, names in known.items() if len(names) == 1}, words)


def _short_forms(name: str) -> set[str]:
    """How people shorten "so ke hoach va dau tu": so khdt, so kh dt, skhdt, khdt, ke hoach dau tu."""
    kind = next((kind for kind in _KIND_WORDS if name.startswith(f"{kind} ")), "")
    parts = [part.split() for part in name.removeprefix(f"{kind} ").split(" va ")]
    rest = [word for part in parts for word in part]
    if not kind or len(rest) < 2:
        return set()
    initials = "".join(word[0] for word in rest)
    by_part = " ".join("".join(word[0] for word in part) for part in parts)
    forms = {f"{kind} {initials}", f"{kind[0]}{initials}", f"{kind} {by_part}", f"{kind[0]}{by_part}", " ".join(rest)}
    return forms | ({initials} if len(initials) > 2 else set())


def _phrase(text: str) -> str:
    """Folded, without "và" and "&", which people put and leave out as they like."""
    return " ".join(_tokens(text))


def parse_summary_words(
    text: str, today: date, known: Vocabulary, table: PeriodTable = DECREE
) -> SummaryRequest | NotUnderstood:
    """Read what follows the command, with marks or without, in any order."""
    text = unicodedata.normalize("NFC", text)
    found = find_period(text, today, table)
    rest = f"{text[: found.start]} \n {text[found.end :]}" if found else text
    taken, unknown = _take(_tokens(rest), known)
    if unknown or any(len(set(taken.get(key, []))) > 1 for key in ("form",)):
        return NotUnderstood(" ".join(unknown))
    return SummaryRequest(
        period=found.period if found else None,
        agencies=frozenset(taken.get("agency", [])),
        programmes=frozenset(taken.get("programme", [])),
        overdue_only="overdue" in taken,
        form=next(iter(taken.get("form", [])), ""),
    )


def _tokens(text: str) -> list[str]:
    return [word for word in fold(text).split() if word != "va"]


def _take(tokens: list[str], known: Vocabulary) -> tuple[dict[str, list[str]], list[str]]:
    """The longest phrase that is known from each place on; what is neither known nor a filler is left over."""
    taken: dict[str, list[str]] = {}
    unknown: list[str] = []
    place = 0
    while place < len(tokens):
        for length in range(min(16, len(tokens) - place), 0, -1):
            meaning = _meaning(" ".join(tokens[place : place + length]), known)
            if meaning:
                taken.setdefault(meaning[0], []).append(meaning[1])
                place += length
                break
        else:
            if tokens[place] not in _FILLERS:
                unknown.append(tokens[place])
            place += 1
    return taken, unknown


def _meaning(phrase: str, known: Vocabulary) -> tuple[str, str] | None:
    if phrase in known.agencies:
        return "agency", known.agencies[phrase]
    if phrase in known.programmes:
        return "programme", known.programmes[phrase]
    if phrase in _OVERDUE:
        return "overdue", phrase
    return next((("form", form) for form, words in _FORM_WORDS.items() if phrase in words), None)
