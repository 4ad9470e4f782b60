"""The values a reading consists of, and how they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.tasks import Status


class Intent(StrEnum):
    """What a statement does."""

    STATUS = "status"
    ACK = "ack"
    EXTENSION = "extension"
    SNOOZE = "snooze"
    UNDO = "undo"
    QUESTION = "question"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class CitedDocument:
    """The document that proves a report; the number as Vietnamese documents write it."""

    number: str
    date: date | None = None


@dataclass(frozen=True)
class Evidence:
    """Which rule read which words, for which field; `start` and `end` count characters of the reply as typed."""

    rule: str
    field: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class ReplyItem:
    """One statement of a reply."""

    intent: Intent
    status: Status | None = None
    percent: int | None = None
    tasks: tuple[str, ...] = ()
    date: date | None = None
    document: CitedDocument | None = None
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)
    length_days: int | None = None  # an extension asked for as a length ("thêm 10 ngày")
    note: str = ""  # the words of an obstacle or of a request, as typed
    named: bool = False  # the reply itself named the tasks

    def to_json(self) -> dict[str, Any]:
        """The six fields as a labelled corpus writes them."""
        document = self.document and {
            "number": self.document.number,
            "date": self.document.date.isoformat() if self.document.date else None,
        }
        return {
            "intent": self.intent.value,
            "status": self.status.value if self.status else None,
            "percent": self.percent,
            "tasks": list(self.tasks),
            "date": self.date.isoformat() if self.date else None,
            "document": document,
        }


@dataclass(frozen=True)
class ReplyReading:
    """Everything a reply says, in the order of its text; never empty."""

    items: tuple[ReplyItem, ...]
    version: int

    def items_json(self) -> list[dict[str, Any]]:
        """The items as a labelled corpus writes them."""
        return [item.to_json() for item in self.items]

    def to_json(self) -> dict[str, Any]:
        """What is kept with a report: the reader's version, the items, and the rule and words of each field."""
        evidence = [
            {"item": number, "rule": proof.rule, "field": proof.field, "words": proof.words}
            for number, item in enumerate(self.items)
            for proof in item.evidence
        ]
        return {"reader": self.version, "items": self.items_json(), "evidence": evidence}
