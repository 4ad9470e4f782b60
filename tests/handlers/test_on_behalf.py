"""/baocao: one's own tasks by their codes, and reports that came by phone, letter or meeting."""

from datetime import date

from bot.domain.tasks import Status
from tests.handlers.chat import Chat


async def test_the_secretary_records_what_came_by_phone(chat: Chat) -> None:
    """Marked so; the agency is told."""
    answer = await chat.says(chat.thu, "/baocao I.1.2 điện thoại: đang làm 60%")

    assert answer.splitlines()[:2] == ["Ghi nhận thay Sở Xây dựng.", "Đã ghi nhận: I.1.2 – đang thực hiện 60%."]
    (report,) = await chat.reports("I.1.2")
    assert (report.source, report.person_id, report.percent) == ("phone", chat.thu, 60)
    assert (await chat.last_text(chat.ha)).startswith(
        "Thư ký đã ghi nhận thay cơ quan đồng chí: I.1.2 – đang thực hiện 60%."
    )


async def test_the_source_is_asked_for(chat: Chat) -> None:
    """By buttons."""
    assert "hình thức nào" in await chat.says(chat.thu, "/baocao I.1.2 xong")

    await chat.presses(chat.thu, "Văn bản")

    (report,) = await chat.reports("I.1.2")
    assert (report.source, report.status) == ("letter", Status.DONE)


async def test_the_words_are_asked_for(chat: Chat) -> None:
    """A code alone."""
    assert "nội dung được báo cáo" in await chat.says(chat.thu, "/baocao I.1.2 họp")

    await chat.says(chat.thu, "1 đã trình")

    (report,) = await chat.reports("I.1.2")
    assert (report.source, report.status) == ("meeting", Status.SUBMITTED)


async def test_a_task_of_several_agencies_asks_which(chat: Chat) -> None:
    """The secretary names the line."""
    both = [chat.agencies["construction"], chat.agencies["finance"]]
    first, second = await chat.world.task(both, date(2022, 11, 30), code="II.1")
    chat.tasks |= {"II.1a": first, "II.1b": second}

    listed = await chat.says(chat.thu, "/baocao II.1 điện thoại: xong")
    await chat.says(chat.thu, "2 xong")

    assert "2. II.1 – Sở Tài chính" in listed
    assert (await chat.occurrence("II.1a")).standing is None
    assert (await chat.occurrence("II.1b")).standing is Status.DONE


async def test_a_focal_point_reports_by_code(chat: Chat) -> None:
    """With words a report, without them the terms of the task, past ones too."""
    await chat.says(chat.ha, "/baocao I.1.2 xong")
    assert (await chat.occurrence("I.1.2")).standing is Status.DONE

    listed = await chat.says(chat.ha, "/baocao I.1.2")
    await chat.says(chat.ha, "1 chưa xong")

    assert listed.startswith("Các kỳ của nhiệm vụ I.1.2:\n1. I.1.2")
    assert (await chat.occurrence("I.1.2")).standing is Status.IN_PROGRESS


async def test_unknown_and_foreign_codes_are_refused(chat: Chat) -> None:
    """Kindly, and nothing is recorded."""
    assert "Kế hoạch không có nhiệm vụ IX.9" in await chat.says(chat.thu, "/baocao IX.9 xong")
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/baocao III.4 xong")
    assert await chat.reports("III.4") == []


async def test_without_the_slash_a_sentence_is_a_report(chat: Chat) -> None:
    """ "Báo cáo anh, …" begins with a command's name and is none."""
    answer = await chat.says(chat.nam, "Báo cáo anh, đang làm 30% ạ")

    assert answer.startswith("Đã ghi nhận: III.4 – đang thực hiện 30%.")
