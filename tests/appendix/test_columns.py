"""Columns by their names: every wording an office gives them, and rows that only look like a header."""

import pytest

from bot.appendix import read_appendix
from bot.appendix.columns import Column, kind_of

NAMES = {
    Column.NUMBER: ["TT", "STT", "Số TT", "Số thứ tự", "Mã nhiệm vụ", "Mục"],
    Column.CONTENT: ["Nội dung công việc", "Tên nhiệm vụ", "Nhiệm vụ, giải pháp", "Đầu việc", "Hạng mục công việc"],
    Column.LEAD: [
        "Cơ quan chủ trì", "Đơn vị thực hiện", "Người phụ trách thực hiện", "Đầu mối", "Giao cho", "Giao đơn vị",
        "Giao cho cơ quan",
    ],
    Column.COORDINATING: ["Phối hợp", "Cơ quan, đơn vị phối hợp", "Người phối hợp", "Các đơn vị tham gia"],
    Column.DEADLINE: ["Thời hạn", "T. gian hoàn thành", "Dự kiến hoàn thành", "Tiến độ", "Hạn xong", "Đến hạn"],
    Column.OTHER: ["Sản phẩm", "Ghi chú", "Cấp ban hành", "Nguồn kinh phí", "Lãnh đạo phụ trách", "Kết quả đầu ra"],
}  # fmt: skip


@pytest.mark.parametrize(("column", "name"), [(column, name) for column, names in NAMES.items() for name in names])
def test_a_column_is_known_by_any_of_its_names(column: Column, name: str) -> None:
    """The wording differs from office to office; what stands below does not."""
    found = kind_of(name)

    assert found is not None
    assert found[0] is column


def test_a_row_that_looks_like_a_header_is_a_row() -> None:
    """Its words are those of column names, but it is numbered and goes on with the table."""
    text = "Nội dung\tChủ trì\tThời hạn\nKế hoạch năm\tCơ quan thường trực\tQuý I\nNội dung\tSở Y tế\tHoàn thành\n"

    rows = read_appendix(("a.txt", text.encode()), year=2023).rows

    assert [row.content for row in rows] == ["Kế hoạch năm", "Nội dung"]
