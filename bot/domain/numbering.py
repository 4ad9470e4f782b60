"""How rows of official tables are numbered: I, A, 1, a), b.1, 1.1, (i), Phụ lục I; the sort, and the place in it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# The Vietnamese alphabet as lists use it (Nghị định 30/2020: no f, j, w, z); the foreign letters stand at the end.
_ALPHABET = "abcdđeghiklmnopqrstuvxyfjwz"
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ORDINAL_WORDS = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}
_HEAD_WORDS = "phụ lục|phần|chương|mục|biểu|bảng|nhóm|mẫu"
_PART = r"(?:[IVXLC]{1,7}|[ivxlc]{1,7}|[A-Za-zĐđ]|\d{1,3})"
_BODY = rf"{_PART}(?:[.\-]{_PART})*"
_WORDED = rf"(?:{_HEAD_WORDS})(?:\s+số)?\s+(?:thứ\s+)?(?:{_BODY}|{'|'.join(_ORDINAL_WORDS)})"
_NUMBER = re.compile(rf"\(?{_BODY}\s?[.):/,]{{0,2}}|[-+*•–]")
_WORDED_NUMBER = re.compile(rf"{_WORDED}\s?[.:]?", re.IGNORECASE)
_LEADING = re.compile(
    rf"(?P<worded>(?i:{_WORDED}))(?:\s*[.:\-–]\s*|\s+|$)(?P<worded_rest>.*)"
    rf"|(?P<bracketed>\({_BODY}\)|{_BODY}\))\.?\s*(?P<bracketed_rest>\S.*)"
    rf"|(?P<plain>{_BODY})(?:\s*[.:/]\s*|\s*[-–]\s+)(?P<plain_rest>\S.*)",
    re.DOTALL,
)
_HEAD = re.compile(rf"\s*({_HEAD_WORDS})(?:\s+số)?\s+(?:thứ\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A sort of numbering and the place in it: "b.3" is the third of its sort; 0 where there is no counting."""

    sort: str
    ordinal: int


def is_number(text: str) -> bool:
    """Is the text nothing but a row's number ("1", "I.1", "a)", "(ii)", "Phần I", "-")?"""
    text = unicodedata.normalize("NFC", text).strip()
    return bool(_NUMBER.fullmatch(text) or _WORDED_NUMBER.fullmatch(text))


def split_number(text: str) -> tuple[str, str]:
    """ "I. Công tác …" → ("I", "Công tác …"), "a) Dữ liệu" → ("a)", "Dữ liệu"); ("", text) where no number leads."""
    found = _LEADING.fullmatch(text.strip())
    if found is None:
        return "", text
    for name in ("worded", "bracketed", "plain"):
        if found[name] is not None:
            return found[name].strip(), found[f"{name}_rest"].strip()
    return "", text


def tokens_of(number: str) -> tuple[str, ...]:
    """The parts of a number without head words and brackets: "I.1" → I, 1; "b)" → b; "PHỤ LỤC II" → II; "-" → none."""
    bare = _HEAD.sub("", unicodedata.normalize("NFC", number))
    return tuple(re.findall(r"\w+", bare))


def places_of(number: str) -> tuple[Place, ...]:
    """The readings of a number, the likelier first ("I" is one in Roman, or the letter after H); empty for none."""
    tokens = tokens_of(number)
    if not tokens:
        return (Place("-", 0),) if number.strip() else ()
    head = _HEAD.match(unicodedata.normalize("NFC", number))
    before = f"{head[1].casefold()} " if head else "".join(f"{_kinds(token)[0][0]}." for token in tokens[:-1])
    bracket = ")" if number.strip().endswith(")") and tokens[-1].isdigit() else ""
    opening = "(" if number.strip().startswith("(") else ""
    return tuple(Place(f"{before}{opening}{kind}{bracket}", ordinal) for kind, ordinal in _kinds(tokens[-1]))


def place_among(number: str, open_places: Iterable[Place]) -> Place | None:
    """The reading that fits what is open: the next of an open sort, else any open sort, else the likelier one."""
    readings = places_of(number)
    opened = tuple(open_places)
    for reading in readings:
        if Place(reading.sort, reading.ordinal - 1) in opened:
            return reading
    sorts = {place.sort for place in opened}
    fitting = [reading for reading in readings if reading.sort in sorts and reading.ordinal]
    return next(iter((*fitting, *readings)), None)


def _kinds(token: str) -> list[tuple[str, int]]:
    """A token's sorts with its place in each."""
    if token.isdigit():
        return [("1", int(token))]
    lowered = token.casefold()
    if lowered in _ORDINAL_WORDS:
        return [("1", _ORDINAL_WORDS[lowered])]
    upper = token[0].isupper()
    letter = [("A" if upper else "a", _ALPHABET.index(lowered) + 1)] if lowered in _ALPHABET else []
    roman = [("I" if upper else "i", _roman(lowered))] if _roman(lowered) else []
    return roman + letter if lowered in "ivx" or not letter else letter + roman


def _roman(text: str) -> int:
    """The value of a Roman number; 0 for what is none. Misordered ones ("IIII") count as they are written."""
    if not text or set(text) - set(_ROMAN_VALUES):
        return 0
    values = [_ROMAN_VALUES[each] for each in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
