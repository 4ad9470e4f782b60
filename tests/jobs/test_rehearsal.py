"""Three years of a whole plan in which nobody reports, lived through on a database, against the preview made before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.calendar import official_calendar
from bot.demo.filling import filler
from bot.domain.messages import Address
from bot.domain.people import Role
from bot.jobs.remind import plan_reminders
from bot.jobs.rounds import run_rounds
from handlers.schedule import load_outlook
from storage.engine import Sessions
from storage.reminders import item_from_json
from storage.roster import bind_address, load_everybody
from storage.tables import MessageRow
from tests.world import World, found_world

START, END = date(2022, 9, 1), date(2025, 12, 31)
Line = tuple[int, str, object]
Told = dict[tuple[date, int], list[Line]]


async def committee(sessions: Sessions) -> World:
    """Six agencies, one with two focal points and a deputy, one where nobody joined; 30 tasks of all kinds."""
    world = await found_world(sessions, START)
    agencies = [await world.agency(f"Sở {n}") for n in range(1, 7)]
    for number, agency in enumerate(agencies, start=1):
        await world.person(f"Đầu mối Sở {number}", agency_id=agency, joined=number != 6)
    await world.person("Đầu mối thứ hai", agency_id=agencies[0])
    await world.person("Phó đầu mối", Role.DEPUTY, agencies[0])
    dated = [date(2022, 9, 30), date(2022, 12, 31), date(2023, 3, 31), date(2023, 6, 30), date(2024, 2, 10), END]
    for number in range(20):
        lead = [agencies[number % 6]] if number % 5 else [agencies[number % 6], agencies[(number + 4) % 6]]
        await world.task(lead, dated[number % 6] + timedelta(days=number))
    for year in (2023, 2024, 2025):
        await world.task([agencies[1]], date(year, 3, 31), code=f"II.1.{year}")
    await world.task([agencies[2]], kind="continuous")
    await world.task([agencies[3]], kind="guidance", event="có hướng dẫn của Trung ương")
    await world.task([agencies[4]], kind="none")
    return world


async def sample(sessions: Sessions) -> World:
    """The sample plan with its roster; everybody has a chat but one focal point."""
    world = await found_world(sessions, START)
    async with sessions.begin() as session:
        await filler(world.office.settings, None, None)(session, world.clock.now(), START)
        for person in await load_everybody(session, START):
            if person.name != "Đầu mối Sở Tài chính":
                await bind_address(session, person.id, Address("telegram", f"chat-{person.id}"), world.clock.now())
    return world


def said(key: str) -> str:
    """A stage by its key; a round by its step, since one that is still to be planned has no number."""
    return f"round:{key.rsplit(':', 1)[1]}" if key.startswith("round:") else key


async def foreseen(world: World) -> Told:
    policy = world.office.settings.reminder_policy()
    async with world.sessions() as session:
        outlook = await load_outlook(
            session, START, START, (END - START).days + 1, official_calendar(), policy
        )  # fmt: skip
    return {
        (each.message.on, each.message.person_id): [
            (one.number, one.item.task_code, said(one.item.key)) for one in each.message.items
        ]
        for each in outlook.messages
    }


async def told(world: World) -> Told:
    async with world.sessions() as session:
        rows = await session.scalars(select(MessageRow).where(MessageRow.kind == "daily"))
        return {
            (row.local_day, row.person_id): [
                (each.number, each.item.task_code, said(each.item.key))
                for each in map(item_from_json, row.subject["occurrences"])
            ]
            for row in rows
            if row.local_day is not None and row.person_id is not None
        }


@pytest.mark.slow
async def test_the_years_go_as_the_preview_said(sessions: Sessions) -> None:
    """Message by message: the same days, people, numbers, tasks and stages; nothing on a day off."""
    await _live_as_foreseen(await committee(sessions))


@pytest.mark.soak
async def test_the_sample_plan_goes_as_the_preview_said(sessions: Sessions) -> None:
    """The real plan to its end."""
    await _live_as_foreseen(await sample(sessions))


async def _live_as_foreseen(world: World) -> None:
    sessions = world.sessions
    expected = await foreseen(world)
    calendar = official_calendar()

    day = START
    while day <= END:
        if calendar.is_working_day(day):
            world.go_to(day, 9)
            await run_rounds(sessions, world.office)
            await plan_reminders(sessions, world.office)
            async with sessions.begin() as session:
                for row in await session.scalars(select(MessageRow).where(MessageRow.state == "queued")):
                    row.state = "sent"
        day += timedelta(days=1)

    lived = await told(world)
    assert lived == expected
    assert len(lived) > 300
    assert all(calendar.is_working_day(on) for on, _ in lived)
