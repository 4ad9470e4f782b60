"""Two wordings of one event are one event; two ministries are two."""

import pytest

from bot.domain.events import apart, choose_event, is_same_event

CENTRAL = "có hướng dẫn của các Bộ ngành Trung ương"
CULTURE = "có hướng dẫn của Bộ VHTTDL"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CENTRAL, "khi có hướng dẫn của các Bộ, ngành Trung ương"),
        (CENTRAL, "HƯỚNG DẪN CỦA CÁC BỘ, NGÀNH TW"),
        (CENTRAL, "huong dan cua cac bo nganh trung uong"),
        (CULTURE, "hướng dẫn của Bộ Văn hóa, Thể thao và Du lịch"),
        ("ngày Thủ tướng phê duyệt", "Thủ tướng phê duyệt"),
    ],
)
def test_the_same_event(first: str, second: str) -> None:
    """Grammar, abbreviations, marks and capitals are set aside, in both directions."""
    assert is_same_event(first, second)
    assert is_same_event(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CENTRAL, CULTURE),
        (CULTURE, "có hướng dẫn của Bộ Xây dựng"),
        ("kết thúc kỳ họp", "khai mạc kỳ họp"),
        ("", ""),
        ("của các", "có"),
    ],
)
def test_another_event(first: str, second: str) -> None:
    """One word that tells is enough."""
    assert not is_same_event(first, second)


def test_words_choose_among_the_events_waited_for() -> None:
    """Certain where one is meant; near ones are offered; nothing is made up."""
    known = [CENTRAL, "khi có hướng dẫn của các Bộ, ngành Trung ương", CULTURE]

    assert choose_event("hướng dẫn của Bộ ngành TW", known) == (tuple(known[:2]), True)
    assert choose_event("Bộ VHTTDL", known) == ((CULTURE,), False)
    assert choose_event("Nghị định mới", known) == ((), False)
    assert apart(known) == (CENTRAL, CULTURE)
