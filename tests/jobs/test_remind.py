"""The planner on real databases: one message a day, planned once, and what became of it asked again before sending."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.domain.tasks import Status
from bot.jobs.recheck import recheck
from bot.jobs.remind import Planned, plan_reminders
from bot.jobs.sending import HELD, REWORDED
from storage.decisions import open_decisions
from storage.engine import Sessions
from storage.occurrences import load_occurrences, move_term
from storage.plans import set_task_state
from storage.tables import MessageRow, OccurrenceRow, PauseRow, ReminderRow
from tests.world import World, at, found_world

DUE = date(2022, 9, 30)


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await found_world(sessions)


async def messages(world: World, state: str = "queued") -> list[MessageRow]:
    async with world.sessions() as session:
        query = select(MessageRow).where(MessageRow.kind == "daily", MessageRow.state == state)
        return list(await session.scalars(query.order_by(MessageRow.id)))


async def plan(world: World, on: date, hour: int = 8, minute: int = 30) -> Planned:
    world.go_to(on, hour, minute)
    return await plan_reminders(world.sessions, world.office)


async def mark_sent(world: World) -> None:
    async with world.sessions.begin() as session:
        for row in await session.scalars(select(MessageRow).where(MessageRow.state == "queued")):
            row.state = "sent"


async def ask_again(world: World) -> dict[int, str]:
    async with world.sessions.begin() as session:
        return await recheck(session, world.office, [each.id for each in await messages(world)])


async def test_all_that_is_due_is_one_message_with_its_code_and_buttons(world: World) -> None:
    """Two tasks of one agency: numbered, the nearer term first, and the subject that answers refer to for ever."""
    agency = await world.agency("Sở Xây dựng")
    person = await world.person("Nguyễn Thị Thu Hà", agency_id=agency)
    await world.task([agency], date(2022, 10, 16), content="Quyết định về thiết kế mẫu")
    (near,) = await world.task([agency], DUE, content="Quyết định về nhà ở xã hội")

    done = await plan(world, date(2022, 9, 16))

    (message,) = await messages(world)
    assert (done.messages, message.person_id, message.local_day) == (1, person, date(2022, 9, 16))
    text: str = message.payload["text"]
    assert text.startswith("Kính gửi đồng chí Hà.\nSở Xây dựng có 02 nhiệm vụ")
    assert "1. I.1.2 – Quyết định về nhà ở xã hội: thời hạn 30/9/2022, còn 14 ngày" in text
    assert "2. I.1.1 – Quyết định về thiết kế mẫu: thời hạn 16/10/2022, còn 30 ngày" in text
    assert f"[N{message.id}]" in text
    assert [each["code"] for each in message.subject["occurrences"]] == ["I.1.2", "I.1.1"]
    assert message.subject["occurrences"][0]["occurrence_id"] == near
    assert message.payload["buttons"][0][0]["action"] == f"pick:{message.id}:1"


async def test_planning_again_plans_nothing_more(world: World) -> None:
    """Twice in a row and from four processes at once: one message, one reminder."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)
    world.go_to(date(2022, 9, 16))

    await asyncio.gather(*(plan_reminders(world.sessions, world.office) for _ in range(4)))
    again = await plan_reminders(world.sessions, world.office)

    assert again == Planned()
    assert len(await messages(world)) == 1
    async with world.sessions() as session:
        assert len((await session.scalars(select(ReminderRow))).all()) == 1


@pytest.mark.parametrize(
    ("on", "hour"),
    [(date(2022, 9, 16), 7), (date(2022, 9, 17), 9), (date(2022, 9, 2), 9), (date(2022, 9, 16), 20)],
    ids=["before the hour", "a Saturday", "a holiday", "in the evening"],
)
async def test_nothing_is_planned_outside_the_hours(world: World, on: date, hour: int) -> None:
    """Before 8:30, on a day off, after the last hour."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)

    assert await plan(world, on, hour) == Planned()


async def test_in_the_midday_rest_it_is_planned_and_held(world: World) -> None:
    """After an outage that ended at noon, the message waits for 14:00."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)

    await plan(world, date(2022, 9, 16), 12)

    (message,) = await messages(world)
    assert message.hold_until is not None
    assert message.hold_until.hour == 14 - 7


async def test_the_day_after_an_outage_brings_one_message(world: World) -> None:
    """Planned on the 27th and never sent: on the 29th the old one gives way, and the stage of that day is said."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)
    other = await world.task([agency], date(2022, 10, 4))
    await plan(world, date(2022, 9, 27))

    await plan(world, date(2022, 9, 29))

    (stale,) = await messages(world, "cancelled")
    (message,) = await messages(world)
    assert stale.reason == "merged"
    said = [(each["occurrence_id"], each["stage"]) for each in message.subject["occurrences"]]
    assert (other[0], 7) in said
    assert [stage for occurrence, stage in said if occurrence != other[0]] == [1]


async def test_whoever_was_told_is_not_told_again_because_another_was_not(world: World) -> None:
    """Of two focal points one message left and one stayed: on the next day the second alone hears of it."""
    agency = await world.agency("Sở Xây dựng")
    first = await world.person("Đầu mối A", agency_id=agency)
    second = await world.person("Đầu mối B", agency_id=agency)
    await world.task([agency], DUE)
    await plan(world, date(2022, 9, 16))
    async with world.sessions.begin() as session:
        row = await session.scalar(select(MessageRow).where(MessageRow.person_id == first))
        assert row is not None
        row.state = "sent"

    await plan(world, date(2022, 9, 19), 9)

    assert {each.local_day for each in await messages(world)} == {date(2022, 9, 19)}
    assert [each.person_id for each in await messages(world)] == [second]


async def test_whoever_cannot_be_reached_is_kept_for_the_secretary(world: World) -> None:
    """Not joined: nothing is sent, the ledger knows why. Nobody named: kept under the agency."""
    joined_not = await world.agency("Sở Xây dựng")
    empty = await world.agency("Sở Tài chính")
    person = await world.person("Đầu mối Sở Xây dựng", agency_id=joined_not, joined=False)
    await world.task([joined_not, empty], DUE)

    done = await plan(world, date(2022, 9, 16))

    kept = await messages(world, "cancelled")
    assert done.messages == 0
    assert {(each.person_id, each.reason) for each in kept} == {(person, "nobody_reachable"), (None, "nobody")}


async def test_drafts_to_the_leader_and_the_standing_agency_wait_for_a_decision(world: World) -> None:
    """On the third overdue working day, and on the tenth; each once."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)
    steps: list[list[str]] = []

    for day in (4, 5, 6, 14):
        await plan(world, date(2022, 10, day))
        async with world.sessions() as session:
            steps.append([each.data["step"] for each in await open_decisions(session)])

    assert steps == [[], ["leader"], ["leader"], ["leader", "standing"]]


async def test_what_was_done_since_falls_out_and_the_numbers_stay(world: World) -> None:
    """The first of three is reported done before the message leaves: 2 and 3 keep their numbers."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    ids = [(await world.task([agency], DUE))[0] for _ in range(3)]
    await plan(world, date(2022, 9, 16))
    await world.report(ids[0], Status.DONE)

    dropped = await ask_again(world)

    (message,) = await messages(world)
    text = message.payload["text"]
    assert dropped == {message.id: REWORDED}
    assert await ask_again(world) == {}
    assert "\n1. " not in text
    assert "\n2. I.1.2" in text
    assert "\n3. I.1.3" in text
    assert len(message.subject["occurrences"]) == 3


async def change_done(world: World, occurrence_id: int) -> None:
    await world.report(occurrence_id, Status.DONE)


async def change_suspended(world: World, occurrence_id: int) -> None:
    async with world.sessions.begin() as session:
        found = (await load_occurrences(session, [occurrence_id]))[occurrence_id]
        await set_task_state(session, found.task_id, "suspended", "chờ")


async def change_term(world: World, occurrence_id: int) -> None:
    async with world.sessions.begin() as session:
        found = (await load_occurrences(session, [occurrence_id]))[occurrence_id]
        await move_term(session, found, date(2022, 12, 1), "gia hạn", world.clock.now())


async def change_pause(world: World, occurrence_id: int) -> None:
    async with world.sessions.begin() as session:
        session.add(
            PauseRow(scope="all", from_on=world.today, until_on=None, reason="bão", created_at=world.clock.now())
        )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (change_done, "done"),
        (change_suspended, "suspended"),
        (change_term, "term_moved"),
        (change_pause, "paused"),
    ],
)
async def test_a_message_with_nothing_left_to_say_is_cancelled(world: World, change: Any, reason: str) -> None:
    """Each with the reason that the ledger shows."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    (occurrence,) = await world.task([agency], DUE)
    await plan(world, date(2022, 9, 16))
    await change(world, occurrence)

    assert list((await ask_again(world)).values()) == [reason]


async def test_a_message_whose_day_is_over_is_due_again(world: World) -> None:
    """The platform comes back at night: nothing is sent then, and the next working day says it."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    (occurrence,) = await world.task([agency], DUE)
    await plan(world, date(2022, 9, 16))
    world.go_to(date(2022, 9, 16), 22)

    reasons = await ask_again(world)

    assert list(reasons.values()) == ["late"]
    async with world.sessions() as session:
        row = await session.get(OccurrenceRow, occurrence)
        assert row is not None
        assert row.looked_on == date(2022, 9, 15)
        assert row.next_look_on is not None
        assert row.next_look_on <= date(2022, 9, 19)


async def test_at_noon_a_message_waits_for_the_afternoon(world: World) -> None:
    """The platform comes back in the midday rest: held, not sent and not lost."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)
    await plan(world, date(2022, 9, 16))
    world.go_to(date(2022, 9, 16), 12)

    reasons = await ask_again(world)

    (message,) = await messages(world)
    assert list(reasons.values()) == [HELD]
    assert (message.due_at, message.hold_until) == (None, at(date(2022, 9, 16), 14, 0))


async def test_the_deputy_hears_three_days_before_without_a_report_ever(world: World) -> None:
    """On 27/9 both; on 16/9 the focal point alone."""
    agency = await world.agency("Sở Xây dựng")
    focal = await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    deputy = await world.person("Phó đầu mối", Role.DEPUTY, agency)
    await world.task([agency], DUE)

    told = []
    for day in (16, 23, 27):
        await plan(world, date(2022, 9, day))
        told.append([each.person_id for each in await messages(world)])
        await mark_sent(world)

    assert told == [[focal], [focal], [focal, deputy]]


async def test_no_one_hears_twice_on_one_day(world: World) -> None:
    """A term set after the daily hour waits for the next working day."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], DUE)
    await plan(world, date(2022, 9, 16))
    await world.task([agency], date(2022, 9, 30))

    await plan(world, date(2022, 9, 16), 9)
    today = await messages(world)
    await mark_sent(world)
    await plan(world, date(2022, 9, 19), 9)

    assert len(today) == 1
    assert [[each["code"] for each in row.subject["occurrences"]] for row in await messages(world)] == [["I.1.2"]]


async def test_a_term_that_nobody_has_planned_is_looked_at_all_the_same(world: World) -> None:
    """Made or moved without a word to the planner, it is decided on at the next tick."""
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    (occurrence,) = await world.task([agency], date(2023, 9, 30))
    world.go_to(date(2022, 9, 16))
    await change_term(world, occurrence)

    await plan_reminders(world.sessions, world.office)

    async with world.sessions() as session:
        row = await session.get(OccurrenceRow, occurrence)
        assert row is not None
        assert row.next_look_on == date(2022, 11, 1)
