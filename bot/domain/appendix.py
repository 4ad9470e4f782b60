"""What an appendix was read to: its tasks, what it says of its plan, and what a person must look at."""

from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import Agency
from bot.domain.deadlines import DeadlineReading
from bot.domain.outline import Heading


@dataclass(frozen=True)
class PlanFacts:
    """What the file itself says of its plan; what it leaves blank stays None."""

    number: str | None = None
    title: str | None = None
    committee: str | None = None
    issued_on: date | None = None
    start: date | None = None
    end: date | None = None
    year: int | None = None
    cited_on: date | None = None  # the latest day of a document that it cites: it was not issued before that


@dataclass(frozen=True)
class Window:
    """The days between which deadlines are counted, both included, and the year of a phrase that names none."""

    year: int
    start: date
    end: date


@dataclass(frozen=True)
class AppendixRow:
    """One task, as it was read; `doubts` are sentences for a person."""

    code: str
    long_code: str
    section_path: tuple[Heading, ...]
    number: str
    content: str
    lead_text: str
    leads: tuple[Agency, ...]
    coordinating_text: str
    lead_coordinating: str  # who coordinates, where the lead's cell says so
    deadline_text: str
    deadline: DeadlineReading
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Appendix:
    """A whole appendix."""

    rows: tuple[AppendixRow, ...]
    doubts: tuple[str, ...]
    facts: PlanFacts
    window: Window | None
