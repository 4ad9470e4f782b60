"""The workbook, the PDF and the picture of a summary, and how they are made."""

import asyncio
import io
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import Totals
from bot.domain.tasks import Standing
from bot.domain.workdays import VIETNAM
from bot.render.chart import COLOURS, TrendPoint, chart_data, render_chart
from bot.render.fonts import FOLDER, width_mm
from bot.render.making import KINDS, FileMaker, Order, TooManyOrders, file_name, make_file
from bot.render.summary_pdf import render_pdf
from bot.render.summary_report import report_of
from bot.render.summary_xlsx import render_xlsx
from bot.render.urging import Urging
from tests.render.sample_summary import AGENCIES, ON, sample_summary

SUMMARY = sample_summary()
REMINDED = Urging(
    date(2022, 9, 7), datetime(2022, 9, 7, 8, 30, tzinfo=VIETNAM), "Sở Xây dựng", "Đầu mối", "Zalo", "I.1.1",
    "Nhắc trước hạn", "Đã gửi", date(2022, 9, 8), "=1+1",
)  # fmt: skip
TREND = (
    TrendPoint(ON - timedelta(days=184), Totals(done_on_time=3, open_overdue=4)),
    TrendPoint(ON - timedelta(days=92), Totals(done_on_time=5, done_late=1, open_overdue=2)),
)


def workbook() -> openpyxl.Workbook:
    """The sample's workbook with text that would be a formula if it were let."""
    rows = (replace(SUMMARY.rows[0], note='=HYPERLINK("http://x.example")', content="+1-1"), *SUMMARY.rows[1:])
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(replace(SUMMARY, rows=rows), [REMINDED])))


def test_the_workbook_has_its_five_sheets_frozen_filtered_and_set_up() -> None:
    """Filters and frozen headers on each table, the header printed on each page, as wide as a page."""
    book = workbook()

    assert book.sheetnames == ["Tổng hợp", "Chi tiết", "Theo cơ quan", "Vướng mắc", "Sổ đôn đốc"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows.replace("$", "") == "1:1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_days_are_days_and_text_is_never_a_formula() -> None:
    """A term can be sorted and compared; what people wrote stays what they wrote."""
    book = workbook()
    sheet = book["Chi tiết"]
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, (cell for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]

    assert [row["Thời hạn"].value.date() for row in rows if row["Thời hạn"].value] == [
        row.due for row in SUMMARY.rows if row.due
    ]
    assert rows[0]["Ghi chú"].value == '=HYPERLINK("http://x.example")'
    texts = [cell for other in book.worksheets for line in other.iter_rows() for cell in line]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in texts)
    assert book["Sổ đôn đốc"]["J2"].value == "=1+1"


def test_classes_bear_their_colours_and_the_overview_is_their_legend() -> None:
    """The same four colours everywhere."""
    book = workbook()
    legend = {row[0].value: row[0].fill.start_color.rgb for row in book["Tổng hợp"].iter_rows(min_row=8, max_row=13)}
    sheet = book["Chi tiết"]
    place = [cell.value for cell in sheet[1]].index("Phân loại")

    assert legend["Đang thực hiện quá hạn"] == f"FF{COLOURS[Standing.OPEN_OVERDUE][0][1:].upper()}"
    for row in sheet.iter_rows(min_row=2):
        assert row[place].fill.start_color.rgb == legend[row[place].value]


def test_the_figures_of_the_workbook_are_those_of_the_summary() -> None:
    """Counted again from the rows of Chi tiết."""
    book = workbook()
    sheet = book["Chi tiết"]
    place = [cell.value for cell in sheet[1]].index("Phân loại")
    classes = [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]
    overview = {row[0]: row[1] for row in book["Tổng hợp"].iter_rows(min_row=6, max_row=20, values_only=True)}

    assert overview["Số lượt"] == len(classes)
    assert overview["Đang thực hiện quá hạn"] == classes.count("Đang thực hiện quá hạn")
    by_agency = list(book["Theo cơ quan"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in by_agency] == [agency for agency, _ in SUMMARY.by_agency]
    assert sum(row[1] for row in by_agency) == len(classes)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_the_picture_is_as_wide_as_a_sharp_phone() -> None:
    """720 pixels for 360 points, whatever the number of agencies; letters of 13 points."""
    many = tuple(f"Cơ quan số {n}" for n in range(60))

    for summary in (SUMMARY, sample_summary(300, many), sample_summary(0, compared=False)):
        width, height = picture_size(render_chart(summary, TREND))
        assert width == 720
        assert height < 6000


def test_bars_and_trend_are_the_figures() -> None:
    """Agencies in protocol order, the trend ends with this summary, and too many agencies are gathered."""
    data = chart_data(SUMMARY, TREND, {AGENCIES[0]: "VP UBND tỉnh"})

    assert [bar["name"] for bar in data["bars"]] == ["VP UBND tỉnh", *(name for name, _ in SUMMARY.by_agency[1:])]
    assert [sum(bar["values"]) for bar in data["bars"]] == [totals.occurrences for _, totals in SUMMARY.by_agency]
    assert [point["label"] for point in data["trend"]] == ["14/3/2022", "14/6/2022", "14/9/2022"]
    gathered = chart_data(sample_summary(300, tuple(f"Cơ quan số {n}" for n in range(60))))
    assert len(gathered["bars"]) == 31
    assert (
        sum(sum(bar["values"]) for bar in gathered["bars"])
        == sample_summary(300, tuple(f"Cơ quan số {n}" for n in range(60))).totals.occurrences
    )


def test_markup_in_peoples_words_stays_words() -> None:
    """Typst commands, escapes and quotes are set as they were typed, and read no file."""
    hostile = '#read("/etc/passwd") $x$ *đậm* \\ "a" ] #import'
    rows = tuple(replace(row, note=hostile, agency=hostile) for row in SUMMARY.rows)
    summary = replace(SUMMARY, rows=rows, by_agency=((hostile, SUMMARY.totals), *SUMMARY.by_agency))

    content = render_pdf(report_of(summary, CommitteeSettings(place=hostile)), chart_data(summary))

    assert content.startswith(b"%PDF")


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_the_pdf_says_what_the_docx_says(tmp_path: Path) -> None:
    """Every paragraph of the report, on narrow pages, in the shipped faces."""
    report = report_of(SUMMARY, CommitteeSettings(place="Lam Giang"))
    file = tmp_path / "bc.pdf"
    file.write_bytes(render_pdf(report, chart_data(SUMMARY, TREND)))

    text = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout
    fonts = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True).stdout
    info = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, text=True).stdout
    flat = re.sub(r"\s+", "", text)
    for block in report.body:
        assert re.sub(r"\s+", "", block.text)[:25] in flat
    for appendix in report.appendices:
        assert re.sub(r"\s+", "", appendix.title) in flat
    assert set(re.findall(r"\+(Liberation\w+)", fonts)) == {"LiberationSerif", "LiberationSans"}
    assert "311.811 x 555.591" in info


def test_shipped_faces_have_the_letters_and_a_licence() -> None:
    """Every Vietnamese letter has a width of its own; the licence lies beside the faces."""
    vietnamese = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA))

    assert all(width_mm(letter, 14) > 0.5 for letter in vietnamese)
    assert abs(width_mm("nnnn", 12) - 4 * 6 * 25.4 / 72) < 0.01  # an n of Times is half an em wide
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", sorted(KINDS))
def test_each_form_is_made_under_a_name_every_system_takes(form: str) -> None:
    """Name, kind and content belong together."""
    made = make_file(Order(form, SUMMARY, trend=TREND))

    assert made.name == f"tong-hop-quy-iii-2022.{form}"
    assert made.kind == KINDS[form]
    if form in {"docx", "xlsx"}:
        assert zipfile.ZipFile(io.BytesIO(made.content)).testzip() is None


def test_what_is_heavy_is_not_imported_before_a_file_is_made() -> None:
    """A service that only answers chats carries none of it."""
    code = (
        "import sys, bot.render.making, bot.cli.tonghop;"
        "print([name for name in ('docx', 'xlsxwriter', 'typst', 'openpyxl', 'lxml') if name in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert found.stdout.strip() == "[]"


@pytest.mark.slow
async def test_files_are_made_beside_the_event_loop() -> None:
    """While a file is being made the loop goes on turning; a process that died is replaced; too many are refused."""
    maker = FileMaker()
    order = Order("docx", sample_summary(400))
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    try:
        made = await maker.make(order)
        assert made.name == file_name(order)
        assert ticks > 20
        results = await asyncio.gather(*(maker.make(Order("xlsx", SUMMARY)) for _ in range(17)), return_exceptions=True)
        assert [type(each) for each in results if isinstance(each, BaseException)] == [TooManyOrders]
    finally:
        ticking.cancel()
        maker.close()


def test_an_appendix_row_tells_of_a_moved_term() -> None:
    """The first term stays visible."""
    moved = next(row for row in SUMMARY.rows if row.original_due != row.due)
    table = report_of(SUMMARY, CommitteeSettings()).appendices[0].table

    cells = next(row.cells for row in table.rows if not row.heading and row.cells[1].startswith(f"{moved.code}."))
    assert "thời hạn ban đầu" in cells[4]
    assert isinstance(moved.original_due, date)
