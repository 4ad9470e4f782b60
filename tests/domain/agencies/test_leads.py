"""The leads of a cell: matched through slips and short forms, asked about where two could be meant."""

from datetime import date

import pytest

from bot.domain.agencies import How, read_leads

ON = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("text", "leads", "coordinating"),
    [
        ("So Tai chinh", ["Sở Tài chính"], ""),
        ("SNV", ["Sở Nội vụ"], ""),
        ("Sở Văn hoá - Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"], ""),
        ("Sở KHĐT/ Sở Tài chính", ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"], ""),
        ("Sở GD&ĐT, Sở TN&MT", ["Sở Giáo dục và Đào tạo", "Sở Tài nguyên và Môi trường"], ""),
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính", ["Sở Y tế"], "Sở Tài chính"),
        ("Sở Y tế (chủ trì), Sở Tài chính (phối hợp)", ["Sở Y tế"], "Sở Tài chính"),
        ("Chủ trì: Sở Y tế; Phối hợp: Sở Tài chính", ["Sở Y tế"], "Sở Tài chính"),
        ("Giao Sở Y tế chủ trì; các sở phối hợp", ["Sở Y tế"], "các sở"),
        ("Sở Y tế chủ trì, Sở Tư pháp, Công an tỉnh phối hợp", ["Sở Y tế"], "Sở Tư pháp, Công an tỉnh"),
        ("Các sở, ban, ngành tỉnh", ["Các sở, ban, ngành tỉnh"], ""),
    ],
)
def test_a_cell_gives_its_leads(text: str, leads: list[str], coordinating: str) -> None:
    """Who coordinates in the same cell leads nothing."""
    read = read_leads(text, on=ON)

    assert [lead.name for lead in read.agencies] == leads
    assert read.coordinating == coordinating


@pytest.mark.parametrize("text", ["Văn phòng", "Ngân hàng"])
def test_between_two_candidates_it_asks(text: str) -> None:
    """Neither is taken, and both are offered."""
    (match,) = read_leads(text, on=ON).doubtful

    assert match.how is How.AMBIGUOUS
    assert len(match.candidates) > 1


@pytest.mark.parametrize("text", ["Sở KH", "Sở Tài chính - Kế hoạch", "Sở Công nghiệp", "Hội", "-nt-"])
def test_a_name_of_no_agency_is_asked_about(text: str) -> None:
    """Nothing that only looks like it is taken."""
    assert not read_leads(text, on=ON).agencies
