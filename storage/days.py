"""The working calendar with what the secretary has set against it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.calendar import work_calendar
from bot.domain.workdays import WorkCalendar
from storage.tables import CalendarDayRow


async def load_calendar(session: AsyncSession) -> WorkCalendar:
    """The official calendar, corrected by the days that the secretary has added and removed."""
    rows = (await session.scalars(select(CalendarDayRow))).all()
    return work_calendar(
        added={row.day: row.note for row in rows if not row.is_working},
        removed={row.day: row.note for row in rows if row.is_working},
    )


async def set_day(session: AsyncSession, day: date, *, is_working: bool, note: str = "") -> None:
    """Make a day worked or off, whatever the official calendar says."""
    await session.merge(CalendarDayRow(day=day, is_working=is_working, note=note))
    await session.flush()


async def forget_day(session: AsyncSession, day: date) -> None:
    """Go back to the official calendar for a day."""
    row = await session.get(CalendarDayRow, day)
    if row is not None:
        await session.delete(row)
        await session.flush()
