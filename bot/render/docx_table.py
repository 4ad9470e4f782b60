"""The tables of appendices as WordprocessingML, written as text: cell by cell through objects takes minutes."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from bot.render.document import HeaderCell, Table, TableRow
from bot.render.docx_parts import clean

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TWIPS = 1440 / 25.4  # in a millimetre
_MIDDLE = '<w:vAlign w:val="center"/>'
_BORDER = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(table: Table) -> str:
    """A table with fixed columns, header rows repeated on each page, and rows that are never split."""
    return "".join(_table(table))


def style_id(name: str) -> str:
    """The id that python-docx gives a style of this name."""
    return name.replace(" ", "")


def _table(table: Table) -> Iterator[str]:
    widths = [round(width * _TWIPS) for width in table.widths]
    yield f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    yield f'<w:tblBorders>{_BORDER}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    yield '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    yield f"<w:tblGrid>{''.join(f'<w:gridCol w:w={chr(34)}{width}{chr(34)}/>' for width in widths)}</w:tblGrid>"
    yield from _header(table.header, widths)
    for row in table.rows:
        yield _row(row, widths, table.centred)
    yield "</w:tbl>"


def _header(rows: tuple[tuple[HeaderCell, ...], ...], widths: list[int]) -> Iterator[str]:
    """Header cells over several rows go on, empty, in the rows below."""
    below: dict[int, int] = {}  # column → rows it still covers
    for cells in rows:
        waiting = iter(cells)
        parts, column = [], 0
        while column < len(widths):
            if below.get(column, 0) > 0:
                below[column] -= 1
                parts.append(_cell("", widths[column], "Table head", extra=f"<w:vMerge/>{_MIDDLE}"))
                column += 1
                continue
            cell = next(waiting)
            width = sum(widths[column : column + cell.columns])
            extra = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            if cell.rows > 1:
                extra += '<w:vMerge w:val="restart"/>'
                below[column] = cell.rows - 1
            parts.append(_cell(cell.text, width, "Table head", extra=extra + _MIDDLE))
            column += cell.columns
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(parts)}</w:tr>"


def _row(row: TableRow, widths: list[int], centred: Iterable[int]) -> str:
    if row.heading:
        extra = f'<w:gridSpan w:val="{len(widths)}"/>'
        cells = _cell(row.cells[0], sum(widths), "Table section", extra=extra)
    else:
        plain = ("Table head", "Table section") if row.total else ("Table figure", "Table text")
        styles = [plain[n not in centred] for n in range(len(widths))]
        cells = "".join(_cell(text, width, style) for text, width, style in zip(row.cells, widths, styles, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, style: str, *, extra: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{run}</w:p></w:tc>'
    )
