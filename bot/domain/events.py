"""Whether two wordings mean one event: "khi có hướng dẫn của các Bộ, ngành TW", "ngày có hướng dẫn của Bộ ngành …"."""

from collections.abc import Iterable

from bot.domain.agencies.words import abbreviates, key_words

# Words that introduce an event or belong to its grammar; two wordings may differ in them and mean the same.
_FILLERS = {
    "ngay", "khi", "luc", "tu", "ke", "sau", "thoi", "diem", "co", "duoc", "cua", "boi", "tai", "cac", "nhung", "mot",
    "moi", "theo", "den", "bang",
}  # fmt: skip
_ALIKE = 0.5
_CONTAINED = 0.8


def event_words(text: str) -> tuple[str, ...]:
    """The words by which an event is told from another."""
    words = key_words(text)
    return tuple(word for word in words if word not in _FILLERS) or words


def is_same_event(first: str, second: str) -> bool:
    """Do both name the same event, abbreviations and the words around it set aside?"""
    one, other = event_words(first), event_words(second)
    return bool(one) and (one == other or abbreviates(one, other) or abbreviates(other, one))


def is_like_event(first: str, second: str) -> bool:
    """May both mean the same event? A person is asked."""
    one, other = set(event_words(first)), set(event_words(second))
    shared = len(one & other)
    if not shared:
        return False
    return shared / len(one | other) >= _ALIKE or shared / min(len(one), len(other)) >= _CONTAINED


def choose_event(words: str, known: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Of the events waited for, those that the words mean, and whether that is certain; else all that come near."""
    texts = tuple(dict.fromkeys(known))
    same = tuple(text for text in texts if is_same_event(words, text))
    if same:
        return same, True
    return tuple(text for text in texts if is_like_event(words, text)), False


def apart(texts: Iterable[str]) -> tuple[str, ...]:
    """The first wording of each event."""
    found: list[str] = []
    for text in texts:
        if not any(is_same_event(text, known) for known in found):
            found.append(text)
    return tuple(found)
