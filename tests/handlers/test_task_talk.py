"""/suanhiemvu: shown before it is done, with its reason, told to whoever leads the task."""

from datetime import date, timedelta

from tests.handlers.chat import Chat


async def test_a_deadline_is_given_step_by_step(chat: Chat) -> None:
    """What cannot be read is asked again; nothing is changed before it is confirmed; the lead is told."""
    shown = await chat.says(chat.thu, "/suanhiemvu I.2.a.1")
    await chat.presses(chat.thu, "Thời hạn")
    unread = await chat.says(chat.thu, "sớm nhất có thể")
    reason = await chat.says(chat.thu, "31/10/2022")
    confirm = await chat.says(chat.thu, "Công văn số 5")
    before = await chat.occurrence("I.2.a.1")
    done = await chat.says(chat.thu, "đồng ý")

    assert "Đồng chí cần sửa nội dung nào" in shown
    assert "Chưa đọc chắc được thời hạn" in unread
    assert "lý do" in reason
    assert "Lý do: Công văn số 5." in confirm
    assert before.due_on == date(2022, 10, 15)
    assert (await chat.occurrence("I.2.a.1")).due_on == date(2022, 10, 31)
    assert done.startswith("Đã cập nhật.")
    assert "thời hạn nay là 31/10/2022. Lý do: Công văn số 5" in await chat.last_text(chat.ha)


async def test_everything_at_once_needs_only_a_yes(chat: Chat) -> None:
    """A lead named in short, suspending and resuming; "hủy" leaves all as it was."""
    await chat.says(chat.thu, "/suanhiemvu I.2.a.1 chủ trì: Sở TC lý do: phân công lại")
    await chat.presses(chat.thu, "Áp dụng")
    await chat.says(chat.thu, "/suanhiemvu I.2.a.1 tạm dừng vì chờ nghị quyết")
    left = await chat.says(chat.thu, "hủy")

    assert (await chat.occurrence("I.2.a.1")).agency == "Sở Tài chính"
    assert "do Sở Tài chính chủ trì" in await chat.last_text(chat.nam)
    assert left == "Đã dừng, chưa thay đổi gì."
    assert (await chat.occurrence("I.2.a.1")).state == "open"


async def test_without_buttons_the_choices_are_numbers(chat: Chat) -> None:
    """A phone that shows no buttons: 4 suspends, 1 applies."""
    chat.plain.add(chat.thu)
    await chat.says(chat.thu, "/suanhiemvu i2a1")
    shown = await chat.last_text(chat.thu)
    await chat.says(chat.thu, "4")
    await chat.says(chat.thu, "chờ nghị quyết của HĐND")
    await chat.says(chat.thu, "1")

    assert "1: Thời hạn, 2: Cơ quan chủ trì, 3: Nội dung, 4: Tạm dừng" in shown
    assert (await chat.occurrence("I.2.a.1")).state == "suspended"


async def test_a_focal_point_may_not(chat: Chat) -> None:
    """The gate refuses; an unknown code is said to be none."""
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/suanhiemvu I.2.a.1")
    assert "IX.9" in await chat.says(chat.thu, "/suanhiemvu IX.9")


async def test_the_history_tells_every_change_with_its_reason(chat: Chat) -> None:
    """Term, lead, wording, state; in order, each once."""
    for change in (
        "thời hạn 31/10/2022 lý do: Công văn 5",
        "chủ trì: Sở TC lý do: phân công lại",
        "nội dung Rà soát quỹ nhà ở công vụ lý do: ghi rõ hơn",
        "tạm dừng lý do: chờ nghị quyết",
    ):
        chat.world.clock.moment += timedelta(minutes=1)
        await chat.says(chat.thu, f"/suanhiemvu I.2.a.1 {change}")
        await chat.says(chat.thu, "đồng ý")

    told = await chat.says(chat.thu, "/lichsu I.2.a.1")

    assert told.splitlines()[-4:] == [
        "12/9/2022 – thời hạn ghi lại: 31/10/2022 (lý do: Công văn 5)",
        "12/9/2022 – chủ trì: Sở Tài chính (lý do: phân công lại)",
        "12/9/2022 – nội dung ghi lại: Rà soát quỹ nhà ở công vụ (lý do: ghi rõ hơn)",
        "12/9/2022 – trạng thái: tạm dừng (lý do: chờ nghị quyết)",
    ]
