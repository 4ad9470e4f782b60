"""Reporting periods by the decree, and by the words people use."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import DECREE, MONTHS, PeriodTable, find_period, period_of, period_of_key, plain, read_period
from bot.domain.periods import whole_plan as plan_period

TODAY = date(2022, 10, 5)


@pytest.mark.parametrize(
    ("kind", "number", "data_from", "cut_off", "send_by"),
    [
        ("month", 1, date(2021, 12, 15), date(2022, 1, 14), date(2022, 1, 25)),
        ("month", 9, date(2022, 8, 15), date(2022, 9, 14), date(2022, 9, 25)),
        ("quarter", 1, date(2021, 12, 15), date(2022, 3, 14), date(2022, 3, 25)),
        ("quarter", 3, date(2022, 6, 15), date(2022, 9, 14), date(2022, 9, 25)),
        ("half", 1, date(2021, 12, 15), date(2022, 6, 14), date(2022, 6, 25)),
        ("half", 2, date(2022, 6, 15), date(2022, 12, 14), date(2022, 12, 25)),
        ("nine_months", 1, date(2021, 12, 15), date(2022, 9, 14), date(2022, 9, 25)),
        ("year", 1, date(2021, 12, 15), date(2022, 12, 14), date(2022, 12, 25)),
    ],
)
def test_periods_close_on_the_days_of_the_decree(
    kind: str, number: int, data_from: date, cut_off: date, send_by: date
) -> None:
    """Nghị định 09/2019/NĐ-CP, Điều 12 and 13."""
    period = period_of(kind, 2022, number)

    assert (period.data_from, period.cut_off, period.send_by) == (data_from, cut_off, send_by)


def test_another_regime_sets_other_days() -> None:
    """Thông tư 02/2023/TT-BTTTT closes quarters on the 6th of their last month."""
    table = PeriodTable.from_entries(("quarter=6/15",))

    assert period_of("quarter", 2022, 3, table).cut_off == date(2022, 9, 6)
    assert period_of("quarter", 2022, 3, table).data_from == date(2022, 6, 7)
    assert period_of("month", 2022, 9, table).cut_off == date(2022, 9, 14)


@given(st.sampled_from(sorted(MONTHS)), st.integers(2020, 2030), st.integers(1, 12))
def test_periods_follow_one_another_without_a_gap(kind: str, year: int, number: int) -> None:
    """The data of a period begin on the day after those of the one before closed; its key brings it back."""
    if number * MONTHS[kind] > 12:
        return
    period = period_of(kind, year, number)

    before = period_of("year" if kind == "nine_months" else kind, year - 1, 12 // MONTHS[kind]) if number == 1 else None
    former = before or period_of(kind, year, number - 1)
    assert (period.data_from - former.cut_off).days == 1
    assert period_of_key(period.key, DECREE) == period


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("quý 3", "quarter:2022-3"),
        ("Quý III/2022", "quarter:2022-3"),
        ("q3", "quarter:2022-3"),
        ("Q3/2022", "quarter:2022-3"),
        ("2022-Q3", "quarter:2022-3"),
        ("quý ba năm 2021", "quarter:2021-3"),
        ("quý IV", "quarter:2022-4"),
        ("quý trước", "quarter:2022-3"),
        ("tháng 9", "month:2022-9"),
        ("tháng 9 năm 2022", "month:2022-9"),
        ("tháng chín", "month:2022-9"),
        ("T9/2022", "month:2022-9"),
        ("9/2022", "month:2022-9"),
        ("tháng này", "month:2022-10"),
        ("6 tháng", "half:2022-1"),
        ("6 tháng đầu năm", "half:2022-1"),
        ("sáu tháng cuối năm 2022", "half:2022-2"),
        ("9 tháng", "nine_months:2022"),
        ("9 tháng đầu năm 2022", "nine_months:2022"),
        ("năm 2022", "year:2022"),
        ("năm ngoái", "year:2021"),
        ("1/7-30/9", "2022-07-01:2022-09-30"),
        ("từ ngày 01/7/2022 đến ngày 30/9/2022", "2022-07-01:2022-09-30"),
        ("1/11 – 30/1/2023", "2022-11-01:2023-01-30"),
        ("2022-07-01:2022-09-30", "2022-07-01:2022-09-30"),
        ("quarter:2022-3", "quarter:2022-3"),
    ],
)
def test_periods_are_read_from_words(words: str, key: str) -> None:
    """With marks and without, composed and decomposed, in any case."""
    for form in (words, words.upper(), plain(words), unicodedata.normalize("NFD", words)):
        period = read_period(form, TODAY)
        assert period is not None
        assert period.key == key


@pytest.mark.parametrize("words", ["", "quý 5", "tháng 13", "31/2-1/3", "quá hạn", "Sở Xây dựng", "quý 3 gì đó"])
def test_what_is_no_period_is_not_read_as_one(words: str) -> None:
    """A wrong number or other words give nothing."""
    assert read_period(words, TODAY) is None


def test_a_month_without_a_year_is_the_near_one() -> None:
    """ "Tháng 12" said in January is the month just over; said in October it is the one to come."""
    assert (found := find_period("tháng 12", date(2023, 1, 10)))
    assert found.period.key == "month:2022-12"
    assert (found := find_period("tháng 12", TODAY))
    assert found.period.key == "month:2022-12"


def test_figures_stand_on_the_cut_off_or_on_today() -> None:
    """While a period is open its figures are those of today; the whole plan closes on the day itself."""
    quarter = period_of("quarter", 2022, 3)

    assert quarter.figures_on(date(2022, 8, 1)) == date(2022, 8, 1)
    assert quarter.figures_on(TODAY) == date(2022, 9, 14)
    assert plan_period(date(2022, 1, 1), TODAY).end == date(2022, 12, 31)
