"""Deadline readings in words."""

from datetime import date

import pytest

from bot.domain.deadlines import deadline_from_json, read_deadline
from bot.render.deadlines import render_deadline


def words_of(text: str) -> list[str]:
    """The lines of a phrase in the plan of 2022 to 2025."""
    return render_deadline(
        read_deadline(text, plan_year=2022, plan_start=date(2022, 6, 15), plan_end=date(2025, 12, 31))
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Quý III/2022", "Quý III/2022 → hết 30/9/2022"),
        ("Trước ngày 30/9/2022", "Trước ngày 30/9/2022 → hết 29/9/2022"),
        ("Giai đoạn 2021-2030", "Giai đoạn 2021-2030 → hết 31/12/2030, nằm ngoài thời gian của kế hoạch"),
        ("Quý I hằng năm", "Quý I hằng năm → hằng năm: hết 31/3/2023, 31/3/2024, 31/3/2025"),
        (
            "Hằng quý",
            "Hằng quý → hằng quý: hết 30/6/2022, 30/9/2022, 31/12/2022, 31/3/2023 và 11 kỳ tiếp theo",
        ),
        ("2 năm/lần", "2 năm/lần → 2 năm một lần: hết 31/12/2023, 31/12/2025"),
        (
            "Sau 45 ngày kể từ ngày có hướng dẫn của Bộ",
            "Sau 45 ngày kể từ ngày có hướng dẫn của Bộ → 45 ngày kể từ: có hướng dẫn của Bộ",
        ),
        ("Trước kỳ họp HĐND tỉnh", "Trước kỳ họp HĐND tỉnh → trước 1 ngày so với: kỳ họp HĐND tỉnh"),
        ("Tại kỳ họp HĐND tỉnh", "Tại kỳ họp HĐND tỉnh → trong ngày: kỳ họp HĐND tỉnh"),
        (
            "Khi có hướng dẫn",
            "Khi có hướng dẫn → sau khi: có hướng dẫn; ngày cụ thể do người theo dõi ấn định",
        ),
        ("Thường xuyên", "Thường xuyên → thường xuyên"),
        ("Từ năm 2023", "Từ năm 2023 → thường xuyên, từ 01/01/2023"),
        ("Thường xuyên đến năm 2024", "Thường xuyên đến năm 2024 → thường xuyên, đến hết 31/12/2024"),
        ("Thường xuyên năm 2023", "Thường xuyên năm 2023 → thường xuyên, từ 01/01/2023 đến hết 31/12/2023"),
        ("Khi có yêu cầu", "Khi có yêu cầu → thực hiện khi có yêu cầu, chỉ đạo"),
        ("Quý VI/2022", "Quý VI/2022 → chưa xác định được ngày, đề nghị cho biết ngày cụ thể"),
        ("", "chưa có thời hạn"),
    ],
)
def test_a_reading_in_words(text: str, line: str) -> None:
    """The phrase, an arrow, and what it means."""
    assert words_of(text) == [line]


def test_a_stored_reading_says_its_meaning_alone() -> None:
    """The words were not stored with the rules."""
    stored = {"kind": "period", "rules": [{"kind": "period", "date": "2022-09-30"}], "due": ["2022-09-30"]}

    assert render_deadline(deadline_from_json(stored)) == ["hết 30/9/2022"]
