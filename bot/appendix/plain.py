"""Text files: .txt and .tsv with tabs, .csv with whatever separates; broken lines put together again."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from bot.appendix.charsets import check_vietnamese, decode, mended
from bot.appendix.columns import find_header
from bot.appendix.grid import Document, Line, paragraph, row
from bot.appendix.refusal import Reason, UnreadableFile
from bot.domain.numbering import is_number

_PAGE_NUMBER = re.compile(r"\s*(?:trang\s*)?[-–]?\s*\d{1,3}\s*(?:/\s*\d{1,3}\s*)?[-–]?\s*", re.IGNORECASE)
_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|\A)"((?:[^"\t]|"")*)"(?=\t|\n|\Z)')
_IN_CELL = "\x0b"  # a line's end inside a quoted cell, until the rows are made
_FURTHEST = 8  # lines that a broken row may take


def read_plain(name: str, raw: bytes) -> Document:
    """The lines of a text file; raises UnreadableFile for other formats and charsets."""
    [text] = mended([decode(raw)])
    if text.count("\0") or text.lstrip()[:5].casefold() in {"{\\rtf", "<html", "<!doc", "<?xml"}:
        raise UnreadableFile(Reason.OTHER_FORMAT)
    check_vietnamese(text)
    text = re.sub(r"\r\n?|\f", "\n", text)
    lines = _read_csv(text) if name.endswith(".csv") else _read_tabs(text)
    return Document(tuple(lines))


def _read_csv(text: str) -> list[Line]:
    """The separator is the one that gives a header; else the most frequent."""
    read = [_csv_rows(text, separator) for separator in sorted(",;\t|", key=text.count, reverse=True)]
    for lines in read:
        if any(find_header(lines, at) for at in range(len(lines))):
            return lines
    return read[0]


def _csv_rows(text: str, separator: str) -> list[Line]:
    try:
        return [row(cells, 1) for cells in csv.reader(io.StringIO(text), delimiter=separator) if any(cells)]
    except csv.Error:
        return []


def _read_tabs(text: str) -> list[Line]:
    """Lines with tabs are rows; a quoted cell may hold line ends, as spreadsheets copy them."""
    text = _QUOTED.sub(lambda found: found[1].replace('""', '"').replace("\n", _IN_CELL), text)
    if "\t" not in text and text.count("|") > 3:
        text = re.sub(r"(?m)^\s*\|?(.*?)\|?\s*$", lambda found: found[1].replace("|", "\t"), text)
    rows = [line.split("\t") for line in text.split("\n")]
    return [_line(cells) for cells in _mended(rows)]


def _line(cells: Sequence[str]) -> Line:
    return row(cells, 1) if len(cells) > 1 else paragraph(cells[0])


def _mended(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """Rows whole again: a cell's text may have been broken by line ends, blank lines and page numbers."""
    width, at = 0, 0
    while at < len(rows):
        cells = rows[at]
        at += 1
        if header := _header_width(cells):
            width = header
        elif width and len(cells) > 1:
            while (rest := _rest(rows, at, cells, width)) is not None:
                cells, at = rest
        yield cells


def _header_width(cells: Sequence[str]) -> int:
    line = row(cells, 1)
    return len(cells) if len(cells) > 2 and find_header([line], 0) else 0


def _rest(rows: Sequence[list[str]], at: int, cells: list[str], width: int) -> tuple[list[str], int] | None:
    """The row with what follows joined to it, and where to go on; None where nothing belongs to it."""
    found = next((place for place in range(at, min(at + 4, len(rows))) if not _is_between(rows[place])), None)
    if found is None:
        return None
    following = rows[found]
    goes_on = _goes_on(cells, following, width, gap=found - at)
    if not goes_on and (found > at or not _completes(rows, found, cells, width)):
        return None
    return _put_together(cells, following), found + 1


def _is_between(cells: Sequence[str]) -> bool:
    """A blank line or a page's number."""
    return len(cells) == 1 and (not cells[0].strip() or bool(_PAGE_NUMBER.fullmatch(cells[0])))


def _goes_on(cells: Sequence[str], following: Sequence[str], width: int, gap: int) -> bool:
    """Does the next line start in the middle of a sentence, with no more cells than the row still lacks?"""
    start = following[0].strip()
    fits = len(cells) + len(following) - 1 <= width
    last = next((cell for cell in reversed(cells) if cell.strip()), "")
    open_ended = not last.rstrip().endswith((".", ";", ":")) or gap == 0
    return fits and start[:1].islower() and not is_number(start.split()[0]) and open_ended


def _completes(rows: Sequence[list[str]], at: int, cells: Sequence[str], width: int) -> bool:
    """Do the next lines, up to one that fills the row exactly, hold what it lacks?"""
    have = len(cells)
    if have >= width:
        return False
    for place in range(at, min(at + _FURTHEST, len(rows))):
        following = rows[place]
        if _is_between(following) or (len(following) > 1 and is_number(following[0])) or _header_width(following):
            return False
        have += len(following) - 1
        if len(following) > 1:
            return have == width and len(cells) > 1
    return False


def _put_together(cells: Sequence[str], following: Sequence[str]) -> list[str]:
    """The first cell of what follows goes on where the row broke off."""
    start = following[0].strip()
    glue = " " if start[:1].islower() else _IN_CELL
    return [*cells[:-1], f"{cells[-1].rstrip()}{glue}{start}" if cells[-1].strip() else start, *following[1:]]
