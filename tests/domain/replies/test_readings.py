"""The reader against labelled replies: our own, and the team's corpus where it stands beside the project."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.replies import read_reply
from bot.domain.replies.reading import Intent, ReplyReading
from bot.domain.replies.rules import RULES, Rule
from bot.domain.tasks import Status

TODAY = date(2022, 10, 10)
CODES = ("I.1.1", "I.2.a.2", "II.3")
BY_OTHERS = Path(__file__).parents[2] / "data" / "replies-by-others.jsonl"
OWN = Path(__file__).parents[2] / "data" / "replies.txt"
SHARED = Path(__file__).parents[4] / "shared" / "data" / "replies" / "dev.jsonl"  # beside the project
LETTERS = {
    Status.DONE: "D",
    Status.SUBMITTED: "S",
    Status.IN_PROGRESS: "P",
    Status.BLOCKED: "B",
    Status.NOT_STARTED: "N",
    Intent.ACK: "A",
    Intent.EXTENSION: "E",
    Intent.SNOOZE: "Z",
    Intent.UNDO: "X",
    Intent.QUESTION: "Q",
    Intent.UNCLEAR: "U",
}
COMPLETE = {Status.DONE, Status.SUBMITTED}


def _own() -> Iterator[tuple[int, str, str]]:
    for line in OWN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            count, words, label = line.split("|")
            yield int(count), words.replace("\\n", "\n"), label


def _label(reading: ReplyReading, count: int) -> str:
    names = dict(zip(CODES, "abc", strict=True))
    return ";".join(
        LETTERS[item.status or item.intent] + ("".join(names[code] for code in item.tasks) if count > 1 else "")
        for item in reading.items
    )


@pytest.mark.parametrize(("count", "words", "label"), list(_own()))
def test_own_labelled_replies(count: int, words: str, label: str) -> None:
    """Every one, exactly; more than half of them are no completion."""
    reading = read_reply(words, today=TODAY, open_codes=CODES[:count])

    assert _label(reading, count) == label


def test_the_labelled_replies_are_many_and_mostly_negative() -> None:
    """300 at least, half of them at least without a completion."""
    labels = [label for _, _, label in _own()]

    assert len(labels) >= 300
    assert sum("D" not in label for label in labels) * 2 >= len(labels)


def _score(corpus: Path) -> tuple[int, int, list[str]]:
    """Replies read exactly, all replies, and those of which a completion was read that nobody reported."""
    right, false = 0, []
    cases = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    for case in cases:
        read = read_reply(case["text"], today=date.fromisoformat(case["today"]), open_codes=case["open"]).items_json()
        right += _without_case(read) == _without_case(case["items"])
        if not _completions(read) <= _completions(case["items"]):
            false.append(case["text"])
    return right, len(cases), false


def _completions(items: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(each["status"], task) for each in items if each["status"] in COMPLETE for task in each["tasks"] or [""]}


def _without_case(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Numbers of documents compare without case."""
    return [
        {**each, "document": each["document"] and {**each["document"], "number": each["document"]["number"].upper()}}
        for each in items
    ]


def test_replies_labelled_by_others() -> None:
    """Written and labelled by other hands than the rules; a few labels are arguable, no completion is made up."""
    right, total, false = _score(BY_OTHERS)

    assert false == []
    assert right >= 0.97 * total


@pytest.mark.skipif(not SHARED.exists(), reason="the team's corpus is not beside the project")
def test_the_corpus_of_the_team() -> None:
    """At least 98 % exactly right, and never a completion that was not reported."""
    right, total, false = _score(SHARED)

    assert false == []
    assert right >= 0.98 * total


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_find_their_examples_and_nothing_else(rule: Rule) -> None:
    """Each rule brings words that it is to find and words that it must leave alone."""
    assert [each for each in rule.examples if not rule.search(each)] == []
    assert [each for each in rule.not_examples if rule.search(each)] == []


@given(st.text(max_size=300), st.integers(0, 3))
def test_any_text_is_read(text: str, count: int) -> None:
    """No text makes it raise, and there is always a statement."""
    assert read_reply(text, today=TODAY, open_codes=CODES[:count]).items


@given(
    st.sampled_from([case for case in _own() if not set("DS") & set(case[2])]),
    st.sampled_from(
        [
            str.upper,
            str.lower,
            lambda text: unicodedata.normalize("NFD", text),
            lambda text: f"Dạ em báo cáo anh, {text}",
            lambda text: f"  {text}  ạ",
        ]
    ),
)
def test_manner_never_makes_a_completion(case: tuple[int, str, str], manner: object) -> None:
    """Case, composition and politeness do not turn what is no completion into one."""
    count, words, _ = case
    reading = read_reply(manner(words), today=TODAY, open_codes=CODES[:count])  # type: ignore[operator]

    assert not {item.status for item in reading.items} & COMPLETE


@pytest.mark.parametrize("piece", ["1 xong, ", "cho ky ", "5/10 ", "1-2 ", "đang làm ", "x" * 50])
def test_what_is_longer_than_a_reply_is_for_a_person(piece: str) -> None:
    """10,000 characters are unclear at once."""
    reading = read_reply((piece * 10_000)[:10_000], today=TODAY, open_codes=CODES)

    assert [item.intent for item in reading.items] == [Intent.UNCLEAR]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("2 vướng chờ ý kiến Bộ Tài chính", "vướng chờ ý kiến Bộ Tài chính"),
        ("I.2.a.2: thiếu kinh phí, chưa làm được.", "thiếu kinh phí, chưa làm được"),
        ("vướng vốn", "vướng vốn"),
    ],
)
def test_the_words_of_an_obstacle_are_without_its_number(typed: str, note: str) -> None:
    """They are quoted in reports, where the task stands beside them."""
    (item,) = read_reply(typed, today=TODAY, open_codes=CODES).items

    assert item.status is Status.BLOCKED
    assert item.note == note
