"""Weeks in which people report, terms move, pauses come and the platform fails: what is promised holds on every day."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.calendar import official_calendar
from bot.domain.reminders import Pause
from bot.domain.tasks import Status
from bot.jobs.recheck import recheck
from bot.jobs.remind import plan_reminders
from bot.jobs.sending import HELD, REWORDED
from handlers.auditing import audit_occurrences
from storage.days import load_calendar
from storage.engine import Sessions
from storage.looks import refresh_open_looks
from storage.occurrences import load_occurrences, move_term
from storage.pauses import add_pause
from storage.reminders import cancel_queued, load_waiting
from storage.tables import MessageRow, OccurrenceRow
from tests.world import World, found_world

START, DAYS = date(2022, 8, 15), 75
STATUSES = [Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED, Status.SUBMITTED, Status.DONE]


async def deliver(world: World) -> None:
    """Send what waits, as the deliverer does: asked again first, and read again where it was reworded."""
    for _ in range(2):
        async with world.sessions.begin() as session:
            query = select(MessageRow.id).where(MessageRow.state == "queued", MessageRow.due_at.is_not(None))
            ids = list(await session.scalars(query))
            reasons = await recheck(session, world.office, ids)
            for key, reason in reasons.items():
                if reason not in (HELD, REWORDED):
                    await cancel_queued(session, [key], reason)
            going = [key for key in ids if key not in reasons]
            await check_leaving(world, going)
            for row in await session.scalars(select(MessageRow).where(MessageRow.id.in_(going))):
                row.state = "sent"


async def check_leaving(world: World, going: list[int]) -> None:
    """Nothing leaves on a day off, nor about what is finished."""
    if not going:
        return
    assert official_calendar().is_working_day(world.today)
    async with world.sessions() as session:
        for message in await load_waiting(session, going):
            said = {each.item.occurrence_id for each in message.items if each.number in message.said}
            done = select(OccurrenceRow.id).where(OccurrenceRow.id.in_(said), OccurrenceRow.state == "done")
            assert message.local_day == world.today
            assert list(await session.scalars(done)) == []


async def trouble(world: World, chance: random.Random, ids: list[int]) -> None:
    """Something happens, as it does."""
    occurrence = chance.choice(ids)
    match chance.randrange(12):
        case 0 | 1 | 2:
            await world.report(occurrence, chance.choice(STATUSES), 1)
        case 3:
            async with world.sessions.begin() as session:
                found = (await load_occurrences(session, [occurrence]))[occurrence]
                later = world.today + timedelta(days=chance.randrange(1, 40))
                await move_term(session, found, later, "gia hạn", world.clock.now())
                await world.refresh(session, [occurrence])
        case 4:
            async with world.sessions.begin() as session:
                until = world.today + timedelta(days=chance.randrange(0, 4))
                await add_pause(session, Pause(world.today, until), "bão", world.clock.now())
        case _:
            pass


async def check_the_day(world: World) -> None:
    """Everything open has its look; nobody has two daily messages of one day."""
    async with world.sessions() as session:
        calendar = await load_calendar(session)
        lines = await audit_occurrences(session, world.today, calendar, world.office.settings.reminder_policy())
        assert [(line.code, line.fault) for line in lines if line.fault] == []
        assert all(line.next_on or line.reason for line in lines)
        doubled = (
            select(MessageRow.person_id, MessageRow.local_day)
            .where(MessageRow.kind == "daily", MessageRow.state == "sent")
            .group_by(MessageRow.person_id, MessageRow.local_day)
            .having(func.count() > 1)
        )
        assert (await session.execute(doubled)).all() == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_what_is_promised_holds_through_troubled_weeks(sessions: Sessions, seed: int) -> None:
    """Ten weeks of reports, moved terms, pauses and outages; then the platform is back and every term was spoken of."""
    chance = random.Random(seed)
    world = await found_world(sessions, START)
    agencies = [await world.agency(f"Sở {n}") for n in range(3)]
    for agency in agencies:
        await world.person(f"Đầu mối {agency}", agency_id=agency)
    await world.person("Đầu mối thứ hai", agency_id=agencies[0])
    ids = [
        each
        for n in range(9)
        for each in await world.task([agencies[n % 3]], START + timedelta(days=chance.randrange(5, 90)))
    ]
    ids += await world.task([agencies[1]], kind="continuous")

    for n in range(DAYS):
        day = START + timedelta(days=n)
        for hour in (7, 9, 12, 15, 20):
            world.go_to(day, hour)
            await plan_reminders(sessions, world.office)
            if chance.random() > 0.3:  # else the platform is down
                await deliver(world)
            if hour == 9:
                await trouble(world, chance, ids)
        await check_the_day(world)
    async with sessions.begin() as session:
        calendar = await load_calendar(session)
        await refresh_open_looks(session, world.today, calendar, world.office.settings.reminder_policy())
    await check_the_day(world)
