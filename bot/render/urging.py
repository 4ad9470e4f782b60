"""A line of "Sổ đôn đốc" as files print it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Urging:
    """A reminder that went out, and what came of it; the words are for people."""

    at: datetime  # in local time
    agency: str
    person: str
    channel: str
    codes: str
    about: str
    outcome: str
    answer: str
