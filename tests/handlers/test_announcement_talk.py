"""/thongbao: shown with whom it reaches and whom it cannot before anything is owed."""

from tests.handlers.chat import Chat


async def _broadcasts(chat: Chat, person: int) -> list[str]:
    return [row.payload["text"] for row in await chat._rows(person) if row.kind == "broadcast"]


async def test_an_announcement_is_shown_confirmed_and_owed(chat: Chat) -> None:
    """Step by step; its lines stay lines; who cannot be reached is named with a number; "Hủy" sends nothing."""
    await chat.world.person("Vũ Thị Lan", agency_id=chat.agencies["finance"], joined=False, phone="0912000111")

    asked = await chat.says(chat.thu, "thông báo")
    await chat.presses(chat.thu, "đầu mối")
    shown = await chat.says(chat.thu, "Kính mời dự họp giao ban.\nThời gian: 14 giờ ngày 15/9/2022.")
    before = await _broadcasts(chat, chat.ha)
    done = await chat.says(chat.thu, "đồng ý")

    assert "Thông báo gửi tới ai" in asked
    assert "Gửi đầu mối: 02 người" in shown
    assert "- Vũ Thị Lan (Sở Tài chính), 0912000111" in shown
    assert before == []
    assert "2 người" in done
    text = "Kính mời dự họp giao ban.\nThời gian: 14 giờ ngày 15/9/2022."
    assert await _broadcasts(chat, chat.ha) == await _broadcasts(chat, chat.nam) == [text]
    assert await _broadcasts(chat, chat.standing) == []


async def test_audience_and_text_at_once(chat: Chat) -> None:
    """ "/thongbao Sở Xây dựng: …", by numbers on a phone without buttons; an unknown audience is said to be none."""
    chat.plain.add(chat.thu)
    unknown = await chat.says(chat.thu, "/thongbao Sở Vũ trụ: họp")
    await chat.says(chat.thu, "/thongbao Sở Xây dựng: Đề nghị gửi số liệu: trước 15 giờ.")
    await chat.says(chat.thu, "1")

    assert "Sở Vũ trụ" in unknown
    assert await _broadcasts(chat, chat.ha) == ["Đề nghị gửi số liệu: trước 15 giờ."]
    assert await _broadcasts(chat, chat.nam) == []
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/thongbao")
