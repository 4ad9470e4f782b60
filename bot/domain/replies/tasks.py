"""Which of the open tasks a reply names: numbers, codes typed loosely, all of them, the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.replies.normalize import Token, fold
from bot.domain.replies.phrases import Unit
from bot.domain.replies.words import ORDINALS, UNITS

_UNITS = frozenset(fold(word) for word in UNITS.split(", "))
_ORDINALS = frozenset(fold(word) for word in ORDINALS.split(", "))
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
_JOINS = {"COMMA", "AND", "SLASH", "FILL"}


@dataclass(frozen=True)
class Named:
    """What a reference stands for: tasks, the rest, or nothing that is open."""

    tasks: tuple[str, ...] = ()
    every: bool = False
    rest: bool = False


def _compact(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(code))


def code_keys(open_codes: Sequence[str]) -> dict[str, str]:
    """Every loose way to type a code that means only that one: "i2a3", "2a3", "12a3"."""
    found: dict[str, set[str]] = {}
    for code in open_codes:
        first, _, rest = fold(code).partition(".")
        keys = {_compact(code)}
        if _compact(rest) and not _compact(rest).isdigit():
            keys |= {_compact(rest), _ROMAN.get(first, first) + _compact(rest)}
        keys |= {key.replace("i", "l") for key in keys if key.startswith("i")}
        for key in keys:
            found.setdefault(key, set()).add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


class References:
    """Finds the references of one reply; `open_codes` in the order in which the reminder numbered them."""

    def __init__(self, open_codes: Sequence[str]) -> None:
        self.codes = tuple(open_codes)
        self.keys = code_keys(open_codes)

    def find_codes(self, units: Sequence[Unit], tokens: Sequence[Token]) -> list[Unit]:
        """Codes, ranges "từ 1 đến 3", and "1-3", which could be a range or two numbers, before days are read."""
        made: list[Unit] = []
        place = 0
        while place < len(units):
            unit = units[place]
            after = units[place + 1] if place + 1 < len(units) else None
            if unit.tag == "CODE":
                made.append(self._code(unit))
            elif unit.tag == "DNUM" and _is_pair(unit.text, len(self.codes)) and not _is_count(after):
                made.append(_as(unit, "BADREF", Named()))
            elif (last := self._range(units, place)) is not None:
                made.append(self._span(unit, units[place + 1], last))
                place += 3
            elif unit.tag == "NUM" and after and after.tag == "NEXTWEEK" and self._starts(made) and len(self.codes) > 1:
                made.append(self._number(unit))
            else:
                made.append(unit)
            place += 1
        return made

    def _starts(self, made: Sequence[Unit]) -> bool:
        return all(unit.tag == "FILL" for unit in made[-1:]) or made[-1].tag in {"COMMA", "STOP", "TASK", "BUT"}

    def _range(self, units: Sequence[Unit], place: int) -> Unit | None:
        tags = [unit.tag for unit in units[place : place + 4]]
        if len(tags) == 4 and tags[0] in {"FROM", "SINCE"} and tags[2] in {"TO", "UNTIL"}:
            numbers = tags[1] == tags[3] == "NUM" and int(units[place + 3].text[:4]) <= len(self.codes)
            return units[place + 3] if numbers and not _is_count(_at(units, place + 4)) else None
        return None

    def _span(self, lead: Unit, start: Unit, end: Unit) -> Unit:
        first, last = int(start.text[:4]), int(end.text[:4])
        tasks = self.codes[first - 1 : last] if 1 <= first < last else ()
        whole = Unit("REF", lead.first, end.last)
        return _as(whole, "REF" if tasks else "BADREF", Named(tasks))

    def _code(self, unit: Unit) -> Unit:
        code = self.keys.get(_compact(unit.text))
        return _as(unit, "REF", Named((code,))) if code else _as(unit, "BADREF", Named())

    def _number(self, unit: Unit) -> Unit:
        number = int(unit.text[:4])
        if 1 <= number <= len(self.codes) and len(unit.text) < 4:
            return _as(unit, "REF", Named((self.codes[number - 1],)))
        return _as(unit, "BADREF", Named())

    def find_numbers(self, units: Sequence[Unit]) -> list[Unit]:
        """Numbers, "tất cả", "còn lại", after days and documents have been read; lists become one reference."""
        made: list[Unit] = []
        for place, unit in enumerate(units):
            made.append(self._reference(made, unit, _at(units, place + 1), _at(units, place + 2)))
        return self._join([unit for unit in made if unit.tag != "TASK"])

    def _reference(self, made: Sequence[Unit], unit: Unit, after: Unit | None, next_after: Unit | None) -> Unit:
        before = made[-1] if made else None
        if unit.tag == "ALL":
            return self._all(unit)
        if unit.tag == "REST":
            return _as(unit, "REF", Named(rest=True)) if len(self.codes) > 1 else _as(unit, "FILL", None)
        if unit.tag in {"FIRST", "LAST"} and len(self.codes) > 1:
            return _as(unit, "REF", Named((self.codes[0 if unit.tag == "FIRST" else -1],)))
        if unit.tag.startswith("NUMWORD") and before is not None and before.tag == "TASK":
            return self._number(replace(unit, text=unit.tag.removeprefix("NUMWORD")))
        if unit.tag != "NUM":
            return unit
        return self._bare(before, unit, after, next_after)

    def _bare(self, before: Unit | None, unit: Unit, after: Unit | None, next_after: Unit | None) -> Unit:
        introduced = before is not None and before.tag == "TASK"
        if not introduced and (_is_count(after) or (before is not None and _is_ordinal(before))):
            return _as(unit, "FRACTION", None)
        if len(self.codes) == 1 and not introduced:
            return unit
        number = int(unit.text[:4])
        if not introduced and (number > len(self.codes) or number == 0) and (len(unit.text) > 1 or number == 0):
            return unit
        return self._number(unit)

    def _all(self, unit: Unit) -> Unit:
        words = unit.text.split()
        count = next((_COUNTS[word] for word in words if word in _COUNTS), len(self.codes))
        if len(self.codes) == 1:
            return _as(unit, "FILL" if count == 1 else "W", None)
        if count != len(self.codes):
            return _as(unit, "BADREF", Named())
        return _as(unit, "REF", Named(self.codes, every=True))

    def _join(self, units: Sequence[Unit]) -> list[Unit]:
        """References side by side are one; a comma joins them only where no statement stands before."""
        made: list[Unit] = []
        said = False
        for place, unit in enumerate(units):
            back = _reference_behind(made) if unit.tag in {"REF", "BADREF"} else None
            if back is not None and (not said or made[-1].tag in {"AND", "REF"}):
                joined = _union(made[back], unit)
                del made[back:]
                made.append(joined)
                continue
            if unit.tag in {"STOP", "BUT"}:
                said = False
            elif unit.tag not in {"FILL", "COMMA", "AND", "SLASH", "REF", "BADREF", "COLON", "W", "ONLY"}:
                said = True
            if unit.tag == "COMMA" and said and place + 1 < len(units) and units[place + 1].tag in {"REF", "BADREF"}:
                said = False
            made.append(unit)
        return made


def _reference_behind(made: Sequence[Unit]) -> int | None:
    """The place of the reference that the next one would join, None where something was said between."""
    place = len(made) - 1
    joins = 0
    while place >= 0 and made[place].tag in _JOINS and joins < 2:
        place -= 1
        joins += 1
    if place < 0 or made[place].tag not in {"REF", "BADREF"}:
        return None
    between = {unit.tag for unit in made[place + 1 :]}
    return place if not between or between & {"COMMA", "AND", "SLASH"} else None


def _union(one: Unit, other: Unit) -> Unit:
    if one.tag == "BADREF" or other.tag == "BADREF":
        return Unit("BADREF", one.first, other.last, "", True, Named())
    first, second = (unit.value if isinstance(unit.value, Named) else Named() for unit in (one, other))
    tasks = tuple(dict.fromkeys(first.tasks + second.tasks))
    return Unit("REF", one.first, other.last, "", True, Named(tasks, first.every or second.every, second.rest))


def _as(unit: Unit, tag: str, value: Named | None) -> Unit:
    return replace(unit, tag=tag, value=value)


def _at(units: Sequence[Unit], place: int) -> Unit | None:
    return units[place] if place < len(units) else None


def _is_count(after: Unit | None) -> bool:
    """A number before this word counts something."""
    if after is None:
        return False
    if after.text in _UNITS or after.tag in {"MONEY", "MORE"}:
        return True
    return after.tag in {"W", "ORG", "ORGC", "PART", "DOCN", "TOP"} and after.text.split(" ")[0] in _UNITS


def _is_ordinal(before: Unit) -> bool:
    return before.text in _ORDINALS or before.text.split(" ")[-1] in _ORDINALS or before.tag in {"PART", "FRACTION"}


def _is_pair(text: str, count: int) -> bool:
    """ "1-3", "1.2": two numbers of open tasks rather than a day."""
    match = re.fullmatch(r"(\d{1,2})[-–.](\d{1,2})", text)
    return match is not None and count > 1 and all(1 <= int(number) <= count for number in match.groups())
