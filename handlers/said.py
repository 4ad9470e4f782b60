"""One statement about work, whether typed or pressed: what is to be recorded once it is clear of which task."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.replies import ReplyItem
from bot.domain.tasks import Status

STATUS, ACK, EXTENSION, SNOOZE = "status", "ack", "extension", "snooze"
UNDO, QUESTION, UNCLEAR = "undo", "question", "unclear"
RECORDABLE = frozenset({STATUS, ACK, EXTENSION, SNOOZE})


@dataclass(frozen=True)
class Said:
    """A statement without its tasks. `day` is promised, asked for or to be reminded on."""

    intent: str
    status: Status | None = None
    percent: int | None = None
    day: date | None = None
    document: str = ""
    document_on: date | None = None
    note: str = ""
    length_days: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As a question keeps it until it is answered."""
        return {
            "intent": self.intent,
            "status": self.status.value if self.status else None,
            "percent": self.percent,
            "day": self.day.isoformat() if self.day else None,
            "document": self.document,
            "document_on": self.document_on.isoformat() if self.document_on else None,
            "note": self.note,
            "length_days": self.length_days,
        }


def said_from_json(kept: dict[str, Any]) -> Said:
    """What a question kept."""
    return Said(
        intent=kept["intent"],
        status=Status(kept["status"]) if kept["status"] else None,
        percent=kept["percent"],
        day=_day(kept["day"]),
        document=kept["document"],
        document_on=_day(kept["document_on"]),
        note=kept["note"],
        length_days=kept["length_days"],
    )


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def said_of(item: ReplyItem) -> Said:
    """The statement of a reader's item."""
    return Said(
        intent=str(item.intent),
        status=Status(item.status) if item.status else None,
        percent=item.percent,
        day=item.date,
        document=item.document.number if item.document else "",
        document_on=item.document.date if item.document else None,
        note=item.note,
        length_days=item.length_days,
    )
