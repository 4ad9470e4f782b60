"""What a file holds, whatever its kind: lines of cells in the order of the file, running text among them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>\n]{0,80})?/?>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Cell:
    """A cell's tidy text; a cell merged over several columns has its width, and empty cells stand for the rest."""

    text: str
    width: int = 1
    is_repeated: bool = False  # the text of a cell merged downwards, given again to a row that it covers


@dataclass(frozen=True)
class Line:
    """A row of a table (`table` from 1, a number for each), or a paragraph of running text (0)."""

    cells: tuple[Cell, ...]
    table: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)

    @property
    def running(self) -> str:
        """The row as one line of prose."""
        return " ".join(text for cell in self.cells if not cell.is_repeated and (text := one_line(cell.text)))

    @property
    def is_blank(self) -> bool:
        return not any(self.texts)


@dataclass(frozen=True)
class Document:
    """Lines in order; cells whose formula has no stored result, as a person would find them ("Phụ lục!E12")."""

    lines: tuple[Line, ...]
    uncomputed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, to cross from the reading process."""
        return asdict(self)

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> "Document":
        """The other end of `as_json`."""
        lines = (Line(tuple(Cell(**cell) for cell in line["cells"]), line["table"]) for line in value["lines"])
        return cls(tuple(lines), tuple(value["uncomputed"]))


def tidy(text: str) -> str:
    """A cell's text: NFC, tags removed, every line stripped, runs of blanks made one, empty lines dropped."""
    clean = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    clean = _TAG.sub("", _BREAK.sub("\n", clean))
    lines = (" ".join(line.split()) for line in _LINE_ENDS.split(clean))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Titles stand on one line."""
    return " ".join(text.split())


def paragraph(text: str) -> Line:
    """Running text as a line."""
    return Line((Cell(tidy(text)),))


def row(texts: Sequence[str] | Iterable[str], table: int) -> Line:
    """A table row without merged cells."""
    return Line(tuple(Cell(tidy(text)) for text in texts), table)
