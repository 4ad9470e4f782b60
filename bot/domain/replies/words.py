"""Reply text to folded words, each with its place: abbreviations, slips, stray Telex and regional words made plain."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_TOKEN = re.compile(r"doc0|\d+|[^\W\d_]+|[%/–-]|[?;,.:\n…]|[\U0001F44D\U0001F44C\u2705\u2714]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uyu|uoi|uou|ieu|yeu|oai|oay|oeo|uay|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_ROMAN = re.compile(r"[ivx]+")
_REPEATED = re.compile(r"([a-z])\1+$")
_TELEX_TONE = re.compile(r"[sfrxj]")
# Officials' short forms and ways of the north, centre and south, folded.
SHORT = {
    "ht": "hoan thanh", "r": "roi", "rui": "roi", "rui`": "roi", "rooi": "roi", "oi": "oi", "goi": "roi", "roai": "roi",
    "k": "khong", "ko": "khong", "kg": "khong", "hok": "khong", "hem": "khong", "hong": "khong", "hk": "khong",
    "khum": "khong", "no": "khong", "nỏ": "khong", "dc": "duoc", "dk": "duoc", "duoc": "duoc", "lm": "lam", "man": "lam",
    "dg": "dang", "dag": "dang", "ddang": "dang", "yk": "y kien", "hs": "ho so", "bc": "bao cao", "nv": "nhiem vu",
    "j": "gi", "z": "vay", "ld": "lanh dao", "hd": "huong dan", "tw": "trung uong", "dt": "du thao", "vb": "van ban",
    "cv": "cong van", "bh": "ban hanh", "tk": "trien khai", "td": "tham dinh", "pd": "phe duyet", "xog": "xong",
    "xg": "xong", "xonh": "xong", "chx": "chua", "chuaa": "chua", "e": "em", "a": "anh", "c": "chi", "vs": "voi", "bt": "binh thuong",
    "done": "xong", "oke": "ok", "oki": "ok", "okiii": "ok", "okey": "ok", "okie": "ok", "okay": "ok", "okela": "ok", "uk": "ok", "uh": "ok", "uhm": "ok",
    "ub": "ubnd", "kp": "kinh phi", "tt": "tiep tuc", "cay": "cai", "chu": "chu", "stp": "so tu phap", "th": "thuc hien",
    "pt": "phan tram", "ncl": "noi chung la", "mk": "minh", "ng": "nguoi", "trc": "truoc", "sn": "sang nay", "htanh": "hoan thanh", "hthanh": "hoan thanh", "ch": "chua",
}  # fmt: skip
# What slips are mended to: a token that is no Vietnamese syllable, one letter away from exactly one of these.
_KEY = ("xong", "hoan", "thanh", "trinh", "vuong", "dang", "chua", "hanh", "trien", "khai", "nhan", "tham", "dinh",
        "soan", "thao", "duoc", "huong", "nham", "phat", "nhac", "quyet", "nghi")  # fmt: skip
_PAIRS = {"trien": "khai", "hoan": "thanh", "soan": "thao", "du": "thao", "ban": "hanh", "kinh": "phi"}


@dataclass(frozen=True)
class Word:
    """A word as it is read, and where it stands in the text as typed."""

    text: str
    start: int
    end: int
    typed: str = ""


@dataclass(frozen=True)
class Text:
    """Words in a row as one string; `line` has a blank between any two."""

    words: tuple[Word, ...]
    line: str
    places: tuple[int, ...]  # where each word begins in `line`

    @classmethod
    def of(cls, words: tuple[Word, ...]) -> "Text":
        places, at = [], 0
        for word in words:
            places.append(at)
            at += len(word.text) + 1
        return cls(words, " ".join(word.text for word in words), tuple(places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `line` stands in the text as typed."""
        inside = self.words[self._ending_after(start) : bisect_left(self.places, end)]
        return (inside[0].start, inside[-1].end) if inside else (0, 0)

    def words_in(self, start: int, end: int) -> list[tuple[Word, int]]:
        """The words that begin in a stretch of `line`, each with its place there."""
        low, high = bisect_left(self.places, start), bisect_left(self.places, end)
        return list(zip(self.words[low:high], self.places[low:high], strict=True))

    def place_of(self, at: int) -> int:
        """The place in `line` of the word that stands at, or first after, a place of the text as typed."""
        n = bisect_right(self.words, at, key=lambda word: word.end)
        return self.places[n] if n < len(self.words) else len(self.line)

    def _ending_after(self, start: int) -> int:
        n = bisect_right(self.places, start)
        if n and self.places[n - 1] + len(self.words[n - 1].text) > start:
            return n - 1
        return n


def fold(text: str) -> str:
    """Lower case without marks."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a reply (NFC), plain."""
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        plain = _plain(match[0], words[-1].text if words else "")
        if plain == "tram" and words and words[-1].text == "phan":
            words[-1] = Word("%", words[-1].start, match.end(), "%")
            continue
        words.append(Word(plain, match.start(), match.end(), match[0]))
    return tuple(words)


def _plain(typed: str, before: str) -> str:
    if not typed[0].isalpha():
        return {"…": "…", "\n": ";"}.get(typed, typed)
    marked = typed.lower()
    if marked in ("nỏ", "nõ"):
        return "khong"
    if marked in ("mần", "mầm"):
        return "lam"
    if marked in ("hổng", "hông", "hong", "hem"):
        return "khong"
    if marked in ("lớn", "lơn"):
        return "to"
    if marked == "chừ":
        return "gio"
    if marked in ("ni", "nì"):
        return "nay"
    if marked == "bí":
        return "be tac"
    if marked in ("tắc", "kẹt", "nghẽn"):
        return "be tac"
    if marked == "no":
        return "no"
    folded = fold(typed)
    if folded in SHORT and folded != "no":
        return _short(folded, typed)
    if folded.isdecimal() or any(char.isdigit() for char in folded):
        return folded
    if not _SYLLABLE.fullmatch(folded):
        folded = _mended(folded)
    expected = _PAIRS.get(before)
    if (
        expected
        and folded != expected
        and len(folded) >= 3
        and (_near(folded, expected) or _near(without_telex(folded), expected))
    ):
        return expected
    return folded


def _short(folded: str, typed: str) -> str:
    if (
        folded in {"a", "e", "c", "man", "oi", "th", "tt", "chu", "cay", "no"}
        and typed.lower() != folded
        and folded != "man"
    ):
        return folded  # "ạ", "à", "ới": a particle, not a person
    return SHORT[folded]


def _mended(token: str) -> str:
    """Telex typed without its editor, or a slip of one letter."""
    plain = without_telex(token)
    if plain != token and not _near(plain, "chua") and (_SYLLABLE.fullmatch(plain) or plain in SHORT):
        return SHORT.get(plain, plain) if plain in {"man"} else plain
    if plain != token and _near(plain, "chua"):
        return "chua"  # of two readings the denial: nothing is done that was not said to be
    short = token if _ROMAN.fullmatch(token) else _REPEATED.sub(r"\1", token)
    if short != token and _SYLLABLE.fullmatch(short):
        return short
    found = (
        [key for key in _KEY if _near(token, key) or (plain != token and _near(plain, key))] if len(token) >= 3 else []
    )
    return found[0] if len(found) == 1 else token


def without_telex(token: str) -> str:
    """ "dduwowcj" → "duoc": doubled letters and tone letters fall away."""
    plain = token.replace("dd", "d").replace("w", "")
    for vowel in "aeo":
        plain = plain.replace(vowel * 2, vowel)
    first = next((n for n, char in enumerate(plain) if char in "aeiouy"), len(plain))
    return plain[:first] + _TELEX_TONE.sub("", plain[first:])


def _near(one: str, other: str) -> bool:
    """At most one letter put in, left out, changed, or two beside one another exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    if len(one) == len(other):
        wrong = [n for n, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and one[wrong[0]] == other[wrong[1]]
            and one[wrong[1]] == other[wrong[0]]
        )
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
