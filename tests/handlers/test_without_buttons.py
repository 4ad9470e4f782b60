"""A phone that shows no buttons: every choice is a number, and the number means what the button would."""

import re
from datetime import date

from bot.domain.tasks import Status
from bot.jobs.remind import plan_reminders
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
