"""Appendices in the many shapes that offices give them, each with a row for every task to be read."""

import copy
import io
import re
import unicodedata
from datetime import date

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.appendix import charsets, read_appendix

Row = tuple[str, str, str, str]  # code, content, leads, deadline
CSV = (
    "STT;Nhiệm vụ;Chủ trì;Phối hợp;Thời hạn\n"
    '1;"Xây dựng kế hoạch; trình UBND";Sở Nội vụ;Sở Tài chính;Quý I/2023\n'
    "2;Rà soát văn bản;Sở Tư pháp;;Trước ngày 30/6/2023\n"
)
CSV_ROWS = [
    ("1", "Xây dựng kế hoạch; trình UBND", "Sở Nội vụ", "Quý I/2023"),
    ("2", "Rà soát văn bản", "Sở Tư pháp", "Trước ngày 30/6/2023"),
]
PAGES = (
    "Phụ lục\n\nTT\tNội dung\tCơ quan\tThời gian\nI\tPhần một\t\t\n1\tViệc một dài\tSở Y tế\tQuý I\n\x0c\n"
    "TT\tNội dung\tCơ quan\tThời gian\n\tvà phần sau\t\t\n- 2 -\nII\tPhần hai\t\t\n1\tViệc ba\tSở Y tế\tHằng quý\n"
    "TM. ỦY BAN NHÂN DÂN\n"
)
PAGES_ROWS = [("I.1", "Việc một dài và phần sau", "Sở Y tế", "Quý I"), ("II.1", "Việc ba", "Sở Y tế", "Hằng quý")]


def _word(*tables: tuple[str, list[list[str]]]) -> Document:
    document = docx.Document()
    for caption, rows in tables:
        document.add_paragraph(caption)
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(at, place).text = text
    return document


def _saved(document: object) -> bytes:
    kept = io.BytesIO()
    document.save(kept)  # type: ignore[attr-defined]
    return kept.getvalue()


def _one_cell_for_both() -> bytes:
    """Any order, sections in the content column, "A chủ trì, phối hợp với B" in one cell."""
    document = _word(
        (
            "PHỤ LỤC",
            [
                ["Thời gian hoàn thành", "Nội dung công việc", "Đơn vị chủ trì, phối hợp", "Số TT", "Sản phẩm"],
                ["", "I. CHỈ ĐẠO", "", "", ""],
                ["Quý I/2023", "Kế hoạch", "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", "1", "x"],
                ["Quý II/2023", "Rà soát", "Sở Y tế chủ trì; Sở Tư pháp, Công an tỉnh phối hợp", "2", ""],
                ["", "II. KHÁC", "", "", ""],
                ["Thường xuyên", "Kiểm tra", "Sở Tài chính, Sở Xây dựng", "1", ""],
            ],
        )
    )
    return _saved(document)


def _header_come_again_shorter() -> bytes:
    """A header of two rows, repeated as one in the same table; a second table of other columns."""
    document = _word(
        (
            "Phụ lục 1. Nhiệm vụ năm 2023",
            [
                ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Tiến độ"],
                ["", "", "Chủ trì", "Phối hợp", ""],
                ["A", "Nhóm chung", "", "", ""],
                ["1", "Việc một", "Sở Nội vụ", "Sở Tư pháp", "Tháng 3"],
                ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Tiến độ"],
                ["B", "Nhóm riêng", "", "", ""],
                ["1", "Việc ba", "Sở Y tế", "", "Quý III"],
            ],
        ),
        ("Phụ lục 2. Nhiệm vụ khác", [["Thời hạn", "Nhiệm vụ cụ thể", "Đầu mối"], ["Quý I", "Việc bốn", "Sở Y tế"]]),
    )
    first = document.tables[0]
    first.cell(0, 2).merge(first.cell(0, 3))
    for place in (0, 1, 4):
        first.cell(0, place).merge(first.cell(1, place))
    return _saved(document)


def _tracked() -> bytes:
    """Automatic numbers, a deadline deleted and another inserted, a row deleted."""
    header = ["TT", "Nội dung", "Cơ quan chủ trì", "Thời hạn"]
    document = _word(("", [header, ["", "Việc một", "Sở Y tế", "Quý I"]]))
    table = document.tables[0]
    table.cell(1, 0).paragraphs[0].style = document.styles["List Number"]
    gone = copy.deepcopy(table.rows[1]._tr)
    table._tbl.append(gone)
    gone.get_or_add_trPr().append(OxmlElement("w:del"))
    paragraph = table.cell(1, 3).paragraphs[0]
    old = paragraph.runs[0]._r
    deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
    paragraph._p.extend([deleted, inserted])
    new = copy.deepcopy(old)
    new.find(qn("w:t")).text = "Quý IV"
    inserted.append(new)
    old.find(qn("w:t")).tag = qn("w:delText")
    deleted.append(old)
    return _saved(document)


def _sheets() -> bytes:
    """A cover, titles, a header of two rows from column B, real dates, a hidden sheet, a total."""
    book = openpyxl.Workbook()
    book.active["A1"] = "KẾ HOẠCH"  # type: ignore[index]
    sheet = book.create_sheet("PL")
    grid: list[list[object]] = [
        ["PHỤ LỤC NHIỆM VỤ"],
        ["Mã số", "Hoạt động", "Trách nhiệm thực hiện", None, "Thời gian thực hiện", None],
        [None, None, "Chủ trì", "Phối hợp", "Từ", "Đến"],
        ["I", "Thể chế"],
        [1, "Nghị quyết", "Sở Tài chính", "Các sở", date(2023, 1, 1), date(2023, 6, 30)],
        [2, "Tập huấn", "Sở Nội vụ;\nSở Y tế", None, "Quý I", "Quý II"],
        ["II", "Khác"],
        [1.1, "Sơ kết", "Sở Y tế", None, None, date(2023, 12, 15)],
        [None, "Tổng cộng"],
    ]
    for at, row in enumerate(grid, 2):
        for place, value in enumerate(row, 2):
            sheet.cell(at, place, value)
    for area in ("B2:G2", "D3:E3", "F3:G3", "B3:B4", "C3:C4"):
        sheet.merge_cells(area)
    hidden = book.create_sheet("Ẩn")
    hidden.sheet_state = "hidden"
    hidden.append(["TT", "Nội dung", "Chủ trì", "Thời hạn"])
    hidden.append([1, "Việc ẩn", "Sở Y tế", "Quý I"])
    return _saved(book)


def _in_1258(text: str) -> bytes:
    """Letters with their tone behind them, as Windows-1258 has them."""
    raw = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        raw += (plain + tones).encode("cp1258")
    return raw


def _in_tcvn3(text: str) -> bytes:
    codes = {letter: code for code, letter in charsets._TCVN3.items()}
    return bytes(codes.get(char, ord(char)) for char in text)


SHAPES: list[tuple[str, str, bytes, list[Row]]] = [
    ("one cell for both", "a.docx", _one_cell_for_both(), [
        ("I.1", "Kế hoạch", "Sở Nội vụ", "Quý I/2023"), ("I.2", "Rà soát", "Sở Y tế", "Quý II/2023"),
        ("II.1", "Kiểm tra", "Sở Tài chính", "Thường xuyên")]),
    ("a header come again shorter", "a.docx", _header_come_again_shorter(), [
        ("1.A.1", "Việc một", "Sở Nội vụ", "Tháng 3"), ("1.B.1", "Việc ba", "Sở Y tế", "Quý III"),
        ("2.x1", "Việc bốn", "Sở Y tế", "Quý I")]),
    ("tracked changes", "a.docx", _tracked(), [("1", "Việc một", "Sở Y tế", "Quý IV")]),
    ("sheets", "a.xlsx", _sheets(), [
        ("I.1", "Nghị quyết", "Sở Tài chính", "30/06/2023"), ("I.2", "Tập huấn", "Sở Nội vụ|Sở Y tế", "Quý II"),
        ("II.1.1", "Sơ kết", "Sở Y tế", "15/12/2023")]),
    ("semicolons, BOM", "a.csv", CSV.encode("utf-8-sig"), CSV_ROWS),
    ("UTF-16", "a.csv", CSV.encode("utf-16"), CSV_ROWS),
    ("UTF-16 without BOM", "a.csv", CSV.encode("utf-16-le"), CSV_ROWS),
    ("Windows-1258", "a.csv", _in_1258(CSV), CSV_ROWS),
    ("TCVN3", "a.csv", _in_tcvn3(CSV), CSV_ROWS),
    ("pages", "a.tsv", PAGES.encode(), PAGES_ROWS),
    ("pages, CRLF", "a.txt", PAGES.replace("\n", "\r\n").encode(), PAGES_ROWS),
    ("drawn with signs", "a.txt", "| TT | Nội dung | Chủ trì | Thời hạn |\n|---|:--|---|---|\n"
     "| 1 | Việc một | Sở Y tế | Quý I |\n".encode(), [("1", "Việc một", "Sở Y tế", "Quý I")]),
    ("commas, no numbers", "a.csv", 'Người phụ trách,Đầu việc,Hạn xong\nSở Y tế,"Việc, một",31/12/2023\n'.encode(),
     [("x1", "Việc, một", "Sở Y tế", "31/12/2023")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "rows"), [each[1:] for each in SHAPES], ids=[each[0] for each in SHAPES])
def test_an_appendix_of_any_shape_gives_its_tasks(name: str, raw: bytes, rows: list[Row]) -> None:
    """Codes, contents, leads and deadlines, and nothing that is no task."""
    read = read_appendix((name, raw), year=2023).rows

    assert [
        (row.code, row.content, "|".join(lead.name for lead in row.leads), row.deadline_text) for row in read
    ] == rows


SHARED = (
    "TT\tNội dung nhiệm vụ\t{title}\tThời hạn\n"
    "1\tXây dựng kế hoạch phòng chống dịch\tSở Y tế{mark} Sở Tài chính{mark} Sở Nội vụ\t30/9/2023\n"
    "2\tRà soát nhân lực y tế cơ sở\tSở Nội vụ\t31/10/2023\n"
)


@pytest.mark.parametrize(
    ("title", "mark", "is_guess"),
    [
        ("Đơn vị chủ trì/Đơn vị phối hợp", "/", False),
        ("Chủ trì, phối hợp", ",", True),
        ("Chủ trì, phối hợp", ";", True),
    ],
)
def test_in_a_column_of_both_the_first_leads(title: str, mark: str, is_guess: bool) -> None:
    """A slash in title and cell says so; else it is put to the secretary, the agencies of the cell to choose from."""
    raw = SHARED.format(title=title, mark=mark).encode()

    several, single = read_appendix(("a.tsv", raw), year=2023).rows

    assert [each.name for each in several.leads] == ["Sở Y tế"]
    assert re.findall(r"Sở [^;/]+", several.lead_coordinating) == ["Sở Tài chính", "Sở Nội vụ"]
    assert [("tạm hiểu Sở Y tế chủ trì" in each) for each in several.doubts] == [True] * is_guess
    assert [each.name for each in single.leads] == ["Sở Nội vụ"]
    assert single.doubts == ()


def test_a_column_of_days_before_which_all_is_to_be_done() -> None:
    """A day means the one before it; of a month nobody knows, so that it is asked."""
    raw = (
        SHARED.format(title="Chủ trì", mark="/")
        .replace("Thời hạn", "Hoàn thành trước")
        .replace("31/10/2023", "Tháng 10")
    )

    day, month = read_appendix(("a.tsv", raw.encode()), year=2023).rows

    assert [each.isoformat() for each in day.deadline.due] == ["2023-09-29"]
    assert day.doubts == ()
    assert [each.isoformat() for each in month.deadline.due] == ["2023-10-31"]
    assert ["“Tháng 10” có thể là thời hạn sớm hơn" in each for each in month.doubts] == [True]
