"""/giaoviec: a task outside the appendix, confirmed before it is kept, and spared by a later appendix."""

from datetime import date

from sqlalchemy import select

from bot.domain.importing import ReadAgency, ReadTask
from handlers.plan_file import ImportWords
from storage.importing import import_plan
from storage.plans import find_task, load_plan, load_tasks
from storage.tables import OccurrenceRow
from tests.handlers.chat import Chat

RULES = [{"kind": "fixed", "date": "2022-12-31"}]


def _row(code: str, content: str) -> ReadTask:
    return ReadTask(
        code=code, long_code=code, number=code[-1], position=1, section_path=(), programme="", content=content,
        lead_text="Sở Xây dựng", leads=(ReadAgency("Sở Xây dựng", "office"),), coordinating_text="",
        deadline_text="31/12/2022", deadline={"kind": "fixed", "rules": RULES, "due": ["2022-12-31"]},
    )  # fmt: skip


async def _import(chat: Chat, *rows: ReadTask) -> None:
    async with chat.world.sessions.begin() as session:
        plan = await load_plan(session, chat.world.plan_id)
        assert plan is not None
        await import_plan(session, plan, rows, (), ImportWords(), chat.world.clock.now(), chat.world.today)


async def _terms(chat: Chat, code: str) -> list[tuple[date | None, str]]:
    async with chat.world.sessions() as session:
        task = await find_task(session, chat.world.plan_id, code)
        if task is None:
            return []
        query = select(OccurrenceRow.due_on, OccurrenceRow.state).where(OccurrenceRow.task_id == task.id)
        return [(row[0], row[1]) for row in await session.execute(query)]


async def test_a_task_is_given_step_by_step(chat: Chat) -> None:
    """A past or unreadable term is asked again; nothing is kept before the yes; the lead is told and may report."""
    await chat.says(chat.thu, "/giaoviec")
    short = await chat.says(chat.thu, "rà soát")
    await chat.says(chat.thu, "Rà soát quỹ nhà ở công vụ trên địa bàn tỉnh")
    await chat.says(chat.thu, "Sở XD")
    past = await chat.says(chat.thu, "31/8/2022")
    shown = await chat.says(chat.thu, "31/10/2022")
    before = await _terms(chat, "X.1")
    done = await chat.presses(chat.thu, "Giao")
    told = await chat.last_text(chat.ha)
    await chat.says(chat.ha, "X.1 đang làm 40%")

    assert "quá ngắn" in short
    assert "đã qua" in past
    assert "Chủ trì: Sở Xây dựng" in shown
    assert before == []
    assert done.startswith("Đã giao.\nX.1 – Rà soát quỹ nhà ở công vụ")
    assert "giao nhiệm vụ X.1" in told
    assert await _terms(chat, "X.1") == [(date(2022, 10, 31), "open")]


async def test_given_at_once_it_outlives_the_appendix(chat: Chat) -> None:
    """The appendix lacks it and it stays; when an appendix words it, it becomes that row."""
    chat.plain.add(chat.thu)
    content = "Rà soát quỹ nhà ở công vụ trên địa bàn tỉnh"
    kept = [_row(code, f"Tham mưu nội dung {code}") for code in ("I.1.2", "I.2.a.1", "I.2.a.2", "III.4")]
    await chat.says(chat.thu, f"/giaoviec {content}; chủ trì: Sở Xây dựng; thời hạn: 31/10/2022")
    await chat.says(chat.thu, "1")

    await _import(chat, *kept)
    after_import = await _terms(chat, "X.1")
    await _import(chat, *kept, _row("I.1.3", content))

    assert after_import == [(date(2022, 10, 31), "open")]
    assert await _terms(chat, "X.1") == []
    assert await _terms(chat, "I.1.3") == [(date(2022, 12, 31), "open")]
    async with chat.world.sessions() as session:
        tasks = {each.code: each for each in await load_tasks(session, chat.world.plan_id)}
    assert {code: each.state for code, each in tasks.items()} == dict.fromkeys(
        ("I.1.2", "I.2.a.1", "I.2.a.2", "III.4", "I.1.3"), "open"
    )
    assert not tasks["I.1.3"].by_hand


async def test_a_focal_point_gives_none(chat: Chat) -> None:
    """The gate refuses."""
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/giaoviec")
