"""What Zalo's Bot Platform hands over, read into `Incoming`. Every form that was documented or seen is accepted."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.messages import Address, Incoming, IncomingFile, IncomingKind

CHANNEL = "zalo_bot"

_SUPPORTED_TEXT = {"message.text.received", "message.link.received", ""}
_SAYS_NOTHING = {"message.reaction.received"}  # documented nowhere, read by one client
_UNSUPPORTED = {"message.sticker.received", "message.voice.received", "message.unsupported.received"}


def unwrap(body: Any) -> list[Mapping[str, Any]]:
    """The updates of an answer or webhook body.

    In doubt: documented as {"ok", "result"} around one object, seen live as the bare object (webhook), one client
    tolerates an array. All three are read.
    """
    inner = body.get("result", body) if isinstance(body, Mapping) else body
    found = inner if isinstance(inner, list) else [inner]
    return [each for each in found if isinstance(each, Mapping) and each]


def read_update(update: Mapping[str, Any], bot: str) -> Incoming | None:
    """One update as it concerns us; None where nobody said anything (no message, a reaction, a bot's own)."""
    message = update.get("message")
    event = str(update.get("event_name") or "")
    if not isinstance(message, Mapping) or event in _SAYS_NOTHING:
        return None
    sender, chat = _mapping(message, "from"), _mapping(message, "chat")
    chat_id = str(chat.get("id") or sender.get("id") or "")
    if not chat_id or sender.get("is_bot"):
        return None
    ref = str(message.get("message_id") or "")
    kind, text, files = _content(event, message)
    return Incoming(
        key=ref or _digest(update),
        kind=kind,
        address=Address(CHANNEL, chat_id, bot),
        sent_at=_instant(message.get("date")),
        sender=str(sender.get("id") or chat_id),
        text=text,
        ref=ref,
        in_group=str(chat.get("chat_type", "PRIVATE")).upper() == "GROUP",
        files=files,
    )


def _content(event: str, message: Mapping[str, Any]) -> tuple[IncomingKind, str, tuple[IncomingFile, ...]]:
    text = unicodedata.normalize("NFC", str(message.get("text") or message.get("caption") or ""))
    # In doubt: `photo` in the documentation, `photo_url` in two clients.
    photo = message.get("photo_url") or message.get("photo")
    if isinstance(photo, str) and photo:
        return IncomingKind.FILE, text, (IncomingFile(photo, "anh.jpg", "image/jpeg"),)
    if event in _UNSUPPORTED or not text or (event and event not in _SUPPORTED_TEXT):
        return IncomingKind.UNSUPPORTED, "", ()
    return IncomingKind.TEXT, text, ()


def _mapping(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def _instant(milliseconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _digest(update: Mapping[str, Any]) -> str:
    """A key for an update without an id: the same one again has the same key."""
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()[:32]
