"""`nhacviec demo --script`: scripted people live through a plan and the summary comes out."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = """
start = 2022-09-26
end = 2022-10-07
[habits]
default = "prompt"
"Đầu mối Sở Xây dựng" = "silent"
"Đầu mối Sở Tài chính" = "late"
[[says]]
on = 2022-09-27
who = "Thư ký Ban Chỉ đạo"
text = "/tonghop"
[[says]]
on = 2022-09-27
who = "Thư ký Ban Chỉ đạo"
press = "Xem thêm"
"""


async def _play(folder: Path, script: str, *options: str) -> tuple[int, str, str]:
    file = folder / "kich-ban.toml"
    file.write_text(script, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--script", str(file), *options,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_people_answer_by_their_habits_and_the_summary_ends_it(tmp_path: Path) -> None:
    """From the script's own first day to its last; nothing but the outcome is printed."""
    said = tmp_path / "tin-nhan.txt"

    code, out, err = await _play(tmp_path, SCRIPT, "--transcript", str(said))

    assert (code, err) == (0, "")
    lines = said.read_text(encoding="utf-8").splitlines()
    assert "08:30 27/9/2022  Thư ký Ban Chỉ đạo viết" in lines
    assert any(line.startswith("    Trang 2/") for line in lines)  # what the button brought
    figures, _, summary = out.partition("\n")
    assert "lượt trả lời" in figures
    assert int(figures.split(" lượt")[0].split()[-1]) > 0
    assert "7/10/2022" in summary
    assert "Hoàn thành" in summary


@pytest.mark.parametrize(
    ("was", "now", "named"),
    [
        ("end = 2022-10-07", "end = 2021-10-07", "2021-10-07"),
        ("end = 2022-10-07", "", "end"),
        ('"silent"', '"asleep"', "asleep"),
        ("Thư ký Ban Chỉ đạo", "Nguyễn Văn Không Có", "Nguyễn Văn Không Có"),
        ("[habits]", "[habits", "kịch bản"),
        ("Xem thêm", "Xem hết", "Xem hết"),
        ('press = "Xem thêm"', "", "who"),
    ],
)
async def test_a_script_that_cannot_be_played_is_refused_with_the_reason(
    tmp_path: Path, was: str, now: str, named: str
) -> None:
    """One sentence in Vietnamese; no traceback."""
    code, out, err = await _play(tmp_path, SCRIPT.replace(was, now))

    assert (code, out) == (1, "")
    assert named in err
    assert err.count("\n") == 1


EVERYBODY = Path(__file__).parent.parent / "data" / "everybody.toml"


@pytest.mark.parametrize("end", ["2022-12-30", pytest.param("2025-12-31", marks=pytest.mark.soak)])
async def test_when_everybody_does_everything_the_audit_is_clean(tmp_path: Path, end: str) -> None:
    """No task without its next reminder or a reason, nothing stuck, lost or doubled; every button was there."""
    script = EVERYBODY.read_text(encoding="utf-8").replace("end = 2025-12-31", f"end = {end}")
    code, out, err = await _play(tmp_path, script, "--folder", str(tmp_path))
    assert (code, err) == (0, "")
    assert int(out.split(" tin nhắn")[0]) > 300

    audit = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "audit", stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "NHACVIEC_ENV_FILE": "",
            "NHACVIEC_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}",
            "NHACVIEC_CLOCK_START": f"{end}T20:00:00+07:00",
        },
    )  # fmt: skip
    told, _ = await audit.communicate()

    assert audit.returncode == 0, told.decode()
    assert "0 lỗi" in told.decode()
