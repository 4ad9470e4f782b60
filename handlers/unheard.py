"""The desk's alarm: an agency that leads open tasks and has nobody any more who can be reminded of them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.people import Role
from bot.domain.workdays import WorkCalendar
from bot.texts import say
from handlers.desk import tell_desk
from handlers.request import Office, Request
from storage.directory import unheard_agencies
from storage.roster import people_with_role


async def tell_if_unheard(
    session: AsyncSession, office: Office, calendar: WorkCalendar, agency_ids: Collection[int], today: date
) -> int:
    """Tell every secretary of those of these agencies that nobody hears for, once a day; returns how many agencies."""
    found = await unheard_agencies(session, today, agency_ids)
    for each in found:
        text = say(
            "unheard", "Nobody of %(agency)s can be written to; %(count)s tasks are open. By telephone: %(phones)s",
            agency=each.agency, count=f"{each.tasks:02d}", phones=await _phones(session, each.agency_id, today),
        )  # fmt: skip
        await tell_desk(session, office, calendar, Outgoing(text), key=f"unheard:{each.agency_id}:{today.isoformat()}")
    return len(found)


async def _phones(session: AsyncSession, agency_id: int, today: date) -> str:
    people = await people_with_role(
        session, [Role.FOCAL, Role.DEPUTY, Role.AGENCY_LEADER], today, agency_ids=[agency_id]
    )
    known = [f"{each.addressed} {each.phone}" for each in people if each.phone]
    return "; ".join(known) or say("unheard", "no number is kept")


async def tell_if_unheard_without(request: Request) -> None:
    """The same, for the agencies of whoever has just left."""
    calendar = await request.calendar()
    await tell_if_unheard(request.session, request.office, calendar, request.person.agency_ids(), request.today)
