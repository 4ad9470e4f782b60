"""The official form, measured in the file: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

import io
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import Summary, summarize
from bot.domain.tasks import Status
from bot.render.document import Paragraph, Title
from bot.render.fonts import width_mm
from bot.render.summary_appendices import progress_words
from bot.render.summary_docx import render_docx
from bot.render.summary_report import report_of
from tests.render.sample_summary import KNOWN, ON, QUARTER, sample_ground, sample_summary

COMMITTEE = CommitteeSettings(
    superior_body="UBND tỉnh Lam Giang",
    place="Lam Giang",
    standing_agency="Sở Kế hoạch và Đầu tư",
    recipients=("Các thành viên Ban Chỉ đạo", "Các cơ quan chủ trì", "Lưu: VT, TH"),
)


def made(summary: Summary, committee: CommitteeSettings = COMMITTEE, **words: str) -> Document:
    """The file, opened again."""
    return docx.Document(io.BytesIO(render_docx(report_of(summary, committee, **words), KNOWN)))


@pytest.fixture(scope="module")
def document() -> Document:
    """A report with everything in it."""
    return made(sample_summary())


def all_paragraphs(document: Document) -> list[Any]:
    """Those of the body and of the tables at its top level, in order."""
    found = []
    for block in document.iter_inner_content():
        cells = [block] if not hasattr(block, "rows") else [cell for row in block.rows for cell in row.cells]
        found += [paragraph for cell in cells for paragraph in getattr(cell, "paragraphs", [cell])]
    return found


def first(document: Document, style: str) -> Any:
    """The first paragraph in a style."""
    return next(each for each in all_paragraphs(document) if each.style.name == style)


def test_the_page_is_a4_with_the_margins_of_the_decree(document: Document) -> None:
    """210 × 297 mm; 20 mm above and below, 30 left, 15 right."""
    section = document.sections[0]

    measures = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
        section.right_margin,
    )  # fmt: skip
    assert [round(each.mm, 1) for each in measures if each] == [210, 297, 20, 20, 30, 15]


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("Superior", 12, False, False),
        ("Issuer", 12, True, False),
        ("Nation", 12, True, False),
        ("Motto", 13, True, False),
        ("Number", 13, False, False),
        ("Place and day", 13, False, True),
        ("Kind", 14, True, False),
        ("Subject", 14, True, False),
        ("Part", 14, True, False),
        ("Clause", 14, True, False),
        ("Text", 14, False, False),
        ("Signer", 14, True, False),
        ("Recipients", 12, True, True),
        ("Recipient", 11, False, False),
        ("Appendix", 14, True, False),
        ("Appendix title", 14, True, False),
        ("Appendix reference", 14, False, True),
        ("Page number", 14, False, False),
    ],
)
def test_letters_have_the_size_and_style_of_their_place(
    document: Document, style: str, size: int, bold: bool, italic: bool
) -> None:
    """Times New Roman for every script, black."""
    font = document.styles[style].font  # type: ignore[attr-defined]
    faces = document.styles[style].element.rPr.rFonts

    assert (font.size.pt, bool(font.bold), bool(font.italic)) == (size, bold, italic)
    assert {faces.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert str(font.color.rgb) == "000000"


def test_the_body_is_justified_and_spaced(document: Document) -> None:
    """First line 1,27 cm, at least 6 points between paragraphs, single spacing."""
    form = document.styles["Text"].paragraph_format  # type: ignore[attr-defined]

    assert form.alignment == 3
    assert round(form.first_line_indent.cm, 2) == 1.27
    assert form.space_after.pt >= 6
    assert 1 <= form.line_spacing <= 1.5


def test_both_columns_of_the_head_are_filled_and_number_and_day_left_open(document: Document) -> None:
    """Issuer left, nation right; the registry gives number and day."""
    left, right = document.tables[0].rows[0].cells
    number, place = document.tables[0].rows[1].cells

    assert [each.text for each in left.paragraphs[:2]] == [
        "UBND TỈNH LAM GIANG",
        "BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA TỈNH",
    ]
    assert [each.text for each in right.paragraphs[:2]] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert re.fullmatch(r"Số: +/BC-BCĐ", number.text)
    assert re.fullmatch(r"Lam Giang, ngày +tháng +năm 2022", place.text)


def lines_of(document: Document) -> list[tuple[float, Any]]:
    """The drawn lines: indent in millimetres, paragraph."""
    bordered = [each for each in all_paragraphs(document) if each._p.find(f".//{qn('w:pBdr')}") is not None]
    return [(each.paragraph_format.left_indent.mm, each) for each in bordered]


def test_lines_are_drawn_and_as_long_as_the_decree_has_them(document: Document) -> None:
    """Under the motto as long as its words; under issuer and subject a third to a half; nothing is underlined."""
    issuer, motto, subject = [indent for indent, _ in lines_of(document)]

    assert abs((99 - 2 * motto) - width_mm("Độc lập - Tự do - Hạnh phúc", 13, bold=True)) < 0.2
    assert 1 / 3 <= (66 - 2 * issuer) / 66 <= 1 / 2
    words = width_mm(first(document, "Subject").text, 14, bold=True)
    assert 1 / 3 <= (165 - 2 * subject) / min(words, 165) <= 1 / 2
    assert not any(run.underline for each in all_paragraphs(document) for run in each.runs)


def test_pages_are_numbered_in_the_top_margin_but_for_the_first(document: Document) -> None:
    """A field, centred; every section has a first page of its own without it; appendices count from 1."""
    for place, section in enumerate(document.sections):
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert section.first_page_header.paragraphs[0].text == ""
        assert "PAGE" not in section.first_page_header._element.xml
        start = section._sectPr.find(qn("w:pgNumType"))
        assert (start is not None and start.get(qn("w:start")) == "1") is (place > 0)
    assert document.styles["Page number"].paragraph_format.alignment == 1  # type: ignore[attr-defined]


def test_appendices_lie_on_landscape_pages_with_rows_that_stay_whole(document: Document) -> None:
    """Header rows are repeated on each page, no row is split."""
    assert [(round(each.page_width.mm), round(each.page_height.mm)) for each in document.sections[1:]] == [  # type: ignore[union-attr]
        (297, 210),
        (297, 210),
    ]
    for table, headers in zip(document.tables[2:], (1, 2), strict=True):
        rows = table._tbl.tr_lst
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows[: headers + 1]] == [True] * headers + [
            False
        ]
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) <= round(252 * 1440 / 25.4) + 12


def test_the_body_has_its_parts_and_ends_as_documents_end(document: Document) -> None:
    """I to V in capitals, "./." at the end, the signer's name left open, Nơi nhận from the settings."""
    texts = [each.text for each in all_paragraphs(document)]
    parts = [each.text for each in all_paragraphs(document) if each.style.name == "Part"]

    assert parts == [
        "I. CÔNG TÁC CHỈ ĐẠO, ĐÔN ĐỐC",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN",
        "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert [text for text in texts if text.endswith("./.")] == [
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch số 250/KH-BCĐ./."
    ]
    sign = document.tables[1].rows[0].cells
    assert [each.text for each in sign[0].paragraphs] == [
        "Nơi nhận:",
        "- Các thành viên Ban Chỉ đạo;",
        "- Các cơ quan chủ trì;",
        "- Lưu: VT, TH.",
    ]
    assert [each.text for each in sign[1].paragraphs if each.text] == ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_empty_parts_are_left_out_and_the_others_numbered_on() -> None:
    """A quiet month has no difficulties to tell of."""
    report = report_of(sample_summary(0, compared=False), COMMITTEE)

    parts = [block.text for block in report.body if isinstance(block, Title) and block.level == 1]
    assert parts == ["I. CÔNG TÁC CHỈ ĐẠO, ĐÔN ĐỐC", "II. KẾT QUẢ THỰC HIỆN"]
    assert report.appendices == ()


def test_a_part_that_stands_alone_is_not_numbered() -> None:
    """Overdue work without obstacles has no "1."; with nothing due soon there are no "other" tasks."""
    ground = sample_ground(40)
    rows = tuple(row for row in ground.rows if row.due is not None and row.due < ON and row.done_on is None)
    summary = summarize(replace(ground, rows=rows, obstacles=(), extensions=()), QUARTER)

    titles = [each.text for each in report_of(summary, COMMITTEE).body if isinstance(each, Title)]

    assert "Các nhiệm vụ quá hạn" in titles
    assert not any("nhiệm vụ khác" in each for each in titles)


def test_a_point_bears_one_mark_and_what_is_in_term_is_told() -> None:
    """ "a) Nhóm I.1 (…)", never "a) I.1."; the work that goes on stands among what is ahead."""
    summary = sample_summary(40)

    texts = [each.text for each in report_of(summary, COMMITTEE).body if isinstance(each, Paragraph)]

    points = [each for each in texts if re.match(r"[a-zđ]\) ", each)]
    assert len(points) > 5
    assert [each for each in points if re.match(r"[a-zđ]\) [IVX]+\.", each)] == []
    in_term = summary.totals.open_in_term
    assert any(f"Tiếp tục thực hiện {in_term:02d} lượt nhiệm vụ đang trong thời hạn" in each for each in texts)


def test_the_signature_never_stands_alone_on_a_page(document: Document) -> None:
    """The end of the text goes with it."""
    body = list(document.element.body)
    signed = next(place for place, each in enumerate(body) if "Nơi nhận" in "".join(each.itertext()))
    before = [each for each in document.paragraphs if each._element in body[signed - 2 : signed]]

    assert len(before) == 2
    assert all(each.paragraph_format.keep_with_next for each in before)


def test_the_progress_of_open_work_is_said_once() -> None:
    """The class says that it is under way; the column adds the percentage alone."""
    rows = [row for row in sample_summary(40).rows if row.status is Status.IN_PROGRESS and not row.is_done]

    assert rows
    for row in rows:
        assert progress_words(row).casefold().count("đang thực hiện") == 1
        assert progress_words(row).endswith("" if row.percent is None else f"; {row.percent}%")


def test_a_report_that_goes_up_is_addressed() -> None:
    """ "Như trên" among the recipients: Kính gửi on page 1, and a respectful close."""
    upwards = CommitteeSettings(
        committee_name="Ban Chỉ đạo tỉnh", document_sign="BC-SKHĐT", recipients=("Như trên", "Lưu: VT")
    )

    document = made(sample_summary(8), upwards)

    assert first(document, "Addressee").text == "Kính gửi: Ban Chỉ đạo tỉnh"
    assert any(
        each.text.endswith("kính trình Ban Chỉ đạo tỉnh xem xét, chỉ đạo./.") for each in all_paragraphs(document)
    )


def test_the_secretarys_words_stand_as_typed() -> None:
    """Markup in them is text; control characters, which no file can hold, are dropped."""
    document = made(sample_summary(8), remarks="Tiến độ <w:b/> & tốt\x00", proposals="=1+1\nCho phép lùi thời hạn")

    texts = [each.text for each in all_paragraphs(document)]
    assert "Tiến độ <w:b/> & tốt" in texts
    assert texts.index("=1+1") + 1 == texts.index("Cho phép lùi thời hạn")


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_pages_that_are_meant(tmp_path: Path) -> None:
    """Portrait pages, then landscape ones; the first page bears no number; every word arrives."""
    report = report_of(sample_summary(), COMMITTEE)
    (tmp_path / "bc.docx").write_bytes(render_docx(report, KNOWN))

    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "bc.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    sizes = subprocess.run(
        ["pdfinfo", "-l", "99", str(tmp_path / "bc.pdf")], check=True, capture_output=True, text=True
    ).stdout
    widths = [round(float(width)) for width in re.findall(r"Page +\d+ size: +([\d.]+)", sizes)]
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "bc.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [unicodedata.normalize("NFC", page) for page in text.split("\f")]
    assert widths == sorted(widths)
    assert {595, 842} == set(widths)
    assert pages[0].strip().startswith("UBND TỈNH LAM GIANG")
    assert pages[1].strip().startswith("2")
    flat = " ".join(" ".join(pages).split())
    for block in report.body:
        words = re.sub(r"\s+", " ", block.text)
        assert words[:30] in flat
    landscape = [page for page, width in zip(pages, widths, strict=False) if width == 842]
    assert all("Nội dung nhiệm vụ" in page or "Cơ quan, đơn vị" in page for page in landscape)
