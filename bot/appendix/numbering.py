"""Automatic numbers of a .docx: what Word prints before a paragraph, though it stands nowhere in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True)
class _Level:
    form: str
    text: str  # "%1.%2"
    start: int


@dataclass
class Numberer:
    """Counts as Word does: a level begins anew whenever a level above it has moved on."""

    levels: Mapping[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)  # numId → (list, its levels)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # style → (numId, level)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> "Numberer":
        """The numbering of a document; without any nothing is numbered."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return cls()
        lists = {each.get(f"{_W}abstractNumId"): _levels(each) for each in root.findall(f"{_W}abstractNum")}
        levels: dict[str, tuple[str, dict[int, _Level]]] = {}
        for each in root.findall(f"{_W}num"):
            which = each.find(f"{_W}abstractNumId")
            key = which.get(f"{_W}val") if which is not None else ""
            own = dict(lists.get(key, {}))
            is_own = False
            for override in each.findall(f"{_W}lvlOverride"):
                own, is_own = _overridden(own, override), True
            number = str(each.get(f"{_W}numId"))
            levels[number] = (f"num{number}" if is_own else f"list{key}", own)
        return cls(levels, _styles(document))

    def number_of(self, paragraph: Any) -> str:
        """The number that is printed before a paragraph, and the count goes on; empty for one without."""
        place = self._place(paragraph)
        if place is None or place[0] not in self.levels:
            return ""
        key, levels = self.levels[place[0]]
        level = levels.get(place[1])
        if level is None or level.form in {"bullet", "none"}:
            return ""
        counts = self._counts.setdefault(key, {})
        counts[place[1]] = counts.get(place[1], level.start - 1) + 1
        for deeper in [each for each in counts if each > place[1]]:
            del counts[deeper]
        text = level.text
        for depth in range(place[1] + 1):
            shown = levels.get(depth, level)
            text = text.replace(f"%{depth + 1}", _shown(counts.get(depth, shown.start), shown.form))
        return text.strip()

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        style = properties.find(f"{_W}pStyle")
        inherited = self.styles.get(style.get(f"{_W}val", "")) if style is not None else None
        own = properties.find(f"{_W}numPr")
        if own is None:
            return inherited
        return _numbered(own, inherited)


def _numbered(element: Any, inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    number, level = element.find(f"{_W}numId"), element.find(f"{_W}ilvl")
    which = number.get(f"{_W}val", "0") if number is not None else (inherited[0] if inherited else "0")
    depth = level.get(f"{_W}val", "0") if level is not None else str(inherited[1] if inherited else 0)
    return (which, int(depth)) if which != "0" and depth.isdecimal() else None


def _levels(element: Any) -> dict[int, _Level]:
    return {int(each.get(f"{_W}ilvl", "0")): _level(each) for each in element.findall(f"{_W}lvl")}


def _level(element: Any) -> _Level:
    return _Level(_value(element, "numFmt", "decimal"), _value(element, "lvlText", "%1."), _start(element, "start"))


def _overridden(levels: dict[int, _Level], override: Any) -> dict[int, _Level]:
    depth = int(override.get(f"{_W}ilvl", "0"))
    inner = override.find(f"{_W}lvl")
    if inner is not None:
        return levels | {depth: _level(inner)}
    known = levels.get(depth)
    if known is None:
        return levels
    return levels | {depth: _Level(known.form, known.text, _start(override, "startOverride"))}


def _start(element: Any, name: str) -> int:
    value = _value(element, name, "1")
    return int(value) if value.isdecimal() and len(value) < 7 else 1


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val", default)) if found is not None else default


def _styles(document: Any) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in document.styles.element.findall(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        parents[name] = _value(style, "basedOn", "")
        properties = style.find(f"{_W}pPr")
        own = properties.find(f"{_W}numPr") if properties is not None else None
        place = _numbered(own, None) if own is not None else None
        if place is not None:
            found[name] = place
    return {name: place for name in parents if (place := _inherited(name, found, parents))}


def _inherited(name: str, found: Mapping[str, tuple[str, int]], parents: Mapping[str, str]) -> tuple[str, int] | None:
    """A style's numbering, or that of the style it is based on."""
    for _ in range(len(parents)):
        if name in found or not name:
            break
        name = parents.get(name, "")
    return found.get(name)


def _shown(count: int, form: str) -> str:
    match form:
        case "upperRoman" | "lowerRoman":
            roman = _roman(count)
            return roman if form == "upperRoman" else roman.lower()
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "decimalZero":
            return f"{count:02d}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while count >= value:
            text, count = text + letters, count - value
    return text
