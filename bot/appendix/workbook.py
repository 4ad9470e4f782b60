"""An .xlsx to lines: visible sheets in order, merged cells, real dates, formulas by their stored results alone."""

import io
from datetime import date, datetime
from typing import Any

from bot.appendix.grid import Cell, Document, Line, tidy
from bot.appendix.refusal import Reason, UnreadableFile

_MOST_COLUMNS = 60
_MOST_ROWS = 20_000


def read_workbook(raw: bytes) -> Document:
    """The lines of an .xlsx, each sheet a table; raises UnreadableFile."""
    values, formulas = _open(raw, data_only=True), _open(raw, data_only=False)
    lines: list[Line] = []
    uncomputed: list[str] = []
    for number, sheet in enumerate(values.worksheets, start=1):
        if sheet.sheet_state != "visible":
            continue
        lines += _sheet_lines(sheet, number)
        uncomputed += _uncomputed(sheet, formulas[sheet.title])
    return Document(tuple(lines), tuple(uncomputed))


def _open(raw: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(io.BytesIO(raw), data_only=data_only, keep_links=False)
    except (InvalidFileException, KeyError, ValueError):
        raise UnreadableFile(Reason.DAMAGED) from None


def _sheet_lines(sheet: Any, number: int) -> list[Line]:
    last_row, last_column = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
    covered = _covered(sheet, last_row, last_column)
    lines = []
    for place, row in enumerate(sheet.iter_rows(max_row=last_row, max_col=last_column), start=1):
        cells = tuple(covered.get((place, cell.column)) or Cell(_shown(cell.value)) for cell in row)
        lines.append(Line(cells, number))
    return lines


def _covered(sheet: Any, last_row: int, last_column: int) -> dict[tuple[int, int], Cell]:
    """What merged cells show: the text once in each row, as wide as the merge; nothing beside it."""
    found: dict[tuple[int, int], Cell] = {}
    for merged in sheet.merged_cells.ranges:
        text = _shown(sheet.cell(merged.min_row, merged.min_col).value)
        width = min(merged.max_col, last_column) - merged.min_col + 1
        for row in range(merged.min_row, min(merged.max_row, last_row) + 1):
            found[row, merged.min_col] = Cell(text, max(width, 1), row > merged.min_row)
            for column in range(merged.min_col + 1, min(merged.max_col, last_column) + 1):
                found[row, column] = Cell("")
    return found


def _shown(value: Any) -> str:
    """As a person sees the cell."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return tidy(str(value))


def _uncomputed(sheet: Any, written: Any) -> list[str]:
    """Cells with a formula that nobody has computed yet: they read as blank, and a person is told."""
    found = []
    for row in written.iter_rows(max_row=min(written.max_row, _MOST_ROWS), max_col=_MOST_COLUMNS):
        for cell in row:
            if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None:
                found.append(f"{sheet.title}!{cell.coordinate}")
    return found
