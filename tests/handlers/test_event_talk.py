"""/huongdan: what an event starts is listed, confirmed, and moved again when the day is put right."""

from datetime import date

import pytest

from tests.handlers.chat import Chat

MINISTRIES, BRANCHES = "có hướng dẫn của các Bộ, ngành Trung ương", "ngày có hướng dẫn của Bộ ngành TW"
PROGRAMME = "có hướng dẫn thực hiện Chương trình của Bộ Xây dựng"


@pytest.fixture
async def waiting(chat: Chat) -> Chat:
    """I.2.a.3 and I.2.a.4 wait for one event, worded in two ways (45 and 30 days); III.9 for another."""
    construction = chat.agencies["construction"]
    for code, event, days in (("I.2.a.3", MINISTRIES, 45), ("I.2.a.4", BRANCHES, 30), ("III.9", PROGRAMME, 10)):
        rule = {"kind": "relative", "offset": days, "unit": "day", "event": event}
        made = await chat.world.task([construction], kind="guidance", event=event, code=code, rules=[rule])
        chat.tasks[code] = made[0]
    return chat


async def test_an_event_is_chosen_dated_and_confirmed(waiting: Chat) -> None:
    """On a phone without buttons; differently worded tasks go together, the third stays as it was."""
    chat = waiting
    chat.plain.add(chat.thu)
    await chat.says(chat.thu, "/huongdan")
    listed = await chat.last_text(chat.thu)
    await chat.says(chat.thu, "1")
    asked = await chat.last_text(chat.thu)
    future = await chat.says(chat.thu, "CV 123/BNN ngày 5/12/2022")
    await chat.says(chat.thu, "CV 123/BNN ngày 5/8")
    shown = await chat.last_text(chat.thu)
    before = (await chat.occurrence("I.2.a.3")).due_on
    done = await chat.says(chat.thu, "1")

    assert "1. có hướng dẫn của các Bộ, ngành Trung ương (I.2.a.3, I.2.a.4)" in listed
    assert "2: Sự kiện 2" in listed
    assert "văn bản số nào, ngày nào" in asked
    assert "không sau hôm nay" in future
    assert "- I.2.a.4 – Sở Xây dựng: thời hạn 04/9/2022" in shown
    assert before is None
    assert "I.2.a.3, I.2.a.4" in done
    assert (await chat.occurrence("I.2.a.3")).due_on == date(2022, 9, 19)
    assert (await chat.occurrence("III.9")).due_on is None
    told = (await chat.last_text(chat.ha)).splitlines()
    assert told[0] == "Thời hạn các nhiệm vụ, tính từ CV 123/BNN ngày 05/8/2022:"
    assert [line.partition(" – ")[0] for line in told[1:]] == ["1. I.2.a.3", "2. I.2.a.4"]
    assert told[1].endswith("thời hạn 19/9/2022")


async def test_a_day_put_right_moves_the_terms_again(waiting: Chat) -> None:
    """In one line with all that is needed; the former day is shown beside the new one."""
    chat = waiting
    await chat.says(chat.thu, "/huongdan hướng dẫn của các Bộ ngành Trung ương, CV 123/BNN ngày 5/8/2022")
    await chat.presses(chat.thu, "Xác nhận")
    listed = await chat.says(chat.thu, "/huongdan")
    shown = await chat.says(chat.thu, "/huongdan có hướng dẫn của các Bộ, ngành Trung ương ngày 8/8/2022")
    await chat.presses(chat.thu, "Xác nhận")

    assert "đã ghi nhận: CV 123/BNN ngày 05/8/2022" in listed
    assert "(trước đây 19/9/2022)" in shown
    assert (await chat.occurrence("I.2.a.3")).due_on == date(2022, 9, 22)
