"""Answers to "has the guidance come?", and what is left to the reader of reports."""

from datetime import date

import pytest

from bot.domain.guidance import GuidanceAnswer, read_guidance, read_issue_day

TODAY = date(2022, 9, 5)
NOT_YET = GuidanceAnswer(issued=False)
FIFTH = date(2022, 8, 5)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Chưa có", NOT_YET),
        ("chua co", NOT_YET),
        ("dạ chưa có ạ", NOT_YET),
        ("Đến nay chưa có hướng dẫn của Bộ", NOT_YET),
        ("2 chưa có", GuidanceAnswer(issued=False, number=2)),
        ("đã có, CV 123/BNN ngày 5/8", GuidanceAnswer(issued=True, on=FIFTH, document="CV 123/BNN")),
        ("da co roi, cv 123/bnn ngay 5/8/2022", GuidanceAnswer(issued=True, on=FIFTH, document="CV 123/BNN")),
        ("dạ đã có ạ", GuidanceAnswer(issued=True)),
        ("Có rồi", GuidanceAnswer(issued=True)),
        (
            "Đã ban hành, TT 05/2022/TT-BNN ngày 5.8",
            GuidanceAnswer(issued=True, on=FIFTH, document="TT 05/2022/TT-BNN"),
        ),
        ("đã có hướng dẫn ngày 20/12", GuidanceAnswer(issued=True, on=date(2021, 12, 20))),
    ],
)
def test_a_plain_answer_is_read_in_the_terms_of_the_question(text: str, answer: GuidanceAnswer) -> None:
    """With marks or without, with a line's number, the day in the past."""
    assert read_guidance(text, TODAY) == answer


@pytest.mark.parametrize(
    "text",
    [
        "xong rồi",
        "đang làm 60%",
        "1 xong; 2 chưa có",
        "đã có QĐ chưa?",
        "chưa làm được vì thiếu vốn",
        "đang vướng",
        "",
        "2",
    ],
)
def test_anything_else_is_a_report(text: str) -> None:
    """A completion, progress, two statements, a question, an obstacle."""
    assert read_guidance(text, TODAY) is None


def test_the_day_asked_for_may_come_with_the_number() -> None:
    """A day to come is none: what has been issued lies behind."""
    assert read_issue_day("CV 123/BNN ngày 5/8", TODAY) == (FIFTH, "CV 123/BNN")
    assert read_issue_day("5/8/2023", TODAY) == (None, "")
