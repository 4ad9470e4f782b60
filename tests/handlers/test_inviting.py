"""Inviting: several bots of one channel share the people."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from bot.config import Settings
from bot.domain.people import Person
from handlers.inviting import invite
from storage.engine import Sessions
from storage.roster import add_person, load_people
from storage.tables import InvitationRow

NOW = datetime(2022, 9, 20, 2, tzinfo=UTC)
SETTINGS = Settings(database_url="sqlite+aiosqlite://", zalo_bot_tokens=("11:a", "22:b"))


async def _people(sessions: Sessions, count: int) -> list[Person]:
    async with sessions.begin() as session:
        ids = [await add_person(session, f"Người {number}", NOW) for number in range(count)]
        return list((await load_people(session, ids, NOW.date())).values())


async def _invite(sessions: Sessions, people: list[Person], now: datetime = NOW) -> Counter[str]:
    async with sessions.begin() as session:
        made = [await invite(session, SETTINGS, each, "zalo_bot", now) for each in people]
        assert len({each.code for each in made}) == len(people)
        rows = [await session.get(InvitationRow, number + 1) for number in range(len(people))]
    return Counter(row.bot for row in rows if row)


async def test_a_mass_invitation_is_shared_among_the_bots(sessions: Sessions) -> None:
    """Nobody has joined yet: the open invitations are what fills a bot."""
    assert await _invite(sessions, await _people(sessions, 90)) == {"11": 45, "22": 45}


async def test_a_renewed_invitation_stays_with_the_bot(sessions: Sessions) -> None:
    """Whoever is invited again is not sent to another bot, also when that one has fewer people."""
    people = await _people(sessions, 5)
    await _invite(sessions, people)

    again = [people[0], people[2], people[4]]
    async with sessions.begin() as session:
        for each in again:
            await invite(session, SETTINGS, each, "zalo_bot", NOW + timedelta(hours=1))
        rows = [await session.get(InvitationRow, number) for number in (1, 3, 5, 6, 7, 8)]
    bots = [row.bot for row in rows if row]
    assert bots[:3] == bots[3:]
