"""What lies ahead, by day: terms of open occurrences, and reminders if nobody reports anything."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.reminders import ReminderPolicy, preview
from storage.days import load_calendar
from storage.looks import load_all_views, load_roster
from storage.tables import MessageRow, OccurrenceRow


@dataclass(frozen=True)
class DayAhead:
    """A day with something on it; `agencies` are those whose terms lie there."""

    day: date
    reminders: int
    terms: int
    agencies: frozenset[int]


async def days_ahead(session: AsyncSession, today: date, until: date, policy: ReminderPolicy) -> list[DayAhead]:
    """The days from today to `until` on which a message would go out or a term ends."""
    terms: dict[date, list[int]] = {}
    rows = await session.execute(
        select(OccurrenceRow.due_on, OccurrenceRow.agency_id).where(
            OccurrenceRow.state == "open", OccurrenceRow.due_on >= today, OccurrenceRow.due_on <= until
        )
    )
    for due_on, agency_id in rows:
        if due_on is not None:
            terms.setdefault(due_on, []).append(agency_id)
    reminders = await _reminders(session, today, until, policy)
    return [
        DayAhead(day, reminders[day], len(terms.get(day, ())), frozenset(terms.get(day, ())))
        for day in sorted(set(terms) | set(reminders))
    ]


async def _reminders(session: AsyncSession, today: date, until: date, policy: ReminderPolicy) -> Counter[date]:
    views = await load_all_views(session)
    roster = await load_roster(session, {view.agency_id for view in views})
    days = (until - today).days + 1
    planned = preview(views, roster, today, days, await load_calendar(session), policy, today=today)
    return Counter(each.message.on for each in planned)


async def count_daily(session: AsyncSession) -> int:
    """How many daily messages have gone out."""
    return await session.scalar(select(func.count()).where(MessageRow.kind == "daily", MessageRow.state == "sent")) or 0
