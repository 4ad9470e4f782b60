"""Choices and codes as people type them."""

import pytest

from bot.domain.typed_choices import read_choice, take_message_code

LABELS = ("Hoàn thành", "Đang làm", "Vướng")


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("2", 1),
        ("2.", 1),
        ("02)", 1),
        ("2: Đang làm", 1),
        ("2 - dang lam ạ", 1),
        ("Trả lời 2", 1),
        ("chọn số 2 nhé", 1),
        ("đang làm", 1),
        ("0", None),
        ("4", None),
        ("1 đang làm", None),
        ("2 đang làm 60%", None),
        ("1 xong, 2 đang làm", None),
        ("", None),
    ],
)
def test_a_choice_is_its_number_its_label_or_both(typed: str, index: int | None) -> None:
    """A number with other words numbers something else."""
    assert read_choice(typed, LABELS) == index


def test_two_choices_of_one_name_go_by_number_alone() -> None:
    """The name says nothing."""
    assert read_choice("Sở A", ("Sở A", "Sở A")) is None
    assert read_choice("2: Sở A", ("Sở A", "Sở A")) == 1


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("N12 xong", 12, "xong"),
        ("[N12] 1 xong, 2 vướng", 12, "1 xong, 2 vướng"),
        ("mã n12: 2", 12, "2"),
        ("đã xong (N12).", 12, "đã xong"),
        ("N12", None, "N12"),
        ("QĐ 15/N12", None, "QĐ 15/N12"),
        ("N12xong", None, "N12xong"),
    ],
)
def test_a_message_is_named_by_its_code(typed: str, code: int | None, words: str) -> None:
    """Before the words or after them; alone it says nothing."""
    assert take_message_code(typed) == (code, words)
