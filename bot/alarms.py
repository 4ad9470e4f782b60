"""Tells people what the machine cannot mend by itself: a channel that is deaf or dumb, a message that never leaves."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.config import Settings
from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Role
from bot.domain.workdays import local_day
from bot.jobs.sending import Closed
from bot.texts import say
from handlers.request import Office
from handlers.unheard import tell_if_unheard
from storage.conversations import record_act
from storage.days import load_calendar
from storage.desk import LOST
from storage.engine import Sessions, writing
from storage.health import DEAF, DOWN, record_trouble
from storage.outbox import enqueue
from storage.roster import load_people, people_with_role

log = logging.getLogger(__name__)

_LOST = ("failed", "unknown")  # "cancelled" had lost its sense: nobody misses it


class Alarms:
    """Whom to tell, once a day and trouble."""

    def __init__(self, sessions: Sessions, settings: Settings, clock: Clock, now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._office = Office(settings, clock, {})
        self._clock = clock
        self._now = now

    async def channel_deaf(self, channel: str, reason: str) -> None:
        """A channel takes nothing in; with an empty reason it does so again."""
        await self._keep(channel, DEAF, reason)
        if not reason:
            log.info("channel_hears channel=%s", channel)
            return
        log.error("channel_deaf channel=%s reason=%s", channel, reason)
        await self._tell_operators(
            f"deaf:{channel}:{reason}",
            say("alarm", "The channel %(channel)s takes in no messages (%(reason)s).", channel=channel, reason=reason),
        )

    async def channel_down(self, channel: str, reason: str) -> None:
        """A channel cannot send."""
        await self._keep(channel, DOWN, reason)
        if not reason:
            log.info("channel_sends channel=%s", channel)
            return
        log.error("channel_down channel=%s reason=%s", channel, reason)
        await self._tell_operators(
            f"down:{channel}:{reason}",
            say("alarm", "The channel %(channel)s cannot send (%(reason)s).", channel=channel, reason=reason),
        )

    async def closed(self, session: AsyncSession, closed: Sequence[Closed]) -> None:
        """Messages that will not arrive: kept for the digest; an agency that nobody hears for is told at once."""
        lost = [each for each in closed if each.person_id is not None and each.state in _LOST]
        now = self._clock.now()
        for each in lost:
            about = {"person": each.person_id, "kind": each.kind, "reason": each.reason}
            await record_act(session, now, LOST, f"message:{each.message_id}", source="delivery", after=about)
        if lost:
            await self._tell_if_unheard(session, {each.person_id for each in lost if each.person_id is not None})

    async def _tell_if_unheard(self, session: AsyncSession, people: Collection[int]) -> None:
        today = local_day(self._clock.now())
        known = await load_people(session, people, today)
        agencies = {agency for each in known.values() for agency in each.agency_ids()}
        await tell_if_unheard(session, self._office, await load_calendar(session), agencies, today)

    async def _keep(self, channel: str, kind: str, reason: str) -> None:
        """For whoever asks how things are, in any process; a channel goes on whether it could be kept or not."""
        try:
            async with writing(self._sessions) as session:
                await record_trouble(session, channel, kind, reason, self._now())
        except DBAPIError:
            log.exception("trouble_not_kept channel=%s kind=%s", channel, kind)

    async def _tell_operators(self, key: str, words: str) -> None:
        today = local_day(self._clock.now())
        async with writing(self._sessions) as session:
            for person in await people_with_role(session, [Role.OPERATOR, Role.SECRETARY], today):
                owed = Owed(
                    f"alarm:{key}:{today.isoformat()}:{person.id}", "alarm", Outgoing(words), person_id=person.id,
                    priority=DECISION,
                )  # fmt: skip
                await enqueue(session, owed, self._now())
