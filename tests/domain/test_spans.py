"""Days and spans as typed in a command, with marks or without."""

from datetime import date

import pytest

from bot.domain.spans import Span, read_bare_day, read_span

TODAY = date(2022, 10, 10)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("tất cả đến 15/10 vì bão số 5", Span(None, date(2022, 10, 15), "bão số 5", "tất cả")),
        ("tat ca den het ngay 15-10", Span(None, date(2022, 10, 15), "", "tat ca")),
        ("Sở Xây dựng từ 12/10 đến 3/1", Span(date(2022, 10, 12), date(2023, 1, 3), "", "Sở Xây dựng")),
        ("huyện 3 ngày", Span(None, date(2022, 10, 12), "", "huyện")),
        ("từ ngày 12/10/2022 trong 1 tuần", Span(date(2022, 10, 12), date(2022, 10, 18), "", "")),
        ("", Span(None, None, "", "")),
    ],
)
def test_days_length_and_reason_are_told_from_the_rest(text: str, span: Span) -> None:
    """A day without its year is the nearest that is not past."""
    assert read_span(text, TODAY) == span


@pytest.mark.parametrize("text", ["đến 31/2", "từ 20/10/2022 đến 15/10/2022", "đến 1/9/2022"])
def test_a_day_that_cannot_be_is_refused(text: str) -> None:
    """No such day, or an end before its start."""
    with pytest.raises(ValueError):  # noqa: PT011
        read_span(text, TODAY)


def test_a_day_stands_alone_too() -> None:
    """As /lichnghi has it, with a note after it."""
    assert read_bare_day("23/11/2026 hội nghị", TODAY) == (date(2026, 11, 23), "hội nghị")
    assert read_bare_day("mai", TODAY) == (None, "mai")
