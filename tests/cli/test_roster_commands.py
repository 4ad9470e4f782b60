"""`nhacviec roster import`, `roster export`, `invite`: whole or not at all, and there and back again."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.office import Terminal

HEADER = "Cơ quan,Họ và tên,Vai trò,Kênh,Từ ngày"


def _file(folder: Path, *lines: str) -> str:
    file = folder / "danh-ba.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return str(file)


def test_every_mistake_of_a_file_is_named_at_once(office: Terminal, tmp_path: Path) -> None:
    """Bad cells and unknown agencies, by row; nothing is taken."""
    before = office.done("roster", "export", str(tmp_path / "truoc.csv"))
    file = _file(
        tmp_path,
        "Sở Vũ trụ,Nguyễn Văn A,Đầu mối,Telegram,01/9/2022",
        "Sở Xây dựng,Nguyễn Văn B,Vua,Telegram,01/9/2022",
        "Sở Xây dựng,Nguyễn Văn C,Đầu mối,Telegram,01/9/2022",
        "Sở Mặt trăng,Nguyễn Văn D,Đầu mối,Telegram,",
        "Sở Xây dựng,Nguyễn Văn E,Đầu mối,Telegram,31/2/2022",
    )

    mistakes = office.refused("roster", "import", file).splitlines()

    assert [line.partition(":")[0].rpartition(" ")[2] for line in mistakes] == ["2", "3", "5", "6"]
    assert ["Sở Vũ trụ" in mistakes[0], "Vua" in mistakes[1], "Sở Mặt trăng" in mistakes[2]] == [True] * 3
    assert office.done("roster", "export", str(tmp_path / "sau.csv")) == before.replace("truoc", "sau")


def test_what_no_roster_can_mean_is_named(office: Terminal, tmp_path: Path) -> None:
    """A telephone without digits, an end before its start, a person twice, and what is missing."""
    file = tmp_path / "danh-ba.csv"
    lines = [
        "Cơ quan,Họ và tên,Điện thoại,Vai trò,Từ ngày,Đến ngày",
        "Sở Xây dựng,Nguyễn Văn A,abc,Đầu mối,,",
        "Sở Xây dựng,Nguyễn Văn B,0912.345.678 / (+84) 239 3855 123,Đầu mối,01/9/2022,31/8/2022",
        "Sở Xây dựng,Nguyễn Văn C,,Đầu mối,01/9/2022,30/9/2022",
        "Sở Xây dựng,nguyễn  văn c,,Đầu mối,01/10/2022,",
        "Sở XD,Nguyễn Văn C,,Đầu mối,15/9/2022,",
        ",Nguyễn Văn D,,Đầu mối,,",
        "Sở Xây dựng,,,Đầu mối,,",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")

    mistakes = office.refused("roster", "import", str(file)).splitlines()

    assert mistakes == [
        "Dòng 2: không đọc được cột Điện thoại: “abc”",
        "Dòng 3: Đến ngày 31/8/2022 trước Từ ngày 01/9/2022",
        "Dòng 6: trùng với dòng 4 (cùng cơ quan, họ tên và vai trò, trong cùng thời gian)",
        "Dòng 7: cột Cơ quan còn trống",
        "Dòng 8: cột Họ và tên còn trống",
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_imports_as_unchanged(office: Terminal, tmp_path: Path, ending: str) -> None:
    """Both forms."""
    file = str(tmp_path / f"danh-ba.{ending}")
    office.done("roster", "export", file)

    said = office.done("roster", "import", file)

    assert [int(each) for each in re.findall(r"\d+", said)][:2] == [0, 0]
    again = str(tmp_path / "lai.csv")
    office.done("roster", "export", again)
    assert office.done("roster", "import", again) == said


def test_invitations_name_person_role_and_code_once(office: Terminal, tmp_path: Path) -> None:
    """As contract.md has them; --all writes a slip for each."""
    made = json.loads(office.done("invite", "--role", "secretary", "--channel", "telegram", "--json"))
    office.done("invite", "--all", "-o", str(tmp_path / "thu-moi.docx"))

    assert {tuple(sorted(each)) for each in made} == {
        ("agency", "channel", "code", "expires_at", "link", "person", "role")
    }
    assert {each["role"] for each in made} == {"secretary"}
    assert (tmp_path / "thu-moi.docx").read_bytes()[:2] == b"PK"
    said = office.done("invite", "--agency", "Sở Tài chính")
    assert "– đầu mối Sở Tài chính, qua Telegram: mã " in said
    assert office.refused("invite", "--person", "Không Có Ai")
