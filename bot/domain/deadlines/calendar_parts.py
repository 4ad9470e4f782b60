"""What a pattern of the calendar means: the parts that its words name, None for days that do not exist."""

from bot.domain.deadlines.lexicon import Found, number_of, year_of
from bot.domain.deadlines.parts import Bare, Part, months, one_day, point
from bot.domain.deadlines.spans import FIRST_YEAR, LAST_YEAR, day_in, two_digit_year

_LEAP = 2024  # a day and month without a year may be 29/2
_SIDES = {"dau": 0, "giua": 1, "cuoi": 2}


def iso_day(found: Found) -> Part | None:
    return made_day(int(found["d"]), int(found["m"]), int(found["y"]))


def month_number(text: str) -> int | None:
    """1 to 12; a blurred numeral ("ll") could be II or 11, only a single stroke is 1 either way."""
    number = number_of(text)
    return None if not 1 <= number <= 12 or (text.endswith("?") and text != "%1?") else number


def is_known(year: int | None) -> bool:
    return year is None or FIRST_YEAR <= year <= LAST_YEAR


def month_part(found: Found) -> Part | None:
    month, year = month_number(found["m"]), year_of(found)
    return months("month", month, month, year) if month and is_known(year) else None


def bare_month_part(found: Found) -> Bare | None:
    month, year = int(found["m"]), int(found["y"])
    return Bare(month, "", year) if 1 <= month <= 12 and is_known(year) else None


def quarter_number_part(text: str) -> int | None:
    number = number_of(text)
    return number if 1 <= number <= 4 and (text.startswith("%") or len(text.lstrip("0")) == 1) else None


def quarter_part(found: Found) -> Part | None:
    quarter, year = quarter_number_part(found["q"]), year_of(found)
    return months("quarter", 3 * quarter - 2, 3 * quarter, year) if quarter and is_known(year) else None


def quarter_of_year_part(found: Found) -> Part:
    first = 1 if found["side"] == "dau" else 10
    return months("quarter", first, first + 2, year_of(found))


def some_months_part(found: Found) -> Part | None:
    count, year = number_of(found["n"]), year_of(found)
    if not 1 <= count <= 11 or not is_known(year):
        return None
    first, last = (1, count) if found["side"] == "dau" else (13 - count, 12)
    return months("half" if count == 6 else "months", first, last, year)


def half_part(found: Found) -> Part:
    first = 1 if found["side"] == "dau" else 7
    return months("half", first, first + 5, year_of(found))


def half_month_part(found: Found) -> Part | None:
    month = month_number(found["m"])
    if month is None:
        return None
    head, tail = ((month, 1), (month, 15)) if found["side"] == "dau" else ((month, 16), (month, 0))
    return Part("week", head, tail, year_of(found))


def year_part(found: Found) -> Part | None:
    year = two_digit_year(int(found.groupdict().get("y") or found.groupdict().get("yy") or 0))
    return months("year", 1, 12, year) if is_known(year) else None


def bare_year_part(found: Found) -> Part | None:
    year = int(found["y"])
    return Part("year", (1, 1), (12, 0), year, bare=True) if is_known(year) else None


def point_of_month_part(found: Found) -> Part | None:
    month = month_number(found["m"])
    return side_of(found["side"], months("month", month, month, year_of(found))) if month else None


def point_of_quarter_part(found: Found) -> Part | None:
    quarter = quarter_part(found)
    return side_of(found["side"], quarter) if quarter else None


def point_of_year_part(found: Found) -> Part | None:
    year = year_of(found)
    return side_of(found["side"], months("year", 1, 12, year)) if is_known(year) else None


def point_of_years_part(found: Found) -> Part | None:
    years = span_of_years_part(found)
    if years is None or years.year is None:
        return None
    return point(1, 1, years.year - years.ahead) if found["side"] == "dau" else point(12, 0, years.year)


def side_of(side: str, period: Part) -> Part:
    """The beginning, middle or end of a month, quarter or year (Bộ luật Dân sự 2015, Điều 146)."""
    first, last = period.head[0], period.tail[0]
    middle = {"month": (first, 15), "quarter": (first + 1, 15)}.get(period.unit, (6, 30))
    month, day = ((first, 1), middle, (last, 0))[_SIDES[side]]
    return point(month, day, period.year)


def month_of_quarter_part(found: Found) -> Part | None:
    quarter = quarter_part(found)
    if quarter is None:
        return None
    month = quarter.head[0] + _SIDES[found["side"]]
    return months("month", month, month, quarter.year)


def month_of_year_part(found: Found) -> Part:
    month = 1 if found["side"] == "dau" else 12
    return months("month", month, month, year_of(found))


def edge_day(found: Found) -> Part | None:
    period = quarter_part(found) if "quy" in found.group().split() else month_part(found)
    if period is None:
        return None
    edge = (period.head[0], 1) if found["side"] == "dau" else (period.tail[0], 0)
    return Part("day", edge, edge, period.year, whole=False)


def week_of(number: int, month: int, year: int | None = None) -> Part | None:
    """The 1st to 4th week of a month: days 1–7, 8–14, 15–21, 22 to the last."""
    if not 1 <= number <= 4:
        return None
    return Part("week", (month, 7 * number - 6), (month, 0 if number == 4 else 7 * number), year)


def week_number(text: str) -> int:
    """ "đầu" is the first week, "cuối" the fourth."""
    return {"dau": 1, "cuoi": 4}.get(text) or number_of(text)


def week_part(found: Found) -> Part | None:
    month = month_number(found["m"])
    return week_of(week_number(found["w"]), month, year_of(found)) if month else None


def ten_days_part(found: Found) -> Part | None:
    month = month_number(found["m"])
    if month is None:
        return None
    first, last = {"thuong": (1, 10), "trung": (11, 20), "ha": (21, 0)}[found["t"]]
    return Part("week", (month, first), (month, last), year_of(found))


def first_days_part(found: Found) -> Part | None:
    month, count = month_number(found["m"]), int(found["n"])
    if month is None or not 1 <= count <= 28:
        return None
    return Part("week", (month, 1), (month, count), year_of(found))


def side_of_year_part(found: Found) -> Part | None:
    side, year = found["side"] or found["side2"], year_of(found)
    return side_of(side, months("year", 1, 12, year)) if is_known(year) else None


def half_year_part(found: Found) -> Part:
    first = 1 if (found["side"] or found["side2"]) == "dau" else 7
    return months("half", first, first + 5, year_of(found))


def numeric_day(found: Found) -> Part | None:
    groups = found.groupdict()
    day, month = groups["d"] or groups["d2"], groups["m"] or groups["m2"] or groups.get("m3")
    year = groups.get("y") or groups.get("y2")
    signs = [sign for sign in found.group().split() if sign in "/.-"]
    if year and signs == ["-", "/"] and not found.group().startswith("ngay"):
        return None  # "10-12/2022": a day, or October to December
    return made_day(int(str(day)), int(str(month)), two_digit_year(int(year)) if year else None)


def worded_day(found: Found) -> Part | None:
    month = month_number(found["m"])
    return made_day(int(found["d"]), month, year_of(found)) if month else None


def made_day(day: int, month: int, year: int | None) -> Part | None:
    return one_day(month, day, year) if day_in(year or _LEAP, month, day) else None


def day_number(found: Found) -> Bare | None:
    day = int(found["d"])
    return Bare(day, "day") if 1 <= day <= 31 else None


def bare_number(found: Found) -> Bare | None:
    text, year = found["n"], year_of(found)
    if text.endswith("?") and text[1:-1] not in {"1", "3", "4"}:
        return None
    return Bare(number_of(text), "", year, text.startswith("%")) if is_known(year) else None


def span_of_years_part(found: Found) -> Part | None:
    groups = found.groupdict()
    first = int(str(groups["a"] or groups.get("c") or groups.get("g")))
    written = str(groups["b"] or groups.get("e") or groups.get("h"))
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
    if not (is_known(first) and is_known(last) and first <= last):
        return None
    bare = found.group()[0].isdigit()
    return Part("range", (1, 1), (12, 0), last, last - first, bare=bare)
