"""`nhacviec read deadlines`: JSON lines in and out."""

import io
import json
import sys
from typing import Any

import pytest

from bot.cli import main

PHRASE = {
    "id": "a",
    "text": "Quý III/2022",
    "plan_year": 2022,
    "plan_start": "2022-06-15",
    "plan_end": "2025-12-31",
}


def given(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Put lines on standard input."""
    stream = io.TextIOWrapper(io.BytesIO("\n".join(lines).encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)


def phrase(**changed: Any) -> str:
    """The phrase as a JSON line, with some values changed."""
    return json.dumps({**PHRASE, **changed}, ensure_ascii=False)


def test_a_line_for_each_phrase(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order given, empty lines passed over."""
    given(monkeypatch, phrase(), "", phrase(id="b", text="-"))

    status = main(["read", "deadlines"])

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert status == 0
    assert first == {
        "id": "a",
        "kind": "period",
        "rules": [{"kind": "period", "start": "2022-07-01", "date": "2022-09-30"}],
        "due": ["2022-09-30"],
    }
    assert second == {"id": "b", "kind": "none", "rules": [{"kind": "none"}], "due": []}


def test_working_days_from_a_day_pass_over_holidays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """2/9/2022 was a Friday off, and so was Thursday the 1st."""
    given(monkeypatch, phrase(text="Sau 3 ngày làm việc kể từ ngày 30/8/2022"))

    main(["read", "deadlines"])

    assert json.loads(capsys.readouterr().out)["due"] == ["2022-09-06"]


def test_a_reading_explains_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The words beside the day."""
    given(monkeypatch, phrase(), phrase(text="Trước ngày 15/6 và 15/12 hằng năm"))

    main(["read", "deadlines", "--explain"])

    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Quý III/2022 → hết 30/9/2022"
    assert shown[2].startswith("15/12 hằng năm → hằng năm: hết 14/12/2022, 14/12/2023")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "Dòng 1 không phải là JSON mã UTF-8"),
        ("[]", "Dòng 1 không phải là một đối tượng JSON"),
        (phrase(text=None), "Dòng 1 thiếu text hoặc plan_year"),
        (phrase(plan_year="2022"), "Dòng 1 thiếu text hoặc plan_year"),
        (phrase(plan_end="31/12/2025"), "Dòng 1: plan_end phải là ngày dạng YYYY-MM-DD"),
        (phrase(plan_start=None), "Dòng 1: plan_start phải là ngày dạng YYYY-MM-DD"),
    ],
)
def test_a_line_that_is_no_phrase_is_refused(
    line: str, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence that names the line; status 1."""
    given(monkeypatch, line)

    status = main(["read", "deadlines"])

    assert status == 1
    assert capsys.readouterr().err.strip() == sentence
