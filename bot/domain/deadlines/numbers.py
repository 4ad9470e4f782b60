"""Numbers as phrases write them: in words, Roman, and with the slips of optical reading."""

import re

_UNITS = {
    **dict.fromkeys(("khong",), 0),
    **dict.fromkeys(("mot", "một", "mốt"), 1),
    **dict.fromkeys(("hai",), 2),
    **dict.fromkeys(("ba",), 3),
    **dict.fromkeys(("bon", "bốn", "tư", "tu"), 4),
    **dict.fromkeys(("nam", "năm", "lam", "lăm", "nham", "nhăm"), 5),
    **dict.fromkeys(("sau", "sáu"), 6),
    **dict.fromkeys(("bay", "bảy", "bẩy"), 7),
    **dict.fromkeys(("tam", "tám"), 8),
    **dict.fromkeys(("chin", "chín"), 9),
    "không": 0,
}
_FIRST = {
    "mot",
    "một",
    "hai",
    "ba",
    "bon",
    "bốn",
    "nam",
    "năm",
    "sáu",
    "bay",
    "bảy",
    "bẩy",
    "tam",
    "tám",
    "chin",
    "chín",
}
_TEN, _TENS = {"mười", "muoi"}, {"mươi", "muoi"}
_HUNDRED, _THOUSAND = {"trăm", "tram"}, {"nghìn", "nghin", "ngàn", "ngan"}
_ODD = {"linh", "lẻ", "le"}
_ROMANS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12
}  # fmt: skip


def read_words(words: list[str], start: int, *, four: bool = False, six: bool = False) -> tuple[int, int]:
    """The number in words at `start` (lower case, marks kept or missing) and where it ends; (0, start) for none.

    `four` and `six` say that a first "tu" and "sau" without marks are numbers there, not "từ" and "sau".
    """
    total, at = 0, start
    value, at = _below_hundred(words, at, four, six)
    if at == start:
        return 0, start
    if _word(words, at) in _THOUSAND and value < 10:
        total, value, at = 1000 * value, 0, at + 1
        value, at = _below_hundred(words, at, True, True)
    if _word(words, at) in _HUNDRED and value < 10:
        total, value, at = total + 100 * value, 0, at + 1
        at += _word(words, at) in _ODD
        value, at = _below_hundred(words, at, False, False)
    return total + value, at


def _below_hundred(words: list[str], at: int, four: bool, six: bool) -> tuple[int, int]:
    word = _word(words, at)
    if word in _TEN:
        return (10 + _UNITS[_word(words, at + 1)], at + 2) if _is_unit(words, at + 1) else (10, at + 1)
    if word not in _FIRST and not (four and word in {"tư", "tu"}) and not (six and word == "sau") and word != "không":
        return 0, at
    value = _UNITS[word]
    if _word(words, at + 1) not in _TENS:
        return value, at + 1
    if _is_unit(words, at + 2):
        return 10 * value + _UNITS[_word(words, at + 2)], at + 3
    return 10 * value, at + 2


def _is_unit(words: list[str], at: int) -> bool:
    """A digit after a ten, but not "năm" the year in "mười năm" nor "từ", "sau" the prepositions."""
    word = _word(words, at)
    if word in {"nam", "năm", "sau", "tu"}:
        return word != "năm" and _word(words, at + 1) in {"ngày", "ngay", "tháng", "thang"} and word == "nam"
    return word in _UNITS and word not in {"không", "khong"}


def _word(words: list[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def read_roman(word: str) -> int:
    """1 to 12 for a folded Roman numeral; 0 otherwise."""
    return _ROMANS.get(word, 0)


def read_blurred_roman(word: str) -> int:
    """1 to 12 for a Roman numeral in which l, 1 or | stand for I; 0 otherwise, and 0 for plain digits."""
    if word.isdigit() or not re.fullmatch(r"[ivxl1|]{1,5}", word):
        return 0
    return read_roman(re.sub(r"[l1|]", "i", word))


def read_blurred_digits(word: str) -> str:
    """Digits in which O stands for 0 and l, I or | for 1 ("2O22"), with at least one true digit; else empty."""
    if not re.fullmatch(r"[\doil|]{2,4}", word) or not re.search(r"\d", word) or word.isdigit():
        return ""
    return word.replace("o", "0").replace("i", "1").replace("l", "1").replace("|", "1")
