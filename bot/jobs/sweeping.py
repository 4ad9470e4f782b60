"""What time does to the outbox: what was held back is due, what is late has lost its sense, what died is found."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.sending import Closed, Pace
from storage.claims import abandon, close_expired, mend_instants, release_held
from storage.outbox import load_closed

log = logging.getLogger(__name__)


async def sweep(
    session: AsyncSession,
    now: datetime,
    calendar_now: datetime,
    pace: Pace,
    *,
    mine: Collection[int] = (),
    alone: bool = False,
) -> list[Closed]:
    """One pass; returns what it closed. `mine` are this process's own calls, `alone` that there is no other process."""
    await release_held(session, calendar_now, now)
    await mend_instants(session, now, now + timedelta(seconds=pace.furthest))
    longest = timedelta(seconds=2 * (pace.ahead + pace.upload + pace.margin))
    again_at = now + timedelta(seconds=pace.unknown_again)
    found = await abandon(session, now, again_at, longest_lease=longest, mine=mine, everything=alone)
    if found:
        log.warning("calls_abandoned messages=%d", len(found))
    ended = [each for each, is_over in found if is_over]
    ended += await close_expired(session, now)
    return [Closed(*row) for row in await load_closed(session, ended)]
