"""Telling third parties, who are written to in the hours of speaking, whether or not a request is the cause."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Person, Role
from bot.domain.workdays import WorkCalendar
from handlers.request import Office, Request
from storage.leaves import present
from storage.outbox import enqueue
from storage.roster import people_with_role


async def tell_person(
    session: AsyncSession,
    office: Office,
    calendar: WorkCalendar,
    person_id: int,
    message: Outgoing,
    *,
    key: str,
    kind: str = "notice",
    subject: Mapping[str, Any] | None = None,
) -> int | None:
    """Owe a message to a person, from the next opening of the hours on; None where it is owed already."""
    now = office.clock.now()
    opening = office.settings.hours().next_opening(now, calendar)
    owed = Owed(
        key=key,
        kind=kind,
        message=message,
        person_id=person_id,
        priority=DECISION,
        hold_until=opening if opening > now else None,
        subject=subject or {},
    )
    return await enqueue(session, owed, datetime.now(UTC))


async def tell_agency(
    request: Request, agency_id: int, message: Outgoing, *, key: str, subject: Mapping[str, Any] | None = None
) -> int:
    """Tell all focal points of an agency but whoever asks; returns how many they are."""
    people = await people_with_role(request.session, [Role.FOCAL], request.today, agency_ids=[agency_id])
    others = [each for each in people if each.id != request.person.id]
    for each in others:
        await request.tell(each.id, message, key=f"{key}:{each.id}", subject=subject)
    return len(others)


async def standing_side(session: AsyncSession, today: date) -> list[Person]:
    """Those of the standing agency, who answer obstacles; where it has nobody, the secretaries."""
    found = await people_with_role(session, [Role.STANDING], today)
    found = found or await people_with_role(session, [Role.SECRETARY], today)
    there = await present(session, [each.id for each in found], today)
    return [each for each in found if each.id in there]
