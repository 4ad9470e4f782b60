"""What is owed arrives: once, in order, at the right chat; and what cannot arrive is closed with its reason."""

from bot.domain.messages import Button, Outgoing
from storage.engine import Sessions
from tests.fakes.bot_api import FakeBotApi
from tests.jobs.workshop import Workshop, telegram_of


async def test_what_is_owed_is_sent_and_recorded(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The row ends as sent, with the platform's id, and the ledger has the one attempt."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    message = Outgoing(text="Nhiệm vụ I.2.a.5", buttons=((Button("Xong", "st:1:done"),),))

    async with workshop.running():
        owed = await workshop.owe(1001, "", key="k", message=message)
        await workshop.until_settled()

    shown = bot_api.person(1001).screen
    assert [each.text for each in shown] == ["Nhiệm vụ I.2.a.5"]
    assert shown[0].action_of("xong") == "st:1:done"
    row = await workshop.message(owed)
    assert (row.state, row.ref, row.attempts) == ("sent", str(shown[0].ref), 1)
    assert [each.outcome for each in await workshop.attempts(owed)] == ["sent"]
