"""People with Telegram, as the fake Bot API knows them: what they see, type, press and send."""

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.bot_api import FakeBotApi


@dataclass
class Shown:
    """A message of the bot on somebody's screen."""

    ref: int
    text: str
    buttons: list[list[dict[str, str]]]
    file: bytes | None = None
    file_name: str = ""
    is_photo: bool = False
    quotes: int | None = None
    edits: int = 0

    def action_of(self, label: str) -> str:
        """What the button with this label (or a part of it) sends."""
        for row in self.buttons:
            for button in row:
                if label.casefold() in button["text"].casefold():
                    return button["callback_data"]
        raise AssertionError(f"no button {label!r} under {self.text[:60]!r}")


class FakePerson:
    """Somebody with Telegram who has opened the bot's chat."""

    def __init__(self, api: "FakeBotApi", chat: int, name: str) -> None:
        self._api = api
        self.chat = chat
        self.name = name

    @property
    def screen(self) -> list[Shown]:
        """The bot's messages, oldest first."""
        return list(self._api.screens[str(self.chat)].values())

    @property
    def texts(self) -> list[str]:
        return [shown.text for shown in self.screen]

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": "vi"}

    def _about(self) -> dict[str, Any]:
        chat = {"id": self.chat, "type": "private", "first_name": self.name}
        return {"message_id": self._api.next_ref(), "from": self.user, "chat": chat, "date": int(time.time())}

    async def says(self, text: str, *, quotes: Shown | None = None) -> int:
        """Type something; returns the message's id."""
        message = self._about() | {"text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if quotes is not None:
            message["reply_to_message"] = self._about() | {"message_id": quotes.ref, "text": quotes.text}
        await self._api.update(message=message)
        return int(message["message_id"])

    async def presses(self, label: str, shown: Shown | None = None) -> str:
        """Press the button with this label under a message (the newest that has it); returns the query's id."""
        found = [shown] if shown else [each for each in reversed(self.screen) if each.buttons]
        for each in found:
            with contextlib.suppress(AssertionError):
                return await self.sends_action(each.action_of(label), each)
        raise AssertionError(f"no button {label!r} for {self.name}")

    async def sends_action(self, action: str, shown: Shown) -> str:
        """Send what a button of a message would send."""
        query = str(self._api.next_ref())
        message = self._about() | {"message_id": shown.ref, "from": self._api.me, "text": shown.text}
        await self._api.update(
            callback_query={"id": query, "from": self.user, "message": message, "chat_instance": "1", "data": action}
        )
        return query

    async def edits(self, ref: int, text: str) -> None:
        """Change a message of one's own."""
        await self._api.update(
            edited_message=self._about() | {"message_id": ref, "text": text, "edit_date": int(time.time())}
        )

    async def sends_file(
        self,
        content: bytes,
        name: str = "vanban.pdf",
        *,
        kind: str = "application/pdf",
        caption: str = "",
        album: str = "",
    ) -> int:
        """Send a document."""
        document = {**self._api.keep_file(content), "file_name": name, "mime_type": kind}
        return await self._sends({"document": document}, caption, album)

    async def sends_photo(self, content: bytes, *, caption: str = "", album: str = "") -> int:
        """Send a picture, which comes in two sizes."""
        small = {**self._api.keep_file(content[:10]), "width": 90, "height": 60}
        large = {**self._api.keep_file(content), "width": 1280, "height": 960}
        return await self._sends({"photo": [small, large]}, caption, album)

    async def sends_contact(self, phone: str, *, of: int | None = None) -> int:
        """Send a card: one's own, or somebody else's."""
        card = {"phone_number": phone, "first_name": self.name, "user_id": of or self.chat}
        return await self._sends({"contact": card}, "", "")

    async def sends(self, **content: Any) -> int:
        """Send anything else: `sends(sticker={…})`."""
        return await self._sends(content, "", "")

    async def _sends(self, content: dict[str, Any], caption: str, album: str) -> int:
        message = self._about() | content
        if caption:
            message["caption"] = caption
        if album:
            message["media_group_id"] = album
        await self._api.update(message=message)
        return int(message["message_id"])

    async def blocks(self) -> None:
        """Block the bot: what it sends from now on is refused."""
        self._api.blocked.add(str(self.chat))
        await self._membership("member", "kicked")

    async def returns(self) -> None:
        """Let the bot in again."""
        self._api.blocked.discard(str(self.chat))
        await self._membership("kicked", "member")

    async def _membership(self, was: str, now: str) -> None:
        about = self._about()
        member = {"user": self._api.me}
        await self._api.update(
            my_chat_member={
                "chat": about["chat"],
                "from": self.user,
                "date": about["date"],
                "old_chat_member": {**member, "status": was},
                "new_chat_member": {**member, "status": now},
            }
        )
