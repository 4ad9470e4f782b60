"""Every sentence people read, from the Vietnamese catalogue, and dates and numbers as officials write them.

The catalogue is gettext's: English sentences are the keys, so code reads without it. The `.po` file itself is read at
start (some 30 ms), so no compiled file can go stale.
"""

import logging
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

log = logging.getLogger(__name__)

CATALOGUE = Path(__file__).parent.parent / "locales" / "vi" / "LC_MESSAGES" / "messages.po"
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROMAN = ("I", "II", "III", "IV")


@cache
def _sentences() -> dict[tuple[str, str], str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="vi")
    return {(entry.context or "", str(entry.id)): str(entry.string) for entry in catalogue if entry.id}


def say(context: str, message: str, /, **values: object) -> str:
    """The Vietnamese sentence for an English key, its named placeholders filled in.

    A key without a sentence is said in English and logged: a person gets something, and the catalogue test fails.
    """
    sentence = _sentences().get((context, message))
    if not sentence:
        log.error("sentence_missing context=%s", context)
        sentence = message
    return sentence % values if values else sentence.replace("%%", "%")


def short_day(day: date) -> str:
    """30/9/2022, 05/3/2020, 18/02/2022: days under 10 and months 1 and 2 take a zero (Nghị định 30/2020, Phụ lục I)."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def long_day(day: date) -> str:
    """The long form of the same rule: ngày 05 tháng 3 năm 2020."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def short_time(moment: datetime) -> str:
    """08:30 30/9/2022, in the zone that the moment carries."""
    return f"{moment:%H:%M} {short_day(moment.date())}"


def weekday_name(day: date) -> str:
    """Capitals as Phụ lục II of the decree has them: thứ Hai … Chủ nhật."""
    return _WEEKDAYS[day.weekday()]


def quarter_name(day: date) -> str:
    """The quarter in which a day lies: quý III/2022."""
    return f"quý {_ROMAN[(day.month - 1) // 3]}/{day.year}"


def number(value: int) -> str:
    """Thousands by dots: 16.051."""
    return f"{value:,}".replace(",", ".")


def percent(fraction: float) -> str:
    """A fraction as a percentage with a decimal comma, at most two places: 98,62%."""
    rounded = f"{fraction * 100:.2f}".rstrip("0").rstrip(".")
    return f"{rounded.replace('.', ',')}%"
