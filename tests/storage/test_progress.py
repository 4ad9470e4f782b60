"""How the work stood on a day, as known at a moment."""

from datetime import date

import pytest

from bot.domain.committee import CommitteeSettings
from bot.domain.periods import period_of, whole_plan
from bot.domain.summary import Row, Summary, summarize
from bot.domain.tasks import Standing, Status
from storage.engine import Sessions
from storage.occurrences import hand_over, load_occurrences, move_term, set_occurrence_states
from storage.plans import ensure_agency
from storage.progress import load_ground
from storage.reports import return_report, undo_reports
from tests.storage.summary_world import World, moment, new_world

BUILDING, LABOUR = "Sở Xây dựng", "Sở Lao động - Thương binh và Xã hội"
DUE = date(2022, 9, 30)


async def standing_of(
    world: World, on: date, *, known: date | None = None, committee: CommitteeSettings | None = None
) -> Row:
    """The first row of the plan on a day, as known in the evening of a day."""
    ground = await load_ground(world.session, world.plan, on, moment(known or on, hour=12), committee)
    return ground.rows[0]


@pytest.mark.parametrize(
    ("on", "done_on", "expected"),
    [
        (date(2022, 9, 30), None, Standing.OPEN_IN_TERM),
        (date(2022, 10, 1), None, Standing.OPEN_OVERDUE),
        (date(2022, 10, 1), date(2022, 9, 30), Standing.DONE_ON_TIME),
        (date(2022, 10, 3), date(2022, 10, 1), Standing.DONE_LATE),
        (date(2022, 9, 29), date(2022, 10, 1), Standing.OPEN_IN_TERM),
    ],
)
async def test_the_class_is_taken_on_the_day(
    sessions: Sessions, on: date, done_on: date | None, expected: Standing
) -> None:
    """The due day itself is in time, and a completion of after the day does not count on it."""
    async with sessions() as session:
        world = await new_world(session)
        occurrence = await world.task("I.1.1", BUILDING, DUE)
        if done_on:
            await world.report(occurrence, done_on, Status.DONE)

        row = await standing_of(world, on, known=date(2022, 12, 1))

    assert row.standing is expected


async def test_a_completion_told_later_counts_on_the_day_it_was_done(sessions: Sessions) -> None:
    """Told on 20/9 that it was done on 12/9: at the cut-off of 14/9 it was done, once that is known."""
    async with sessions() as session:
        world = await new_world(session)
        occurrence = await world.task("I.1.1", BUILDING, DUE)
        await world.report(occurrence, date(2022, 9, 5), Status.IN_PROGRESS, percent=40)
        await world.report(occurrence, date(2022, 9, 20), Status.DONE, done_on=date(2022, 9, 12))

        then = await standing_of(world, date(2022, 9, 14))
        since = await standing_of(world, date(2022, 9, 14), known=date(2022, 9, 21))

    assert (then.standing, then.status, then.percent) == (Standing.OPEN_IN_TERM, Status.IN_PROGRESS, 40)
    assert (since.standing, since.status, since.done_on) == (Standing.DONE_ON_TIME, Status.DONE, date(2022, 9, 12))


async def test_a_summary_of_before_knows_nothing_of_what_came_after(sessions: Sessions) -> None:
    """Reports, undoing, returning, terms, hand-overs and withdrawals of later change nothing in what was known."""
    async with sessions() as session:
        world = await new_world(session)
        on = date(2022, 10, 5)
        done, undone, moved, withdrawn = [await world.task(f"I.1.{n}", BUILDING, DUE) for n in range(1, 5)]
        first = await world.report(done, date(2022, 9, 20), Status.DONE)
        second = await world.report(undone, date(2022, 9, 21), Status.DONE)
        period = whole_plan(world.plan.start_on, on)
        before = summarize(await load_ground(session, world.plan, on, moment(on)), period)
        later = moment(date(2022, 10, 20))
        await return_report(session, first, "chưa đủ", later)
        await undo_reports(session, [second], later)
        await move_term(session, (await load_occurrences(session, [moved]))[moved], date(2022, 12, 31), "xin", later)
        await set_occurrence_states(session, [withdrawn], "withdrawn", later)
        await hand_over(session, [moved], await ensure_agency(session, LABOUR), later)

        again = summarize(await load_ground(session, world.plan, on, moment(on)), period)
        now = summarize(await load_ground(session, world.plan, on, moment(date(2022, 10, 21))), period)

    assert again == before
    assert (before.totals.done_on_time, before.totals.open_overdue) == (2, 2)
    assert (now.totals.occurrences, now.totals.open_overdue, now.totals.open_in_term) == (3, 2, 1)
    assert [agency for agency, _ in now.by_agency] == [BUILDING, LABOUR]


async def test_submitted_in_time_is_shown_apart_and_may_meet_the_term(sessions: Sessions) -> None:
    """Open and late by the class, but nobody's delay; where the committee has it so, it is done."""
    async with sessions() as session:
        world = await new_world(session)
        occurrence = await world.task("I.1.1", BUILDING, DUE)
        await world.report(occurrence, date(2022, 9, 28), Status.SUBMITTED)

        on = date(2022, 10, 10)
        plain = await standing_of(world, on)
        lenient = await standing_of(world, on, committee=CommitteeSettings(submission_meets_term=True))

    assert (plain.standing, plain.awaits_issue) == (Standing.OPEN_OVERDUE, True)
    assert (lenient.standing, lenient.done_on) == (Standing.DONE_ON_TIME, date(2022, 9, 28))


async def test_a_completion_may_wait_for_the_secretary(sessions: Sessions) -> None:
    """Where completions are confirmed, one that is not counts as open."""
    async with sessions() as session:
        world = await new_world(session)
        await world.report(await world.task("I.1.1", BUILDING, DUE), date(2022, 9, 28), Status.DONE)

        row = await standing_of(world, date(2022, 9, 29), committee=CommitteeSettings(confirm_completions=True))

    assert (row.standing, row.unconfirmed, row.done_on) == (Standing.OPEN_IN_TERM, True, None)


async def test_what_was_completed_before_confirmation_was_wanted_stays_so(sessions: Sessions) -> None:
    """Turned on in mid-plan, the setting asks for what is reported from then on, not for all that was."""
    async with sessions() as session:
        world = await new_world(session)
        await world.report(await world.task("I.1.1", BUILDING, DUE), date(2022, 9, 20), Status.DONE)
        rows = []
        for since in (date(2022, 9, 19), date(2022, 9, 21)):
            committee = CommitteeSettings(confirm_completions=True, confirm_since=moment(since))
            rows.append(await standing_of(world, date(2022, 9, 29), committee=committee))

    assert [(row.standing, row.unconfirmed) for row in rows] == [
        (Standing.OPEN_IN_TERM, True),
        (Standing.DONE_ON_TIME, False),
    ]


async def test_sections_agencies_and_what_is_suspended(sessions: Sessions) -> None:
    """Sections by code with their title, agencies in protocol order, a suspended one named and not counted."""
    async with sessions() as session:
        world = await new_world(session)
        await world.task("III.1", LABOUR, None)
        await world.task("I.2.a.3", BUILDING, DUE)
        hidden = await world.task("I.1.1", BUILDING, DUE)
        await set_occurrence_states(session, [hidden], "suspended", moment(date(2022, 8, 1)))

        summary = await summary_of(world, date(2022, 8, 2))

    assert [(heading.section, heading.title) for heading, _ in summary.by_section] == [
        ("III", "CHẾ ĐỘ BÁO CÁO"),
        ("I.2.a", "Văn bản chung"),
    ]
    assert [agency for agency, _ in summary.by_agency] == [LABOUR, BUILDING]
    assert summary.totals.occurrences == 2
    assert [row.code for row in summary.suspended] == ["I.1.1"]


async def summary_of(world: World, on: date) -> Summary:
    """The summary of the whole plan."""
    ground = await load_ground(world.session, world.plan, on, moment(on))
    return summarize(ground, whole_plan(world.plan.start_on, on))


async def test_a_period_holds_what_was_carried_over_due_done_or_without_a_term(sessions: Sessions) -> None:
    """Quý III: not what was done before it, not what is due after it unless done in it."""
    async with sessions() as session:
        world = await new_world(session)
        await world.task("I.1.1", BUILDING, date(2022, 6, 30))  # carried over
        done_before = await world.task("I.1.2", BUILDING, date(2022, 6, 30))
        await world.task("I.1.3", BUILDING, date(2022, 9, 30))  # due in it
        done_early = await world.task("I.1.4", BUILDING, date(2022, 12, 31))
        await world.task("I.1.5", BUILDING, date(2022, 12, 31))  # later
        await world.task("I.1.6", BUILDING, None)
        await world.report(done_before, date(2022, 6, 29), Status.DONE)
        await world.report(done_early, date(2022, 8, 1), Status.DONE)

        ground = await load_ground(session, world.plan, date(2022, 9, 14), moment(date(2022, 9, 20)))
        summary = summarize(ground, period_of("quarter", 2022, 3))

    assert [row.code for row in summary.rows] == ["I.1.1", "I.1.3", "I.1.4", "I.1.6"]
