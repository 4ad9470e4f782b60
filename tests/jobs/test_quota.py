"""The month's plan of a bot is watched, and the secretary hears of it in time, once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.channels.zalo_bot import ZaloBotChannel
from bot.clock import RealClock
from bot.domain.people import Role
from bot.jobs.quota import watch_quota
from storage.engine import Sessions
from storage.roster import add_membership, add_person
from storage.tables import AttemptRow, MessageRow


class SmallZalo(ZaloBotChannel):
    """The channel with a plan that a test can use up."""

    monthly_quota = 5


async def _nobody(_channel: str, _reason: str) -> None:
    return None


async def _send(sessions: Sessions, count: int) -> None:
    now = datetime.now(UTC)
    async with sessions.begin() as session:
        for number in range(count):
            row = MessageRow(
                key=f"m{number}", channel="zalo_bot", bot="1", kind="reply", state="sent", payload={}, created_at=now
            )
            session.add(row)
            await session.flush()
            session.add(
                AttemptRow(message_id=row.id, number=1, part=0, started_at=now, channel="zalo_bot", outcome="sent")
            )


@pytest.mark.parametrize(("sent", "told"), [(3, 0), (4, 1), (5, 1)])
async def test_the_secretary_is_told_once_from_four_fifths_on(sessions: Sessions, sent: int, told: int) -> None:
    """Below it nobody is; looking again says nothing new."""
    channel = SmallZalo(["1:secret"], "http://127.0.0.1:9", alarm=_nobody)
    async with sessions.begin() as session:
        person_id = await add_person(session, "Thư ký", datetime.now(UTC))
        await add_membership(session, person_id, Role.SECRETARY, datetime(2022, 1, 1, tzinfo=UTC).date())
    await _send(sessions, sent)

    for _ in range(2):
        await watch_quota(sessions, RealClock(), {"zalo_bot": channel})

    async with sessions() as session:
        words = [
            row.payload["text"] for row in await session.scalars(select(MessageRow).where(MessageRow.kind == "alarm"))
        ]
    assert len(words) == told
    assert all(f"{sent}/5" in each for each in words)
