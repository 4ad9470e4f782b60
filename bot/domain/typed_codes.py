"""Codes of tasks as people type them: "I.2.a.3", "i2a3", "I 2a 3" are the same code."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# A Roman number, then at least one part; "quý II.2022" and "12/QĐ" are no codes.
_TYPED = re.compile(
    r"(?<![\w./-])(?<!quy )(?<!quý )"
    r"(?:x|ix|iv|v?i{1,3}|v)"
    r"(?:\s*\.\s*(?:\d{1,2}(?!\d)|[a-zđ](?!\w*[^\W\d]))|[ -]?\d{1,2}(?!\d)|[ -]?[a-zđ](?=[.\s]{0,2}\d))+"
    r"(?![\w/])",
    re.IGNORECASE,
)


def code_key(code: str) -> str:
    """What is compared of a code: its letters and digits."""
    plain = unicodedata.normalize("NFC", code).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def typed_codes(text: str) -> tuple[str, ...]:
    """Whatever in a text has the shape of a code, as typed, in order, each once."""
    found = (match.group().strip() for match in _TYPED.finditer(unicodedata.normalize("NFC", text)))
    return tuple(dict.fromkeys(each for each in found if any(letter.isdigit() for letter in each)))


def match_codes(text: str, codes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that a text names, and what looks like a code and is none of them."""
    known: Mapping[str, str] = {code_key(code): code for code in codes}
    typed = typed_codes(text)
    named = [known[code_key(each)] for each in typed if code_key(each) in known]
    strange = [each for each in typed if code_key(each) not in known and "." in each]
    return tuple(dict.fromkeys(named)), tuple(strange)
