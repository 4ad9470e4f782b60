"""Reporting rounds from the list to the draft: who was asked, who was silent, what the secretary gets."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.domain.tasks import Status
from bot.jobs.remind import plan_reminders
from bot.jobs.rounds import run_rounds
from storage.engine import Sessions
from storage.rounds import load_rounds
from tests.world import World, found_world


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """Sở Xây dựng with a term in the quarter after and a continuous task; a yearly task of 2024 besides."""
    world = await found_world(sessions)
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], date(2022, 12, 31), code="I.1.1")
    await world.task([agency], kind="continuous", code="I.1.2")
    await world.task([agency], date(2024, 3, 31), code="I.1.3")
    return world


async def live(world: World, *days: date) -> None:
    for day in days:
        world.go_to(day, 9)
        await run_rounds(world.sessions, world.office)
        await plan_reminders(world.sessions, world.office)


async def test_a_quarter_has_its_round_from_the_list_to_the_draft(world: World) -> None:
    """List on 7/9, reminders on 12/9 and 14/9 to what is still silent, closed on 15/9 with the draft summary."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    await live(world, date(2022, 9, 1), date(2022, 9, 7))
    (asked,) = (each for each in await world.owed_to(1, "daily") if "báo cáo quý III/2022" in each.text)
    await world.report(1, Status.IN_PROGRESS, percent=40)

    await live(world, date(2022, 9, 12), date(2022, 9, 14), date(2022, 9, 15))

    assert [each["code"] for each in asked.subject["occurrences"]] == ["I.1.1", "I.1.2"]
    again = [each for each in await world.owed_to(1, "daily") if "đến nay chưa nhận được báo cáo" in each.text]
    assert [[each["code"] for each in one.subject["occurrences"]] for one in again] == [["I.1.2"], ["I.1.2"]]
    (closing,) = await world.owed_to(secretary, "notice")
    assert "Đã hỏi 2 lượt nhiệm vụ, đã có báo cáo 1." in closing.text
    assert "- Sở Xây dựng: I.1.2" in closing.text
    assert "/tonghop quý III/2022 docx" in closing.text
    assert "(đã chốt)" in closing.text


async def test_the_secretary_opens_and_stops_a_round(world: World) -> None:
    """Opened after the daily hour it begins tomorrow; stopped, nobody hears of it."""
    secretary = await world.person("Thư ký", Role.SECRETARY)
    world.go_to(date(2022, 9, 5), 10)

    (opened,) = await world.write(secretary, "/dotbaocao tháng 9/2022")
    (twice,) = await world.write(secretary, "đợt báo cáo")
    (stopped,) = await world.write(secretary, "/dotbaocao dừng tháng 9/2022")
    await live(world, date(2022, 9, 6))

    assert opened.text == (
        "Đợt báo cáo tháng 9/2022: gửi danh sách ngày 06/9/2022, nhắc lại 12/9/2022, 14/9/2022, "
        "chốt số liệu ngày 14/9/2022."
    )
    assert "Đợt báo cáo tháng 9/2022" in twice.text
    assert stopped.text.startswith("Đã dừng: tháng 9/2022")
    assert not [each for each in await world.owed_to(1, "daily") if "tháng 9/2022" in each.text]


@pytest.mark.parametrize("words", ["quý II/2022", "hôm qua", "dừng quý IV/2022"])
async def test_what_cannot_be_done_is_answered_with_a_reason(world: World, words: str) -> None:
    """A period that has closed, words that name none, a round that is not."""
    secretary = await world.person("Thư ký", Role.SECRETARY)

    (answer,) = await world.write(secretary, f"/dotbaocao {words}")

    assert "quý" in answer.text or "Không có đợt" in answer.text
    async with world.sessions() as session:
        assert await load_rounds(session) == []
