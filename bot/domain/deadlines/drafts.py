"""A deadline in the making: what one piece of a list says by itself, before its neighbours lend it year and unit."""

from dataclasses import dataclass, field

from bot.domain.deadlines.parts import Bare, Cycle, Part, Side, Slot, Weekday
from bot.domain.deadlines.values import Rule

Core = Part | Bare | Side | Slot | Weekday


@dataclass(slots=True)
class Node:
    """A piece of the calendar or a frequency, with the words that stood directly before it."""

    core: Core | Cycle
    name: str
    before: bool | None = None  # True: "trước"; False: another word that settles it; None: nothing
    starts: bool = False  # "từ …"
    until: bool = False  # "đến …"
    inside: bool = False  # "trong …"
    subject: bool = False  # stands in the name of a plan or a report
    named: bool = False  # a plan or report is named just before it
    dashed: bool = False  # a dash or "đến" ties it to the node before
    finished: bool = False  # "hoàn thành" stands before it
    begun: bool = False  # "bắt đầu" stands before it


@dataclass(slots=True)
class Draft:
    """One piece of the list. `rules` where it is settled already; `broken` where no day may be read from it."""

    link: str = ""
    core: Core | None = None
    cycle: Cycle | None = None
    before: bool | None = None
    until: bool = False
    inside: bool = False
    finished: bool = False
    begun: bool = False
    pending: Slot | None = None  # a month of a period that a frequency beside it must name
    since: Part | None = None  # "từ …" without an end
    bound: Part | None = None  # the stretch that limits a repetition or a continuous duty
    bound_open: bool = False  # the bound has no first day ("đến năm 2025")
    loose: bool = False  # a frequency only in the company of others ("6 tháng, năm")
    following: bool = False  # "các năm tiếp theo"
    always: bool = False
    merged: int = 0  # how many days a frequency before them gave its period to
    subject_year: int | None = None
    subject_named: bool = True  # the subject is named by its kind ("Dự toán năm 2023"), not by its year alone
    half_named: bool = False  # "báo cáo 6 tháng đầu năm": a half-yearly report, if others come again beside it
    cycle_first: bool = False  # the frequency stands before the day in the same piece
    report: bool = False
    rule: Rule | None = None
    broken: bool = False
    subject_only: bool = False  # names a plan or a report, no deadline
    weak: bool = False  # says nothing where something else is said
    places: tuple[int, int] = (0, 0)  # tokens, the last one past its end
    names: list[str] = field(default_factory=list)

    @property
    def is_plain_cycle(self) -> bool:
        """A frequency that still waits for its day, if it has one."""
        return self.cycle is not None and self.cycle.is_plain and self.core is None and not self.always

    @property
    def lacks_year(self) -> bool:
        """A day or period that says neither its year nor that it comes again."""
        slot = self.core if isinstance(self.core, Slot) else self.pending
        repeats = self.cycle is not None or self.following or (slot is not None and slot.certain and slot.every != "")
        return not repeats and year_of_core(self.core) is None and self.core is not None


def year_of_core(core: Core | None) -> int | None:
    """The year that a piece names itself."""
    return core.year if isinstance(core, Part | Bare) else None
