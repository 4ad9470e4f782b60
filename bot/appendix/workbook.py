"""An .xlsx to lines: visible sheets in order, merged cells, real dates, formulas by their stored results alone.

Sheets are streamed and left behind a long stretch of empty rows: some are formatted down to their last row.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from bot.appendix.grid import Cell, Document, Line, paragraph, tidy
from bot.appendix.package import merged_ranges
from bot.appendix.refusal import Reason, UnreadableFile

_MOST_COLUMNS = 60
_MOST_ROWS = 6_000
_MOST_EMPTY = 500
_DECIMALS = re.compile(r"0\.(0+)")


def read_workbook(raw: bytes) -> Document:
    """The lines of an .xlsx, each sheet a table under its name; raises UnreadableFile."""
    values, formulas = _open(raw, data_only=True), _open(raw, data_only=False)
    merged = dict(merged_ranges(raw))
    visible = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    lines: list[Line] = []
    uncomputed: list[str] = []
    for number, sheet in enumerate(visible, start=1):
        rows = _rows(sheet)
        uncomputed += _uncomputed(sheet.title, rows, _rows(formulas[sheet.title]))
        if rows and len(visible) > 1:
            lines.append(paragraph(sheet.title))
        lines += _with_merged(rows, merged.get(sheet.title, []), number)
    return Document(tuple(lines), tuple(uncomputed))


def _open(raw: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(io.BytesIO(raw), read_only=True, data_only=data_only, keep_links=False)
    except (InvalidFileException, KeyError, ValueError):
        raise UnreadableFile(Reason.DAMAGED) from None


def _rows(sheet: Any) -> list[Sequence[Any]]:
    """The rows down to the last that holds something, each as wide as it was stored."""
    sheet.reset_dimensions()  # what a file says of its size is not to be relied on
    rows: list[Sequence[Any]] = []
    last = 0
    for place, row in enumerate(sheet.iter_rows(max_row=_MOST_ROWS), start=1):
        rows.append(row[:_MOST_COLUMNS])
        last = place if any(cell.value is not None for cell in row) else last
        if place > last + _MOST_EMPTY:
            break
    if last == _MOST_ROWS:
        raise UnreadableFile(Reason.TOO_LARGE)
    return rows[:last]


def _with_merged(rows: Sequence[Sequence[Any]], ranges: Sequence[str], number: int) -> Iterator[Line]:
    """Merged cells show their text once in each row, as wide as the merge, and nothing beside it."""
    width = max((len(row) for row in rows), default=0)
    grid = [[Cell(_shown(cell)) for cell in row] + [Cell("")] * (width - len(row)) for row in rows]
    for each in ranges:
        _merge(grid, each, width)
    for cells in grid:
        yield Line(tuple(cells), number)


def _merge(grid: list[list[Cell]], reference: str, width: int) -> None:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(reference))
    if not 0 < left <= width or not 0 < top <= len(grid):
        return
    text = grid[top - 1][left - 1].text
    covered = min(right, width) - left
    for row in range(top - 1, min(bottom, len(grid))):
        merged = [Cell(text, covered + 1, row >= top), *[Cell("")] * covered]
        grid[row][left - 1 : left + covered] = merged


def _shown(cell: Any) -> str:
    """As a person sees the cell."""
    value = cell.value
    if value is None or isinstance(value, bool) or cell.data_type == "e":
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return tidy(str(value))


def _number(value: float, form: str) -> str:
    """1 and 1.0 are "1"; with a format of places 1.1 under "0.00" is "1.10"."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 and not _DECIMALS.search(form):
        return str(int(value))
    places = _DECIMALS.search(form)
    return f"{value:.{len(places[1])}f}" if places else str(value)


def _uncomputed(title: str, values: Sequence[Sequence[Any]], written: Sequence[Sequence[Any]]) -> list[str]:
    """Cells with a formula that nobody has computed, or that came to an error: they read as blank."""
    found = []
    for value_row, written_row in zip_longest(values, written, fillvalue=()):
        for value, formula in zip_longest(value_row, written_row):
            if formula is not None and formula.data_type == "f" and (
                value is None or value.value is None or value.data_type == "e"
            ):  # fmt: skip
                found.append(f"{title}!{formula.coordinate}")
    return found
