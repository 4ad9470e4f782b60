"""Short replies typed on a phone: read into statements that explain themselves."""

from bot.domain.replies.reader import READER_VERSION, read_reply
from bot.domain.replies.reading import CitedDocument, Evidence, Intent, ReplyItem, ReplyReading, item_from_json

__all__ = [
    "READER_VERSION",
    "CitedDocument",
    "Evidence",
    "Intent",
    "ReplyItem",
    "ReplyReading",
    "item_from_json",
    "read_reply",
]
