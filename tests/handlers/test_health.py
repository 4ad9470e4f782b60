"""/suckhoe: what works and what does not, for the secretary and the operator."""

from sqlalchemy import update

from bot.alarms import Alarms
from bot.domain.people import Role
from bot.jobs.sending import Closed
from storage.tables import AddressRow
from tests.handlers.chat import Chat


async def test_the_state_of_everything_in_one_message(chat: Chat) -> None:
    """A deaf channel, a lost message, who cannot be written to, an agency that nobody hears for."""
    operator = await chat.world.person("Ngô Đức Anh", Role.OPERATOR)
    alarms = Alarms(chat.world.sessions, chat.world.office.settings, chat.world.clock, chat.world.clock.now)
    well = await chat.says(operator, "/suckhoe")
    async with chat.world.sessions.begin() as session:
        await session.execute(update(AddressRow).where(AddressRow.person_id == chat.nam).values(state="blocked"))
        await alarms.closed(session, [Closed(1, chat.nam, "notice", "failed", "blocked")])
    await alarms.channel_deaf("telegram", "another_poller")

    ill = await chat.says(operator, "sức khỏe")

    assert "Telegram: gửi gần nhất" in well
    assert "Mọi người trong danh bạ đều nhận được tin." in well
    assert "hiện không nhận được tin (another_poller)" in ill
    assert "không gửi được trong 7 ngày: 1" in ill
    assert "- Lê Hải Nam, Sở Tài chính (chưa có số điện thoại)" in ill
    assert "chưa có ai nhận được tin (1): Sở Tài chính" in ill
    await alarms.channel_deaf("telegram", "")
    assert "another_poller" not in await chat.says(chat.thu, "/suckhoe")
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/suckhoe")
