"""What people type where others press and quote: the number of a choice, its words, the code of a message."""

import re
from collections.abc import Sequence

from bot.domain.programmes import fold

_MOST = 99
_NUMBER = re.compile(r"(?:(?:tra loi|chon|so|muc|phuong an) )*0?(\d{1,2})(?: (.+))?")
_POLITE = ("", " a", " nhe", " nha")
# "[N12] xong", "N12: 2", "xong (N12)"; whether that message is theirs is asked of the store.
_LEADING = re.compile(
    r"\s*(?:mã\s+|tin\s+)?[\[(]?\s*N(\d{1,9})(?:\s*[\])])?(?=[\s:.,;–-])[\s:.,;–-]*(?=\S)", re.IGNORECASE
)
_TRAILING = re.compile(r"(?<=\S)[\s,;]+(?:mã\s+|tin\s+)?[\[(]?\s*N(\d{1,9})\s*[\])]?[\s.]*$", re.IGNORECASE)


def message_code(message_id: int) -> str:
    """The short code of a message, as people may repeat it: N12."""
    return f"N{message_id}"


def take_message_code(text: str) -> tuple[int | None, str]:
    """The id of the message that a text names by its code, and the words without it; the text itself without one."""
    if found := _LEADING.match(text):
        return int(found[1]), text[found.end() :]
    if found := _TRAILING.search(text):
        return int(found[1]), text[: found.start()]
    return None, text


def read_choice(text: str, labels: Sequence[str]) -> int | None:
    """The index of the choice that was typed: "2", "2.", "2: Đang làm", "đang làm". None for any other words.

    A number with other words than its label is no choice: it may number something else.
    """
    folded = [fold(label) for label in labels]
    words = fold(text)
    named = [place for place, label in enumerate(folded) if words in _ways_to_say(label)]
    if len(named) == 1:
        return named[0]
    found = _NUMBER.fullmatch(words)
    if found is None or not 1 <= int(found[1]) <= min(len(labels), _MOST):
        return None
    index = int(found[1]) - 1
    return index if (found[2] or "") in {*_ways_to_say(""), *_ways_to_say(folded[index])} else None


def _ways_to_say(label: str) -> set[str]:
    return {f"{label}{tail}".strip() for tail in _POLITE}
