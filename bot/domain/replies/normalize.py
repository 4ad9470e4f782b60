"""Text to tokens: composed letters, lower case, forgiving of marks, each token knowing where it was typed."""

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.replies.words import SIGNS

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_QUALITIES = frozenset("\u0302\u0306\u031b")
_CARRIED = frozenset(_TONES) | _QUALITIES | {"\u0340", "\u0341"}

_LETTER = "a-zà-ỹđ"
_SIGN = r"[a-zđ][a-zđ0-9]{0,11}(?:[ ]?[-–][ ]?[a-zđ][a-zđ0-9]{1,11}){0,3}"
_ROMAN = r"(?:i{1,3}|iv|v|vi{0,3}|l{1,3})"
_STEP = r"(?:[.\-_][ ]?)?"
# Kinds in the order in which they are tried; a number is what is left when nothing longer begins there.
_KINDS = {
    "doc": rf"\d{{1,5}}[ ]?(?:/[ ]?\d{{4}}[ ]?)?/[ ]?{_SIGN}(?![{_LETTER}0-9])",
    "range": r"\d{1,3}%?[ ]?[-–—~][ ]?\d{1,3}[ ]?(?:%|phần trăm|phan tram)",
    "percent": rf"\d{{1,3}}(?:[.,]\d{{1,2}})?[ ]?(?:%|phần trăm|phan tram|phầm trăm|pt(?![{_LETTER}]))",
    "code": rf"(?<![{_LETTER}0-9])(?:{_ROMAN}{_STEP}\d{{1,2}}(?:{_STEP}[a-e](?![{_LETTER}])(?:{_STEP}\d{{1,2}})?|"
    rf"[.\-_]\d{{1,2}})*|\d{{1,2}}{_STEP}[a-e]{_STEP}\d{{1,2}}|\d\.\d\.?[a-e]\.?\d{{1,2}})(?![{_LETTER}0-9/%])",
    "span": r"\d{1,2}(?:/\d{1,2})?[ ]?[-–—][ ]?\d{1,2}/\d{1,2}(?:/\d{2,4})?",
    "day": r"\d{1,2}(?:[ ]?/[ ]?\d{1,2}(?:[ ]?/[ ]?(?:\d{4}|\d{2}))?|([-.])\d{1,2}\1(?:\d{4}|\d{2})|[-–.]\d{1,2})"
    r"(?![\d%/])",
    "number": r"\d+",
    "word": r"[^\W\d_]+",
    "mark": r"[^\w\s]|_",
}
_TOKEN = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern.replace(chr(92) + '1', '(?P=dash)').replace('([-.])', '(?P<dash>[-.])')})"
        for kind, pattern in _KINDS.items()
    )
)
_NUMBER = re.compile(r"\d+")
_DOCUMENT_TYPES = frozenset(SIGNS.split(", "))


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the reply: its text composed and in lower case, its letters without marks, its place."""

    kind: str  # doc, percent, code, span, day, range, number, word, mark
    text: str
    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without marks; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in decomposed if letter not in _CARRIED).replace("đ", "d")


def compose(text: str) -> tuple[str, list[int] | None]:
    """Composed lower-case text, and for each letter its place in `text` (None: the same places)."""
    if unicodedata.is_normalized("NFC", text):
        lower = text.lower()
        if len(lower) == len(text):
            return lower, None
    letters: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and end - start < 8 and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[start:end]).lower()
        letters.append(piece)
        places.extend([start] * len(piece))
        start = end
    return "".join(letters), [*places, len(text)]


def tone_and_letters(word: str) -> tuple[str, str]:
    """A word's tone as Telex writes it ("" for none) and its letters with their own marks: "hoà" is ("f", "hoa")."""
    tone = ""
    kept = []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            kept.append(letter)
    return tone, unicodedata.normalize("NFC", "".join(kept))


def split_tokens(text: str) -> list[Token]:
    """The tokens of a reply, in order; anything is accepted."""
    composed, places = compose(text)
    found = []
    match = _TOKEN.search(composed)
    while match is not None:
        kind = next(name for name in _KINDS if match.start(name) >= 0)
        if kind == "doc" and not _is_sign(match.group()):
            kind, match = "number", _NUMBER.match(composed, match.start()) or match
        piece = match.group()
        start, end = match.span()
        if places is not None:
            start, end = places[start], places[end]
        found.append(Token(kind, piece, piece if piece.isascii() else fold(piece), start, end))
        match = _TOKEN.search(composed, match.end())
    return found


def _is_sign(piece: str) -> bool:
    """Whether what follows the slash is the sign of a document, not the next statement ("1/xong")."""
    sign = fold(piece[piece.rindex("/") + 1 :]).strip()
    first = re.split(r"[ ]?[-–][ ]?", sign)[0]
    return first in _DOCUMENT_TYPES or ("-" in sign and (first.startswith("s") or first.isupper()))
