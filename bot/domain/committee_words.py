"""Reads what a secretary types for a setting of the committee: a text, several, yes or no, closing days of periods."""

import re
from dataclasses import fields

from bot.domain.committee import CommitteeSettings
from bot.domain.periods import PeriodTable
from bot.domain.programmes import fold

Value = str | bool | tuple[str, ...]

# What the secretary may set; since when completions are confirmed follows from that.
KEYS = tuple(each.name for each in fields(CommitteeSettings) if each.name != "confirm_since")
_YES = frozenset({"co", "bat", "dung", "yes", "dong y"})
_NO = frozenset({"khong", "tat", "sai", "no", "thoi"})
_LONGEST = 200
# Kinds of period as offices say them; the longer first, since "6 tháng" ends like "tháng".
PERIOD_WORDS = {"nine_months": "9 tháng", "half": "6 tháng", "quarter": "quý", "month": "tháng", "year": "năm"}
_CLOSING = re.compile(r"^(?P<kind>.+?) (?:ngay |chot )?(?P<cut>\d{1,2}) (?P<send>\d{1,2})$")


def read_setting(key: str, words: str) -> Value:
    """The value that words give a setting; raises ValueError where they are none for it."""
    clean = " ".join(words.split())
    default = getattr(CommitteeSettings(), key)
    if isinstance(default, bool):
        return _yes_or_no(clean)
    if key == "periods":
        return _closings(clean)
    if isinstance(default, tuple):
        parts = tuple(part.strip(" -.") for part in clean.split(";"))
        return tuple(part for part in parts if part) or _refuse(clean)
    if not clean or len(clean) > _LONGEST:
        raise ValueError(words)
    return "" if clean in {"-", "–"} else clean


def _yes_or_no(words: str) -> bool:
    folded = fold(words)
    if folded not in _YES | _NO:
        raise ValueError(words)
    return folded in _YES


def _closings(words: str) -> tuple[str, ...]:
    """ "quý 6/15; năm 25/30": figures close on the 6th, are sent by the 15th; "-" leaves the decree's days."""
    if words in {"-", "–"}:
        return ()
    entries = tuple(_closing(part) for part in words.split(";") if part.strip())
    PeriodTable.from_entries(entries)
    return entries or _refuse(words)


def _closing(part: str) -> str:
    found = _CLOSING.match(fold(part))
    kinds = {fold(name): kind for kind, name in PERIOD_WORDS.items()}
    kind = kinds.get(found["kind"]) if found else None
    if found is None or kind is None or not 1 <= int(found["cut"]) <= 31 or not 1 <= int(found["send"]) <= 31:
        raise ValueError(part)
    return f"{kind}={int(found['cut'])}/{int(found['send'])}"


def _refuse(words: str) -> tuple[str, ...]:
    raise ValueError(words)


def closing_words(entry: str) -> str:
    """ "quarter=6/15" as people write it: "quý 6/15"."""
    kind, _, days = entry.partition("=")
    return f"{PERIOD_WORDS.get(kind, kind)} {days}"
