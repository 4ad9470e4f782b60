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
_BULLET = re.compile(r"(?m)^[ \t]*(?:[-+*](?=[ \t]+\S)|(?:\d{1,2}|[a-hđ])[.)][ \t]+(?=[^\W\d]))[ \t]*", re.IGNORECASE)
_ISO_TIME = re.compile(
    r"(?<!\d)(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_MARK = re.compile(r"\(\s*(?:\*{1,3}|[a-d]|\d{1,3})\s*\)", re.IGNORECASE)
_NAMES_A_NUMBER = re.compile(r"(?:qu[yi]|q|thang|ngay|tuan|thg)[ .]*$")


def clean(text: str) -> str:
    """NFC without tags, footnote marks, invisible characters and odd signs; lines kept, blanks within them made one."""
    text = html.unescape(text)
    text = _TAG.sub("", _BREAKING.sub("\n", _RAISED.sub("", text)))
    text = unicodedata.normalize("NFC", text.translate(_SUPERSCRIPTS).replace("\r\n", "\n").translate(_SIGNS))
    text = unicodedata.normalize("NFKC", "".join(" " if _is_circled(char) else char for char in text))
    text = "".join(_visible(char) for char in text.translate(_SIGNS))
    text = _ISO_TIME.sub(r"\1", text)
    text = _BULLET.sub("", _MARK.sub(_marked_number, text))
    return re.sub(r"[ \t]+", " ", text.replace("*", "")).strip()


def _is_circled(char: str) -> bool:
    return "\u2460" <= char <= "\u249b" or "\u2776" <= char <= "\u2793"


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cf", "Cs", "Mn", "Me", "Co", "Cn"} or char in "\"'`“”«»‘’ʼ":
        return ""
    return " " if category[0] in "ZC" and char != "\n" else char


def _marked_number(match: re.Match[str]) -> str:
    """ "Quý (3)" keeps its number; any other bracketed number is a footnote or repeats a number in words."""
    before = fold(match.string[max(0, match.start() - 8) : match.start()])
    inner = match.group()[1:-1].strip()
    return f" {inner} " if inner.isdigit() and _NAMES_A_NUMBER.search(before) else " "


def fold(text: str) -> str:
    """Lower case without marks, letter for letter (each character stays one character)."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char < "\x80":
        return char.lower()
    lower = char.lower()
    base = unicodedata.normalize("NFD", lower[:1])[0]
    return "d" if base == "đ" else base
