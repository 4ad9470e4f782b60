"""/duyet: the queue, its buttons, and that a choice has one effect."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.domain.periods import whole_plan
from bot.domain.summary import Asked, Narrowing
from bot.domain.tasks import Status
from bot.jobs.remind import plan_reminders
from storage.engine import Sessions
from storage.plans import find_plan, save_setting
from storage.summaries import load_summary
from tests.world import World, found_world


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """Two tasks of Sở Xây dựng, three working days overdue, nobody has reported."""
    world = await found_world(sessions)
    agency = await world.agency("Sở Xây dựng")
    await world.person("Đầu mối Sở Xây dựng", agency_id=agency)
    await world.task([agency], date(2022, 9, 30), code="I.2.a.5")
    await world.task([agency], date(2022, 9, 30), code="I.2.a.6")
    world.go_to(date(2022, 10, 5))
    await plan_reminders(world.sessions, world.office)
    return world


async def test_a_letter_to_a_leader_goes_with_one_tap(world: World) -> None:
    """One draft for both tasks; sent to the leader by the post, once, whoever else presses."""
    agency = await world.agency("Sở Xây dựng")
    leader = await world.person("Nguyễn Văn A", Role.AGENCY_LEADER, agency, title="Giám đốc Sở Xây dựng")
    secretary = await world.person("Thư ký A", Role.SECRETARY)
    other = await world.person("Thư ký B", Role.SECRETARY)

    (asked,) = await world.write(secretary, "/duyet")
    answers = await world.write(secretary, action=asked.actions["Gửi"])
    again = await world.write(other, action=asked.actions["Gửi"])

    assert "Dự thảo gửi lãnh đạo Sở Xây dựng" in asked.text
    assert [each.text for each in answers] == ["Đã chuyển gửi 1 người nhận."]
    assert [each.text for each in again] == ["Việc này đã được xử lý trước đó."]
    (letter,) = await world.owed_to(leader, "escalation")
    assert letter.text == (
        "Kính báo cáo đồng chí Giám đốc Sở Xây dựng. Đến ngày 05/10/2022, cơ quan thường trực chưa nhận được kết quả "
        "của 02 nhiệm vụ do Sở Xây dựng chủ trì (I.2.a.5, I.2.a.6), thời hạn 30/9/2022. "
        "Kính đề nghị đồng chí quan tâm chỉ đạo. Trân trọng."
    )
    assert [each.text for each in await world.write(secretary, "duyệt")] == ["Hiện không có việc nào chờ quyết định."]


@pytest.mark.parametrize(("choice", "classes"), [("Quá hạn", (0, 1)), ("Đúng hạn", (1, 0))])
async def test_work_done_on_the_day_itself_is_late_only_by_the_secretarys_word(
    sessions: Sessions, choice: str, classes: tuple[int, int]
) -> None:
    """ "Trước ngày 30/9", done on 30/9: asked once, in time until then."""
    world = await found_world(sessions)
    agency = await world.agency("Sở Tài chính")
    secretary = await world.person("Thư ký A", Role.SECRETARY)
    (occurrence,) = await world.task([agency], date(2022, 9, 29), code="III.4", strict=True)
    world.go_to(date(2022, 9, 30))
    await world.report(occurrence, Status.DONE)

    (asked,) = await world.write(secretary, "/duyet")
    await world.write(secretary, action=asked.actions[choice])

    assert "III.4" in asked.text
    assert "trước ngày" in asked.text
    async with sessions() as session:
        plan = await find_plan(session)
        assert plan is not None
        period = whole_plan(plan.start_on, world.today)
        summary = await load_summary(session, plan, Asked(plan.id, period, world.today, world.clock.now(), Narrowing()))
    assert (summary.totals.done_on_time, summary.totals.done_late) == classes
    assert [each.text for each in await world.write(secretary, "/duyet")] == ["Hiện không có việc nào chờ quyết định."]


async def test_what_was_finished_since_is_no_longer_to_be_decided(world: World) -> None:
    """Both tasks are reported before the secretary looks: nothing waits."""
    secretary = await world.person("Thư ký A", Role.SECRETARY)
    for occurrence in (1, 2):
        await world.report(occurrence, Status.DONE)

    (answer,) = await world.write(secretary, "/duyet")

    assert answer.text == "Hiện không có việc nào chờ quyết định."


async def test_without_a_leader_in_the_roster_the_draft_can_be_copied(world: World) -> None:
    """There is nothing to tap but that it was seen."""
    secretary = await world.person("Thư ký A", Role.SECRETARY)

    (asked,) = await world.write(secretary, "/duyet")

    assert list(asked.actions) == ["Đã rõ"]
    assert "sao chép" in asked.text


async def test_a_committee_may_let_drafts_go_unasked(world: World) -> None:
    """Switched on, the draft of the tenth overdue day goes to the head at once and waits for nobody."""
    secretary = await world.person("Thư ký A", Role.SECRETARY)
    head = await world.person("Trưởng ban", Role.COMMITTEE_LEADER)
    async with world.sessions.begin() as session:
        await save_setting(session, world.plan_id, "escalate_unasked", True, world.clock.now())

    world.go_to(date(2022, 10, 14))
    await plan_reminders(world.sessions, world.office)

    (letter,) = await world.owed_to(head, "escalation")
    assert "02 nhiệm vụ do Sở Xây dựng chủ trì" in letter.text
    (asked,) = await world.write(secretary, "/duyet")
    assert asked.text.startswith("Dự thảo gửi lãnh đạo Sở Xây dựng")  # nobody to send it to: it stays on the list


async def test_deciding_is_for_the_desk(world: World) -> None:
    """A focal point who got hold of the button is refused."""
    agency = await world.agency("Sở Xây dựng")
    focal = await world.person("Đầu mối khác", agency_id=agency)

    answers = await world.write(focal, action="dec:1:send")

    assert "không thuộc phạm vi" in answers[0].text
