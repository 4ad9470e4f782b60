"""The local simulator as a platform: phones in memory, with channels that write to them as to any other.

`Phones` stands for the platform outside: it outlives a restart of the worker, keeps what was not taken in yet, and can
be made to fail. A `SimulatorChannel` is our side of it; two profiles, with and without buttons, keep handlers honest.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.messages import (
    Address,
    Button,
    Capabilities,
    Incoming,
    IncomingFile,
    IncomingKind,
    MessageRejected,
    OutcomeUnknown,
    Outgoing,
    Receive,
    Throttled,
    Unreachable,
)

WITH_BUTTONS = "simulator"
PLAIN = "simulator_plain"

PROFILES = {
    WITH_BUTTONS: Capabilities(
        4096, "code_point", buttons=True, editing=True, quoting=True, files=True, pictures=True, links_carry_codes=True
    ),
    PLAIN: Capabilities(2000, "code_point"),
}


class Trouble(StrEnum):
    """Ways in which the platform can be made to fail."""

    NONE = ""
    THROTTLED = "429"
    BROKEN = "502"  # taken, but nobody tells: the outcome stays unknown
    OFFLINE = "offline"  # no connection at all


@dataclass(frozen=True)
class PhoneFile:
    """A file on a phone."""

    key: str
    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class PhoneMessage:
    """One message on a phone's screen; `mine` is the person's own."""

    ref: str
    mine: bool
    text: str = field(repr=False)
    at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[PhoneFile, ...] = ()
    quoted_ref: str = ""
    edited: bool = False


Phone = tuple[str, str]  # channel, chat


class Phones:
    """The platform with all its phones. `now` dates what happens on them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._numbers = itertools.count(1)
        self.screens: dict[Phone, list[PhoneMessage]] = {}
        self.waiting: dict[str, list[Incoming]] = {channel: [] for channel in PROFILES}
        self.trouble = Trouble.NONE
        self.cut_off: set[Phone] = set()  # phones whose network is off
        self.version = 0
        self.changed = asyncio.Condition()
        self.arrived = {channel: asyncio.Event() for channel in PROFILES}

    async def touch(self) -> None:
        """Tell everybody who watches that something is new."""
        async with self.changed:
            self.version += 1
            self.changed.notify_all()

    def screen(self, phone: Phone) -> list[PhoneMessage]:
        """The messages on a phone, oldest first."""
        return self.screens.setdefault(phone, [])

    def find(self, phone: Phone, ref: str) -> PhoneMessage | None:
        """A message on a phone."""
        return next((each for each in self.screen(phone) if each.ref == ref), None)

    def next_number(self) -> str:
        """A new id, for a message or an update."""
        return str(next(self._numbers))

    async def type(self, phone: Phone, text: str, quoted_ref: str = "", files: tuple[PhoneFile, ...] = ()) -> str:
        """Somebody writes; returns the id of the message."""
        ref = self.next_number()
        said = PhoneMessage(ref, True, text, self.now(), files=files, quoted_ref=quoted_ref)
        self.screen(phone).append(said)
        sent = tuple(IncomingFile(file.key, file.name, file.kind, len(file.content)) for file in files)
        kind = IncomingKind.FILE if files else IncomingKind.TEXT
        quoted = quoted_ref if PROFILES[phone[0]].quoting else ""
        await self._hand_in(phone, kind, text=text, ref=ref, quoted_ref=quoted, files=sent)
        return ref

    async def edit(self, phone: Phone, ref: str, text: str) -> None:
        """Somebody changes a message of their own, where the channel knows of it."""
        said = self.find(phone, ref)
        if said is None or not said.mine or not PROFILES[phone[0]].editing:
            return
        self._replace(phone, replace(said, text=text, edited=True))
        await self._hand_in(phone, IncomingKind.EDITED, text=text, ref=ref)

    async def press(self, phone: Phone, ref: str, action: str) -> None:
        """Somebody presses a button that the message really has."""
        said = self.find(phone, ref)
        if said and any(button.action == action for row in said.buttons for button in row):
            await self._hand_in(phone, IncomingKind.BUTTON, action=action, ref=ref, press=self.next_number())

    async def _hand_in(
        self,
        phone: Phone,
        kind: IncomingKind,
        *,
        text: str = "",
        action: str = "",
        ref: str = "",
        quoted_ref: str = "",
        press: str = "",
        files: tuple[IncomingFile, ...] = (),
    ) -> None:
        channel, chat = phone
        update = Incoming(
            key=self.next_number(),
            kind=kind,
            address=Address(channel, chat),
            sent_at=self.now(),
            sender=chat,
            text=text,
            action=action,
            ref=ref,
            quoted_ref=quoted_ref,
            press=press,
            files=files,
        )
        self.waiting[channel].append(update)
        self.arrived[channel].set()
        await self.touch()

    async def show(self, phone: Phone, message: PhoneMessage) -> None:
        """A message of the bot comes up on a phone."""
        self.screen(phone).append(message)
        await self.touch()

    async def change(self, phone: Phone, message: PhoneMessage) -> None:
        """A message of the bot takes the place of the one with its id."""
        self._replace(phone, message)
        await self.touch()

    def _replace(self, phone: Phone, message: PhoneMessage) -> None:
        self.screens[phone] = [message if each.ref == message.ref else each for each in self.screen(phone)]


class SimulatorChannel:
    """Our side of the simulator, in one of its profiles."""

    def __init__(self, name: str, phones: Phones, read_file: Callable[[str], Awaitable[bytes]]) -> None:
        self.name = name
        self.capabilities = PROFILES[name]
        self._phones = phones
        self._read_file = read_file
        self._taking: asyncio.Task[None] | None = None

    async def start(self, receive: Receive) -> None:
        self._taking = asyncio.create_task(self._take_in(receive), name=f"take-in-{self.name}")

    async def stop(self) -> None:
        if self._taking:
            self._taking.cancel()
            await asyncio.gather(self._taking, return_exceptions=True)
            self._taking = None

    async def close(self) -> None:
        await self.stop()

    async def _take_in(self, receive: Receive) -> None:
        waiting, arrived = self._phones.waiting[self.name], self._phones.arrived[self.name]
        while True:
            await arrived.wait()
            arrived.clear()
            while waiting:
                batch = list(waiting)
                await receive(batch)  # only what was stored leaves the platform
                del waiting[: len(batch)]

    async def send(self, to: Address, message: Outgoing) -> str:
        phone = (self.name, to.chat)
        if len(message.text) > self.capabilities.text_limit:
            raise MessageRejected("too_long")
        self._fail(phone)
        if message.edits and (shown := self._phones.find(phone, message.edits)):
            await self._phones.change(phone, replace(shown, text=message.text, buttons=message.buttons, edited=True))
            return shown.ref
        files = [PhoneFile(f.stored, f.name, f.kind, await self._read_file(f.stored)) for f in message.files]
        shown = PhoneMessage(
            ref=self._phones.next_number(),
            mine=False,
            text=message.text,
            at=self._phones.now(),
            buttons=message.buttons,
            files=tuple(files),
            quoted_ref=message.quotes,
        )
        await self._phones.show(phone, shown)
        return shown.ref

    def _fail(self, phone: Phone) -> None:
        if phone in self._phones.cut_off or self._phones.trouble is Trouble.OFFLINE:
            raise Unreachable("network_off")
        if self._phones.trouble is Trouble.THROTTLED:
            raise Throttled(3.0)
        if self._phones.trouble is Trouble.BROKEN:
            raise OutcomeUnknown("bad_gateway")

    async def fetch(self, file: IncomingFile, address: Address) -> bytes:
        for message in self._phones.screen((self.name, address.chat)):
            for kept in message.files:
                if kept.key == file.ref:
                    return kept.content
        raise Unreachable("file_unknown")

    async def check(self, bot: str = "") -> str:
        if self._phones.trouble is Trouble.OFFLINE:
            raise Unreachable("network_off")
        return "nhacviec_mo_phong"
