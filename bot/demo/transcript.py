"""Everything that was said in a rehearsal, as a text that can be read from top to bottom."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from bot.channels.simulator import Phone, PhoneMessage, Phones
from bot.texts import say, short_time

_INDENT = "    "


def transcript(phones: Phones, names: Mapping[Phone, str], zone: ZoneInfo) -> str:
    """All messages of all phones in the order in which they came up, each with its moment, its reader or writer."""
    said = [(message.at, phone, message) for phone, screen in phones.screens.items() for message in screen]
    said.sort(key=lambda each: (each[0], int(each[2].ref)))
    return "\n".join(
        line for at, phone, message in said for line in _lines(short_time(at.astimezone(zone)), names[phone], message)
    )


def _lines(moment: str, name: str, message: PhoneMessage) -> Iterator[str]:
    key = "%(moment)s  %(name)s writes" if message.mine else "%(moment)s  To %(name)s"
    yield say("transcript", key, moment=moment, name=name)
    yield from (f"{_INDENT}{line}" for line in message.text.splitlines())
    if message.buttons:
        yield _INDENT + " ".join(f"[{button.label}]" for row in message.buttons for button in row)
    yield from (f"{_INDENT}({file.name})" for file in message.files)
    yield ""
