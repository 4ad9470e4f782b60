"""/dondoc: who was written to and what came of it, for the desk and the standing agency alone."""

import io
from datetime import date

import openpyxl

from bot.jobs.remind import plan_reminders
from storage.files import load_file
from tests.handlers.chat import Chat


async def _urge(chat: Chat) -> None:
    """The daily messages of 16/9/2022 go out; Sở Xây dựng answers."""
    chat.world.go_to(date(2022, 9, 16), 9)
    await plan_reminders(chat.world.sessions, chat.world.office)
    await chat.deliver()
    await chat.says(chat.ha, "I.1.2 đang làm 60%")


async def test_the_book_tells_of_everything_of_an_agency_and_of_a_task(chat: Chat) -> None:
    """Bare the counts; with a name, however spelt, or a code, what was said and answered."""
    assert await chat.says(chat.thu, "/dondoc") == "Chưa có lần nhắc nào."
    await _urge(chat)

    assert "– Sở Xây dựng: 1 tin, gần nhất ngày 16/9/2022" in await chat.says(chat.thu, "/dondoc")
    for words in ("/dondoc Sở Xây dựng", "/dondoc so xay dung", "đôn đốc sở xây dựng"):
        told = await chat.says(chat.thu, words)
        assert "Sổ đôn đốc: Sở Xây dựng" in told
        assert "I.1.2" in told
    of_task = await chat.says(chat.thu, "/dondoc i12")
    assert "Đầu mối" not in of_task.splitlines()[0]
    assert "đã gửi qua Telegram; trả lời 16/9/2022: đang thực hiện 60%" in of_task
    assert "Sở Tài chính" not in of_task
    assert "Không có cơ quan hoặc nhiệm vụ nào" in await chat.says(chat.thu, "/dondoc Sở Vũ trụ")


async def test_the_book_as_a_sheet(chat: Chat) -> None:
    """Real days and moments, under the button or by the word."""
    await _urge(chat)
    await chat.says(chat.thu, "/dondoc")

    await chat.presses(chat.thu, "Tải toàn bộ (.xlsx)")

    (sent,) = (await chat.last_row(chat.thu)).payload["files"]
    async with chat.world.sessions() as session:
        file = await load_file(session, sent["stored"])
    assert file is not None
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    assert sent["name"] == "so-don-doc.xlsx"
    assert sheet.cell(2, 1).is_date
    assert sheet.cell(2, 2).is_date
    assert sheet.page_setup.orientation == "landscape"


async def test_the_book_is_for_those_who_urge(chat: Chat) -> None:
    """A focal point does not see how others were written to."""
    await _urge(chat)

    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/dondoc")
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/dondoc Sở Tài chính")
