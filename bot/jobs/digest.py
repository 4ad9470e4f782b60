"""The secretary's digests: one in the morning, once the day is planned, and one before the day ends."""

import logging
from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Role
from bot.domain.reminders import ReminderPolicy, planning_day
from bot.domain.workdays import WorkCalendar
from handlers.digest import load_digest, render_digest
from handlers.request import Office
from storage.days import load_calendar
from storage.engine import Sessions, writing
from storage.leaves import present
from storage.looks import is_anything_due
from storage.outbox import enqueue, message_id_of
from storage.roster import people_with_role

log = logging.getLogger(__name__)

_NOON = time(12)
MORNING, AFTERNOON = "digest_am", "digest_pm"


class Digests:
    """Owes each digest once; remembers which it has dealt with, so that a quiet day costs nothing more."""

    def __init__(self, sessions: Sessions, office: Office) -> None:
        self._sessions = sessions
        self._office = office
        self._dealt_with: tuple[date, str] | None = None

    async def tick(self) -> int:
        """Owe the digest whose hour has come; returns to how many."""
        now = self._office.clock.now()
        policy = self._office.settings.reminder_policy()
        async with self._sessions() as session:
            calendar = await load_calendar(session)
            today = planning_day(now, calendar, policy)
            kind = _kind(now, today, policy) if today else None
            if today is None or kind is None or self._dealt_with == (today, kind):
                return 0
            if await is_anything_due(session, today):  # the day is not planned yet: it may still be unheard of
                return 0
        async with writing(self._sessions) as session:
            owed = await self._owe(session, now, today, kind, calendar, policy)
        self._dealt_with = (today, kind)
        return owed

    async def _owe(
        self,
        session: AsyncSession,
        now: datetime,
        today: date,
        kind: str,
        calendar: WorkCalendar,
        policy: ReminderPolicy,
    ) -> int:
        secretaries = await people_with_role(session, [Role.SECRETARY], today)
        there = await present(session, [each.id for each in secretaries], today)
        since = _since(today, kind, calendar, policy)
        digest = await load_digest(session, now, today, since, calendar)
        if digest.is_empty:
            return 0
        is_new = digest.has_news_since(since)
        if digest.only_waits and not is_new and not calendar.begins_week(today):
            return 0  # that the same things wait is said on the first working day of a week, not every morning
        has_news = kind == MORNING or is_new
        opening = policy.hours.next_opening(now, calendar)
        owed = 0
        for person in secretaries:
            if person.id not in there:
                continue
            if not has_news and await message_id_of(session, _key(MORNING, person.id, today)) is not None:
                continue  # the morning told all of it
            text = render_digest(digest, person, morning=kind == MORNING)
            message = Owed(
                key=_key(kind, person.id, today),
                kind=kind,
                message=Outgoing(text),
                person_id=person.id,
                local_day=today,
                priority=DECISION,
                hold_until=opening if opening > now else None,
            )
            owed += await enqueue(session, message, datetime.now(UTC)) is not None
        log.info("digest_owed kind=%s on=%s people=%d", kind, today, owed)
        return owed


def _key(kind: str, person_id: int, day: date) -> str:
    return f"{kind}:{person_id}:{day.isoformat()}"


def _kind(now: datetime, today: date, policy: ReminderPolicy) -> str | None:
    """Which digest is due at this instant of a day that is being planned."""
    if now >= policy.hours.afternoon_moment(today):
        return AFTERNOON
    return MORNING if now.astimezone(policy.hours.zone).time() < _NOON else None


def _since(today: date, kind: str, calendar: WorkCalendar, policy: ReminderPolicy) -> datetime:
    """The moment of the digest before."""
    if kind == AFTERNOON:
        return policy.hours.daily_moment(today, policy.daily_at)
    return policy.hours.afternoon_moment(calendar.previous_working_day(today))
