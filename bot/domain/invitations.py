"""One-time codes by which people join: long enough not to be guessed, short enough to be typed on a phone."""

import re
import unicodedata
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for another: no 0 O 1 I L
LENGTH = 12  # 31^12, some 59 bits; five wrong tries an hour are answered in one chat

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code(choose: Callable[[str], str]) -> str:
    """A code, given something that picks a letter at random (`secrets.choice`)."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def show_code(code: str) -> str:
    """As people read and type it: ABCD-EFGH-JKMN."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def parse_code(text: str) -> str | None:
    """The code that somebody typed, whatever the case, hyphens and blanks; None where it is none."""
    plain = re.sub(r"[\s\-–—.]+", "", unicodedata.normalize("NFKC", text)).upper()
    return plain if _CODE.fullmatch(plain) else None
