"""The month's plan of a bot is watched, and the secretary hears of it in time, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.zalo_bot import ZaloBotChannel
from bot.clock import RealClock
from bot.domain.people import Role
from bot.jobs.quota import watch_quota
from storage.engine import Sessions
from storage.roster import add_membership, add_person, record_invitation
from storage.tables import AttemptRow, MessageRow


class SmallZalo(ZaloBotChannel):
    """The channel with a plan that a test can use up."""

    monthly_quota = 5
    people_per_bot = 5


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


@pytest.fixture
async def secretary(sessions: Sessions) -> int:
    async with sessions.begin() as session:
        person_id = await add_person(session, "Thư ký", datetime.now(UTC))
        await add_membership(session, person_id, Role.SECRETARY, datetime(2022, 1, 1, tzinfo=UTC).date())
    return person_id


async def _told(sessions: Sessions) -> list[str]:
    """What the watch says, also when it looks twice."""
    for _ in range(2):
        await watch_quota(sessions, RealClock(), {"zalo_bot": SmallZalo(["1:s"], "http://127.0.0.1:9", alarm=_nobody)})
    async with sessions() as session:
        alarms = select(MessageRow).where(MessageRow.kind == "alarm")
        return [row.payload["text"] for row in await session.scalars(alarms)]


@pytest.mark.usefixtures("secretary")
@pytest.mark.parametrize(("sent", "told"), [(3, 0), (4, 1), (5, 1)])
async def test_the_secretary_is_told_once_from_four_fifths_on(sessions: Sessions, sent: int, told: int) -> None:
    """Below it nobody is; looking again says nothing new."""
    await _send(sessions, sent)

    words = await _told(sessions)

    assert len(words) == told
    assert all(f"{sent}/5 tin" in each for each in words)


@pytest.mark.usefixtures("secretary")
@pytest.mark.parametrize(("people", "told"), [(3, 0), (4, 1), (6, 1)])
async def test_a_bot_that_has_nearly_all_its_people_is_told_of(sessions: Sessions, people: int, told: int) -> None:
    """Those who are invited count: they will join."""
    now = datetime.now(UTC)
    async with sessions.begin() as session:
        for number in range(people):
            person_id = await add_person(session, f"Người {number}", now)
            code = f"MA{number}"
            await record_invitation(session, person_id, "zalo_bot", code, now, now + timedelta(days=14), bot="1")

    words = await _told(sessions)

    assert len(words) == told
    assert all(f"{people}/5 người" in each for each in words)
