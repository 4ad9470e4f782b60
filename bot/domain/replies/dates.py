"""Days as people say them: units of time to a day that counts from the day of the reply."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.replies.phrases import Unit
from bot.domain.replies.tags import CHAR, compile_tags

_PREFIX = "(?:[UNTIL TO SINCE FROM HOM DAYPART])*"
_YEAR = "(?:(?:YEAR|SLASH)NUM|NEXTYEAR|THISYEAR)?"
_PATTERNS = {
    "stretch": "SPAN|(?:SINCE|FROM)DAY?NUM(?:TO|UNTIL)DNUM|AFTERTET|TOMORROW DAYAFTER|LAST10 ANY?",
    "weekday": "WDAY(?:NEXTWEEK|THISWEEK|PASTWEEK)?",
    "week": "EDGE?(?:NEXTWEEK|THISWEEK)|EDGE WEEK",
    "month": f"EDGE?MONTH(?:NUM|NUMWORD{{1,2}}){_YEAR}|EDGE?(?:NEXTMONTH|THISMONTH)|EDGE MONTH",
    "quarter": f"EDGE?QUARTER(?:NUM|ROMAN|NUMWORD){_YEAR}|EDGE?(?:NEXTQUARTER|THISQUARTER)|EDGE QUARTER",
    "year": "EDGE(?:YEAR NUM|YEAR|THISYEAR|NEXTYEAR)",
    "length": "COUNT{1,2}(?:DAY|WEEK|MONTH|HOM|NEXTWEEK|NEXTMONTH)WORKING?MORE?|EXTRA MORE|HALFMONTH MORE?",
    "today": "TODAY",
    "tomorrow": "TOMORROW",
    "dayafter": "DAYAFTER",
    "numeric": "DAY?DNUM",
    "day": f"DAY NUM(?:MONTH NUM{_YEAR}|NEXTMONTH|THISMONTH)?|NUM MONTH NUM{_YEAR}",
    "past": "PASTWEEK",
}
_DATES = compile_tags("|".join(f"{_PREFIX}(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))
_WITHIN = compile_tags(f"{_PREFIX}(?:MONTH|WEEK|QUARTER|THISYEAR)")
_NUMERIC = re.compile(r"(\d{1,2})\s?[-–./]\s?(\d{1,2})(?:\s?[-–./]\s?(\d{2,4}))?")
_PAST = {CHAR["SINCE"], CHAR["HOM"], CHAR["FROM"]}


@dataclass(frozen=True)
class Moment:
    """A day named in a reply: as one to come, and as one that is past (the day of a document)."""

    ahead: date | None = None
    behind: date | None = None
    past: bool = False
    length: int | None = None  # so many days, without "nữa"


def end_of_month(year: int, month: int) -> date:
    """The last day of a month; months beyond December run into the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def safe_date(year: int, month: int, day: int) -> date | None:
    """A day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(day: int, month: int, year: int | None, today: date) -> Moment:
    """A day and month; without a year the nearest not before `today`, or not after it where it is a past day."""
    if year is not None:
        found = safe_date(year + 2000 if year < 100 else year, month, day)
        return Moment(found, found, past=found is not None and found < today)
    ahead = [safe_date(today.year + step, month, day) for step in range(9)]
    behind = [safe_date(today.year - step, month, day) for step in range(9)]
    return Moment(
        next((each for each in ahead if each and each >= today), None),
        next((each for each in behind if each and each <= today), None),
    )


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _tags(units: Sequence[Unit]) -> list[str]:
    return [unit.tag for unit in units]


def _edge(units: Sequence[Unit]) -> str:
    for unit in units:
        if unit.tag in {"BEGIN", "MID", "END", "HET", "DAU"}:
            return {"HET": "END", "DAU": "BEGIN"}.get(unit.tag, unit.tag)
    return ""


def _value(unit: Unit) -> int | None:
    if unit.tag == "NUM":
        return int(unit.text) if len(unit.text) < 6 else None
    if unit.tag.startswith(("NUMWORD", "ROMAN", "WDAY")):
        return int(unit.tag.removeprefix("NUMWORD").removeprefix("ROMAN").removeprefix("WDAY"))
    return None


def _numbers(units: Sequence[Unit]) -> list[int]:
    return [value for unit in units if (value := _value(unit)) is not None]


def _year(units: Sequence[Unit], today: date, after: int) -> int | None:
    """The year named behind the month or quarter, None for none."""
    tags = _tags(units)
    if "NEXTYEAR" in tags:
        return today.year + 1
    if "THISYEAR" in tags:
        return today.year
    numbers = _numbers(units)
    given = numbers[after] if len(numbers) > after and units[-1].tag == "NUM" and tags.count("NUM") > 0 else None
    return given + 2000 if given is not None and given < 100 else given


def _weekday(units: Sequence[Unit], today: date) -> Moment:
    number = (_value(units[0]) or 2) - 2
    tags = _tags(units)
    if "PASTWEEK" in tags:
        return Moment(past=True)
    if "NEXTWEEK" in tags:
        return Moment(_monday(today) + timedelta(days=7 + number))
    if "THISWEEK" in tags:
        day = _monday(today) + timedelta(days=number)
        return Moment(day if day >= today else None, past=day < today)
    return Moment(today + timedelta(days=(number - today.weekday() - 1) % 7 + 1))


def _week(units: Sequence[Unit], today: date) -> Moment:
    start = _monday(today) + timedelta(days=7 if "NEXTWEEK" in _tags(units) else 0)
    edge = _edge(units)
    if edge == "MID":
        return Moment()
    day = start if edge == "BEGIN" else start + timedelta(days=4)
    return Moment(day if day >= today else None)


def _month(units: Sequence[Unit], today: date) -> Moment:
    tags = _tags(units)
    if "NEXTMONTH" in tags:
        last = end_of_month(today.year, today.month + 1)
    elif "THISMONTH" in tags or units[-1].tag == "MONTH":
        last = end_of_month(today.year, today.month)
    else:
        month = sum(_numbers(units[:3])[: 2 if "NUMWORD10" in tags else 1])
        if not 1 <= month <= 12:
            return Moment()
        year = _year(units, today, 1)
        last = end_of_month(year or today.year, month)
        if last < today and year is None:
            last = end_of_month(today.year + 1, month)
    edge = _edge(units)
    day = {"BEGIN": last.replace(day=1), "MID": last.replace(day=15)}.get(edge, last)
    return Moment(day, past=day < today and edge != "BEGIN")


def _quarter(units: Sequence[Unit], today: date) -> Moment:
    tags = _tags(units)
    current = (today.month + 2) // 3
    if "NEXTQUARTER" in tags:
        last = end_of_month(today.year, 3 * current + 3)
    elif "THISQUARTER" in tags or units[-1].tag == "QUARTER":
        last = end_of_month(today.year, 3 * current)
    else:
        number = _numbers(units)[0]
        if not 1 <= number <= 4:
            return Moment()
        year = _year(units, today, 1)
        last = end_of_month(year or today.year, 3 * number)
        if last < today and year is None:
            last = end_of_month(today.year + 1, 3 * number)
    edge = _edge(units)
    if edge == "MID":
        return Moment()
    return Moment(last.replace(month=last.month - 2, day=1) if edge == "BEGIN" else last, past=last < today)


def _year_end(units: Sequence[Unit], today: date) -> Moment:
    year = today.year + 1 if "NEXTYEAR" in _tags(units) else (_numbers(units) or [today.year])[0]
    if not today.year - 9 < year < today.year + 90:
        return Moment()
    edge = _edge(units)
    if edge == "MID":
        return Moment()
    day = date(year, 1, 1) if edge == "BEGIN" else date(year, 12, 31)
    return Moment(day, past=day < today)


def _length(units: Sequence[Unit], today: date) -> Moment:
    tags = _tags(units)
    numbers = _numbers(units)
    if not numbers or {"WORKING", "MONTH", "NEXTMONTH", "HALFMONTH", "FEW"} & set(tags):
        return Moment()
    number = numbers[0] if len(numbers) == 1 else numbers[0] + numbers[1] if numbers[0] == 10 else 0
    if len(numbers) == 2 and numbers[1] == 10:
        number = 10 * numbers[0]
    days = number * (7 if {"WEEK", "NEXTWEEK"} & set(tags) else 1)
    if not 0 < days <= 1000:
        return Moment()
    ahead = today + timedelta(days=days)
    later = "MORE" in tags or "NEXTWEEK" in tags
    return Moment(ahead, length=None if later else days)


def _numeric(units: Sequence[Unit], today: date) -> Moment:
    match = _NUMERIC.match(units[-1].text)
    if match is None:
        return Moment()
    day, month, year = match.groups()
    return nearest(int(day), int(month), int(year) if year else None, today)


def _day(units: Sequence[Unit], today: date) -> Moment:
    tags = _tags(units)
    numbers = _numbers(units)
    if "NEXTMONTH" in tags:
        last = end_of_month(today.year, today.month + 1)
        return Moment(safe_date(last.year, last.month, numbers[0]))
    if "MONTH" in tags:
        return nearest(numbers[0], numbers[1], _year(units, today, 2), today)
    ahead = [safe_date(last.year, last.month, numbers[0]) for last in _months(today, 1)]
    behind = [safe_date(last.year, last.month, numbers[0]) for last in _months(today, -1)]
    return Moment(
        next((each for each in ahead if each and each >= today), None),
        next((each for each in behind if each and each <= today), None),
    )


def _months(today: date, step: int) -> list[date]:
    return [end_of_month(today.year, today.month + step * number) for number in range(3)]


_READERS: dict[str, Callable[[Sequence[Unit], date], Moment]] = {
    "stretch": lambda _, __: Moment(),
    "weekday": _weekday,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "year": _year_end,
    "length": _length,
    "today": lambda _, today: Moment(today, today),
    "tomorrow": lambda _, today: Moment(today + timedelta(days=1)),
    "dayafter": lambda _, today: Moment(today + timedelta(days=2)),
    "numeric": _numeric,
    "day": _day,
    "past": lambda _, today: Moment(past=True),
}


def _tag_of(kind: str, moment: Moment, prefix: str) -> str:
    if kind != "stretch" and (moment.past or _PAST & set(prefix)):
        return "PASTDATE"
    if kind == "length" and moment.length is not None:
        return "LENGTH"
    if moment.ahead is None and moment.behind is None:
        return "NODATE"
    return "DATE0" if kind == "today" else "DATE"


def find_dates(units: Sequence[Unit], today: date) -> list[Unit]:
    """The same units with each day as one unit: DATE, DATE0 (today), PASTDATE, NODATE (no single day) or LENGTH."""
    tags = "".join(CHAR[unit.tag] for unit in units)
    made: list[Unit] = []
    place = 0
    for match in _DATES.finditer(tags):
        kind = match.lastgroup or ""
        inner = units[match.start(kind) : match.end(kind)]
        moment = _READERS[kind](inner, today)
        made.extend(units[place : match.start()])
        tag = _tag_of(kind, moment, tags[match.start() : match.start(kind)])
        text = " ".join(unit.text for unit in units[match.start() : match.end()])
        made.append(Unit(tag, units[match.start()].first, units[match.end() - 1].last, text, True, moment))
        place = match.end()
    made.extend(units[place:])
    return _find_spans_to_now(made, today)


_RECENT = timedelta(days=45)
_FAR = timedelta(days=200)


def settle_days(units: Sequence[Unit], today: date) -> list[Unit]:
    """Days of the year that the words around them show to be past: "đã họp ngày 20/3", "xong 15/10 rồi".

    One that would lie most of a year ahead, though it has just gone by, is neither: DATEX.
    """
    made = list(units)
    before: set[str] = set()
    for place, unit in enumerate(units):
        if unit.tag in {"COMMA", "STOP", "BUT", "REF", "SLASH"}:
            before = set()
        moment = unit.value
        if unit.tag == "DATE" and isinstance(moment, Moment) and moment.behind is not None:
            after = units[place + 1].tag if place + 1 < len(units) else ""
            said = before & {"FIN", "ISSUE", "SUBMIT", "STAGE", "DO", "SIGN", "SEND", "SESSION"}
            if said and not before & {"FUT", "COND", "THEN"} and (after == "ROI" or before & {"PAST", "JUST"}):
                made[place] = replace(unit, tag="PASTDATE")
            elif said and moment.behind >= today - _RECENT and (moment.ahead is None or moment.ahead > today + _FAR):
                made[place] = replace(unit, tag="DATEX")
        before.add(unit.tag)
    return made


def _find_spans_to_now(units: list[Unit], today: date) -> list[Unit]:
    """ "trong tháng", "trong tuần", "trong năm nay": the end of what runs."""
    readers = {"MONTH": _month, "WEEK": _week, "QUARTER": _quarter, "THISYEAR": _year_end}
    for place in range(len(units) - 1):
        lead, unit = units[place], units[place + 1]
        if lead.tag == "UNTIL" and lead.text.startswith(("trong", "noi")) and unit.tag in readers:
            moment = readers[unit.tag]([unit], today)
            units[place + 1] = Unit("DATE", lead.first, unit.last, f"{lead.text} {unit.text}", True, moment)
            units[place] = Unit("FILL", lead.first, lead.last, lead.text)
    return units
