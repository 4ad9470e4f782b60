"""A phone that shows no buttons: every choice is a number, and the number means what the button would."""

import re
from datetime import date

from bot.domain.tasks import Status
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
