"""Is anything left to be handled or sent at this moment?"""

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import InboxRow, MessageRow


async def has_backlog(session: AsyncSession, now: datetime, calendar_now: datetime) -> bool:
    """An update not handled, a call under way, a message that may go now; `now` is of the real clock."""
    waiting = exists().where(InboxRow.state == "queued", or_(InboxRow.not_before.is_(None), InboxRow.not_before <= now))
    sending = exists().where(MessageRow.state == "sending")
    due = exists().where(MessageRow.state == "queued", MessageRow.due_at <= now)
    released = exists().where(
        MessageRow.state == "queued", MessageRow.due_at.is_(None), MessageRow.hold_until <= calendar_now
    )
    return bool(await session.scalar(select(or_(waiting, sending, due, released))))
