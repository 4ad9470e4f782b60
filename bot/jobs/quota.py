"""Watches what a platform's plan allows in a month, and says so in time: at 80 % and when it is gone."""

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
from storage.usage import sent_since

log = logging.getLogger(__name__)

WARN_AT = 0.8


async def watch_quota(sessions: Sessions, clock: Clock, channels: Mapping[str, Channel]) -> None:
    """Tell the secretaries once a month and step, for each bot of a channel whose plan is counted."""
    now = datetime.now(UTC)
    first = local_day(now).replace(day=1)
    for name, channel in channels.items():
        quota: int | None = getattr(channel, "monthly_quota", None)
        if quota is None:
            continue
        async with writing(sessions) as session:
            used = await sent_since(session, name, first)
            for bot, sent in used.items():
                if sent >= quota * WARN_AT:
                    step = "gone" if sent >= quota else "near"
                    log.warning("quota_%s channel=%s bot=%s sent=%d", step, name, bot, sent)
                    key = f"quota:{name}:{bot}:{first.isoformat()}:{step}"
                    await _tell(session, clock, key, bot, sent, quota, now)


async def _tell(session: AsyncSession, clock: Clock, key: str, bot: str, sent: int, quota: int, now: datetime) -> None:
    words = say("quota", "Bot %(bot)s has sent %(sent)s of %(quota)s messages this month.",
                bot=bot, sent=number(sent), quota=number(quota))  # fmt: skip
    for person in await people_with_role(session, [Role.SECRETARY, Role.OPERATOR], local_day(clock.now())):
        owed = Owed(f"{key}:{person.id}", "alarm", Outgoing(words), person_id=person.id, priority=DECISION)
        await enqueue(session, owed, now)
