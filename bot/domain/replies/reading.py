"""The values a reading consists of, and how they are kept."""

from __future__ import annotations

from collections.abc import Mapping
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
    is_elsewhere: bool = False  # it says something of a number that is not open

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


def item_from_json(kept: Mapping[str, Any]) -> ReplyItem:
    """A statement from the six fields that are kept of it."""
    document = kept["document"]
    return ReplyItem(
        Intent(kept["intent"]),
        Status(kept["status"]) if kept["status"] else None,
        kept["percent"],
        tuple(kept["tasks"]),
        _day(kept["date"]),
        CitedDocument(document["number"], _day(document["date"])) if document else None,
    )


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


@dataclass(frozen=True)
class ReplyReading:
    """Everything a reply says, in the order of its text; never empty."""

    items: tuple[ReplyItem, ...]
    version: int
    today: date | None = None  # the terms in which it was read
    open_codes: tuple[str, ...] = ()

    def items_json(self) -> list[dict[str, Any]]:
        """The items as a labelled corpus writes them."""
        return [item.to_json() for item in self.items]

    def to_json(self) -> dict[str, Any]:
        """What is kept with a report: the reader's version, its terms, the items, the rule and words of each field."""
        evidence = [
            {"item": number, "rule": proof.rule, "field": proof.field, "words": proof.words}
            for number, item in enumerate(self.items)
            for proof in item.evidence
        ]
        terms = {"today": self.today.isoformat() if self.today else None, "open": list(self.open_codes)}
        return {"reader": self.version, **terms, "items": self.items_json(), "evidence": evidence}
