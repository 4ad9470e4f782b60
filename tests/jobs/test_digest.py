"""The secretary's digests, and what was past at import on the list of decisions."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.alarms import Alarms
from bot.domain.messages import Outgoing
from bot.domain.owed import Owed
from bot.domain.people import Role
from bot.domain.tasks import Status
from bot.jobs.digest import Digests
from bot.jobs.remind import plan_reminders
from bot.jobs.sending import Closed
from storage.engine import Sessions
from storage.outbox import enqueue
from storage.tables import AddressRow
from tests.world import World, found_world


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """Sở Xây dựng (person 1, joined) and Sở Tài chính (person 2, not joined); terms on 30/9; a secretary (person 3)."""
    world = await found_world(sessions)
    first, second = await world.agency("Sở Xây dựng"), await world.agency("Sở Tài chính")
    await world.person("Đầu mối Sở Xây dựng", agency_id=first)
    await world.person("Đầu mối Sở Tài chính", agency_id=second, joined=False, phone="0912 345 678")
    await world.person("Thư ký", Role.SECRETARY)
    await world.task([first, second], date(2022, 9, 30), code="I.1")
    return world


async def test_the_morning_tells_whom_nothing_reached_with_a_number_to_call(world: World) -> None:
    """After the day is planned, never before; once, whatever the number of processes."""
    world.go_to(date(2022, 9, 27), 8, 30)
    digests, other = Digests(world.sessions, world.office), Digests(world.sessions, world.office)
    early = await digests.tick()
    await plan_reminders(world.sessions, world.office)

    counts = [await digests.tick(), await digests.tick(), await other.tick()]

    assert early == 0
    assert counts == [1, 0, 0]
    (digest,) = await world.owed_to(3, "digest_am")
    assert digest.text.splitlines() == [
        "Kính gửi đồng chí Thư ký. Tình hình buổi sáng thứ Ba, 27/9/2022:",
        "Hôm nay chưa nhận được tin nhắc (1), đề nghị liên hệ trực tiếp:",
        "- Đầu mối Sở Tài chính, Sở Tài chính (0912 345 678): I.1",
        "Sắp đến hạn, chưa nhận được báo cáo (2):",
        "- I.1, Sở Xây dựng: thời hạn 30/9/2022",
        "- I.1, Sở Tài chính: thời hạn 30/9/2022",
    ]


async def test_the_afternoon_tells_what_came_in_since(world: World) -> None:
    """From an hour before the day ends."""
    world.go_to(date(2022, 9, 19), 10)
    await plan_reminders(world.sessions, world.office)
    await world.report(1, Status.IN_PROGRESS, percent=60)
    digests = Digests(world.sessions, world.office)
    world.go_to(date(2022, 9, 19), 15, 0)
    early = await digests.tick()
    world.go_to(date(2022, 9, 19), 15, 30)
    await digests.tick()

    (digest,) = await world.owed_to(3, "digest_pm")
    assert early == 0
    assert digest.text.splitlines()[1:3] == [
        "Báo cáo mới: 1 (đang thực hiện 1).",
        "- I.1, Sở Xây dựng: đang thực hiện 60%",
    ]


async def test_an_afternoon_without_news_is_silent(world: World) -> None:
    """What the morning told and nobody has dealt with is not told again the same day; a new decision is."""
    digests = Digests(world.sessions, world.office)
    world.go_to(date(2022, 9, 27), 8, 30)
    await plan_reminders(world.sessions, world.office)
    await digests.tick()
    world.go_to(date(2022, 9, 27), 15, 30)
    quiet = await digests.tick()
    world.go_to(date(2022, 9, 28), 8, 30)
    await plan_reminders(world.sessions, world.office)
    await digests.tick()
    world.go_to(date(2022, 9, 28), 10)
    await world.write(1, "xin lùi I.1 đến 31/10 vì chờ thẩm định")
    world.go_to(date(2022, 9, 28), 15, 30)
    asked = await digests.tick()

    assert (quiet, asked) == (0, 1)
    (digest,) = await world.owed_to(3, "digest_pm")
    assert "Chờ quyết định: 1 việc (/duyet)." in digest.text


async def test_whoever_is_lost_for_good_is_told_whatever_the_message_was(world: World) -> None:
    """In the next digest, once; the agency that nobody hears for any more is told at once, with a number."""
    world.go_to(date(2022, 9, 8), 10)
    async with world.sessions.begin() as session:
        owed = Owed("notice:1", "notice", Outgoing("Thông báo"), person_id=1)
        message_id = await enqueue(session, owed, world.clock.now()) or 0
        await session.execute(update(AddressRow).where(AddressRow.person_id == 1).values(state="blocked"))
    alarms = Alarms(world.sessions, world.office.settings, world.clock, world.clock.now)

    async with world.sessions.begin() as session:
        await alarms.closed(session, [Closed(message_id, 1, "notice", "failed", "blocked")])
    world.go_to(date(2022, 9, 8), 15, 30)
    counts = [await Digests(world.sessions, world.office).tick()]
    world.go_to(date(2022, 9, 9), 8, 30)
    counts.append(await Digests(world.sessions, world.office).tick())

    assert counts == [1, 0]
    (told,) = await world.owed_to(3, "notice")
    assert told.text.startswith("Sở Xây dựng hiện không còn đầu mối nào nhận được tin; 01 nhiệm vụ đang mở.")
    (digest,) = await world.owed_to(3, "digest_pm")
    assert digest.text.splitlines()[1:3] == [
        "Tin không đến được (1 người), đề nghị liên hệ trực tiếp:",
        "- Đầu mối Sở Xây dựng, Sở Xây dựng (chưa có số điện thoại)",
    ]


async def test_what_only_waits_is_said_once_a_week(world: World) -> None:
    """A decision nobody takes is no news of every morning; of the first working day of a week it is."""
    digests = Digests(world.sessions, world.office)
    world.go_to(date(2022, 9, 7), 10)
    await world.write(1, "xin lùi I.1 đến 31/10 vì chờ thẩm định")
    told = []
    for day in (7, 8, 9, 12, 13):
        for hour in (9, 15):
            world.go_to(date(2022, 9, day), hour, 30)
            await plan_reminders(world.sessions, world.office)
            if await digests.tick():
                told.append((day, hour))

    assert told == [(7, 9), (7, 15), (12, 9)]


async def test_a_day_with_nothing_to_tell_has_no_digest(world: World) -> None:
    """An empty message is a nuisance."""
    world.go_to(date(2022, 9, 8), 10)

    assert await Digests(world.sessions, world.office).tick() == 0


async def test_what_was_past_at_import_is_silent_until_released(world: World) -> None:
    """On the list with its agency; released, it is reminded of in the next message."""
    agency = await world.agency("Sở Xây dựng")
    await world.task([agency], date(2022, 3, 31), code="I.2", silent=True)
    world.go_to(date(2022, 9, 20), 9)
    await plan_reminders(world.sessions, world.office)
    before = await world.owed_to(1, "daily")

    (asked,) = await world.write(3, "/duyet")
    (answer, *_) = await world.write(3, action=asked.actions["Nhắc"])
    world.go_to(date(2022, 9, 21), 9)
    await plan_reminders(world.sessions, world.office)

    assert "01 nhiệm vụ của Sở Xây dựng đã qua thời hạn khi nhập kế hoạch" in asked.text
    assert answer.text == "Các nhiệm vụ này được nhắc từ tin kế tiếp."
    after = (await world.owed_to(1, "daily"))[len(before) :]
    assert [[each["code"] for each in one.subject["occurrences"]] for one in after] == [["I.2"]]
