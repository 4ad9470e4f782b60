"""A phone that shows no buttons: every choice is a number, and the number means what the button would."""

import re
from datetime import date

from bot.domain.tasks import Status
from bot.jobs.remind import plan_reminders
from bot.jobs.rounds import run_rounds
from storage.obstacles import open_obstacles
from tests.handlers.chat import Chat


def _number(shown: str, label: str) -> str:
    """The number under which a choice is shown."""
    found = re.search(rf"(\d+)[:.)] *{re.escape(label)}", shown)
    assert found, shown
    return found[1]


async def _chooses(chat: Chat, person: int, label: str) -> str:
    return await chat.says(person, _number(await chat.last_text(person), label))


async def test_an_obstacle_is_answered_and_closed_by_number(chat: Chat) -> None:
    """ "Trả lời", then the words; "Đã tháo gỡ" under the same message, quoted."""
    chat.plain |= {chat.ha, chat.standing}
    await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn của Bộ Tài chính")
    shown, ref = await chat.last_text(chat.standing), await chat.last_ref(chat.standing)
    await chat.says(chat.standing, _number(shown, "Trả lời"))
    await chat.says(chat.standing, "Áp dụng công văn cũ")
    told = await chat.last_text(chat.ha)

    await chat.says(chat.standing, _number(shown, "Đã tháo gỡ"), quoting=ref)

    assert "“Áp dụng công văn cũ”" in told
    async with chat.world.sessions() as session:
        assert await open_obstacles(session) == []
    assert (await chat.occurrence("I.1.2")).standing is Status.IN_PROGRESS


async def test_an_extension_is_asked_for_and_decided_by_number(chat: Chat) -> None:
    """Both days of a length, then the secretary's "Đồng ý"."""
    chat.plain |= {chat.ha, chat.thu}
    await chat.says(chat.ha, "I.1.2 xin thêm 30 ngày do chờ thẩm định")
    await _chooses(chat, chat.ha, "Từ thời hạn")

    await _chooses(chat, chat.thu, "Đồng ý")

    assert (await chat.occurrence("I.1.2")).due_on == date(2022, 10, 30)
    assert "được điều chỉnh đến ngày 30/10/2022" in await chat.last_text(chat.ha)


async def test_which_task_is_meant_is_answered_by_number(chat: Chat) -> None:
    """Three are open; "xong" alone asks, the number of the choice answers."""
    chat.plain.add(chat.ha)
    asked = await chat.says(chat.ha, "xong")
    await _chooses(chat, chat.ha, "I.2.a.1")

    assert asked
    assert [each.status for each in await chat.reports("I.2.a.1")] == [Status.DONE]
    assert await chat.reports("I.1.2") == []


async def test_a_choice_is_typed_as_it_is_printed(chat: Chat) -> None:
    """ "Trả lời 1: Hoàn thành …": the number with its words, under a reminder of one task."""
    chat.plain.add(chat.nam)
    chat.world.go_to(date(2022, 9, 16), 9)
    await plan_reminders(chat.world.sessions, chat.world.office)
    await chat.deliver()
    shown = await chat.last_text(chat.nam)
    line = next(each for each in shown.splitlines() if "Trả lời" in each and "2: " in each)
    label = re.search(r"2: ([^,]+)", line)
    assert label

    await chat.says(chat.nam, f"2: {label[1].lower()}")

    assert [each.status for each in await chat.reports("III.4")] == [Status.IN_PROGRESS]


async def test_an_older_message_is_answered_by_its_code(chat: Chat) -> None:
    """Nothing can be quoted there: two questions wait, and the first is answered after the second came."""
    chat.plain |= {chat.thu}
    await chat.says(chat.ha, "I.1.2 xin thêm 30 ngày do chờ thẩm định")
    await chat.presses(chat.ha, "Từ thời hạn: 30/10/2022")
    older = await chat.last_text(chat.thu)
    await chat.says(chat.nam, "III.4 xin thêm 10 ngày do chờ số liệu")
    code = re.search(r"\[(N\d+)\]", older)
    assert code

    await chat.says(chat.thu, f"{code[1]} {_number(older, 'Đồng ý')}")

    assert (await chat.occurrence("I.1.2")).due_on == date(2022, 10, 30)


async def test_reports_are_taken_back_and_corrected_in_words(chat: Chat) -> None:
    """Where "Hoàn tác" cannot be pressed: "nhầm", and "sửa" with the right words."""
    chat.plain.add(chat.ha)
    shown = await chat.says(chat.ha, "I.1.2 xong")
    await chat.says(chat.ha, "nhầm")
    taken_back = (await chat.occurrence("I.1.2")).standing
    await chat.says(chat.ha, "I.1.2 xong")
    await chat.says(chat.ha, "sửa: mới trình")

    assert "nhắn SỬA" in shown
    assert taken_back is None
    assert (await chat.occurrence("I.1.2")).standing is Status.SUBMITTED


async def test_the_desk_pauses_and_invites_by_number(chat: Chat) -> None:
    """A pause is confirmed, a code made, the slips for all asked for: each by the number under the message."""
    chat.plain.add(chat.thu)
    await chat.world.person("Nguyễn Văn Bình", agency_id=chat.agencies["finance"], joined=False)
    await chat.says(chat.thu, "/tamdung tất cả đến 20/9")
    paused = await _chooses(chat, chat.thu, "Tạm dừng")
    await chat.says(chat.thu, "/danhba Nguyễn Văn Bình")
    invited = await _chooses(chat, chat.thu, "Mời")
    await chat.says(chat.thu, "/moi tất cả")
    again = await _chooses(chat, chat.thu, "Lập giấy mời")

    assert paused.startswith("Đã ghi nhận. Tạm dừng")
    assert "Mã mời của Nguyễn Văn Bình" in invited
    assert "Mã mời của Nguyễn Văn Bình" in again
    assert again != invited


async def test_work_is_handed_over_and_data_erased_by_number(chat: Chat) -> None:
    """The other accepts by number; the question about erasing is answered by number."""
    chat.plain |= {chat.ha, chat.nam}
    await chat.says(chat.ha, "/bangiao Lê Hải Nam")
    taken = await _chooses(chat, chat.nam, "Tiếp nhận")
    await chat.says(chat.ha, "/xoadulieu")
    kept = await _chooses(chat, chat.ha, "Không xóa")

    assert taken.startswith("Đã tiếp nhận.")
    assert kept == "Dữ liệu được giữ nguyên."


async def test_a_summary_comes_page_by_page_and_as_files_by_word(chat: Chat) -> None:
    """ "xem thêm" turns the page; a number or the word orders the file."""
    chat.plain.add(chat.thu)
    for number in range(30):
        await chat.world.task([chat.agencies["finance"]], date(2022, 9, 20), code=f"IV.{number + 1}")
    first = await chat.says(chat.thu, "/tonghop")
    second = await chat.says(chat.thu, "xem thêm")
    ordered = await _chooses(chat, chat.thu, "PDF")
    by_word = await chat.says(chat.thu, "tổng hợp docx")

    assert "Trang 1/" in first
    assert "Trang 2/" in second
    assert "PDF" in ordered
    assert "Word" in by_word


async def test_a_round_is_opened_answered_and_closed_with_its_draft(chat: Chat) -> None:
    """The list with numbers, the closing with the draft behind a number."""
    chat.plain |= {chat.ha, chat.thu}
    chat.world.go_to(date(2022, 9, 5), 10)
    opened = await chat.says(chat.thu, "đợt báo cáo tháng 9/2022")
    assert "tháng 9/2022" in opened
    for day in (date(2022, 9, 12), date(2022, 9, 14)):
        chat.world.go_to(day, 9)
        await run_rounds(chat.world.sessions, chat.world.office)
        await plan_reminders(chat.world.sessions, chat.world.office)
        await chat.deliver()
    assert "1. I.1.2" in await chat.last_text(chat.ha)
    await chat.says(chat.ha, "1 đang làm 40%")
    chat.world.go_to(date(2022, 9, 19), 9)
    await run_rounds(chat.world.sessions, chat.world.office)
    await chat.deliver()
    closing = await chat.last_text(chat.thu)

    assert "đã chốt" in closing
    draft = await _chooses(chat, chat.thu, "Xem dự thảo và ban hành")
    assert draft.startswith("Tổng hợp tháng 9/2022")
