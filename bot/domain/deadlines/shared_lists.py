"""What a list names once for all: "Tháng 12 các năm 2023, 2024", "ngày 20 các tháng 3, 6", "tuần 1, 2 tháng 9"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.deadlines.calendar_parts import week_of
from bot.domain.deadlines.parts import SHORT_DAY, YEAR_BEHIND, Bare, Cycle, Part, Term, one_day
from bot.domain.deadlines.spans import day_in

_LEAP = 2024  # a day and month without a year may be 29/2


def spelled_out(terms: Sequence[Term]) -> list[Term]:
    """The terms with what the list shares said of each item; a list by itself is one of plain years or months."""
    found: list[Term] = []
    at = 0
    terms = _without_guesses(_with_weeks(terms))
    while at < len(terms):
        term = terms[at]
        shared = found[-1].value if found else None
        if term.kind == "years" and _lacks_year(shared):
            found, at = _over_years(found, terms, at)
        elif term.kind == "months" and isinstance(shared, Bare) and shared.unit == "day":
            found, at = _over_months(found, terms, at)
        else:
            found.append(replace(term, kind="part") if term.kind in {"years", "months"} else term)
            at += 1
    return found


def _without_guesses(terms: Sequence[Term]) -> list[Term]:
    """ "Vòng 2 tháng 10", "trong 3 năm 2023, 2024", "Hè 2023": the number or the year may belong to the word before."""
    found: list[Term] = []
    for at, term in enumerate(terms):
        before = [each.kind for each in terms[max(0, at - 4) : at] if each.value != "¶"][-2:]
        found.append(replace(term, kind="broken") if _is_guess(term, before) else term)
    return found


def _is_guess(term: Term, before: Sequence[str]) -> bool:
    if term.name == SHORT_DAY and isinstance(term.value, Part):
        counted = before[-1:] == ["word"] or list(before) == ["ordinal", "sep"]
        return counted and 0 < term.value.tail[1] < 10
    if term.name == YEAR_BEHIND:
        return not before or before[-1] not in {"sep", "dash", "until"}
    return before[-1:] == ["word"] and isinstance(term.value, Part) and term.value.bare and term.value.unit == "year"


def _with_weeks(terms: Sequence[Term]) -> list[Term]:
    """ "Tuần 1, 2 tháng 9", "tuần 1-2 tháng 9": the later numbers are weeks too, not days."""
    found: list[Term] = []
    is_week = False
    for term in terms:
        is_week = term.kind == "week" or (is_week and _goes_on(term))
        found.append(_as_week(term) if is_week else term)
    return found


def _goes_on(term: Term) -> bool:
    return term.value in {",", "va", "-", "den"} or term.kind == "dash" or term.name in {SHORT_DAY, YEAR_BEHIND, "so"}


def _as_week(term: Term) -> Term:
    if isinstance(term.value, Bare) and not term.value.unit:
        return replace(term, kind="week", value=replace(term.value, unit="week"))
    if not isinstance(term.value, Part):
        return term
    month, day = term.value.tail
    week = week_of(day, month, term.value.year)
    return replace(term, value=week, kind="part" if week else "broken")


def _lacks_year(value: object) -> bool:
    return isinstance(value, Part) and value.year is None and value.unit != "year"


def _over_years(found: list[Term], terms: Sequence[Term], at: int) -> tuple[list[Term], int]:
    """ "Quý IV các năm 2022, 2023": each year's; "các năm 2022-2025" bounds what comes again each year."""
    period, years = found[-1], terms[at]
    assert isinstance(period.value, Part)  # noqa: S101  _lacks_year
    if isinstance(years.value, Part) and years.value.unit == "range":
        every = Term("every", Cycle("year"), years.first, years.first, years.name)
        return [*found, every, replace(years, kind="part")], at + 1
    spelled = found[:-1]
    for place in _items(terms, at, _is_year):
        year = terms[place].value
        if place > at:
            spelled.append(terms[place - 1])
        value = period.value.of(year.year if isinstance(year, Part) else None)
        first = period.first if place == at else terms[place].first
        spelled.append(Term("part", value, first, terms[place].last, period.name))
        at = place
    return spelled, at + 1


def _over_months(found: list[Term], terms: Sequence[Term], at: int) -> tuple[list[Term], int]:
    """ "ngày 20 các tháng 3, 6, 9": that day of each month."""
    day = found[-1]
    assert isinstance(day.value, Bare)  # noqa: S101  the caller has looked
    spelled = found[:-1]
    for place in _items(terms, at, _is_month):
        if place > at:
            spelled.append(terms[place - 1])
        first = day.first if place == at else terms[place].first
        value = _day_of(day.value.number, terms[place].value)
        kind = "part" if value is not None else "broken"
        spelled.append(Term(kind, value, first, terms[place].last, day.name))
        at = place
    return spelled, at + 1


def _items(terms: Sequence[Term], at: int, fits: Callable[[Term], bool]) -> list[int]:
    """The places of the list's items: the first, and each behind a comma or "và"."""
    places = [at]
    while places[-1] + 2 < len(terms) and terms[places[-1] + 1].value in {",", "va"} and fits(terms[places[-1] + 2]):
        places.append(places[-1] + 2)
    return places


def _is_year(term: Term) -> bool:
    return isinstance(term.value, Part) and term.value.unit == "year" and term.value.year is not None


def _is_month(term: Term) -> bool:
    if isinstance(term.value, Part):
        return term.value.unit == "month"
    return (
        isinstance(term.value, Bare) and not term.value.unit and not term.value.roman and 1 <= term.value.number <= 12
    )


def _day_of(day: int, month: object) -> Part | None:
    if isinstance(month, Bare):
        number, year = month.number, month.year
    elif isinstance(month, Part):
        number, year = month.head[0], month.year
    else:
        return None
    return one_day(number, day, year) if day_in(year or _LEAP, number, day) else None
