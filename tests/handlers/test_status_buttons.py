"""The buttons of reminders, which mean what words mean."""

from datetime import date

from bot.domain.tasks import Status
from tests.handlers.chat import Chat


async def test_a_line_is_picked_then_answered(chat: Chat) -> None:
    """The button of the second line of a list asks how it stands."""
    await chat.says(chat.ha, "/nhiemvu")
    message = (await chat.last_row(chat.ha)).id

    asked = await chat.taps(chat.ha, f"pick:{message}:2")
    answer = await chat.presses(chat.ha, "Đang làm")

    assert asked.startswith("Nhiệm vụ I.2.a.1")
    assert answer.startswith("Đã ghi nhận: I.2.a.1 – đang thực hiện.")
    (report,) = await chat.reports("I.2.a.1")
    assert (report.source, report.text) == ("button", "Đang làm")


async def test_done_by_button_asks_for_the_document_once(chat: Chat) -> None:
    """And takes it."""
    assert "số, ngày văn bản" in await chat.taps(chat.nam, f"st:{chat.tasks['III.4']}:done")

    await chat.says(chat.nam, "12/QĐ-STC")

    (report,) = await chat.reports("III.4")
    assert (report.status, report.document) == (Status.DONE, "12/QĐ-STC")


async def test_later_offers_days_before_the_term(chat: Chat) -> None:
    """Term 30/9: tomorrow, in three working days, in a week."""
    await chat.taps(chat.nam, f"st:{chat.tasks['III.4']}:later")
    row = await chat.last_row(chat.nam)
    labels = [button["label"] for line in row.payload["buttons"] for button in line]

    answer = await chat.presses(chat.nam, labels[-1])

    assert labels == ["thứ Ba, 13/9/2022", "thứ Năm, 15/9/2022", "thứ Hai, 19/9/2022"]
    assert answer.startswith("Đã ghi nhận: III.4 – nhắc lại ngày 19/9/2022.")
    assert (await chat.occurrence("III.4")).snoozed_until == date(2022, 9, 19)


async def test_a_reminder_is_never_postponed_to_the_term(chat: Chat) -> None:
    """Asked for 5/10, granted to 29/9, and said so."""
    answer = await chat.says(chat.nam, "5/10 nhắc lại")

    assert "nhắc lại ngày 29/9/2022 (muộn nhất là ngày trước thời hạn)" in answer


async def test_anothers_task_cannot_be_reported_by_button(chat: Chat) -> None:
    """The gate holds."""
    assert "không thuộc phạm vi" in await chat.taps(chat.ha, f"st:{chat.tasks['III.4']}:done")
    assert await chat.reports("III.4") == []


async def test_a_button_of_nonsense_is_answered(chat: Chat) -> None:
    """Whatever its age."""
    for action in ("st:x:done", "pick:1", "undo:x", "which:99:1", "xday:1:term", "ob:99:closed", "ret:x", "src:1", "x"):
        await chat.taps(chat.ha, action)

    assert await chat.reports("I.1.2") == []
