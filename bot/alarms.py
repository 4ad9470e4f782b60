"""Tells people what the machine cannot mend by itself: a channel that is deaf or dumb, a message that never leaves."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Role
from bot.domain.workdays import local_day
from bot.jobs.sending import Closed
from bot.texts import say
from storage.engine import Sessions, writing
from storage.outbox import enqueue
from storage.roster import people_with_role

log = logging.getLogger(__name__)


class Alarms:
    """Whom to tell, once a day and trouble."""

    def __init__(self, sessions: Sessions, clock: Clock, now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._clock = clock
        self._now = now

    async def channel_deaf(self, channel: str, reason: str) -> None:
        """A channel takes nothing in; with an empty reason it does so again."""
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
        if not reason:
            log.info("channel_sends channel=%s", channel)
            return
        log.error("channel_down channel=%s reason=%s", channel, reason)
        await self._tell_operators(
            f"down:{channel}:{reason}",
            say("alarm", "The channel %(channel)s cannot send (%(reason)s).", channel=channel, reason=reason),
        )

    async def closed(self, _session: AsyncSession, closed: Sequence[Closed]) -> None:
        """Messages that will not arrive: logged here; the secretary reads of them in the digest and in `audit`."""
        for each in closed:
            log.warning(
                "message_closed id=%d kind=%s state=%s reason=%s", each.message_id, each.kind, each.state, each.reason
            )

    async def _tell_operators(self, key: str, words: str) -> None:
        today = local_day(self._clock.now())
        async with writing(self._sessions) as session:
            for person in await people_with_role(session, [Role.OPERATOR, Role.SECRETARY], today):
                owed = Owed(
                    f"alarm:{key}:{today.isoformat()}:{person.id}", "alarm", Outgoing(words), person_id=person.id,
                    priority=DECISION,
                )  # fmt: skip
                await enqueue(session, owed, self._now())
