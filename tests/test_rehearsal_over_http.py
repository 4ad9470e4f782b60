"""Four months of the sample plan as its people live them, over HTTP: what each is told on which day, and nothing else.

The days stand here as they were counted by hand from the ladder; nothing of the planner is asked for them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.config import Settings
from tests.conftest import SqliteFiles
from tests.fakes.bot_api import TOKEN, FakeBotApi
from tests.fakes.zalo_api import FakeZalo
from tests.rehearsal import HOLIDAYS, ZALO_TOKEN, ZONE, Rehearsal, Saying
from tests.service import free_port

START, END = datetime(2022, 9, 1, 7, tzinfo=ZONE), date(2022, 12, 31)
_LISTED = re.compile(r"^(?:\d+\. |Nhiệm vụ )([IVX]+\.[\w.]+) ", re.MULTILINE)
_CODE = re.compile(r"^Trân trọng.*\[N\d+\]$", re.MULTILINE)

# Rounds of the legal reports: five working days before figures close (quarter: 14/9; year: 14/12), two reminders.
QUARTER, YEAR = ("7/9", "12/9", "14/9"), ("7/12", "12/12", "14/12")
# Due 30/9/2022: 30 days before is 31/8, before the plan was there. Overdue: the 1st, 4th, 7th, 10th working day, then
# weekly for 60 days.
BEFORE_30_9 = ("16/9", "23/9", "27/9", "29/9", "30/9")
AFTER_30_9 = ("3/10", "6/10", "11/10", "14/10", "21/10", "28/10", "4/11", "11/11", "18/11", "25/11")
# Due Saturday 31/12/2022: two stages in one on the Friday before.
BEFORE_31_12 = ("1/12", "16/12", "23/12", "28/12", "30/12")
MONTHLY = ("5/9", "3/10", "1/11", "1/12")  # open-ended: the first working day of each month

OVERDUE = (*QUARTER, *BEFORE_30_9, *AFTER_30_9, *YEAR)
IN_TERM = (*QUARTER, *YEAR, *BEFORE_31_12)
ASKED = (*MONTHLY, *QUARTER, *YEAR)
KHDT, LDTBXH, VHTTDL = "Sở Kế hoạch và Đầu tư", "Sở Lao động - TB&XH", "Sở Văn hóa, Thể thao và Du lịch"
TTTT, XD, TC, NN = "Sở Thông tin và Truyền thông", "Sở Xây dựng", "Sở Tài chính", "Sở Nông nghiệp và PTNT"
VPDP, VPUB = "Văn phòng Điều phối NTM tỉnh", "Văn phòng UBND tỉnh"
TOLD = {
    KHDT: {"I.1.2": IN_TERM, "I.2.a.1": OVERDUE, "I.2.a.4": ASKED},
    TC: {"I.2.a.8": IN_TERM, "I.2.a.3": ASKED},
    XD: dict.fromkeys(("I.2.a.5", "I.2.a.6", "I.2.a.7", "I.2.b.5"), IN_TERM),
    NN: {"I.1.3": IN_TERM},
    LDTBXH: {**dict.fromkeys(("I.1.4", "I.2.b.8", "III.2"), OVERDUE), "III.1": IN_TERM, "II.2": ASKED},
    VHTTDL: {
        **dict.fromkeys(("I.2.b.6", "I.2.b.9", "III.4"), OVERDUE),
        **dict.fromkeys(("I.2.b.10", "II.3"), ASKED),
        "III.1": IN_TERM,
    },
    TTTT: {"I.2.b.7": (*QUARTER, "16/9")},  # reported as done that very morning
    VPDP: {
        **dict.fromkeys(("I.1.1", "I.2.b.1", "III.3"), OVERDUE),
        **dict.fromkeys(("I.2.b.3", "I.2.b.4", "II.1"), ASKED),
        "III.1": IN_TERM,
    },
    VPUB: {"III.1": IN_TERM},
}
# The deputies that the roster knows, from three days before a term on which nobody has reported.
UNHEARD_31_12 = ("28/12", "30/12")
DEPUTIES_TOLD = {
    KHDT: {"I.1.2": UNHEARD_31_12},
    XD: dict.fromkeys(("I.2.a.5", "I.2.a.6", "I.2.a.7", "I.2.b.5"), UNHEARD_31_12),
}
EXPECTED = {
    **{f"Đầu mối {agency}": tasks for agency, tasks in TOLD.items()},
    **{f"Phó đầu mối {agency}": tasks for agency, tasks in DEPUTIES_TOLD.items()},
}
DESK = "Thư ký Ban Chỉ đạo"
SAYINGS = (
    Saying(date(2022, 9, 16), f"Đầu mối {TTTT}", "xong, QĐ 12/QĐ-UBND ngày 15/9"),
    Saying(date(2022, 9, 20), f"Đầu mối {KHDT}", "I.2.a.1 đang làm 60%"),  # more than two working days before 23/9
)


def _days(words: tuple[str, ...]) -> set[date]:
    return {date(2022, int(month), int(day)) for day, month in (each.split("/") for each in words)}


def _told(rehearsal: Rehearsal) -> dict[str, dict[str, list[date]]]:
    """By person and task the days on which a daily message listed it."""
    found: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for seen in rehearsal.seen:
        if _CODE.search(seen.text):
            for code in _LISTED.findall(seen.text):
                found[seen.who][code].append(seen.at.date())
    return found


async def _live(database_url: str, is_on_zalo: Callable[[str], bool]) -> Rehearsal:
    async with FakeBotApi(TOKEN) as api, FakeZalo(ZALO_TOKEN) as zalo:
        settings = Settings(
            database_url=database_url, http_port=free_port(), secret_key="of-a-rehearsal", clock_start=START,
            telegram_token=TOKEN, telegram_api_url=api.url, zalo_bot_tokens=(ZALO_TOKEN,), zalo_bot_api_url=zalo.url,
        )  # fmt: skip
        rehearsal = Rehearsal(settings, START, api, zalo, is_on_zalo)
        await rehearsal.open()
        try:
            await rehearsal.live(END, SAYINGS)
        finally:
            await rehearsal.close()
    return rehearsal


def _check(rehearsal: Rehearsal) -> None:
    """Every reminder on its day, to its person, none twice, none once it is done, none on a day off."""
    told = _told(rehearsal)
    assert set(told) == set(EXPECTED)
    for who, tasks in EXPECTED.items():
        mine = {code: sorted(days) for code, days in told[who].items()}
        assert mine == {code: sorted(_days(days)) for code, days in tasks.items()}, who
    daily = Counter((seen.who, seen.at.date()) for seen in rehearsal.seen if _CODE.search(seen.text))
    assert max(daily.values()) == 1
    # Nobody but the desk hears anything else, but for one answer to each thing said.
    others = Counter(seen.who for seen in rehearsal.seen if seen.who != DESK and not _CODE.search(seen.text))
    assert others == Counter(each.who for each in SAYINGS)
    assert all(seen.at.weekday() < 5 and seen.at.date() not in HOLIDAYS for seen in rehearsal.seen)
    assert {seen.at.time() < time(8) or seen.at.time() > time(17) for seen in rehearsal.seen} == {False}
    assert min(seen.at.time() for seen in rehearsal.seen if seen.at.weekday() == 0) >= time(9)
    (answer,) = [seen.text for seen in rehearsal.seen if "I.2.b.7 – hoàn thành" in seen.text]
    assert "12/QĐ-UBND" in answer


@pytest.mark.slow
async def test_everybody_with_telegram_is_told_what_is_theirs_on_its_days(database_url: str) -> None:
    """The real client against the fake Bot API."""
    _check(await _live(database_url, lambda _: False))


@pytest.mark.slow
async def test_everybody_with_zalo_is_told_the_same(tmp_path: Path, sqlite_files: SqliteFiles) -> None:
    """No buttons, no quotes, no offset: the same days."""
    _check(await _live(await sqlite_files.create_migrated(tmp_path), lambda _: True))


@pytest.mark.soak
@pytest.mark.parametrize("phones", ["zalo", "mixed"])
async def test_any_mixture_on_either_database(database_url: str, phones: str) -> None:
    """Zalo alone, and half the offices on each."""
    _check(await _live(database_url, lambda name: phones == "zalo" or len(name) % 2 == 0))
