"""/caidat: shown by number, changed after a yes, kept in the trail with before and after."""

import pytest
from sqlalchemy import select

from bot.domain.committee_words import read_setting
from storage.plans import load_settings_of
from storage.tables import AuditRow
from tests.handlers.chat import Chat


async def test_under_the_list_a_number_is_enough(chat: Chat) -> None:
    """ "6", then the value; or both at once; on a phone without buttons, too. A command is a command."""
    chat.plain.add(chat.thu)
    await chat.says(chat.thu, "/caidat")
    which = await chat.says(chat.thu, "6")
    proposed = await chat.says(chat.thu, "Hà Tĩnh")
    saved = await chat.says(chat.thu, "1")
    await chat.says(chat.thu, "cài đặt")
    at_once = await chat.says(chat.thu, "7 BC-SXD")
    await chat.says(chat.thu, "2")
    await chat.says(chat.thu, "/caidat")
    await chat.says(chat.thu, "5")
    asked = await chat.says(chat.thu, "tổng hợp")

    assert which == "Địa danh hiện là “chưa có”. Đề nghị đồng chí nhắn nội dung mới."
    assert "Địa danh: đổi từ “chưa có” thành “Hà Tĩnh”" in proposed
    assert "Địa danh: Hà Tĩnh" in saved
    assert "từ “BC-BCĐ” thành “BC-SXD”" in at_once
    assert asked.startswith("Tổng hợp")


async def test_a_setting_is_changed_after_a_yes(chat: Chat) -> None:
    """Old and new are shown first; a button or a word settles it; nobody else may."""
    listed = await chat.says(chat.thu, "/caidat")
    assert "12. Đã trình là đạt thời hạn: không" in listed
    assert "14. Tự gửi dự thảo cho lãnh đạo: không" in listed
    assert "15." not in listed
    asked = await chat.says(chat.thu, "/caidat cơ quan thường trực: so xay dung")
    assert asked.startswith("Cơ quan thường trực: đổi từ “chưa có” thành “Sở Xây dựng”")
    await chat.presses(chat.thu, "Không đổi")
    await chat.says(chat.thu, "/caidat 13 có")

    assert await chat.says(chat.thu, "đồng ý") == "Đã lưu. Thư ký xác nhận hoàn thành: có"

    async with chat.world.sessions() as session:
        stored = await load_settings_of(session, chat.world.plan_id)
        assert stored == {"confirm_completions": True, "confirm_since": chat.world.clock.now()}
        (row,) = (await session.scalars(select(AuditRow).where(AuditRow.act == "setting"))).all()
    assert (row.before, row.after) == ({"confirm_completions": False}, {"confirm_completions": True})
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/caidat")
    assert "“có” hoặc “không”" in await chat.says(chat.thu, "/caidat 12 chắc vậy")


def test_values_are_read_by_their_kind() -> None:
    """Closing days in office words, several lines by semicolons."""
    assert read_setting("periods", "quý 6/15; 9 tháng: 10/20") == ("quarter=6/15", "nine_months=10/20")
    assert read_setting("recipients", "Như trên; Lưu: VT.") == ("Như trên", "Lưu: VT")
    assert read_setting("superior_body", "-") == ""
    for key, words in (("periods", "quý 6"), ("periods", "tuần 6/7"), ("place", "x" * 300), ("recipients", ";")):
        with pytest.raises(ValueError, match=r"."):
            read_setting(key, words)
