"""What is owed to somebody: a message with everything that its delivery must know, and the form in which it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.messages import Address, Button, Outgoing, OutgoingFile

ANSWER, DECISION, REMINDER, BROADCAST = 0, 3, 5, 9  # priorities: answers go before broadcasts


@dataclass(frozen=True)
class Owed:
    """A message to a person, who is found at whatever address they have when it is sent, or to a chat.

    `key` names the promise ("reply:12:1", "daily:5:2022-09-30"): owed twice, it is owed once. `hold_until` is of the
    calendar's clock: until then nothing is sent (third parties are told in the hours of speaking).
    """

    key: str
    kind: str  # daily, reply, notice, digest, decision, escalation, round, broadcast, summary …
    message: Outgoing
    person_id: int | None = None
    address: Address | None = None  # an answer goes where it was asked; a stranger is nobody but a chat
    local_day: date | None = None  # with it, one message per person, day and kind
    priority: int = REMINDER
    hold_until: datetime | None = None
    lasts: timedelta | None = None  # of real time: later it has lost its sense
    subject: Mapping[str, Any] = field(default_factory=dict)  # what an answer by quoting refers to
    cause_id: int | None = None  # the inbox row that it answers

    @property
    def lane(self) -> str:
        """Messages of one lane arrive in order: those to one person, else those to one chat."""
        if self.person_id is not None:
            return f"p{self.person_id}"
        return f"{self.address.channel}:{self.address.bot}:{self.address.chat}" if self.address else ""


def outgoing_to_json(message: Outgoing) -> dict[str, Any]:
    """The form in which a message is kept until it is sent."""
    return {key: value for key, value in asdict(message).items() if value}


def outgoing_from_json(kept: Mapping[str, Any]) -> Outgoing:
    """The message that was kept."""
    return Outgoing(
        text=kept.get("text", ""),
        buttons=tuple(tuple(Button(**button) for button in row) for row in kept.get("buttons", ())),
        files=tuple(OutgoingFile(**file) for file in kept.get("files", ())),
        edits=kept.get("edits", ""),
        quotes=kept.get("quotes", ""),
        acknowledges=kept.get("acknowledges", ""),
        numbers_taken=kept.get("numbers_taken", False),
    )
