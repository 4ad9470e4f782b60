"""A .docx to lines: paragraphs and tables in the body's order, merged cells, automatic numbers, changes accepted."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.appendix.grid import Cell, Document, Line, paragraph, tidy
from bot.appendix.numbering import Numberer
from bot.appendix.refusal import Reason, UnreadableFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What does not stand in the text: removed by a tracked change, moved away, kept for machines.
_GONE = {
    f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "txbxContent", "footnoteReference", "pict")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BREAKS = {f"{_W}br", f"{_W}cr"}


def read_word(raw: bytes) -> Document:
    """The lines of a .docx; raises UnreadableFile."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(raw))
    except (PackageNotFoundError, KeyError, ValueError):
        raise UnreadableFile(Reason.DAMAGED) from None
    numberer = Numberer.of(document)
    lines: list[Line] = []
    tables = 0
    for block in _blocks(document.element.body):
        if block.tag == f"{_W}p":
            lines.append(paragraph(_paragraph_text(block, numberer)))
        else:
            tables += 1
            lines += _table_lines(block, tables, numberer)
    return Document(tuple(lines))


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those within content controls and inserted ones."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"}:
            yield from _blocks(child)


def _table_lines(table: Any, number: int, numberer: Numberer) -> Iterator[Line]:
    above: dict[int, str] = {}  # column → the text of a cell that is merged downwards
    for row in _children(table, "tr"):
        if _is_removed(row):
            continue
        cells: list[Cell] = [Cell("")] * _skipped(row, "gridBefore")
        for cell in _children(row, "tc"):
            if _property(cell, "tcPr", "cellDel") is None:
                cells = _with_cell(cells, cell, above, numberer)
        yield Line(tuple(cells), number)


def _with_cell(cells: list[Cell], cell: Any, above: dict[int, str], numberer: Numberer) -> list[Cell]:
    """The row's cells with the next one: its own, or more of the one before, as old files merge sideways."""
    beside = _property(cell, "tcPr", "hMerge")
    if beside is None or beside.get(f"{_W}val", "continue") == "restart":
        return [*cells, *_cell(cell, len(cells), above, numberer)]
    first = next((place for place in range(len(cells) - 1, -1, -1) if cells[place].text), 0)
    widened = replace(cells[first], width=len(cells) + 1 - first) if cells else Cell("")
    return [*cells[:first], widened, *cells[first + 1 :], Cell("")]


def _cell(cell: Any, column: int, above: dict[int, str], numberer: Numberer) -> list[Cell]:
    width = _span(cell)
    merge = _property(cell, "tcPr", "vMerge")
    if merge is not None and merge.get(f"{_W}val", "continue") != "restart":
        text, is_repeated = above.get(column, ""), True
    else:
        text, is_repeated = tidy(_cell_text(cell, numberer)), False
        above.pop(column, None)
        if merge is not None:
            above[column] = text
    return [Cell(text, width, is_repeated), *[Cell("")] * (width - 1)]


def _cell_text(cell: Any, numberer: Numberer) -> str:
    """The cell's paragraphs, a line each; a table within a cell is read as its text."""
    texts = []
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            texts.append(_paragraph_text(block, numberer) + ("" if _mark_is_removed(block) else "\n"))
        else:
            inner_cells = (inner for row in _children(block, "tr") for inner in _children(row, "tc"))
            texts += [f"{_cell_text(inner, numberer)}\n" for inner in inner_cells]
    return "".join(texts)


def _mark_is_removed(paragraph: Any) -> bool:
    """A tracked change took away the end of the paragraph: the next one goes on in the same line."""
    properties = paragraph.find(f"{_W}pPr")
    return properties is not None and _property(properties, "rPr", "del") is not None


def _paragraph_text(paragraph: Any, numberer: Numberer) -> str:
    text = "".join(_text(paragraph))
    number = numberer.number_of(paragraph)
    return f"{number} {text}".strip() if number else text


def _text(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE or (child.tag == f"{_W}r" and _is_hidden(child)):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in {f"{_W}tab", f"{_W}ptab"}:
            yield " "
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in {f"{_W}pPr", f"{_W}rPr"}:
            yield from _text(child)


def _is_hidden(run: Any) -> bool:
    """Text that is formatted as hidden is not printed."""
    hidden = _property(run, "rPr", "vanish")
    return hidden is not None and hidden.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Rows or cells, also within content controls."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _children(child, name)


def _property(element: Any, properties: str, name: str) -> Any:
    found = element.find(f"{_W}{properties}")
    return found.find(f"{_W}{name}") if found is not None else None


def _span(cell: Any) -> int:
    span = _property(cell, "tcPr", "gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, min(int(value), 60)) if value.isdecimal() else 1


def _skipped(row: Any, name: str) -> int:
    found = _property(row, "trPr", name)
    value = found.get(f"{_W}val", "0") if found is not None else "0"
    return min(int(value), 60) if value.isdecimal() else 0


def _is_removed(row: Any) -> bool:
    """A row that a tracked change deletes."""
    return _property(row, "trPr", "del") is not None
