"""The pieces of which the official form is made in .docx: paragraph styles, drawn lines, page numbers, columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell

FACE = "Times New Roman"


@dataclass(frozen=True)
class Style:
    """A paragraph style: size and spacing in points, indent in millimetres."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: str = "center"
    before: float = 0
    after: float = 0
    first_line: float = 0
    keep_with_next: bool = False


# Sizes and styles of Nghị định 30/2020/NĐ-CP, Phụ lục I; the body has 6 points between paragraphs.
STYLES = (
    Style("Superior", 12),
    Style("Issuer", 12, bold=True),
    Style("Nation", 12, bold=True),
    Style("Motto", 13, bold=True),
    Style("Number", 13, before=6),
    Style("Place and day", 13, italic=True, before=6),
    Style("Kind", 14, bold=True, before=18),
    Style("Subject", 14, bold=True),
    Style("Addressee", 14, before=6, after=6),
    Style("Part", 14, bold=True, align="justify", before=6, after=6, first_line=12.7, keep_with_next=True),
    Style("Clause", 14, bold=True, align="justify", after=6, first_line=12.7, keep_with_next=True),
    Style("Text", 14, align="justify", after=6, first_line=12.7),
    Style("Signer", 14, bold=True, keep_with_next=True),
    Style("Recipients", 12, bold=True, italic=True, align="left", keep_with_next=True),
    Style("Recipient", 11, align="left", keep_with_next=True),
    Style("Appendix", 14, bold=True),
    Style("Appendix title", 14, bold=True),
    Style("Appendix reference", 14, italic=True, after=12),
    Style("Table text", 11, align="left"),
    Style("Table figure", 11),
    Style("Table head", 11, bold=True),
    Style("Table section", 11, bold=True, align="left", keep_with_next=True),
    Style("Page number", 14),
)


def make_styles(document: Document) -> None:
    """Times New Roman for every script and size 14 throughout, then the styles of the form."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    normal: Any = document.styles["Normal"]
    _set_face(normal)
    normal.font.size = Pt(14)
    for each in STYLES:
        style: Any = document.styles.add_style(each.name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_style(style, each)


def _set_style(style: Any, about: Style) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    _set_face(style)
    style.font.size, style.font.bold, style.font.italic = Pt(about.size), about.bold, about.italic
    form = style.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, about.align.upper())
    form.space_before, form.space_after = Pt(about.before), Pt(about.after)
    form.first_line_indent = Mm(about.first_line)
    form.line_spacing = 1.0
    form.keep_with_next = about.keep_with_next
    form.widow_control = True


def _set_face(style: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = FACE
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def write(place: Any, text: str, style: str) -> Any:
    """Add a paragraph; the empty one that a new cell begins with is taken first."""
    empty = [each for each in place.paragraphs if not each.text and each.style.name == "Normal"]
    paragraph = empty[0] if len(place.paragraphs) == 1 and empty else place.add_paragraph()
    paragraph.style = style
    if text:
        paragraph.add_run(clean(text))
    return paragraph


def clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def add_line(place: Any, room: float, length: float, *, after: float = 4) -> None:
    """A solid line of a length in millimetres, centred in the room: a border, never underlining."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    paragraph = write(place, "", "Superior")
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((room - length) / 2)
    form.line_spacing = Pt(2)
    form.space_after = Pt(after)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def borderless_table(document: Document, widths: tuple[int, ...], rows: int) -> Table:
    """Columns side by side, in millimetres, without borders or padding; its rows are never split over pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            _set_width(cell, width)
    return table


def _set_width(cell: _Cell, width: int) -> None:
    from docx.shared import Mm

    cell.width = Mm(width)


def hide_on_first_page(section: Section) -> None:
    """The first page has a header of its own, which stays empty."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False


def add_page_number(section: Section) -> None:
    """Arabic, upright, size 14, centred in the top margin."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.header.paragraphs[0]
    paragraph.style = "Page number"
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def restart_numbers(section: Section) -> None:
    """An appendix is numbered on its own, from 1."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.insert_element_before(number, "w:cols", "w:titlePg", "w:docGrid")
