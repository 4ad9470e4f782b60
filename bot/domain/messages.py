"""What passes between people and the bot, free of any platform, and the ways in which a send can fail.

A channel turns its platform's updates into `Incoming` values and sends `Outgoing` ones. It neither retries, logs
bodies, nor knows tasks; what a failed send means is told by the class of the `DeliveryError` it raises.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Address:
    """Where a person is written to: a chat of one bot on one channel. `bot` tells several tokens of a channel apart."""

    channel: str
    chat: str
    bot: str = ""


class IncomingKind(StrEnum):
    TEXT = "text"
    BUTTON = "button"  # `action` carries what the pressed button means
    EDITED = "edited"  # `text` replaces that of the message `ref`
    FILE = "file"  # a photo or document; `text` is its caption
    CONTACT = "contact"  # `text` is the telephone number, sent by its owner
    STOPPED = "stopped"  # the person blocked the bot
    RETURNED = "returned"  # … and let it in again
    UNSUPPORTED = "unsupported"  # something the platform would not hand over


@dataclass(frozen=True)
class IncomingFile:
    """A file that came in; `ref` is what the channel fetches it by."""

    ref: str
    name: str
    kind: str  # MIME type, "image/jpeg" for a photo without one
    size: int | None = None


@dataclass(frozen=True)
class Incoming:
    """One thing a person did. `key` is unique in its channel and bot: the same update never counts twice."""

    key: str
    kind: IncomingKind
    address: Address
    sent_at: datetime
    sender: str  # the platform's id of the person; equals `address.chat` in a private chat
    text: str = field(default="", repr=False)
    action: str = field(default="", repr=False)
    ref: str = ""  # the platform's id of the message; of the message with the buttons, for a press
    quoted_ref: str = ""  # … of the message this one answers
    album: str = ""  # files sent together share it
    press: str = ""  # id by which a button press is acknowledged
    in_group: bool = False
    files: tuple[IncomingFile, ...] = ()


@dataclass(frozen=True)
class Button:
    """A choice. `action` is at most 64 bytes of UTF-8 (Telegram's callback_data) and comes back in `Incoming`.

    One with a `url` opens that page and comes back with nothing.
    """

    label: str
    action: str = ""
    url: str = ""


@dataclass(frozen=True)
class OutgoingFile:
    """A file to hand over; its bytes stay where `stored` points (a key of the file store) until the channel asks."""

    stored: str
    name: str
    kind: str


@dataclass(frozen=True)
class Outgoing:
    """One message as handlers mean it; the channel layer renders it by what the channel can do."""

    text: str = field(default="", repr=False)
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows
    files: tuple[OutgoingFile, ...] = ()
    edits: str = ""  # ref of an own message whose text and buttons this one replaces
    quotes: str = ""  # ref of the message it answers
    acknowledges: str = ""  # `Incoming.press` that it answers
    numbers_taken: bool = False  # the text numbers something itself: its buttons are never offered as numbers


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; everything that differs between platforms and that people would notice."""

    text_limit: int
    text_unit: str  # "code_point" or "utf16": what the limits count
    caption_limit: int = 0  # the text that a file may carry; at 0 it goes in a message of its own
    buttons: bool = False
    editing: bool = False
    quoting: bool = False
    files: bool = False  # documents as attachments; otherwise they travel as signed links
    pictures: bool = False
    links_carry_codes: bool = False  # an invitation link brings its code along
    proactive: bool = True  # may write first, once the person has written


class Channel(Protocol):
    """A platform as the rest of the program sees it. Built and started by `bot.app` alone."""

    name: str
    capabilities: Capabilities

    async def start(self, receive: "Receive") -> None:
        """Begin taking in. Updates are handed to `receive` and acknowledged to the platform only when it returns."""

    async def stop(self) -> None:
        """Stop taking in; sends already under way are let finish."""

    async def close(self) -> None:
        """Close all connections; nothing is sent or taken in any more."""

    async def send(self, to: Address, message: Outgoing) -> str:
        """Send one rendered message and return the platform's id of it, or raise a `DeliveryError`."""

    async def fetch(self, file: IncomingFile, address: Address) -> bytes:
        """Bring a file that came in; raises `DeliveryError`."""

    async def check(self, bot: str = "") -> str:
        """Ask the platform who the bot is: its public name. Sends nothing to people; raises `DeliveryError`."""


Receive = Callable[[list[Incoming]], Awaitable[None]]  # raises NotStored


class NotStored(Exception):
    """Updates could not be kept, and none of them was: the platform must hand them over again."""


class DeliveryError(Exception):
    """A send that did not end in an accepted message. `reason` is a short English term for ledgers, never a body."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or type(self).__name__)
        self.reason = reason or type(self).__name__


class Throttled(DeliveryError):
    """The platform says wait: the deliverer waits `retry_after` seconds exactly, for this chat or the whole bot."""

    def __init__(self, retry_after: float, reason: str = "throttled", *, whole_bot: bool = True) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.whole_bot = whole_bot


class QuotaGone(DeliveryError):
    """The plan of the month is used up: the deliverer defers and the secretary is told."""


class Unreachable(DeliveryError):
    """Surely not sent (no connection, refused): the deliverer tries again with growing pauses."""


class OutcomeUnknown(DeliveryError):
    """The request left and nobody told what became of it: the deliverer marks it unknown.

    `answered` where the platform answered with a failure of its own (500, 502): while it fails for everybody, the
    deliverer takes that for a refusal.
    """

    def __init__(self, reason: str = "", *, answered: bool = False) -> None:
        super().__init__(reason)
        self.answered = answered


class RecipientGone(DeliveryError):
    """For good: blocked, deactivated, never started. The address is closed and the secretary told."""


class RecipientMoved(DeliveryError):
    """The chat has a new id: the deliverer re-addresses and sends once more."""

    def __init__(self, new_chat: str) -> None:
        super().__init__("moved")
        self.new_chat = new_chat


class MessageRejected(DeliveryError):
    """Our fault (too long, malformed): closed with its reason; sending it again would fail again."""


class ChannelMisconfigured(DeliveryError):
    """Token wrong or revoked: the deliverer stops this channel and alarms the operator."""
