"""Words that nobody else can make."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.signed import read_signed, sign

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
SOON = NOW + timedelta(days=1)


@given(st.text(max_size=80))
def test_a_word_gives_back_what_was_signed(payload: str) -> None:
    """Any payload survives, and the word fits into a path."""
    word = sign(b"key", "board", payload, SOON)

    assert read_signed(b"key", "board", word, NOW) == payload
    assert word.isascii()
    assert "/" not in word


def test_a_word_ends_by_itself() -> None:
    """At its last moment it is over."""
    assert read_signed(b"key", "board", sign(b"key", "board", "7", SOON), SOON) is None


def test_a_word_of_another_key_or_purpose_is_refused() -> None:
    """A file's link opens no board."""
    assert read_signed(b"other", "board", sign(b"key", "board", "7", SOON), NOW) is None
    assert read_signed(b"key", "file", sign(b"key", "board", "7", SOON), NOW) is None


@given(st.text(max_size=60))
def test_anything_else_is_refused(word: str) -> None:
    """Whatever somebody types, no error and no payload."""
    assert read_signed(b"key", "board", word, NOW) is None
