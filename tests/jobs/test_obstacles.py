"""Obstacles that rest: asked about each week, raised after fourteen days."""

from datetime import date

from bot.jobs.obstacles import ObstacleRounds
from tests.handlers.chat import Chat


async def go(chat: Chat, day: date) -> int:
    """A day comes, at ten."""
    chat.world.go_to(day, 10)
    return await ObstacleRounds(chat.world.sessions, chat.world.office).tick()


async def test_the_standing_agency_is_asked_again_after_a_week(chat: Chat) -> None:
    """Monday, and not before the next."""
    await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn của Bộ")

    asked = [await go(chat, date(2022, 9, day)) for day in (12, 13, 16, 19, 20)]

    assert asked == [0, 0, 0, 1, 0]
    assert "báo từ ngày 12/9/2022" in await chat.last_text(chat.standing)


async def test_the_agency_is_asked_where_the_move_is_its_own(chat: Chat) -> None:
    """The standing agency has answered."""
    await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn của Bộ")
    await chat.says(chat.standing, "đã gửi văn bản", quoting=await chat.last_ref(chat.standing))

    await go(chat, date(2022, 9, 19))

    assert "đã được tháo gỡ chưa?" in await chat.last_text(chat.ha)


async def test_after_fourteen_days_the_secretary_has_it_on_the_list(chat: Chat) -> None:
    """Once, with a draft for the head."""
    await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn của Bộ")
    await go(chat, date(2022, 9, 26))
    await go(chat, date(2022, 9, 27))
    await chat.deliver()

    told = [text for text in await chat.texts(chat.thu) if "đã kéo dài 14 ngày" in text]
    draft = await chat.presses(chat.thu, "Soạn báo cáo Trưởng Ban")

    assert len(told) == 1
    assert draft.startswith("Dự thảo báo cáo để đồng chí gửi: Kính báo cáo đồng chí Trưởng Ban")


async def test_a_button_without_words_is_told_the_next_day(chat: Chat) -> None:
    """Nothing that was reported is lost for want of words."""
    await chat.taps(chat.nam, f"st:{chat.tasks['III.4']}:block")
    assert await go(chat, date(2022, 9, 12)) == 0

    await go(chat, date(2022, 9, 13))

    assert "đầu mối chưa nêu nội dung cụ thể" in await chat.last_text(chat.standing)
