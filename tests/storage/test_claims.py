"""The outbox's promises sit in its statements: one claim each, by lanes, and clocks that were wrong mended."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.messages import Address, Outgoing
from bot.domain.owed import ANSWER, BROADCAST, Owed
from storage.claims import Claim, abandon, claim, due_messages, mend_instants
from storage.engine import Sessions, writing
from storage.leases import release_lease, take_lease
from storage.outbox import enqueue
from storage.tables import MessageRow

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
LASTING = timedelta(seconds=30)


async def owe(sessions: Sessions, *chats: int, priority: int = 5, at: datetime = NOW) -> None:
    async with sessions.begin() as session:
        for place, chat in enumerate(chats):
            key = f"{chat}:{place}:{priority}:{at}"
            await enqueue(
                session,
                Owed(key, "notice", Outgoing("tin"), address=Address("telegram", str(chat)), priority=priority),
                at,
            )


async def take(sessions: Sessions, limit: int, holder: str) -> list[int]:
    async with writing(sessions) as session:
        found = await due_messages(session, NOW, limit)
        claims = [Claim(each.id, each.attempts + 1, 0, each.address, NOW + LASTING) for each in found]
        await claim(session, claims, holder, NOW)
        return [each.id for each in found]


async def test_many_claimers_claim_each_message_once(sessions: Sessions) -> None:
    """Whoever comes second finds the rest."""
    await owe(sessions, *range(2001, 2061))

    taken = await asyncio.gather(*(take(sessions, 15, f"w{number}") for number in range(6)))

    ids = [each for some in taken for each in some]
    assert len(ids) == len(set(ids))
    assert set(ids) | set(await take(sessions, 60, "rest")) == set(range(1, 61))


async def test_the_same_attempt_cannot_be_claimed_twice(sessions: Sessions) -> None:
    """The ledger's key refuses it, should all else fail."""
    await owe(sessions, 2001)
    await take(sessions, 1, "one")

    with pytest.raises(IntegrityError):
        async with writing(sessions) as session:
            await claim(session, [Claim(1, 1, 0, Address("telegram", "2001"), NOW)], "two", NOW)


async def test_of_one_lane_the_first_alone_is_due(sessions: Sessions) -> None:
    """The most urgent, then the oldest; nothing while one is being sent."""
    await owe(sessions, 1001, 1001, priority=BROADCAST)
    await owe(sessions, 1001, priority=ANSWER)

    assert await take(sessions, 10, "w") == [3]
    assert await take(sessions, 10, "w") == []


async def test_instants_of_a_clock_that_was_ahead_are_mended(sessions: Sessions) -> None:
    """A day ahead and back: what was put off and what was leased then does not wait for tomorrow."""
    await owe(sessions, 1001, at=NOW + timedelta(days=1))
    await owe(sessions, 1002)
    await take(sessions, 1, "w")
    async with sessions.begin() as session:
        far = update(MessageRow).where(MessageRow.state == "sending").values(leased_until=NOW + timedelta(days=1))
        await session.execute(far)

    async with sessions.begin() as session:
        await mend_instants(session, NOW, NOW + timedelta(minutes=15))
        await abandon(session, NOW, NOW, longest_lease=timedelta(minutes=3))

    async with sessions() as session:
        rows = (await session.scalars(select(MessageRow).order_by(MessageRow.id))).all()
    assert [(row.state, row.due_at) for row in rows] == [("queued", NOW), ("unknown", NOW)]


async def test_a_message_that_its_senders_die_of_is_given_up(sessions: Sessions) -> None:
    """After the fifth time it is not the machine's fault."""
    await owe(sessions, 1001)
    ended: list[tuple[int, bool]] = []
    for _ in range(6):
        await take(sessions, 1, "w")
        async with sessions.begin() as session:
            ended += await abandon(session, NOW, NOW, longest_lease=LASTING, everything=True)

    assert [is_over for _, is_over in ended] == [False] * 5 + [True]


async def test_a_lease_is_one_process_at_a_time(sessions: Sessions) -> None:
    """Another takes over when it has run out or was given back; one from a wrong clock holds nobody up."""

    async def takes(holder: str, at: datetime) -> bool:
        async with writing(sessions) as session:
            return await take_lease(session, "deliver", holder, at, LASTING)

    assert [await takes("a", NOW), await takes("b", NOW), await takes("a", NOW)] == [True, False, True]
    assert await takes("b", NOW + timedelta(seconds=31))
    async with writing(sessions) as session:
        await release_lease(session, "deliver", "b")
    assert await takes("a", NOW + timedelta(days=1))
    assert await takes("b", NOW)
