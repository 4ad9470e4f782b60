"""Which programme of the committee a task belongs to: by its section where that names one, else by its content."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


def fold(text: str) -> str:
    """Lower case without marks, single spaces: how names are compared throughout."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


@dataclass(frozen=True)
class Programme:
    """A programme with the words by which plans and people name it, folded."""

    name: str
    words: tuple[str, ...]

    def is_named_in(self, folded: str) -> bool:
        """Does the folded text name it?"""
        return any(re.search(rf"\b{re.escape(word)}\b", folded) for word in self.words)


# The national programmes of 2021-2025 and the two that provinces ran beside them; a committee may set its own.
PROGRAMMES = (
    Programme(
        "Chương trình xây dựng nông thôn mới và OCOP",
        ("nong thon moi", "ntm", "ocop", "moi xa mot san pham"),
    ),
    Programme("Chương trình giảm nghèo bền vững", ("giam ngheo ben vung", "giam ngheo", "gnbv")),
    Programme("Chương trình xây dựng đô thị văn minh", ("do thi van minh", "dtvm")),
    Programme(
        "Chương trình phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi",
        ("dan toc thieu so", "dtts", "dtts mn", "dtts va mn"),
    ),
)


def programme_of(section_titles: Iterable[str], content: str, programmes: tuple[Programme, ...] = PROGRAMMES) -> str:
    """The programme's name; empty where the section and the content name none, or more than one."""
    for title in reversed(tuple(section_titles)):
        named = [each for each in programmes if each.is_named_in(fold(title))]
        if len(named) == 1:
            return named[0].name
    named = [each for each in programmes if each.is_named_in(fold(content))]
    return named[0].name if len(named) == 1 else ""


def find_programme(words: str, programmes: tuple[Programme, ...] = PROGRAMMES) -> Programme | None:
    """The one programme that somebody's words name, or None."""
    named = [each for each in programmes if each.is_named_in(fold(words))]
    return named[0] if len(named) == 1 else None
