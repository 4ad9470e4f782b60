"""What buttons carry: read back as written, and anything else refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import (
    GUIDANCE_WORDS,
    STATUS_WORDS,
    GuidanceAction,
    PickAction,
    StatusAction,
    guidance_action,
    parse_action,
    pick_action,
    status_action,
)

IDS = st.integers(1, 10**17)


@given(IDS, st.sampled_from(STATUS_WORDS), st.sampled_from(GUIDANCE_WORDS), st.integers(1, 99))
def test_an_action_is_read_back_as_it_was_written(key: int, word: str, answer: str, number: int) -> None:
    """All three kinds, within the 64 bytes of the platforms."""
    assert parse_action(status_action(key, word)) == StatusAction(key, word)
    assert parse_action(pick_action(key, number)) == PickAction(key, number)
    assert parse_action(guidance_action(key, answer)) == GuidanceAction(key, answer)
    assert len(pick_action(key, number).encode()) <= 64


@pytest.mark.parametrize(
    "action", ["", "st", "st:1", "st:1:gone", "st:x:done", "st:-1:done", "pick:1:a", "ev:1:done", "²"]
)
def test_anything_else_means_nothing(action: str) -> None:
    """Old, foreign or forged."""
    assert parse_action(action) is None


def test_a_word_that_is_none_is_a_mistake_of_ours() -> None:
    """Caught where it is written, not where it is pressed."""
    with pytest.raises(ValueError, match="gone"):
        status_action(1, "gone")
