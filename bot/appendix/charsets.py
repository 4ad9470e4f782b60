"""Which charset a Vietnamese text file is in: Unicode, Windows-1258, or TCVN3 (the fonts .VnTime).

A byte means a letter in each of them, so the right one is told by its result: words that Vietnamese spelling allows. A
text that comes out well in none is refused, never imported garbled.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator

from bot.appendix.refusal import Reason, UnreadableFile

# TCVN 5712:1993 (VN1), the upper half and the capitals among the control characters.
_TCVN3_HIGH = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3_LOW = dict(zip((1, 2, 4, 5, 6, 17, 18, 19, 20, 21, 22, 23), "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_TCVN3 = {**{0x80 + index: letter for index, letter in enumerate(_TCVN3_HIGH)}, **_TCVN3_LOW}

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_VOWELS = r"[aăâeêioôơuưy]{1,3}"
_CODA = r"(?:ch|ng|nh|[cmnptiyou])?"
_SYLLABLE = re.compile(_ONSET + _VOWELS + _CODA)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SAMPLE = 200_000
_ENOUGH = 0.9


def decode(raw: bytes) -> str:
    """The text of a file; raises UnreadableFile where no charset gives Vietnamese."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _strictly(raw, name)
    if raw.count(0) > len(raw) // 10:
        return _best([*_decoded(raw, "utf-16-le"), *_decoded(raw, "utf-16-be")])
    for text in _decoded(raw, "utf-8"):
        return mend(text)
    return _best([*_decoded(raw, "cp1258"), from_tcvn3(raw)])


def from_tcvn3(raw: bytes) -> str:
    """Bytes of TCVN3 as text; capitals of .VnTimeH, which share the small letters' codes, become capitals again."""
    text = raw.decode("latin-1").translate(_TCVN3)
    return "\n".join(_with_capitals(line) for line in unicodedata.normalize("NFC", text).split("\n"))


def mend(text: str) -> str:
    """Text that was typed in a TCVN3 font and stored as Unicode, read as what it showed; other text unchanged."""
    if vietnamese_share(text) >= _ENOUGH:
        return text
    latin = text.encode("cp1252", "replace") if _is_cp1252(text) else b""
    candidates = [from_tcvn3(raw) for raw in (latin, text.encode("latin-1", "replace")) if raw]
    best = max(candidates, key=vietnamese_share)
    return best if vietnamese_share(best) >= _ENOUGH else text


def vietnamese_share(text: str) -> float:
    """How many of the words with letters outside ASCII are Vietnamese syllables; 1 where there are none."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE])) if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


def check_vietnamese(text: str) -> None:
    """Raise UnreadableFile for a text that is garbled."""
    if vietnamese_share(text) < _ENOUGH:
        raise UnreadableFile(Reason.CHARSET)


def _best(candidates: list[str]) -> str:
    best = max(candidates, key=vietnamese_share, default="")
    if not best or vietnamese_share(best) < _ENOUGH:
        raise UnreadableFile(Reason.CHARSET)
    return best


def _strictly(raw: bytes, name: str) -> str:
    for text in _decoded(raw, name):
        return mend(text)
    raise UnreadableFile(Reason.CHARSET)


def _decoded(raw: bytes, name: str) -> Iterator[str]:
    try:
        yield unicodedata.normalize("NFC", raw.decode(name))
    except UnicodeDecodeError:
        return


def _is_cp1252(text: str) -> bool:
    return bool(text) and text.encode("cp1252", "replace").count(b"?") == text.count("?")


def _is_syllable(word: str) -> bool:
    """Letters and at most one tone, in the order that spelling allows; capitals only first or throughout."""
    parts = unicodedata.normalize("NFD", word)
    tones = [char for char in parts if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONES))
    cased = word.islower() or word.isupper() or word[1:].islower() or (word.isalpha() and word[0].isupper())
    return len(tones) <= 1 and cased and bool(_SYLLABLE.fullmatch(bare.casefold()))


def _with_capitals(line: str) -> str:
    """ "CéNG HßA" typed in the capitals' font: a word with ASCII capitals beside accented small letters is capital."""
    words = re.split(r"(\s+)", line)
    loud = [_is_mixed(word) or _is_capital(word) for word in words]
    return "".join(
        word.upper() if _is_mixed(word) or (_is_half(word) and _beside(loud, place)) else word
        for place, word in enumerate(words)
    )


def _is_mixed(word: str) -> bool:
    plain = [char for char in word if char.isalpha() and char.isascii()]
    return len(plain) > 1 and all(char.isupper() for char in plain) and any(char.islower() for char in word)


def _is_capital(word: str) -> bool:
    return len([char for char in word if char.isalpha()]) > 1 and word.isupper()


def _is_half(word: str) -> bool:
    plain = [char for char in word if char.isalpha() and char.isascii()]
    return all(char.isupper() for char in plain) and any(char.islower() for char in word)


def _beside(loud: list[bool], place: int) -> bool:
    return any(loud[other] for other in (place - 2, place + 2) if 0 <= other < len(loud))
