"""A completion is believed only where each of its words is known and none weakens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.replies.lexicon import PHRASES
from bot.domain.replies.understood import Understanding, understand

CLAIMS = ("da xong", "hoan thanh roi", "ban hanh roi", "em lam xong viec nay roi")
_WEAKENING = {"NEAR", "NEG", "OPINION", "COND", "HEAR", "BLOCK"}
_JOINS = {"la", "thi", "van"}  # with the next word they are another phrase: "thì xong", "văn bản"
WEAKER = sorted(phrase for phrase, name in PHRASES.items() if name in _WEAKENING and phrase not in _JOINS)
UNKNOWN = ("xyz", "khinh khi cau", "truyen ky", "bong da")


@pytest.mark.parametrize(
    "line", ["da xong roi a", "ubnd tinh da ban hanh doc0", "em bao cao anh , viec nay xong tu tuan truoc"]
)
def test_what_is_plain_is_believed(line: str) -> None:
    """Address, actor, document, time and politeness take nothing from it."""
    assert understand(line) is Understanding.WHOLE


@pytest.mark.parametrize(
    ("line", "handed_in", "found"),
    [
        ("xong du thao", False, Understanding.PART),
        ("tam xong", False, Understanding.PART),
        ("xong khinh khi cau", False, Understanding.NOT),
        ("ngayx xong", False, Understanding.PART),
        ("da xong ngayx", False, Understanding.WHOLE),
        ("du thao da trinh ubnd tinh", True, Understanding.WHOLE),
        ("ke hoach truyen thong da ban hanh", False, Understanding.WHOLE),
    ],
)
def test_what_weakens_it(line: str, handed_in: bool, found: Understanding) -> None:
    """A part, a promise, a word that nobody knows; a document's name is none where only one task can be meant."""
    assert understand(line, handed_in=handed_in) is found


def test_a_name_does_not_tell_which_of_several() -> None:
    """With several tasks open a document's content is no number."""
    assert understand("ke hoach truyen thong da ban hanh", alone=False) is Understanding.NOT


@given(st.sampled_from(CLAIMS), st.sampled_from(WEAKER), st.sampled_from((0, 1)))
def test_a_weakening_word_on_either_side_is_never_overheard(claim: str, word: str, side: int) -> None:
    """Whatever it is."""
    line = f"{word} {claim}" if side else f"{claim} , {word} xong"

    assert understand(line) is not Understanding.WHOLE


@given(st.sampled_from(CLAIMS), st.sampled_from(UNKNOWN), st.integers(0, 1))
def test_an_unknown_word_is_never_overheard(claim: str, word: str, side: int) -> None:
    """Wherever it stands."""
    line = f"{word} {claim}" if side else f"{claim} {word}"

    assert understand(line) is Understanding.NOT
