"""The appendix files with known rows."""

from datetime import date

import pytest

from bot.appendix import read_appendix
from bot.sample import PLAN
from tests.appendix.shared import DATA, expected_rows, needs_data, plain_rows

CODES = [
    *(f"I.1.{n}" for n in range(1, 5)),
    *(f"I.2.a.{n}" for n in range(1, 9)),
    *(f"I.2.b.{n}" for n in range(1, 11)),
    *(f"II.{n}" for n in range(1, 4)),
    *(f"III.{n}" for n in range(1, 5)),
]
LEADS = {
    "Văn phòng Điều phối nông thôn mới tỉnh": ["I.1.1", "I.2.b.1", "I.2.b.2", "I.2.b.3", "I.2.b.4", "II.1", "III.3"],
    "Sở Kế hoạch và Đầu tư": ["I.1.2", "I.2.a.1", "I.2.a.2", "I.2.a.4"],
    "Sở Nông nghiệp và Phát triển nông thôn": ["I.1.3"],
    "Sở Lao động - Thương binh và Xã hội": ["I.1.4", "I.2.b.8", "II.2", "III.2"],
    "Sở Tài chính": ["I.2.a.3", "I.2.a.8"],
    "Sở Xây dựng": ["I.2.a.5", "I.2.a.6", "I.2.a.7", "I.2.b.5"],
    "Sở Văn hóa, Thể thao và Du lịch": ["I.2.b.6", "I.2.b.9", "I.2.b.10", "II.3", "III.4"],
    "Sở Thông tin và Truyền thông": ["I.2.b.7"],
    "Cơ quan thường trực từng Chương trình": ["III.1"],
}


def test_the_sample_plan_has_its_29_tasks_with_their_codes() -> None:
    """Codes drop the headings that only name programmes; the long form keeps them."""
    rows = read_appendix(PLAN).rows

    assert [row.code for row in rows] == CODES
    assert rows[19].long_code == "I.2.b.2.8"


def test_the_sample_plan_leads_are_canonical_in_spite_of_its_slips() -> None:
    """Four spellings of one office are one office; a role stays a role."""
    found: dict[str, list[str]] = {}

    for row in read_appendix(PLAN).rows:
        for agency in row.leads:
            found.setdefault(agency.name, []).append(row.code)

    assert found == LEADS


def test_the_sample_plan_says_its_year_and_period_but_not_its_day() -> None:
    """What the file leaves blank stays blank, and deadlines count from the latest document it cites."""
    appendix = read_appendix(PLAN)

    assert (appendix.facts.issued_on, appendix.facts.year, appendix.facts.end) == (None, 2022, date(2025, 12, 31))
    assert appendix.window is not None
    assert appendix.window.start == date(2022, 6, 10)
    assert len(appendix.doubts) == 1


@needs_data
@pytest.mark.parametrize(
    "name", ["giam-ngheo-thach-son.txt", "chuyen-doi-so-lam-giang.docx", "cai-cach-hanh-chinh-dong-lam.xlsx"]
)
def test_files_give_their_expected_rows(name: str) -> None:
    """Every text, number and path as the expectation has it."""
    assert plain_rows(read_appendix(DATA / "appendices" / name)) == expected_rows(name.rpartition(".")[0])


@needs_data
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_the_sample_plan_is_the_same_in_its_three_forms(suffix: str) -> None:
    """The same 29 tasks, text by text, whatever program wrote the file."""
    other = read_appendix(DATA / f"ke-hoach-bcd-ha-tinh.{suffix}", start=date(2022, 6, 15), end=date(2025, 12, 31))
    plain = read_appendix(DATA / "ke-hoach-bcd-ha-tinh.txt", start=date(2022, 6, 15), end=date(2025, 12, 31))

    assert other.rows == plain.rows
