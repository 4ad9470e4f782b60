"""What an occurrence is called by."""

import pytest

from bot.domain.occurrences import short_title


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Cơ chế huy động các nguồn lực", "Cơ chế huy động các nguồn lực"),
        ("Rà soát các quy định. Báo cáo kết quả", "Rà soát các quy định"),
        ("Rà soát; báo cáo", "Rà soát"),
        ("Quy định nội dung: (i). Có công viên; (ii). Có thư viện", "Quy định nội dung: (i). Có công viên"),
        ("Nội dung gồm: 1. Họp; 2. Báo cáo", "Nội dung gồm: 1. Họp"),
        ("Đề án phát triển TP. Hà Tĩnh", "Đề án phát triển TP. Hà Tĩnh"),
        ("Tham mưu Kế hoạch.", "Tham mưu Kế hoạch"),
    ],
)
def test_a_title_is_the_first_clause_and_never_ends_at_a_mark(content: str, title: str) -> None:
    """A dot after a list's mark or an abbreviation ends no sentence."""
    assert short_title(content) == title
