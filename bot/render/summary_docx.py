"""An official report as .docx, to the millimetre and the point of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Number, day and the signer's name are left open: the registry and the signer give them. python-docx is imported when a
file is made, not before.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.render.document import MOTTO, NATION, Appendix, Block, Head, Report, Signature, Title
from bot.render.docx_parts import (
    FACE,
    add_line,
    add_page_number,
    borderless_table,
    hide_on_first_page,
    make_styles,
    restart_numbers,
    write,
)
from bot.render.docx_table import table_xml
from bot.render.fonts import width_mm
from bot.texts import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

PAGE = (210, 297)
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_TEXT_WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
_LEFT = round(_TEXT_WIDTH * 0.4)
_RIGHT = _TEXT_WIDTH - _LEFT

_WITH_SIGNATURE = 2  # paragraphs of the body at least that stand on the page of the signature


def render_docx(report: Report, made_at: datetime) -> bytes:
    """The file; the same report and moment give the same bytes but for the zip's own clock."""
    import docx

    document: Document = docx.Document()
    _set_properties(document, report, made_at)
    make_styles(document)
    _set_page(document.sections[0])
    _head(document, report.head)
    for block in report.body:
        _block(document, block)
    for paragraph in document.paragraphs[-_WITH_SIGNATURE:]:
        paragraph.paragraph_format.keep_with_next = True
    _sign(document, report.signature)
    for appendix in report.appendices:
        _append(document, appendix)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_properties(document: Document, report: Report, made_at: datetime) -> None:
    properties = document.core_properties
    properties.title = f"{report.head.kind}: {report.head.subject}"
    properties.author = report.head.issuer
    properties.language = "vi-VN"
    properties.comments = ""
    properties.created = properties.modified = made_at.replace(tzinfo=None)


def _set_page(section: Section, *, landscape: bool = False) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = reversed(PAGE) if landscape else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
    section.header_distance = section.footer_distance = Mm(10)
    hide_on_first_page(section)
    add_page_number(section)


def _head(document: Document, head: Head) -> None:
    """Issuer on the left, the nation's name and motto on the right; number and day on one line below."""
    table = borderless_table(document, (_LEFT, _RIGHT), rows=2)
    left, right = table.rows[0].cells
    if head.superior:
        write(left, head.superior, "Superior")
    write(left, head.issuer, "Issuer")
    add_line(left, _LEFT, min(width_mm(head.issuer, 12, bold=True), _LEFT) * 0.4)
    write(right, NATION, "Nation")
    write(right, MOTTO, "Motto")
    add_line(right, _RIGHT, width_mm(MOTTO, 13, bold=True))
    write(table.rows[1].cells[0], head.number, "Number")
    write(table.rows[1].cells[1], head.place_and_day, "Place and day")
    write(document, head.kind, "Kind")
    write(document, head.subject, "Subject")
    add_line(document, _TEXT_WIDTH, min(width_mm(head.subject, 14, bold=True), _TEXT_WIDTH) * 0.4, after=12)
    if len(head.addressees) == 1:
        write(document, say("report form", "To: %(whom)s", whom=head.addressees[0]), "Addressee")
    elif head.addressees:
        write(document, say("report form", "To:"), "Addressee")
        for n, whom in enumerate(head.addressees, start=1):
            write(document, f"- {whom}{'.' if n == len(head.addressees) else ';'}", "Addressee")


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Title):
        write(document, block.text, "Part" if block.level == 1 else "Clause")
    else:
        write(document, block.text, "Text")


def _sign(document: Document, signature: Signature) -> None:
    """Nơi nhận on the left, level with the signer's title on the right; the name is written by whoever signs."""
    table = borderless_table(document, (_TEXT_WIDTH // 2, _TEXT_WIDTH - _TEXT_WIDTH // 2), rows=1)
    left, right = table.rows[0].cells
    write(left, say("report form", "Recipients:"), "Recipients")
    for line in signature.recipients:
        write(left, line, "Recipient")
    for line in (signature.authority, signature.title):
        if line:
            write(right, line, "Signer")
    for _ in range(5):
        write(right, "", "Signer")


def _append(document: Document, appendix: Appendix) -> None:
    from docx.enum.section import WD_SECTION

    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, landscape=True)
    restart_numbers(section)
    write(document, appendix.number, "Appendix")
    write(document, appendix.title, "Appendix title")
    write(document, appendix.reference, "Appendix reference")
    _insert(document, table_xml(appendix.table))


def _insert(document: Document, xml: str) -> None:
    """Put a table at the end of the body, before the properties of the last section."""
    from docx.oxml import parse_xml

    body: Any = document.element.body
    body.sectPr.addprevious(parse_xml(xml))


__all__ = ["FACE", "MARGINS", "PAGE", "render_docx"]
