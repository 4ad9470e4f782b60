"""From the monthly question to a term: told by a focal point, confirmed by the secretary."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.jobs.remind import plan_reminders
from storage.engine import Sessions
from storage.occurrences import load_occurrences
from tests.world import Answer, World, found_world

EVENT = "có hướng dẫn của các Bộ, ngành Trung ương"
RULE = {"kind": "relative", "offset": 45, "unit": "day", "event": EVENT}


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """I.2.a.3 of Sở Xây dựng (person 1) waits for guidance and was asked about today; a secretary (person 2)."""
    world = await found_world(sessions)
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.person("Thư ký", Role.SECRETARY)
    await world.task([agency], kind="guidance", event=EVENT, code="I.2.a.3", rules=[RULE])
    world.go_to(date(2022, 9, 5), 10)
    await plan_reminders(world.sessions, world.office)
    return world


async def question(world: World) -> Answer:
    return (await world.owed_to(1, "daily"))[0]


async def test_an_event_told_in_chat_becomes_a_term_once_confirmed(world: World) -> None:
    """CV 123/BNN of 5/8 and 45 days: 19/9/2022; the focal point is told."""
    (noted,) = await world.write(1, "đã có, CV 123/BNN ngày 5/8")
    (asked,) = await world.owed_to(2, "decision")
    await world.write(2, action=asked.actions["Xác nhận"])

    assert "đã có hướng dẫn của các Bộ, ngành Trung ương chưa?" in (await question(world)).text
    assert noted.text.startswith("Đã ghi nhận: I.2.a.3 – CV 123/BNN ngày 05/8/2022.")
    assert "thời hạn I.2.a.3 là ngày 19/9/2022" in asked.text
    async with world.sessions() as session:
        occurrence = (await load_occurrences(session, [1]))[1]
    assert (occurrence.due_on, occurrence.kind, occurrence.term_version) == (date(2022, 9, 19), "dated", 2)
    (told,) = await world.owed_to(1, "notice")
    assert "có thời hạn ngày 19/9/2022, tính từ CV 123/BNN" in told.text


async def test_not_yet_opens_no_obstacle_and_is_asked_again_next_month(world: World) -> None:
    """The answer is kept as one; the next question is of October."""
    (noted,) = await world.write(1, "chưa có ạ")

    assert noted.text.startswith("Đã ghi nhận: I.2.a.3 – đến nay chưa có.")
    for day in (date(2022, 9, 12), date(2022, 9, 30), date(2022, 10, 3)):
        world.go_to(day, 10)
        await plan_reminders(world.sessions, world.office)
    async with world.sessions() as session:
        assert (await load_occurrences(session, [1]))[1].kind == "guidance"
    assert len(await world.owed_to(1, "daily")) == 2


async def test_the_button_asks_for_number_and_day(world: World) -> None:
    """A term counts from the document's day, so it is asked for; refused by the desk, nothing is set."""
    (which,) = await world.write(1, action=(await question(world)).actions["Đã có"])
    (noted,) = await world.write(1, "CV 123/BNN ngày 5/8")
    (asked,) = await world.owed_to(2, "decision")
    await world.write(2, action=asked.actions["Chưa đúng"])

    assert "cho biết số và ngày văn bản" in which.text
    assert "CV 123/BNN ngày 05/8/2022" in noted.text
    async with world.sessions() as session:
        assert (await load_occurrences(session, [1]))[1].due_on is None
    (told,) = await world.owed_to(1, "notice")
    assert "chưa xác nhận được văn bản" in told.text


@pytest.fixture
async def three(world: World) -> World:
    """Three tasks wait for guidance, and one has a term; asked about on 3/10, all in one message."""
    agency = await world.agency("Sở Xây dựng")
    for code in ("I.2.a.4", "I.2.b.3"):
        await world.task([agency], kind="guidance", event=EVENT, code=code, rules=[RULE])
    world.go_to(date(2022, 10, 3), 10)
    await plan_reminders(world.sessions, world.office)
    return world


async def test_lines_of_a_reply_answer_the_question_and_report_the_rest(three: World) -> None:
    """ "2 chưa có" opens no obstacle and needs no asking back; a letter with its day is proposed."""
    asked = (await three.owed_to(1, "daily"))[-1]
    told = [each.text for each in await three.write(1, "1 đang làm 60%, 2 chưa có; 3 đã có, CV 123/BNN ngày 5/8")]

    listed = (await three.write(1, "/nhiemvu"))[0].text
    assert f"Thời hạn: chưa phát sinh (chờ {EVENT})" in listed
    assert "ví dụ: “1 chưa có; 2 đã có, CV 123/BNN ngày 5/8”" in asked.text
    assert told[0].startswith("Đã ghi nhận: I.2.a.4 – đến nay chưa có.")
    assert told[1].startswith("Đã ghi nhận: I.2.b.3 – CV 123/BNN ngày 05/8/2022.")
    assert "I.2.a.3 – đang thực hiện 60%" in told[2]
    assert await three.owed_to(2, "obstacle") == []


async def test_not_yet_answers_all_where_nothing_else_is_asked(three: World) -> None:
    """No number is needed."""
    (noted,) = await three.write(1, "vẫn chưa có ạ")

    assert noted.text.startswith("Đã ghi nhận: I.2.a.3, I.2.a.4, I.2.b.3 – đến nay chưa có.")


async def test_a_stranger_to_the_task_cannot_answer_for_it(world: World) -> None:
    """Another agency's focal point with the button in hand is refused."""
    other = await world.agency("Sở Tài chính")
    stranger = await world.person("Đầu mối Sở Tài chính", agency_id=other)

    (answer,) = await world.write(stranger, action="ev:1:issued")

    assert "không thuộc phạm vi" in answer.text
