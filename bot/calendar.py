"""The working calendar of Vietnam: the `holidays` package, corrected by what was announced and it does not know.

Weekly days off, public holidays and their substitutes follow Bộ luật Lao động 2019, Điều 111 and 112. Days swapped for
a Saturday are decided year by year, sometimes a week ahead: until then a year is provisional, and the secretary adds
what the package and this table miss.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.domain.workdays import WorkCalendar

ANNOUNCED_THROUGH = 2026  # later years: Tết, the second day of 2/9 and the swaps are computed, not announced
YEARS = range(2019, 2041)


@dataclass(frozen=True)
class Correction:
    """A day on which the package errs: `off` says what is true, `source` who announced it."""

    day: date
    off: bool
    reason: str
    source: str


CORRECTIONS = (
    Correction(
        date(2026, 1, 2),
        off=True,
        reason="Nghỉ Tết Dương lịch, hoán đổi với ngày 10/01/2026",
        source="Công văn 12729/VPCP-KGVX ngày 25/12/2025 của Văn phòng Chính phủ",
    ),
    Correction(
        date(2026, 1, 10),
        off=False,
        reason="Làm bù ngày 02/01/2026",
        source="Công văn 12729/VPCP-KGVX ngày 25/12/2025 của Văn phòng Chính phủ",
    ),
    # The package has this day since 0.109; stated here so that an earlier one cannot lose it.
    Correction(
        date(2026, 11, 24),
        off=True,
        reason="Ngày Văn hóa Việt Nam",
        source="Nghị quyết 28/2026/QH16, có hiệu lực từ ngày 01/7/2026",
    ),
    Correction(
        date(2027, 11, 24),
        off=True,
        reason="Ngày Văn hóa Việt Nam",
        source="Nghị quyết 28/2026/QH16, có hiệu lực từ ngày 01/7/2026",
    ),
)


def work_calendar(added: Mapping[date, str] | None = None, removed: Mapping[date, str] | None = None) -> WorkCalendar:
    """The calendar of 2019–2040 with the secretary's days off (`added`) and days worked (`removed`), day → reason."""
    return _decided(frozenset((added or {}).items()), frozenset((removed or {}).items()))


@lru_cache(maxsize=8)
def _decided(added: frozenset[tuple[date, str]], removed: frozenset[tuple[date, str]]) -> WorkCalendar:
    """One calendar for the same decisions: ladders are remembered by the calendar they were computed on."""
    return official_calendar().with_decisions(dict(added), dict(removed))


@lru_cache(maxsize=1)
def official_calendar() -> WorkCalendar:
    """Package and corrections alone; built once, in some 0.1 s, most of it the package's import."""
    holidays, worked = package_days(YEARS)
    for correction in CORRECTIONS:
        (holidays if correction.off else worked)[correction.day] = correction.reason
        (worked if correction.off else holidays).pop(correction.day, None)
    return WorkCalendar(holidays, worked, frozenset(year for year in YEARS if year > ANNOUNCED_THROUGH))


def package_days(years: Iterable[int]) -> tuple[dict[date, str], dict[date, str]]:
    """What the package says for these years: days off and make-up Saturdays, each with its Vietnamese name."""
    # Slow to import, and most commands need no calendar.
    from holidays.countries.vietnam import Vietnam

    years = frozenset(years)
    table = Vietnam(years=years, language="vi")  # type: ignore[no-untyped-call]
    worked = {day: "Làm bù" for day in table.weekend_workdays if day.year in years}
    return {day: name for day, name in table.items() if day.year in years}, worked
