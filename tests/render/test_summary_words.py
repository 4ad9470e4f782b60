"""The words that the forms of a summary share."""

import pytest

from bot.render.summary_words import plan_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("của Ban Chỉ đạo tỉnh giai đoạn 2021-2025", "Kế hoạch của Ban Chỉ đạo tỉnh giai đoạn 2021-2025"),
        ("Kế hoạch cải cách hành chính năm 2024", "Kế hoạch cải cách hành chính năm 2024"),
        ("", "68/KH-BCĐ"),
    ],
)
def test_a_heading_names_the_plan_in_full(title: str, name: str) -> None:
    """A title that only follows the word "Kế hoạch" gets it back; without a title the number stands."""
    assert plan_name("68/KH-BCĐ", title) == name
