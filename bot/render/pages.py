"""Fits lines into messages that a phone shows without scrolling far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PAGE_CHARACTERS = 900
PAGE_LINES = 24
LINE_WIDTH = 38  # characters in a line of a chat bubble on a phone 360 px wide


@dataclass(frozen=True)
class Block:
    """Lines under a heading; where a block goes on on the next page its heading is repeated."""

    heading: str
    lines: tuple[str, ...]


def shown_lines(text: str, width: int = LINE_WIDTH) -> int:
    """How many lines a text takes on the phone, long ones wrapped at words."""
    return sum(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> int:
    count, room = 1, width
    for word in line.split(" "):
        if len(word) + 1 > room and room < width:
            count, room = count + 1, width
        count += (len(word) - 1) // width
        room -= len(word) + 1
    return count


def paginate(first: Sequence[str], blocks: Iterable[Block], footer_room: int = 40) -> list[str]:
    """Pages within the limits, less the room that a footer takes; `first` opens page one and is never split."""
    pages = _Pages(list(first), PAGE_CHARACTERS - footer_room, PAGE_LINES - 2)
    for block in blocks:
        pages.add(block)
    return pages.texts()


class _Pages:
    def __init__(self, lines: list[str], characters: int, shown: int) -> None:
        self._pages = [lines]
        self._characters, self._shown = characters, shown

    def add(self, block: Block) -> None:
        heading_needed = True
        for line in block.lines:
            lead = ["", block.heading] if heading_needed else []
            if self._pages[-1] and not self._fits([*lead, line]):
                self._pages.append([])
                lead = [block.heading]
            self._pages[-1] += [*(lead if self._pages[-1] else lead[-1:]), line]
            heading_needed = False

    def _fits(self, lines: list[str]) -> bool:
        text = "\n".join([*self._pages[-1], *lines])
        return len(text) <= self._characters and shown_lines(text) <= self._shown

    def texts(self) -> list[str]:
        return ["\n".join(lines) for lines in self._pages if lines]


def shorten(text: str, limit: int) -> str:
    """One line of at most so many characters, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return f"{line[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,;:(-')}…"
