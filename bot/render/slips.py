"""Invitations as a .docx: a slip for each person, with the code, how to join, and a QR code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.texts import say


@dataclass(frozen=True)
class Slip:
    """What is printed for one person."""

    person: str
    agency: str
    channel: str
    bot_name: str
    code: str = field(repr=False)
    link: str = field(repr=False)
    until: str = ""


def render_slips(slips: Sequence[Slip]) -> bytes:
    """A document with four slips on a page, to be cut apart; links of Telegram open the chat with the code."""
    import segno
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for slip in slips:
        row = table.add_row()
        _no_break(row)
        words, picture = row.cells
        words.width, picture.width = Cm(12.5), Cm(4.5)
        for number, line in enumerate(_lines(slip)):
            paragraph = words.paragraphs[0] if number == 0 else words.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            paragraph.add_run(line).bold = number in {0, 2}
        image = io.BytesIO()
        segno.make(slip.link or slip.code, error="m", micro=False).save(image, kind="png", scale=8, border=2)
        image.seek(0)
        picture.paragraphs[0].add_run().add_picture(image, width=Cm(4))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _lines(slip: Slip) -> list[str]:
    how = (
        "slip: scan the QR code or open the link" if slip.link else "slip: open the chat with the bot and type the code"
    )
    return [
        say("invite", "Dear %(person)s (%(agency)s)", person=slip.person, agency=slip.agency),
        say("invite", how, channel=slip.channel, bot=slip.bot_name or "…"),
        say("invite", "Code: %(code)s (once, until %(until)s)", code=slip.code, until=slip.until),
        *([slip.link] if slip.link else []),
        say("invite", "The channel takes in no state secrets."),
    ]


def _no_break(row: object) -> None:
    """A slip never runs over two pages."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:cantSplit"))
