"""Pausing and resuming: what the end brings is said first, deadlines stay, and what was missed comes in one message."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.jobs.remind import plan_reminders
from storage.engine import Sessions
from tests.world import World, found_world


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """Sở Xây dựng (person 1) with terms on 30/9 and 14/10/2022; a secretary (person 2)."""
    world = await found_world(sessions)
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.person("Thư ký", Role.SECRETARY)
    await world.task([agency], date(2022, 9, 30))
    await world.task([agency], date(2022, 10, 14))
    return world


async def plan(world: World, on: date) -> int:
    world.go_to(on, 9)
    return (await plan_reminders(world.sessions, world.office)).messages


async def test_a_pause_says_beforehand_what_its_end_brings(world: World) -> None:
    """Silent from 26/9 to 2/10; on 3/10 one message on what fell due meanwhile."""
    await plan(world, date(2022, 9, 23))
    world.go_to(date(2022, 9, 26), 10)

    (asked,) = await world.write(2, "/tamdung tất cả đến 2/10 vì bão")
    (done,) = await world.write(2, action=asked.actions["Tạm dừng"])
    paused = [await plan(world, date(2022, 9, day)) for day in (27, 28, 29, 30)]
    resumed = await plan(world, date(2022, 10, 3))

    assert asked.text.splitlines() == [
        "Tạm dừng nhắc việc đối với tất cả cơ quan từ ngày 26/9/2022 đến hết ngày 02/10/2022.",
        "Thời hạn giữ nguyên; 01 nhiệm vụ đến hạn trong thời gian này: I.1.1.",
        "Ngày 03/10/2022, ngày làm việc đầu tiên sau đó, 1 người nhận mỗi người một tin gộp, về 2 nhiệm vụ.",
        "Đồng chí có thực hiện tạm dừng không?",
    ]
    assert done.text.startswith("Đã ghi nhận.")
    assert paused == [0, 0, 0, 0]
    assert resumed == 1


async def test_a_pause_without_end_lasts_until_it_is_ended(world: World) -> None:
    """For one agency, answered in words; /tieptuc brings what was missed the same day."""
    world.go_to(date(2022, 9, 20), 10)
    await world.write(2, "/tamdung sở xây dựng")
    await world.write(2, "đồng ý")
    silent = await plan(world, date(2022, 9, 23))

    (resumed,) = await world.write(2, "/tieptuc")

    assert silent == 0
    assert "gộp thành một tin" in resumed.text
    assert await plan(world, date(2022, 9, 23)) == 1


async def test_no_means_no(world: World) -> None:
    """Nothing is paused, and the old button does nothing any more."""
    (asked,) = await world.write(2, "/tamdung 3 ngày")

    (answer,) = await world.write(2, "không")
    (late,) = await world.write(2, action=asked.actions["Tạm dừng"])
    (shown,) = await world.write(2, "/tamdung")

    assert answer.text == "Không thay đổi gì."
    assert late.text == "Nội dung này đã được xử lý."
    assert shown.text.startswith("Hiện không có tạm dừng nào.")


@pytest.mark.parametrize("words", ["Sở Không có đến 15/10", "đến 31/2", "tất cả hôm qua"])
async def test_what_cannot_be_read_is_answered_with_how_to_say_it(world: World, words: str) -> None:
    """An unknown agency, an impossible day, words left over."""
    (answer,) = await world.write(2, f"/tamdung {words}")

    assert answer.text.startswith("Cách dùng: /tamdung")


async def test_the_secretary_changes_the_calendar(world: World) -> None:
    """A conference on the day of a reminder: it goes out the working day before."""
    world.go_to(date(2022, 9, 20), 10)

    (added,) = await world.write(2, "/lichnghi nghỉ 23/9 hội nghị toàn tỉnh")
    (shown,) = await world.write(2, "lịch nghỉ")
    before = await plan(world, date(2022, 9, 22))
    await world.write(2, "/lichnghi bỏ 23/9")
    (wrong,) = await world.write(2, "/lichnghi nghỉ 31/9")

    assert added.text == "Đã ghi nhận: thứ Sáu, 23/9/2022 là ngày nghỉ."
    assert "- thứ Sáu, 23/9/2022: hội nghị toàn tỉnh" in shown.text
    assert before == 1
    assert wrong.text.startswith("Thay đổi: /lichnghi")


async def test_the_schedule_ahead_is_shown_in_brief(world: World) -> None:
    """A line a day: how many people, how many tasks."""
    world.go_to(date(2022, 9, 20), 10)

    (shown,) = await world.write(2, "/lichnhac")

    assert "thứ Sáu, 23/9/2022: 1 người, 1 nhiệm vụ (I.1.1)" in shown.text
