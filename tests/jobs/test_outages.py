"""An outage of the database in the midst of a delivery makes no call that nobody knows the outcome of."""

from bot.channels.telegram import TelegramChannel
from bot.domain.messages import Outgoing, OutgoingFile
from storage.engine import Sessions
from tests.fakes.bot_api import FakeBotApi
from tests.jobs.workshop import Workshop
from tests.storage.disks import use_up_the_disk


async def test_a_file_that_could_not_be_read_was_not_sent(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """It is read before the call: the message goes again at once, and not as a second copy."""
    failures = 2

    async def read_file(_key: str) -> bytes:
        nonlocal failures
        if failures:
            failures -= 1
            async with sessions() as session:
                await use_up_the_disk(session)
        return b"%PDF-1.7"

    channel = TelegramChannel(bot_api.token, read_file, api_url=bot_api.url)
    workshop = Workshop(sessions, {"telegram": channel})
    message = Outgoing(text="Báo cáo", files=(OutgoingFile("s", "baocao.pdf", "application/pdf"),))
    async with workshop.running():
        owed = await workshop.owe(1001, "", key="k", message=message)
        await workshop.until_settled()

    assert [each.outcome for each in await workshop.attempts(owed)] == ["not_called", "not_called", "sent"]
    assert bot_api.delivered(1001) == ["Báo cáo"]
