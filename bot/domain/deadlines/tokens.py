"""A cleaned phrase to tokens in one canonical spelling, each with the place where it stood.

Grammar rules then see "quy 3 / 2022" whether the phrase said "Quý III/2022", "Q.3-2022" or "QUÍ lll // 2O22".
Signs among the tokens: "/", "-", ".", ",", ";", ":", "(", ")", "¶" a line break, "…" a blank left to be filled,
"%3" a Roman 3, "@" an hour of the clock.
"""

import re
from dataclasses import dataclass, replace

from bot.domain.deadlines.cleaning import fold
from bot.domain.deadlines.numbers import read_blurred_digits, read_blurred_roman, read_roman, read_words

_RUN = re.compile(r"[^\W_]+(?:\|+[^\W_]*)*|\|+[^\W_|]*(?:\|+[^\W_]*)*")
_CLOCK = re.compile(r"(\d{1,2})[hg](\d{2})?p?")
_GLUED = (
    (re.compile(r"(q|qu[yi])([ivl1-9|]{1,4})"), "quy"),
    (re.compile(r"(t|th|thg|thang)(\d{1,2}|\d?[ol])"), "thang"),
    (re.compile(r"(thang|thg)([ivx]{1,4})"), "thang"),
    (re.compile(r"(ngay|nam|tuan)(\d{1,4})"), ""),
)
_COUNTED = re.compile(r"(\d{1,3})(ngay|thang|nam|tuan|lan|t)")
_QUARTER_MARKS = {"quý", "quí", "qúy", "qúi", "quy", "qui", "q"}
_MONTH_WORDS = {"thg", "th", "t"}
# Words of the grammar with their marks: the same letters under other marks are another word ("tài", "mới", "thắng").
_MEANT = {
    fold(words.split()[0]): set(words.split())
    for words in (
        "sau", "trước", "từ", "đến", "tới", "trong", "hết", "tại", "khi", "hoặc", "năm", "tháng t th thg", "ngày",
        "tuần", "lần", "đầu", "cuối", "giữa", "xong", "trình", "hạn", "mùa", "tết", "theo", "mỗi", "hằng hàng", "nửa",
        "chưa", "trừ", "lùi", "và",
    )
}  # fmt: skip
_AFTER_SIX_MONTHS = {"dau", "cuoi", "mot", "1", "/", ",", "ke", "sau", "tinh"}  # beside bare "sau thang"
_RULED = {"dinh", "hoach", "mo", "trinh", "che", "uoc", "dong", "chuan", "luat", "dat", "doi", "ve"}  # quy định …
_COUNTABLE = {"ngay", "thang", "tuan", "nam", "lan", "quy"}
_NUMBERED = {"quy", "thang", "ngay", "thu", "tuan"}


@dataclass(frozen=True, slots=True)
class Token:
    """A canonical word or sign; `mark` is the word in lower case with its marks; the place is in the cleaned phrase."""

    text: str
    mark: str
    start: int
    end: int


def tokens_of(text: str, *, apart: bool) -> list[Token]:
    """The canonical tokens of a cleaned phrase; `apart` keeps its line breaks, else each is a blank."""
    split = [_line_break(token, apart) for token in _split(text)]
    return _join_units(_count_words([token for token in split if apart or token.text != "¶"]))


def _line_break(token: Token, apart: bool) -> Token:
    return replace(token, text="¶" if apart else "-") if token.text == "¶-" else token


def _split(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    for match in _RUN.finditer(text):
        tokens += _signs(text, at, match.start(), tokens)
        tokens += _pieces(match.group(), match.start())
        at = match.end()
    return tokens + _last_signs(text, at, tokens)


def _signs(text: str, start: int, end: int, before: list[Token]) -> list[Token]:
    """The signs between two words: brackets one by one, the rest of each gap as the one that weighs most."""
    found = []
    for part in re.finditer(r"[()]|[^()]+", text[start:end]):
        sign = part.group() if part.group() in "()" else _heaviest(part.group(), bool(before) and end < len(text))
        if sign:
            found.append(Token(sign, sign, start + part.start(), start + part.end()))
    return found if before else [token for token in found if token.text in {"(", "…", "/", "-"}]


def _heaviest(gap: str, inside: bool) -> str:
    tight = re.sub(r"[ \n]", "", gap)
    if "..." in tight or "__" in tight or "?" in tight or (".." in tight and not (inside and " " not in gap)):
        return "…"
    for sign in ";:/":
        if sign in tight:
            return sign
    if "," in tight and "-" not in tight:
        return ","
    if "-" in tight:
        return "¶-" if "\n" in gap else "-"
    if "+" in tight or "&" in tight:
        return "va"
    if "\n" in gap:
        return "¶"
    return "." if "." in tight else ""


def _last_signs(text: str, at: int, before: list[Token]) -> list[Token]:
    """Closing punctuation says nothing, but a slash or a blank after a slash is a year left open."""
    tail = text[at:]
    if not before or "/" not in tail or tail.lstrip().startswith((".", ";", ",")):
        return [token for token in _signs(text, at, len(text), before) if token.text == ")"]
    return [Token("…" if re.search(r"[._]", tail) else "/", "", at, len(text))]


def _pieces(run: str, start: int) -> list[Token]:
    """A run of letters and digits as one token, or as two where a unit and its number are glued together."""
    mark, word, end = run.lower(), fold(run), start + len(run)
    if word.isdigit() and word.isascii():
        return [Token(word if len(word) <= 4 else "#", mark, start, end)]
    if _CLOCK.fullmatch(word):
        return [Token("@0" if int(word.split("h")[0].split("g")[0]) == 0 else "@", mark, start, end)]
    digits = read_blurred_digits(word)
    roman = (read_roman(word) or read_blurred_roman(word)) if mark == word else 0  # "vị" is a word, "vi" may be one
    if digits and not roman:
        return [Token(digits, mark, start, end)]
    if roman:
        certain = word.isalpha() and "l" not in word
        return [Token(f"%{roman}" if certain else f"%{roman}?", mark, start, end)]
    return _glued(word, mark, start, end) or [Token(word, mark, start, end)]


def _glued(word: str, mark: str, start: int, end: int) -> list[Token]:
    for pattern, unit in _GLUED:
        if match := pattern.fullmatch(word):
            cut = start + match.end(1)
            head = Token(unit or match[1], mark[: match.end(1)], start, cut)
            return [head, *_pieces(match[2], cut)]
    if match := _COUNTED.fullmatch(word):
        unit = "thang" if match[2] == "t" else match[2]
        cut = start + match.end(1)
        return [Token(match[1], match[1], start, cut), Token(unit, mark[match.end(1) :], cut, end)]
    return []


def _count_words(tokens: list[Token]) -> list[Token]:
    """Numbers in words to digits, where a unit stands beside them."""
    marks = [token.mark for token in tokens]
    bare = all(fold(mark) == mark for mark in marks)
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        before = found[-1].text if found else ""
        at = _past_repeated(tokens, marks, at, before)
        if at == len(tokens):
            break
        value, end = _number_at(tokens, marks, at, before, bare)
        if end == at:
            found.append(_told_apart(tokens[at], before))
        else:
            found.append(Token(f"{value}" if value < 10000 else "#", "", tokens[at].start, tokens[end - 1].end))
        at = max(end, at + 1)
    return found


def _past_repeated(tokens: list[Token], marks: list[str], at: int, before: str) -> int:
    """ "30 (ba mươi) ngày": the words in brackets repeat the number."""
    if tokens[at].text != "(" or not before.isdigit():
        return at
    _, end = read_words(marks, at + 1, four=True, six=True)
    end += _text(tokens, end) in _COUNTABLE and end > at + 1
    return end + 1 if end > at + 1 and _text(tokens, end) == ")" else at


def _number_at(tokens: list[Token], marks: list[str], at: int, before: str, bare: bool) -> tuple[int, int]:
    after_unit = before in _NUMBERED or (before == "nam" and marks[at] == "hai")
    four = after_unit and (marks[at] == "tư" or (marks[at] == "tu" and _is_april(tokens, at)))
    six = marks[at] == "sau" and bare and _is_six(tokens, at, before)
    value, end = read_words(marks, at, four=four, six=six)
    if end == at:
        return 0, at
    counted = end < len(tokens) and tokens[end].text in _COUNTABLE
    year = end + 1 + (_text(tokens, end) == "¶")
    if not after_unit and _text(tokens, year - 1) == "nam" and re.fullmatch(r"\d{4}", _text(tokens, year)):
        return 10000, end  # "ba năm 2022, 2023, 2024"
    if tokens[at].text == "nam" and end == at + 1 and not _is_five(tokens, at, before):
        return 0, at
    if bare and before == "sau" and tokens[at].text == "muoi" and end == at + 1:
        return 10000, end  # "sau muoi ngay": sixty, or after ten
    return (value, end) if after_unit or counted else (0, at)


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _is_april(tokens: list[Token], at: int) -> bool:
    """Bare "thang tu" and "quy tu" are four unless a repetition begins there ("hang thang tu nam 2023")."""
    return not _repeats(tokens, at - 2)


def _repeats(tokens: list[Token], at: int) -> bool:
    return _text(tokens, at) in {"hang", "moi", "ky", "cac", "tung", "hoac"}


def _is_six(tokens: list[Token], at: int, before: str) -> bool:
    if before == "thu":
        return True
    if before in {"thang", "quy", "ngay"}:
        return _text(tokens, at + 1) in {"/", "nam"} and not _repeats(tokens, at - 2)
    if before == "sau":
        return _text(tokens, at + 1) in _COUNTABLE
    return _text(tokens, at + 1) == "thang" and _text(tokens, at + 2) in _AFTER_SIX_MONTHS


def _is_five(tokens: list[Token], at: int, before: str) -> bool:
    """ "năm" beside a unit: the fifth month, or so many days; but a year before digits and after "hằng tháng"."""
    after = _text(tokens, at + 1)
    if before == "thu":
        return True
    if before in {"thang", "quy", "ngay"}:
        return not after.isdigit() and not _repeats(tokens, at - 2) and not _is_count(tokens, at - 2)
    return after in {"ngay", "tuan", "lan"} and not _text(tokens, at + 2).isdigit()


def _is_count(tokens: list[Token], at: int) -> bool:
    return _text(tokens, at).isdigit() or fold(_text(tokens, at)) in {"sau", "ba", "chin"}


def _told_apart(token: Token, before: str) -> Token:
    """Words that only their marks tell apart, in one spelling each."""
    if token.text in {"quy", "qui", "q"} and token.mark in _QUARTER_MARKS:
        return replace(token, text="quy")
    if token.text in {"mung", "mong"} and token.mark in {"mùng", "mồng", "mung", "mong"}:
        return replace(token, text="ngay")
    meant = _MEANT.get(token.text)
    if meant is not None and token.mark != token.text and token.mark not in meant:
        return replace(token, text=f"{token.text}'")
    return token


def _is_word(text: str) -> bool:
    """A word that no number follows: "đơn vị" without its marks."""
    return text.isalpha() and text not in _NUMBERED | {"va", "lan", "dot", "ky", "doan", "buoc", "den"}


def _join_units(tokens: list[Token]) -> list[Token]:
    """ "Q.III" and "Thg. 9" lose their full stop, "ngày mùng 5" its second word; "t 9" is a month."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        following = _text(tokens, at + 1)
        if token.text == "." and found and tokens[at - 1].mark in {"q", "t", "th", "thg", "quý", "tháng"}:
            continue
        if token.text == "ngay" and found and found[-1].text == "ngay" and following.isdigit():
            continue
        if token.mark in {"vi", "xi"} and found and _is_word(found[-1].text):
            token = replace(token, text=token.mark)
        beyond = _text(tokens, at + 2) if following == "¶" else following
        if token.text == "quy" and token.mark == "quy" and beyond in _RULED:
            token = replace(token, text="quy'")
        if token.text in _MONTH_WORDS and re.match(r"\d|%", following if following != "." else _text(tokens, at + 2)):
            token = replace(token, text="thang")
        found.append(token)
    return found
