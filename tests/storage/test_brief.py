"""What the database counts for a chat is what the rows would count."""

import random
from datetime import date, timedelta

import pytest

from bot.domain.committee import CommitteeSettings
from bot.domain.periods import period_of, whole_plan
from bot.domain.summary import EVERYTHING, Narrowing, summarize
from bot.domain.tasks import Status
from storage.brief import LISTED, NotBrief, load_brief
from storage.engine import Sessions
from storage.occurrences import set_occurrence_states
from storage.plans import save_setting
from storage.progress import load_ground
from storage.roster import add_person
from storage.rounds import add_round, record_asks, record_step
from tests.storage.summary_world import World, moment, new_world

TODAY = date(2022, 10, 5)
PROGRAMME = "Chương trình giảm nghèo bền vững"
PERIODS = [
    whole_plan(date(2022, 1, 1), TODAY),
    period_of("quarter", 2022, 4),
    period_of("quarter", 2022, 3),
    period_of("year", 2022),
]
NARROWINGS = [
    EVERYTHING,
    Narrowing(agencies=frozenset({"Sở Xây dựng"})),
    Narrowing(programmes=frozenset({PROGRAMME})),
    Narrowing(overdue_only=True),
]


async def fill(world: World) -> None:
    """Forty occurrences of every kind, some asked in a round, two that no longer count."""
    chance = random.Random(7)
    ids = []
    for n in range(40):
        due = None if n % 9 == 0 else TODAY + timedelta(days=chance.randint(-120, 120))
        section = ("I.1", "I.2.a", "III")[n % 3]
        agency = ("Sở Xây dựng", "Sở Tài chính", "Văn phòng UBND tỉnh")[n % 3]
        programme = PROGRAMME if n % 2 else ""
        occurrence = await world.task(f"{section}.{n}", agency, due, programme=programme, strict=n % 4 == 0)
        ids.append(occurrence)
        for status in chance.sample(list(Status), k=n % 4):
            day = TODAY - timedelta(days=chance.randint(0, 90))
            done_on = due + timedelta(days=1) if status is Status.DONE and due and due < TODAY and n % 4 == 0 else day
            await world.report(occurrence, day, status, done_on=done_on if status is Status.DONE else None)
    await set_occurrence_states(world.session, ids[:1], "withdrawn", moment(TODAY))
    await set_occurrence_states(world.session, ids[1:2], "suspended", moment(TODAY))
    opened = TODAY - timedelta(days=10)
    person = await add_person(world.session, "Đầu mối", moment(opened))
    stored = await add_round(
        world.session, world.plan.id, "quarter:2022-3", date(2022, 7, 1), date(2022, 9, 30), date(2022, 9, 14), opened
    )
    assert stored is not None
    await record_step(world.session, stored.id, opened, moment(opened))
    await record_asks(world.session, stored.id, [(each, person) for each in ids[::2]], moment(opened))


@pytest.mark.parametrize("lenient", [False, True])
async def test_the_brief_figures_are_those_of_the_rows(sessions: Sessions, lenient: bool) -> None:
    """Totals, parts and lists alike: for periods, narrowed or not, and where a submission meets the term."""
    async with sessions() as session:
        world = await new_world(session)
        await fill(world)
        if lenient:
            await save_setting(session, world.plan.id, "submission_meets_term", True, moment(TODAY))
        committee = CommitteeSettings(submission_meets_term=lenient)
        now = moment(TODAY, hour=12)
        for period in PERIODS:
            ground = await load_ground(session, world.plan, TODAY, now, committee, round_period=period.key)
            for narrowing in NARROWINGS:
                whole = summarize(ground, period, narrowing)

                brief = await load_brief(session, world.plan, period, TODAY, now, narrowing)

                assert brief.totals == whole.totals
                assert brief.by_agency == whole.by_agency
                assert brief.by_section == whole.by_section
                assert dict(brief.by_programme) == dict(whole.by_programme)
                assert [row.occurrence_id for row in brief.overdue] == [row.occurrence_id for row in whole.overdue]
                assert [row.occurrence_id for row in brief.due_soon] == [row.occurrence_id for row in whole.due_soon]
                assert {row.occurrence_id for row in brief.not_reported} == {
                    row.occurrence_id for row in whole.not_reported
                }
                assert brief.ahead == whole.ahead
                assert brief.left_out == {}


async def test_long_lists_end_and_say_how_much_is_left_out(sessions: Sessions) -> None:
    """The figures count everything, the list shows its beginning."""
    async with sessions() as session:
        world = await new_world(session)
        for n in range(LISTED + 7):
            await world.task(f"I.1.{n}", "Sở Xây dựng", TODAY - timedelta(days=n + 1))

        brief = await load_brief(session, world.plan, PERIODS[0], TODAY, moment(TODAY, hour=12))

    assert brief.totals.open_overdue == LISTED + 7
    assert len(brief.overdue) == LISTED
    assert brief.left_out == {"overdue": 7}
    assert brief.overdue[0].days_late(TODAY) == LISTED + 7


async def test_a_committee_that_confirms_completions_takes_the_whole_road(sessions: Sessions) -> None:
    """What was confirmed is not in the columns."""
    async with sessions() as session:
        world = await new_world(session)
        await save_setting(session, world.plan.id, "confirm_completions", True, moment(TODAY))

        with pytest.raises(NotBrief):
            await load_brief(session, world.plan, PERIODS[0], TODAY, moment(TODAY))
