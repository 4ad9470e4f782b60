"""What never changes a reading: case, composition, marks, blanks, separators, tags, footnotes; and nothing raises."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadlines import read_deadline
from tests.domain.deadlines.corpus import OWN, load_phrases, reading_of, same_events, scored

PHRASES = load_phrases(OWN)
TAGGED = re.compile(r"<|&")


def without_marks(text: str) -> str:
    """As typed on a keyboard without Vietnamese."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")


def wide(text: str) -> str:
    """Full-width forms of everything in ASCII."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


DISTURBANCES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "without marks": without_marks,
    "without marks in capitals": lambda text: without_marks(text).upper(),
    "no-break blanks": lambda text: text.replace(" ", "\u00a0"),
    "double blanks": lambda text: text.replace(" ", "  "),
    "zero-width beside blanks": lambda text: text.replace(" ", " \u200b"),
    "zero-width between letters": "\u200b".join,
    "soft hyphens": lambda text: text.replace("u", "u\u00ad"),
    "full width": lambda text: text if TAGGED.search(text) else wide(text),
    "double slashes": lambda text: text if TAGGED.search(text) else text.replace("/", "//"),
    "loose slashes": lambda text: text if TAGGED.search(text) else text.replace("/", " / "),
    "a line broken after a slash": lambda text: text if TAGGED.search(text) else text.replace("/", "/\n"),
    "the first blank a line break": lambda text: text.replace(" ", "\n", 1),
    "the last blank a line break": lambda text: "\n".join(text.rsplit(" ", 1)),
    "dots in days": lambda text: re.sub(r"(?<!\S)(\d{1,2})/(\d{1,2})/(\d{4})(?!/)", r"\1.\2.\3", text),
    "dashes in days": lambda text: re.sub(r"(?<!\S)(\d{1,2})/(\d{1,2})/(\d{4})(?!/)", r"\1-\2-\3", text),
    "tags": lambda text: f"<i>{text}</i>",
    "stars": lambda text: f"*{text}*",
    "a raised footnote": lambda text: f"{text}¹",
    "a bracketed footnote": lambda text: f"{text} [2]",
    "a full stop": lambda text: f"{text}." if re.search(r"\w", text) else text,
    "blanks around": lambda text: f"  {text} \n",
    "a bullet": lambda text: f"- {text}",
}


@pytest.mark.parametrize("disturb", DISTURBANCES.values(), ids=DISTURBANCES)
def test_spelling_never_changes_a_reading(disturb: Callable[[str], str]) -> None:
    """Every phrase of our own set, each way of writing it."""
    changed = [phrase["text"] for phrase in PHRASES if not reads_alike(phrase, disturb(phrase["text"]))]

    assert changed == []


def reads_alike(phrase: dict[str, Any], text: str) -> bool:
    """The same days and rules; the event's own words follow their spelling."""
    plain, disturbed = reading_of(phrase).as_json(), reading_of(phrase, text).as_json()
    if plain["due"] != disturbed["due"] or scored(plain["rules"]) != scored(disturbed["rules"]):
        return False
    return same_events(plain["rules"], disturbed["rules"]) or "/" in phrase["text"]


@given(
    phrase=st.sampled_from(PHRASES),
    form=st.sampled_from(["NFC", "NFD"]),
    bare=st.booleans(),
    case=st.sampled_from([str, str.upper, str.lower, str.title]),
    blank=st.sampled_from([" ", "  ", "\u00a0", "\u2009", " \u200b", "\t"]),
)
def test_disturbances_together_change_nothing(
    phrase: dict[str, Any], form: str, bare: bool, case: Callable[[str], str], blank: str
) -> None:
    """Several at once."""
    text = case(without_marks(phrase["text"]) if bare else phrase["text"])
    if TAGGED.search(phrase["text"]):
        text = phrase["text"]

    assert reads_alike(phrase, unicodedata.normalize(form, text).replace(" ", blank))


PIECES = """quý tháng năm ngày tuần trước sau từ đến hằng mỗi lần / - . , ; : ( ) và hoặc I II III IV l1 | 1 2 6 15 31
2022 20 2O22 đầu giữa cuối kể khi có kết thúc báo cáo hoàn thành giai đoạn 45 làm việc thường xuyên yêu cầu …"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\u200b"])
ANYTHING = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join))
DAYS = st.dates(min_value=date(1890, 1, 1), max_value=date(2300, 12, 31))


@settings(max_examples=400)
@given(text=ANYTHING, year=st.integers(min_value=-5, max_value=10_000), start=DAYS, end=DAYS)
def test_nothing_raises_and_every_due_day_lies_in_the_plan(text: str, year: int, start: date, end: date) -> None:
    """Whatever the cell holds, in whatever plan."""
    reading = read_deadline(text, plan_year=year, plan_start=start, plan_end=min(end, date(start.year + 9, 1, 1)))

    assert all(start <= day <= end for day in reading.due)
    assert list(reading.due) == sorted(set(reading.due))
    assert reading.rules


@given(text=ANYTHING)
def test_reading_twice_gives_the_same(text: str) -> None:
    """A reading depends on its arguments alone."""
    first, second = (
        read_deadline(text, plan_year=2022, plan_start=date(2022, 1, 1), plan_end=date(2025, 12, 31)) for _ in range(2)
    )

    assert first == second
