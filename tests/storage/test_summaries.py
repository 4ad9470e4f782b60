"""Summaries as drafted and issued: numbered, kept with their files, never changed."""

import asyncio
from datetime import date

import pytest

from bot.domain.periods import period_of
from bot.domain.summary import Asked, summarize
from bot.domain.tasks import Status
from bot.render.summary_json import summary_to_json
from storage.engine import Sessions, writing
from storage.files import load_file
from storage.progress import load_ground
from storage.summaries import (
    AlreadyIssued,
    draft_summary,
    files_of_issue,
    find_draft,
    find_issue,
    find_previous,
    issue_summary,
    load_summary,
    set_figures,
    set_words,
)
from tests.storage.summary_world import World, moment, new_world

ON = date(2022, 9, 14)
QUARTER = period_of("quarter", 2022, 3)


async def drafted(world: World, *, remarks: str = "") -> int:
    """A draft of quý III with one task done and one open."""
    await world.report(await world.task("I.1.1", "Sở Xây dựng", date(2022, 9, 1)), date(2022, 8, 30), Status.DONE)
    await world.task("I.1.2", "Sở Tài chính", date(2022, 9, 30))
    summary = await load_summary(world.session, world.plan, Asked(world.plan.id, QUARTER, ON, moment(ON)))
    figures = summary_to_json(summary)
    draft = await draft_summary(world.session, world.plan.id, QUARTER.key, ON, moment(ON), figures, moment(ON))
    await set_words(world.session, draft, remarks=remarks)
    return draft


async def test_an_issued_summary_is_never_changed(sessions: Sessions) -> None:
    """No other words, no other figures, no second number; its files stay."""
    async with sessions() as session:
        world = await new_world(session)
        draft = await drafted(world, remarks="Bảo đảm tiến độ")

        issued = await issue_summary(session, draft, [("bc.docx", "application/x", b"docx")], None, moment(ON))

        for change in (
            set_words(session, draft, remarks="khác"),
            set_figures(session, draft, ON, moment(ON), {}),
            issue_summary(session, draft, [], None, moment(ON)),
        ):
            with pytest.raises(AlreadyIssued):
                await change
        kept = await find_issue(session, draft)
        (file,) = await files_of_issue(session, draft)
        content = await load_file(session, file.key)
    assert kept == issued
    assert (issued.number, issued.remarks) == (1, "Bảo đảm tiến độ")
    assert content is not None
    assert content.content == b"docx"


async def test_computed_again_it_gives_its_figures(sessions: Sessions) -> None:
    """With its own cut-off and moment of knowledge, whatever has been reported since."""
    async with sessions() as session:
        world = await new_world(session)
        draft = await drafted(world)
        issued = await issue_summary(session, draft, [], None, moment(ON))
        await world.report(world.occurrences["I.1.2", "Sở Tài chính"], date(2022, 9, 20), Status.DONE)

        ground = await load_ground(session, world.plan, issued.on, issued.known_at, round_period=QUARTER.key)

        assert summary_to_json(summarize(ground, QUARTER)) == issued.figures


async def test_a_new_draft_of_a_period_keeps_the_words(sessions: Sessions) -> None:
    """What the secretary wrote is not lost when the figures are taken anew."""
    async with sessions() as session:
        world = await new_world(session)
        first = await drafted(world, remarks="Nhận xét")

        second = await draft_summary(session, world.plan.id, QUARTER.key, ON, moment(ON), {"totals": {}}, moment(ON))

        draft = await find_draft(session, world.plan.id, QUARTER.key)
    assert first == second
    assert draft is not None
    assert (draft.remarks, draft.figures) == ("Nhận xét", {"totals": {}})


async def test_what_was_issued_later_is_not_compared_with(sessions: Sessions) -> None:
    """A summary is compared with the last one that was known and was of no later day."""
    async with sessions() as session:
        world = await new_world(session)
        await issue_summary(session, await drafted(world), [], None, moment(ON))

        before = await find_previous(session, world.plan.id, date(2022, 9, 1), moment(date(2022, 9, 1)))
        after = await find_previous(session, world.plan.id, date(2022, 10, 1), moment(date(2022, 10, 1)))

    assert before is None
    assert after is not None
    assert (after.on, after.totals.done_on_time) == (ON, 1)


async def test_two_issued_at_once_have_two_numbers(sessions: Sessions) -> None:
    """Two secretaries, two periods, one moment: 1 and 2."""
    async with sessions.begin() as session:
        world = await new_world(session)
        first = await drafted(world)
        second = await draft_summary(session, world.plan.id, "month:2022-9", ON, moment(ON), {}, moment(ON))

    async def issue(draft: int) -> int | None:
        async with writing(sessions) as session:
            return (await issue_summary(session, draft, [], None, moment(ON))).number

    numbers = await asyncio.gather(issue(first), issue(second))

    assert sorted(number or 0 for number in numbers) == [1, 2]
