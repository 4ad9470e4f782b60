"""People talking with the bot: what they type and press goes through the dispatcher, what they read is what is owed.

    await chat.says(chat.ha, "1 xong")
    assert "hoàn thành" in await chat.last_text(chat.ha)
    await chat.presses(chat.ha, "Hoàn tác")

Everything owed is taken as delivered at once, so that the newest message and a quoted one are what they would be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.channels.rendering import render
from bot.channels.simulator import PLAIN, PROFILES
from bot.domain.messages import Address, Incoming, IncomingFile, IncomingKind
from bot.domain.occurrences import Occurrence
from bot.domain.owed import outgoing_from_json
from bot.domain.received import incoming_to_json
from bot.domain.typed_choices import message_code
from handlers.dispatch import dispatch
from storage.occurrences import load_occurrences
from storage.reports import Report, reports_on
from storage.tables import AddressRow, InboxRow, MessageRow
from tests.world import World

PHOTO = IncomingFile("photo-1", "anh.jpg", "image/jpeg", 1000)


@dataclass
class Chat:
    """A committee with people in it; ids are of people and of occurrences."""

    world: World
    ha: int = 0  # focal point of Sở Xây dựng
    binh: int = 0  # the other one there
    nam: int = 0  # focal point of Sở Tài chính
    thu: int = 0  # secretary
    standing: int = 0  # of the standing agency
    tasks: dict[str, int] = field(default_factory=dict)  # code → occurrence
    agencies: dict[str, int] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)  # people whose phone has no buttons: choices are typed as numbers
    _updates: Any = field(default_factory=lambda: count(1))
    _moments: Any = field(default_factory=lambda: count(1))

    async def says(
        self,
        person_id: int,
        text: str,
        *,
        quoting: str = "",
        files: tuple[IncomingFile, ...] = (),
        album: str = "",
        edits: str = "",
    ) -> str:
        """The person types (or sends files with a caption); returns the first answer. The message's ref is "t<n>"."""
        number = next(self._updates)
        kind = IncomingKind.FILE if files else IncomingKind.EDITED if edits else IncomingKind.TEXT
        incoming = Incoming(
            f"c{number}", kind, Address("telegram", f"chat-{person_id}"), self.world.clock.now(), f"chat-{person_id}",
            text, ref=edits or f"t{number}", quoted_ref=quoting, files=files, album=album,
        )  # fmt: skip
        return await self._handle(incoming)

    async def presses(self, person_id: int, label: str) -> str:
        """The person presses the newest button of that label; returns the first answer."""
        rows = await self._rows(person_id)
        buttons = [
            (row.ref, button["action"])
            for row in reversed(rows)
            for line in row.payload.get("buttons", ())
            for button in line
            if button["label"] == label
        ]
        assert buttons, f"no button {label!r}; last: {rows[-1].payload if rows else None}"
        ref, action = buttons[0]
        return await self.taps(person_id, action, ref)

    async def taps(self, person_id: int, action: str, ref: str = "") -> str:
        """The person presses a button of that action, wherever it stands; returns the first answer."""
        number = next(self._updates)
        incoming = Incoming(
            f"c{number}", IncomingKind.BUTTON, Address("telegram", f"chat-{person_id}"), self.world.clock.now(),
            f"chat-{person_id}", action=action, ref=ref, press=f"p{number}",
        )  # fmt: skip
        return await self._handle(incoming)

    async def strange_says(self, text: str, chat: str = "") -> str:
        """Somebody in a chat that is nobody's types; returns all that was written to that chat."""
        number = next(self._updates)
        chat = chat or f"stranger-{number}"
        incoming = Incoming(
            f"c{number}", IncomingKind.TEXT, Address("telegram", chat), self.world.clock.now(), chat, text, ref="t0"
        )  # fmt: skip
        await self._handle(incoming)
        async with self.world.sessions() as session:
            query = select(MessageRow.payload).where(MessageRow.chat == chat).order_by(MessageRow.id)
            return "\n".join(each["text"] for each in await session.scalars(query))

    async def _handle(self, incoming: Incoming) -> str:
        await self.deliver()
        async with self.world.sessions.begin() as session:
            row = InboxRow(
                channel="telegram", key=incoming.key, chat=incoming.address.chat, kind=incoming.kind.value,
                ref=incoming.ref, payload=incoming_to_json(incoming), received_at=self._moment(), state="done",
            )  # fmt: skip
            session.add(row)
            await session.flush()
            await dispatch(session, self.world.office, incoming, row.id)
        await self.deliver()
        async with self.world.sessions() as session:
            query = select(MessageRow).where(MessageRow.cause_id == row.id, MessageRow.chat == incoming.address.chat)
            answers = (await session.scalars(query.order_by(MessageRow.id))).all()
        return "\n".join(each.payload.get("text", "") for each in answers if each.key.startswith("reply:"))

    async def deliver(self) -> None:
        """Whatever is owed arrives, in order; held messages too."""
        async with self.world.sessions.begin() as session:
            query = select(MessageRow).where(MessageRow.state == "queued").order_by(MessageRow.id)
            for row in (await session.scalars(query)).all():
                if row.person_id is not None and not row.chat:
                    joined = await session.scalar(select(AddressRow).where(AddressRow.person_id == row.person_id))
                    if joined is None:
                        continue
                    row.channel, row.chat = joined.channel, joined.chat
                row.state, row.ref = "sent", f"m{row.id}"
                row.sent_at = self._moment()
                if row.chat in {f"chat-{each}" for each in self.plain}:
                    self._number(row)

    def _number(self, row: MessageRow) -> None:
        """What a phone without buttons shows: the choices by number."""
        shown = render(outgoing_from_json(row.payload), PROFILES[PLAIN], lambda file: file.name, message_code(row.id))
        row.choices = list(shown.choices)
        row.payload = {**row.payload, "text": "\n".join(part.text for part in shown.parts)}

    def _moment(self) -> datetime:
        """The clock, a little later each time: what comes after what is plain though it stands still."""
        return self.world.clock.now() + timedelta(milliseconds=next(self._moments))

    async def _rows(self, person_id: int) -> list[MessageRow]:
        async with self.world.sessions() as session:
            query = select(MessageRow).where(MessageRow.person_id == person_id).order_by(MessageRow.id)
            return list(await session.scalars(query))

    async def texts(self, person_id: int) -> list[str]:
        """All that the person has read, oldest first."""
        return [row.payload.get("text", "") for row in await self._rows(person_id)]

    async def last_text(self, person_id: int) -> str:
        """What the person read last."""
        return (await self.texts(person_id))[-1]

    async def last_ref(self, person_id: int) -> str:
        """The ref of the message read last, to quote it by."""
        return (await self._rows(person_id))[-1].ref

    async def last_row(self, person_id: int) -> MessageRow:
        """The row of the message read last."""
        return (await self._rows(person_id))[-1]

    async def occurrence(self, code: str) -> Occurrence:
        """How a task stands."""
        async with self.world.sessions() as session:
            return (await load_occurrences(session, [self.tasks[code]]))[self.tasks[code]]

    async def reports(self, code: str) -> list[Report]:
        """Everything ever reported on a task."""
        async with self.world.sessions() as session:
            return await reports_on(session, self.tasks[code])
