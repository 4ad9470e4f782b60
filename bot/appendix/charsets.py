"""Which charset a Vietnamese text is in: Unicode, Windows-1258, TCVN3 (the fonts .VnTime) or VNI (VNI-Times).

A byte means a letter in each of them, so the right one is told by its result: words that Vietnamese spelling allows. A
text that comes out well in none is refused, never imported garbled.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence

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

# VNI: a letter, then a sign for what stands over or under it; a few letters have a sign of their own.
_VNI_MARKS = dict(
    zip(
        "ùøûõïâáàåãäêéèúüë",
        ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323",
         "\u0302", "\u0302\u0301", "\u0302\u0300", "\u0302\u0309", "\u0302\u0303", "\u0302\u0323",
         "\u0306", "\u0306\u0301", "\u0306\u0300", "\u0306\u0309", "\u0306\u0303", "\u0306\u0323"),
        strict=True,
    )
)  # fmt: skip
_VNI_LETTERS = dict(zip("ôöæóòñîÔÖÆÓÒÑÎ", "ơưỉĩịđỵƠƯỈĨỊĐỴ", strict=True))
_VNI = re.compile(rf"([aeouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_LETTERS)}]", re.IGNORECASE)

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklp][lr]|[bcdđghklmnpqrstvx])?"
_NUCLEUS = r"(?:[iy]ê|uyê|uya|u[âêôơya]|o[aăeo]|ươ|ưa|i[au]|[aăâeêioôơuưy])"
_CODA = r"(?:ch|ng|nh|[ckmnptiyou])?"
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + _CODA)
# A letter misread may come out as a sign, so a word is all that stands between blanks and ASCII signs.
_WORD = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7f\u2010-\u2027\u2030-\u203a«»•]+")
_NO_SMALL_ASCII = r"[^\s;\"|a-z]*[^\W\d_a-z][^\s;\"|a-z]*(?![^\s;\"|])"
_LOUD_WORDS = re.compile(rf"(?<![^\s;\"|]){_NO_SMALL_ASCII}(?: +{_NO_SMALL_ASCII})*")
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
        return text
    return _best([*_decoded(raw, "cp1258"), from_tcvn3(raw), *map(from_vni, _decoded(raw, "cp1252"))])


def from_tcvn3(raw: bytes) -> str:
    """Bytes of TCVN3 as text; capitals of .VnTimeH, which share the small letters' codes, become capitals again."""
    text = raw.decode("latin-1").translate(_TCVN3)
    return "\n".join(_with_capitals(line) for line in unicodedata.normalize("NFC", text).split("\n"))


def from_vni(text: str) -> str:
    """A text of VNI's letter-and-sign pairs as what it showed."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    letter, sign = found[1], found[2]
    if letter is None:
        return _VNI_LETTERS[found[0]]
    return _VNI_LETTERS.get(letter, letter) + _VNI_MARKS[sign.lower()]


def mended(texts: Sequence[str]) -> list[str]:
    """Texts that were typed in a TCVN3 or VNI font and stored as Unicode, read as what they showed; others unchanged.

    The whole decides whether that is the case, since a short cell may be Vietnamese in both readings.
    """
    if _share(texts) >= _ENOUGH:
        return list(texts)
    for read in ([_from_font(text) for text in texts], [from_vni(text) for text in texts]):
        if _share(read) >= _ENOUGH:
            return read
    return [max((text, _from_font(text), from_vni(text)), key=vietnamese_share) for text in texts]


def _share(texts: Sequence[str]) -> float:
    return vietnamese_share("\n".join(texts))


def _from_font(text: str) -> str:
    """A text whose letters are the codes of a TCVN3 font; one with other letters is left as it is."""
    for charset in ("latin-1", "cp1252"):
        try:
            return from_tcvn3(text.encode(charset))
        except UnicodeEncodeError:
            continue
    return text


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
        return text
    raise UnreadableFile(Reason.CHARSET)


def _decoded(raw: bytes, name: str) -> Iterator[str]:
    try:
        yield unicodedata.normalize("NFC", raw.decode(name))
    except UnicodeDecodeError:
        return


def _is_syllable(word: str) -> bool:
    """Letters and at most one tone, in the order that spelling allows; capitals only first or throughout."""
    parts = unicodedata.normalize("NFD", word)
    tones = [char for char in parts if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONES))
    cased = word.islower() or word.isupper() or word[1:].islower() or (word.isalpha() and word[0].isupper())
    return len(tones) <= 1 and cased and bool(_SYLLABLE.fullmatch(bare.casefold()))


def _with_capitals(line: str) -> str:
    """ "CéNG HßA" typed in the capitals' font: accented small letters beside ASCII capitals are capitals too."""
    return _LOUD_WORDS.sub(lambda run: run[0].upper() if any(map(_is_mixed, run[0].split())) else run[0], line)


def _is_mixed(word: str) -> bool:
    """Small letters that only the font made capitals; "Sở" alone may be just a word that begins a name."""
    plain = [char.isascii() for char in word if char.isupper()]
    small = [place for place, char in enumerate(word) if char.islower()]
    return bool(small) and (sum(plain) > 1 or any(char.isupper() for char in word[small[0] :]))
