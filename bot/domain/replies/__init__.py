"""What a short status reply means: words to statements, by named rules over folded text."""

from bot.domain.replies.reader import READER_VERSION, read_reply
from bot.domain.replies.reading import CitedDocument, Evidence, Intent, ReplyItem, ReplyReading

__all__ = ["READER_VERSION", "CitedDocument", "Evidence", "Intent", "ReplyItem", "ReplyReading", "read_reply"]
