"""Reads Telegram's updates into `Incoming` values: what a person did, free of the platform."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.messages import Address, Incoming, IncomingFile, IncomingKind

log = logging.getLogger(__name__)

CHANNEL = "telegram"
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_GONE = frozenset({"kicked", "left"})


def read_update(update: Mapping[str, Any], username: str, now: Callable[[], datetime]) -> Incoming | None:
    """What an update says; None for what is not meant for the bot. `update` is the API's JSON. Never raises."""
    try:
        return _Reader(update, username, now).read()
    except (KeyError, TypeError, ValueError, AttributeError):
        log.warning("update_unreadable fields=%s", ",".join(sorted(str(key) for key in update)))
        return None


class _Reader:
    def __init__(self, update: Mapping[str, Any], username: str, now: Callable[[], datetime]) -> None:
        self._update = update
        self._key = str(update["update_id"])
        self._username = username
        self._now = now

    def read(self) -> Incoming | None:
        update = self._update
        if message := update.get("message"):
            return self._message(message, edited=False)
        if message := update.get("edited_message"):
            return self._message(message, edited=True)
        if press := update.get("callback_query"):
            return self._press(press)
        if member := update.get("my_chat_member"):
            return self._membership(member)
        log.info("update_passed_over update=%s", self._key)
        return None

    def _message(self, message: Mapping[str, Any], *, edited: bool) -> Incoming | None:
        sender = message.get("from") or {}
        if not sender or sender.get("is_bot"):
            return None
        in_group = message["chat"]["type"] != "private"
        text = message.get("text") or message.get("caption") or ""
        if in_group:
            named = self._named(message, text)
            if named is None:
                return None
            text = named
        kind, text, files = self._content(message, text, sender["id"])
        if kind is None:
            return None
        return Incoming(
            key=self._key,
            kind=IncomingKind.EDITED if edited else kind,
            address=_address(message),
            sent_at=_instant(message.get("edit_date") if edited else message["date"]),
            sender=str(sender["id"]),
            text=text,
            ref=str(message["message_id"]),
            quoted_ref=str((message.get("reply_to_message") or {}).get("message_id", "")),
            album=message.get("media_group_id", ""),
            in_group=in_group,
            files=files,
        )

    def _named(self, message: Mapping[str, Any], text: str) -> str | None:
        """In a group the bot hears what is meant for it: its commands, its name, answers to it."""
        answered = (message.get("reply_to_message") or {}).get("from") or {}
        name = f"@{self._username}".casefold()
        command = re.match(r"/\w+(@\w+)?", text)
        if command:
            if command[1] and command[1].casefold() != name:
                return None
            return text[: command.end(0) - len(command[1] or "")] + text[command.end(0) :]
        if self._username and name in text.casefold():
            return re.sub(rf"\s*{re.escape(name)}\b", "", text, flags=re.IGNORECASE).strip()
        is_answer = bool(self._username) and str(answered.get("username", "")).casefold() == self._username.casefold()
        return text if is_answer else None

    def _content(
        self, message: Mapping[str, Any], text: str, sender: int
    ) -> tuple[IncomingKind | None, str, tuple[IncomingFile, ...]]:
        if photos := message.get("photo"):
            largest = max(photos, key=lambda each: each.get("width", 0) * each.get("height", 0))
            return IncomingKind.FILE, text, (_file(largest, "photo.jpg", "image/jpeg"),)
        if document := message.get("document"):
            return IncomingKind.FILE, text, (_file(document, "document", "application/octet-stream"),)
        if contact := message.get("contact"):
            # Anybody can pass on somebody else's card: only one's own says anything.
            if contact.get("user_id") == sender:
                return IncomingKind.CONTACT, str(contact["phone_number"]), ()
            return IncomingKind.UNSUPPORTED, "", ()
        if "text" in message:
            return IncomingKind.TEXT, text, ()
        return (None if _is_service(message) else IncomingKind.UNSUPPORTED), text, ()

    def _press(self, press: Mapping[str, Any]) -> Incoming:
        message = press.get("message")
        address = _address(message) if message else Address(CHANNEL, str(press["from"]["id"]))
        return Incoming(
            key=self._key,
            kind=IncomingKind.BUTTON,
            address=address,
            sent_at=self._now(),
            sender=str(press["from"]["id"]),
            action=press.get("data", ""),
            ref=str(message["message_id"]) if message else "",
            press=str(press["id"]),
            in_group=message is not None and message["chat"]["type"] != "private",
        )

    def _membership(self, member: Mapping[str, Any]) -> Incoming | None:
        was, now = (member[side]["status"] in _GONE for side in ("old_chat_member", "new_chat_member"))
        if was == now:
            return None
        return Incoming(
            key=self._key,
            kind=IncomingKind.STOPPED if now else IncomingKind.RETURNED,
            address=_address(member),
            sent_at=_instant(member["date"]),
            sender=str(member["from"]["id"]),
            in_group=member["chat"]["type"] != "private",
        )


def _is_service(message: Mapping[str, Any]) -> bool:
    """Does it tell of the chat (somebody joined, a title changed) and say nothing?"""
    told = set(message) - {"message_id", "from", "chat", "date", "message_thread_id", "sender_chat", "is_topic_message"}
    return bool(told) and all(
        key.startswith(("new_chat", "left_chat", "delete_chat", "migrate_", "pinned", "forum_", "general_forum"))
        or key.endswith(("_created", "_changed", "_started", "_ended", "_invited", "_scheduled"))
        for key in told
    )


def _address(carrier: Mapping[str, Any]) -> Address:
    """The chat; a topic of a forum is a chat of its own. The general topic is refused by number, so it has none."""
    chat = str(carrier["chat"]["id"])
    thread = carrier.get("message_thread_id") if carrier.get("is_topic_message") else None
    return Address(CHANNEL, f"{chat}:{thread}" if thread and thread != 1 else chat)


def _file(carrier: Mapping[str, Any], name: str, kind: str) -> IncomingFile:
    return IncomingFile(
        carrier["file_id"], carrier.get("file_name") or name, carrier.get("mime_type") or kind, carrier.get("file_size")
    )


def _instant(seconds: int | None) -> datetime:
    return datetime.fromtimestamp(seconds or 0, UTC)
