"""What delivery promises, as a test looks it up in the ledger and on people's screens."""

from collections import Counter

from sqlalchemy import select

from storage.engine import Sessions
from storage.outbox import delivery_faults
from storage.tables import AttemptRow, MessageRow
from tests.fakes.bot_api import FakeBotApi
from tests.jobs.workshop import Workshop


async def promises_held(sessions: Sessions, api: FakeBotApi, chats: range) -> Counter[str]:
    """Assert what was promised of chats to each of which one message was owed; returns how the attempts ended."""
    async with sessions() as session:
        theirs = MessageRow.chat.in_([str(chat) for chat in chats])
        rows = (await session.scalars(select(MessageRow).where(theirs))).all()
        of_theirs = AttemptRow.message_id.in_(select(MessageRow.id).where(theirs))
        attempts = (await session.scalars(select(AttemptRow).where(of_theirs))).all()
        faults = await delivery_faults(session, Workshop(sessions, {}).now())
    unknown = {each.message_id for each in attempts if each.outcome == "unknown"}
    lost = [chat for chat in chats if not api.delivered(chat)]
    doubled = {row.id for row in rows if len(api.delivered(row.chat)) > 1}
    assert lost == []
    assert doubled <= unknown
    assert {row.state for row in rows} == {"sent"}
    assert faults == []
    assert all(len(api.delivered(row.chat)) <= 1 + len([a for a in attempts if a.message_id == row.id]) for row in rows)
    return Counter(each.outcome for each in attempts)
