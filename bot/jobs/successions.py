"""Hands over to successors on the day on which they begin, where that was recorded ahead."""

from handlers.acting import Actor
from handlers.request import Office
from handlers.succession import carry_out_due
from storage.engine import Sessions, writing
from storage.successions import due_successions


async def carry_out_successions(sessions: Sessions, office: Office) -> int:
    """Carry out what has come due; returns how many successions."""
    now = office.clock.now()
    today = now.astimezone(office.settings.timezone).date()
    async with sessions() as session:
        if not await due_successions(session, today):
            return 0
    async with writing(sessions) as session:
        return await carry_out_due(Actor(session, office, now, today, source="job"))
