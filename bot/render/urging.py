"""A line of "Sổ đôn đốc" as files print it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Urging:
    """A reminder that went out, and what came of it; the words are for people."""

    day: date  # on which it was due to be said
    at: datetime | None  # of sending, in local time
    agency: str
    person: str
    channel: str
    code: str
    about: str
    outcome: str
    answered_on: date | None
    answer: str
