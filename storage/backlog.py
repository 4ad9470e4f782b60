"""Is anything left to be handled or sent at this moment?"""

from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import InboxRow, MessageRow

# Built once: building a statement costs more than running this one, and a rehearsal asks it all the time.
_ANYTHING = select(
    or_(
        exists().where(
            InboxRow.state == "queued", or_(InboxRow.not_before.is_(None), InboxRow.not_before <= bindparam("now"))
        ),
        exists().where(MessageRow.state == "sending"),
        exists().where(MessageRow.state == "queued", MessageRow.due_at <= bindparam("now")),
        exists().where(
            MessageRow.state == "queued",
            MessageRow.due_at.is_(None),
            MessageRow.hold_until <= bindparam("calendar_now"),
        ),
    )
)


async def has_backlog(session: AsyncSession, now: datetime, calendar_now: datetime) -> bool:
    """An update not handled, a call under way, a message that may go now; `now` is of the real clock."""
    return bool(await session.scalar(_ANYTHING, {"now": now, "calendar_now": calendar_now}))
