"""Watches what a platform's plan allows, messages in a month and people: says so at 80 % and when it is used up."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.messages import Channel, Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Role
from bot.domain.workdays import local_day
from bot.texts import number, say
from storage.engine import Sessions, writing
from storage.outbox import enqueue
from storage.roster import people_with_role
from storage.usage import people_by_bot, sent_since

log = logging.getLogger(__name__)

WARN_AT = 0.8


async def watch_quota(sessions: Sessions, clock: Clock, channels: Mapping[str, Channel]) -> None:
    """Tell the secretaries once a month and step, for each bot of a channel whose plan is counted."""
    now = datetime.now(UTC)
    first = local_day(now).replace(day=1)
    for name, channel in channels.items():
        messages: int | None = getattr(channel, "monthly_quota", None)
        people: int | None = getattr(channel, "people_per_bot", None)
        if messages is None or people is None:
            continue
        async with writing(sessions) as session:
            watched = [
                ("messages", "Bot %(bot)s has sent %(used)s of %(most)s messages this month.",
                 await sent_since(session, name, first), messages),
                ("people", "Bot %(bot)s writes to %(used)s of %(most)s people.",
                 await people_by_bot(session, name, now), people),
            ]  # fmt: skip
            for kind, words, by_bot, most in watched:
                for bot, used in by_bot.items():
                    if used < most * WARN_AT:
                        continue
                    step = "gone" if used >= most else "near"
                    log.warning("quota_%s kind=%s channel=%s bot=%s used=%d", step, kind, name, bot, used)
                    told = say("quota", words, bot=bot, used=number(used), most=number(most))
                    await _tell(session, clock, f"quota:{kind}:{name}:{bot}:{first.isoformat()}:{step}", told, now)


async def _tell(session: AsyncSession, clock: Clock, key: str, words: str, now: datetime) -> None:
    for person in await people_with_role(session, [Role.SECRETARY, Role.OPERATOR], local_day(clock.now())):
        owed = Owed(f"{key}:{person.id}", "alarm", Outgoing(words), person_id=person.id, priority=DECISION)
        await enqueue(session, owed, now)
