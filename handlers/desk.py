"""Telling the committee's desk: every secretary, once, in the hours of speaking."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Role
from bot.domain.workdays import WorkCalendar
from handlers.request import Office
from storage.leaves import present
from storage.outbox import enqueue
from storage.roster import people_with_role


async def tell_desk(
    session: AsyncSession,
    office: Office,
    calendar: WorkCalendar,
    message: Outgoing,
    *,
    key: str,
    kind: str = "notice",
    local_day: date | None = None,
    subject: Mapping[str, Any] | None = None,
    but: int | None = None,
) -> int:
    """Owe a message to every secretary who is there, `but` for one who knows; returns how many were owed only now."""
    now, hours = office.clock.now(), office.settings.hours()
    opening = hours.next_opening(now, calendar)
    owed_now = 0
    today = hours.local_day(now)
    people = await people_with_role(session, [Role.SECRETARY], today)
    there = await present(session, [each.id for each in people], today)
    for person in people:
        if person.id not in there or person.id == but:
            continue
        owed = Owed(
            key=f"{key}:{person.id}",
            kind=kind,
            message=message,
            person_id=person.id,
            local_day=local_day,
            priority=DECISION,
            hold_until=opening if opening > now else None,
            subject=subject or {},
        )
        owed_now += await enqueue(session, owed, datetime.now(UTC)) is not None
    return owed_now
