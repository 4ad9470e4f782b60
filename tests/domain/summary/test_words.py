"""What follows /tonghop."""

import unicodedata
from datetime import date

import pytest

from bot.domain.periods import plain
from bot.domain.summary.words import NotUnderstood, SummaryRequest, parse_summary_words, vocabulary

TODAY = date(2022, 10, 5)
KNOWN = vocabulary(
    {
        "Sở Xây dựng": ["Sở XD"],
        "Sở Kế hoạch và Đầu tư": ["Sở KH&ĐT"],
        "Sở Tài chính": [],
        "Sở Lao động - Thương binh và Xã hội": ["Sở LĐTBXH"],
        "Văn phòng Điều phối nông thôn mới tỉnh": ["VPĐP NTM"],
        "UBND huyện Kỳ Anh": [],
    }
)
NTM = "Chương trình xây dựng nông thôn mới và OCOP"


def asked(period: str = "", *, agency: str = "", programme: str = "", late: bool = False, form: str = "") -> tuple[
    str, frozenset[str], frozenset[str], bool, str
]:  # fmt: skip
    """What a request amounts to."""
    return period, frozenset({agency} - {""}), frozenset({programme} - {""}), late, form


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", asked()),
        ("quý 3", asked("quarter:2022-3")),
        ("tháng 9", asked("month:2022-9")),
        ("6 tháng", asked("half:2022-1")),
        ("nông thôn mới", asked(programme=NTM)),
        ("chương trình giảm nghèo", asked(programme="Chương trình giảm nghèo bền vững")),
        ("Sở Xây dựng", asked(agency="Sở Xây dựng")),
        ("sxd", asked(agency="Sở Xây dựng")),
        ("sở khđt", asked(agency="Sở Kế hoạch và Đầu tư")),
        ("Sở KH&ĐT", asked(agency="Sở Kế hoạch và Đầu tư")),
        ("kế hoạch và đầu tư quý 3", asked("quarter:2022-3", agency="Sở Kế hoạch và Đầu tư")),
        ("của Sở Lao động - Thương binh và Xã hội", asked(agency="Sở Lao động - Thương binh và Xã hội")),
        ("Văn phòng Điều phối nông thôn mới tỉnh", asked(agency="Văn phòng Điều phối nông thôn mới tỉnh")),
        ("UBND huyện Kỳ Anh", asked(agency="UBND huyện Kỳ Anh")),
        ("quá hạn", asked(late=True)),
        ("docx", asked(form="docx")),
        ("quý 3 docx", asked("quarter:2022-3", form="docx")),
        ("file excel tháng 9/2022 Sở Tài chính", asked("month:2022-9", agency="Sở Tài chính", form="xlsx")),
        ("quá hạn quý III/2022 nông thôn mới pdf", asked("quarter:2022-3", programme=NTM, late=True, form="pdf")),
        ("các nhiệm vụ quá hạn của Sở Xây dựng", asked(agency="Sở Xây dựng", late=True)),
        ("1/7-30/9 biểu đồ", asked("2022-07-01:2022-09-30", form="png")),
    ],
)
def test_words_are_read_in_any_order_and_spelling(
    words: str, expected: tuple[str, frozenset[str], frozenset[str], bool, str]
) -> None:
    """Period, agency, programme, what is overdue, form; with and without marks."""
    for form in (words, words.upper(), plain(words), unicodedata.normalize("NFD", words)):
        found = parse_summary_words(form, TODAY, KNOWN)
        assert isinstance(found, SummaryRequest)
        period = found.period.key if found.period else ""
        assert (period, found.agencies, found.programmes, found.overdue_only, found.form) == expected


@pytest.mark.parametrize(
    "words", ["xong rồi ạ", "báo cáo anh", "quý 5", "Sở Nội vụ", "docx pdf", "mùa xuân", "quý 3 xong", "thì sao"]
)
def test_what_is_not_wholly_understood_is_handed_back(words: str) -> None:
    """One word too many and it is no request: the choices are shown, or a report is read."""
    found = parse_summary_words(words, TODAY, KNOWN)

    assert isinstance(found, NotUnderstood) or not found.says_something


def test_a_phrase_that_two_agencies_share_is_nobodys() -> None:
    """Sở Nội vụ and Sở Ngoại vụ both shorten to snv."""
    known = vocabulary({"Sở Nội vụ": [], "Sở Ngoại vụ": []})

    assert isinstance(parse_summary_words("snv", TODAY, known), NotUnderstood)
    found = parse_summary_words("sở ngoại vụ", TODAY, known)
    assert isinstance(found, SummaryRequest)
    assert found.agencies == {"Sở Ngoại vụ"}
