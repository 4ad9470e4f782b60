"""A plan's file sent to the bot: read, asked about point by point, and live only when confirmed."""

import logging
import re

import pytest

from bot.domain.messages import IncomingFile
from bot.jobs.plans import PlanWork
from storage.plans import load_plans, load_tasks
from tests.handlers.chat import Chat

HEAD = "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tThời hạn hoàn thành\n"
ROWS = (
    "1\tTham mưu ban hành kế hoạch đầu tư công trung hạn\tSở Tài chính\t31/12/2022\n"
    "2\tXây dựng quy chế phối hợp liên ngành của tỉnh\tSở Xây dựng\tsớm nhất có thể\n"
    "3\tRà soát hệ thống tiêu chí nông thôn mới nâng cao\tSở Xây dựng\t\n"
)


class Platform:
    """Holds the files that are sent; fetching is all the job asks of a channel."""

    def __init__(self) -> None:
        self.content = b""

    async def fetch(self, file: IncomingFile, address: object) -> bytes:
        """The bytes of the newest file."""
        return self.content


class Desk:
    """A secretary who sends files, and the job beside."""

    def __init__(self, chat: Chat) -> None:
        self.chat, self.platform = chat, Platform()
        world = chat.world
        self.job = PlanWork(world.sessions, world.office, {"telegram": self.platform})  # type: ignore[dict-item]

    async def send(self, text: str) -> str:
        """Send a file; returns what its reading gave."""
        self.platform.content = text.encode()
        await self.chat.says(self.chat.thu, "", files=(IncomingFile("f", "phu-luc.tsv", "text/plain"),))
        return await self.work()

    async def say(self, text: str) -> str:
        """Type an answer; returns the newest message when the job has run."""
        await self.chat.says(self.chat.thu, text)
        return await self.work()

    async def work(self) -> str:
        await self.job.tick()
        await self.chat.deliver()
        return await self.chat.last_text(self.chat.thu)

    async def codes(self, number: str) -> dict[str, str]:
        """The deadlines of a plan by code; empty while there is no such plan."""
        async with self.chat.world.sessions() as session:
            plans = [each for each in await load_plans(session) if each.number == number]
            tasks = await load_tasks(session, plans[0].id) if plans else []
        return {each.code: each.deadline_text for each in tasks}


@pytest.mark.slow
async def test_a_plan_is_read_asked_about_and_confirmed_by_numbers(chat: Chat) -> None:
    """On a phone without buttons: what is missing of the plan, each point, then the plan is live, not before."""
    chat.plain.add(chat.thu)
    desk = Desk(chat)
    year = await desk.send(HEAD + ROWS)
    number = await desk.say("2022")
    await desk.say("12/KH-BCĐ")
    await desk.say("15/6/2022")
    dry = await desk.say("31/12/2025")
    first = await desk.say("1")
    unread = await desk.say("càng sớm càng tốt")
    second = await desk.say("Quý IV/2022")
    confirm = await desk.say("1")
    before = await desk.codes("12/KH-BCĐ")
    done = await desk.say("1")

    assert "năm nào" in year
    assert "Số kế hoạch" in number
    assert "kế hoạch 12/KH-BCĐ, ban hành 15/6/2022" in dry
    assert "- Rõ: 1" in dry
    assert "1: Trả lời 2 điểm" in dry
    assert "Điểm 1/2 – 2" in first
    assert "Chưa đọc chắc được thời hạn" in unread
    assert "Điểm 2/2 – 3" in second
    assert "Đã trả lời 2 điểm" in confirm
    assert before == {}
    assert "Đã áp dụng kế hoạch 12/KH-BCĐ: 3 nhiệm vụ mới" in done
    assert (await desk.codes("12/KH-BCĐ"))["2"] == "Quý IV/2022"


@pytest.mark.slow
async def test_again_the_difference_is_shown_and_a_bad_file_changes_nothing(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    """A changed term is named; a file without a table gets one clear sentence, and the log the reason."""
    caplog.set_level(logging.INFO)
    desk = Desk(chat)
    await desk.send(HEAD + ROWS)
    for answer in ("2022", "12/KH-BCĐ", "15/6/2022", "31/12/2025"):
        await desk.say(answer)
    applied = await desk.say("Áp dụng, hỏi sau")
    bad = await desk.send("không có bảng nào\n")
    await desk.send(HEAD + ROWS.replace("31/12/2022", "30/11/2022"))
    for answer in ("2022", "12/KH-BCĐ", "15/6/2022", "31/12/2025"):
        shown = await desk.say(answer)
    await desk.say("Áp dụng, hỏi sau")

    assert "Còn 2 điểm cần trả lời: /kehoach" in applied
    assert bad.startswith("phu-luc.tsv: ")
    assert any(re.fullmatch(r"file_unreadable conversation=\d+ reason=no_header", each) for each in caplog.messages)
    assert "thay đổi: 1 (thời hạn)" in shown
    assert (await desk.codes("12/KH-BCĐ"))["1"] == "30/11/2022"
