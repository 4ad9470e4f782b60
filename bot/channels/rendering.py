"""Turns one message as handlers mean it into what a channel can carry, by its capabilities alone."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.messages import Button, Capabilities, Outgoing, OutgoingFile
from bot.texts import say

LinkFor = Callable[[OutgoingFile], str]

# A task's code at the start of a line or after its number: "2. I.2.a.5 – …".
_CODE = re.compile(r"^\s*(?:\d{1,3}[.)]\s*)?\(?([IVX]+(?:\.[0-9a-zđ]{1,3})+)\b", re.MULTILINE)
# Where a text may be cut, the best place first: between paragraphs, lines, sentences, words.
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.;:?…])\s+"), re.compile(r"\s+"))
_RESERVE = 120  # room for the line that marks a second copy


@dataclass(frozen=True)
class Rendered:
    """What is sent, a call for each part; and the actions of choices that go by number, in order."""

    parts: tuple[Outgoing, ...]
    choices: tuple[str, ...] = ()


def render(message: Outgoing, can: Capabilities, link_for: LinkFor, code: str = "") -> Rendered:
    """Split, number, link and leave out what the channel cannot carry; nothing is lost but looks.

    `code` names the message to whoever answers by number and cannot quote it.
    """
    text = unicodedata.normalize("NFC", message.text).strip()
    attached = tuple(file for file in message.files if can.files or (can.pictures and file.kind.startswith("image/")))
    text = "\n".join([text, *(_link(file, link_for) for file in message.files if file not in attached)]).strip()
    buttons = message.buttons
    choices: tuple[str, ...] = ()
    if buttons and not can.buttons:
        text, choices = _number(text, message, "" if can.quoting else code)
        text = "\n".join([text, *(_page(each) for row in buttons for each in row if each.url)])
        buttons = ()
    first = Outgoing(
        edits=message.edits if can.editing else "",
        quotes=message.quotes if can.quoting else "",
        acknowledges=message.acknowledges if can.buttons else "",
    )
    return Rendered(_parts(text, buttons, attached, first, can), choices)


def _parts(
    text: str,
    buttons: tuple[tuple[Button, ...], ...],
    files: tuple[OutgoingFile, ...],
    first: Outgoing,
    can: Capabilities,
) -> tuple[Outgoing, ...]:
    if len(files) == 1 and not first.edits and measure(text, can) <= can.caption_limit - _RESERVE:
        return (replace(first, text=text, buttons=buttons, files=files),)
    pieces = split(text, can) if text else []
    parts = [Outgoing(text=piece) for piece in pieces]
    if parts:
        parts[-1] = replace(parts[-1], buttons=buttons)
    parts += [Outgoing(files=(file,)) for file in files]
    if not parts:
        return (first,) if first.acknowledges else ()
    parts[0] = replace(parts[0], edits=first.edits, quotes=first.quotes, acknowledges=first.acknowledges)
    return tuple(parts)


def mark_second(part: Outgoing) -> Outgoing:
    """A part that may have arrived already says so; a picture or file without words stays as it is."""
    if not part.text or part.edits:
        return part
    return replace(part, text=f"{say('delivery', 'Sent again; it may have arrived before')}\n{part.text}")


def _link(file: OutgoingFile, link_for: LinkFor) -> str:
    return say("delivery", "%(name)s: %(link)s", name=file.name, link=link_for(file))


def _page(button: Button) -> str:
    return say("delivery", "%(name)s: %(link)s", name=button.label, link=button.url)


def _number(text: str, message: Outgoing, code: str) -> tuple[str, tuple[str, ...]]:
    """Buttons as numbers to type; where the text already numbers something, they would be taken for that."""
    if message.numbers_taken:
        return text, ()
    flat = [button for row in message.buttons for button in row if not button.url]
    if not flat:
        return text, ()
    listed = ", ".join(
        say("delivery", "%(number)s: %(label)s", number=number, label=button.label)
        for number, button in enumerate(flat, start=1)
    )
    line = say("delivery", "Answer %(choices)s.", choices=listed)
    if code and f"[{code}]" not in text:
        line = f"{line} [{code}]"
    return f"{text}\n{line}".strip(), tuple(button.action for button in flat)


def measure(text: str, can: Capabilities) -> int:
    """The length of a text in the channel's unit."""
    return len(text.encode("utf-16-le")) // 2 if can.text_unit == "utf16" else len(text)


def split(text: str, can: Capabilities) -> list[str]:
    """Pieces within the channel's limit, cut at the end of a sentence where there is one.

    A piece that goes on with a task begun in the one before names its code again.
    """
    limit = can.text_limit - _RESERVE
    pieces: list[str] = []
    rest = text
    while measure(rest, can) > limit:
        cut = _cut(rest, _fitting(rest, limit, can))
        piece, following = rest[:cut].rstrip(), rest[cut:].lstrip()
        pieces.append(piece)
        rest = _continue(piece, text_after=following, broke_line="\n" not in rest[len(piece) : cut + 1])
    return [*pieces, rest] if rest else pieces


def _fitting(text: str, limit: int, can: Capabilities) -> int:
    """How many characters of the text fit, none of them torn from its marks."""
    size = min(len(text), limit)
    while measure(text[:size], can) > limit:
        size -= 1
    while 0 < size < len(text) and unicodedata.combining(text[size]):
        size -= 1
    return max(size, 1)


def _cut(text: str, fitting: int) -> int:
    """Where to cut within what fits: as late as may be, but rather at a better place in the second half."""
    for end in _ENDS:
        places = [found.end() for found in end.finditer(text, fitting // 2, fitting)]
        if places:
            return places[-1]
    return fitting


def _continue(piece: str, *, text_after: str, broke_line: bool) -> str:
    codes = _CODE.findall(piece)
    if not broke_line or not codes or _CODE.match(text_after):
        return text_after
    return say("delivery", "(%(code)s, continued) %(text)s", code=codes[-1], text=text_after)
