"""A phrase as typed, to one line of plain letters: marks that never change a meaning go, the words stay as written."""

import html
import re
import unicodedata

LONGEST_PHRASE = 1500  # a longer cell is prose, not a deadline

_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾₀₁₂₃₄₅₆₇₈₉†‡§¶"))  # footnote marks; NFKC would make digits of them
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘﹣→⇒", "-"),
        **dict.fromkeys("⁄∕⧸\\", "/"),
        **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        **dict.fromkeys("¦∣ǀ", "|"),
        **dict.fromkeys("•·●○▪■►▶❖➢✓✔", "\n"),
        "Ð": "Đ",
        "ð": "đ",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
    }
)
_RAISED = re.compile(r"<sup\b[^<>]{0,80}>[^<>]{0,20}</sup\s*>", re.IGNORECASE)
_BREAKING = re.compile(r"<\s*/?\s*(?:br|p|div|li|tr|td)\b[^<>]{0,80}>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-z][^<>]{0,80}>", re.IGNORECASE)
_BULLET = re.compile(r"(?m)^[ \t]*[-+][ \t]*(?=\w)")
_ORDINAL = re.compile(r"(?m)^[ \t]*(?:\d{1,2}|[a-hđ])[.)][ \t]+(?=[^\W\d])", re.IGNORECASE)
_ISO_TIME = re.compile(
    r"(?<!\d)(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_MARK = re.compile(r"\(\s*(?:\*{1,3}|[a-d]|\d{1,3})\s*\)", re.IGNORECASE)
_YEAR_FOLLOWS = re.compile(r"\s*(?:[/.-]|năm|nam|NĂM|NAM)\s*\d", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]+")
_GAP = re.compile("(?<=\\w)[\u200b-\u200f\u2060\ufeff]+(?=\\w)")
_NAMES_A_NUMBER = re.compile(r"(?:qu[yi]|q|thang|ngay|tuan|thg)[ .]*$")


def clean(text: str) -> str:
    """NFC without tags, footnote marks, invisible characters and odd signs; lines kept, blanks within them made one."""
    text = unicodedata.normalize("NFC", text.translate(_SUPERSCRIPTS).replace("\r\n", "\n").translate(_SIGNS))
    text = unicodedata.normalize("NFKC", "".join(" " if _is_circled(char) else char for char in text))
    text = html.unescape("".join(_visible(char) for char in text.translate(_SIGNS)))
    text = _TAG.sub("", _BREAKING.sub("\n", _RAISED.sub("", text))).replace("\u00a0", " ")
    text = _ISO_TIME.sub(r"\1", text)
    text = _ORDINAL.sub("", _MARK.sub(_marked_number, text)).replace("*", "").strip()
    if _BULLET.match(text):  # only a list of bullets begins with one: "2023 ¶ - 2025" is a range
        text = _BULLET.sub("", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def _is_circled(char: str) -> bool:
    return "\u2460" <= char <= "\u249b" or "\u2776" <= char <= "\u2793"


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cf", "Cs", "Mn", "Me", "Co", "Cn"} or char in "\"'`“”«»‘’ʼ":
        return ""
    return " " if category[0] in "ZC" and char != "\n" else char


def _marked_number(match: re.Match[str]) -> str:
    """ "Quý (3)/2022" keeps its number; any other bracketed number is a footnote or repeats a number in words."""
    before = fold(match.string[max(0, match.start() - 8) : match.start()])
    inner = match.group()[1:-1].strip()
    named = inner.isdigit() and _NAMES_A_NUMBER.search(before) and _YEAR_FOLLOWS.match(match.string, match.end())
    return f" {inner} " if named else " "


def has_invisible_gap(text: str) -> bool:
    """Does an invisible character stand between two words, where it may be all that is left of a blank?

    Between all letters it is only noise.
    """
    return bool(_GAP.search(text)) and max(map(len, _INVISIBLE.split(text))) > 2


def with_gaps_shown(text: str) -> str:
    """The text with a blank for each invisible character."""
    return _INVISIBLE.sub(" ", text)


def fold(text: str) -> str:
    """Lower case without marks, letter for letter (each character stays one character)."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char < "\x80":
        return char.lower()
    lower = char.lower()
    base = unicodedata.normalize("NFD", lower[:1])[0]
    return "d" if base == "đ" else base
