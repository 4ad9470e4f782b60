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
    assert office.refused("invite", "--person", "Không Có Ai")
