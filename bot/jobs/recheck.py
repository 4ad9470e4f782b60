"""Asks again at the moment of sending: what was planned this morning may be done, moved, paused or too late by now."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.reminders import ROUND, DueItem, OccurrenceView, ReminderPolicy, Roster, reason_to_drop
from bot.domain.rounds import Round, answered
from bot.domain.workdays import WorkCalendar
from bot.jobs.sending import HELD, REWORDED
from handlers.daily import compose_daily, load_material, round_id_of
from handlers.request import Office
from storage.days import load_calendar
from storage.looks import load_roster, load_views, put_back
from storage.reminders import WaitingMessage, hold, load_waiting, write_text
from storage.rounds import find_round

LATE = "late"  # its day is over: what it said is due again on the next
ANSWERED, LEFT, VOID = "answered", "left", "void"
_GRACE = timedelta(minutes=15)  # what was planned in the hours may leave a little after them


def rechecker(office: Office) -> Callable[[AsyncSession, Sequence[int]], Awaitable[dict[int, str]]]:
    """`recheck` for the deliverer, bound to this installation."""

    async def ask_again(session: AsyncSession, message_ids: Collection[int]) -> dict[int, str]:
        return await recheck(session, office, message_ids)

    return ask_again


@dataclass(frozen=True)
class _Now:
    """What is asked about, as it stands at this moment."""

    at: datetime
    today: date
    calendar: WorkCalendar
    policy: ReminderPolicy
    views: Mapping[int, OccurrenceView]
    roster: Roster
    rounds: Mapping[int, Round]


async def recheck(session: AsyncSession, office: Office, message_ids: Collection[int]) -> dict[int, str]:
    """The messages that must not go, each with its reason; to be called before the claim, in its transaction.

    A daily message whose items fell away in part is worded anew without them, its numbers kept (REWORDED: read it
    again). In closed hours it is HELD until they open; when its day is over it is cancelled and what it said due again.
    """
    waiting = await load_waiting(session, message_ids)
    if not waiting:
        return {}
    standing = await _load(session, office, waiting)
    reasons = {}
    for message in waiting:
        reason = await _reason(session, message, standing)
        if reason:
            reasons[message.id] = reason
    return reasons


async def _load(session: AsyncSession, office: Office, waiting: Collection[WaitingMessage]) -> _Now:
    now = office.clock.now()
    policy = office.settings.reminder_policy()
    calendar = await load_calendar(session)
    items = [each.item for message in waiting for each in message.items]
    views = await load_views(session, {item.occurrence_id for item in items})
    rounds = {}
    for round_id in {round_id_of(item) for item in items if item.stage == ROUND}:
        stored = await find_round(session, round_id)
        if stored is not None:
            rounds[round_id] = stored.days(calendar)
    roster = await load_roster(session, {view.agency_id for view in views.values()})
    return _Now(now, policy.hours.local_day(now), calendar, policy, views, roster, rounds)


async def _reason(session: AsyncSession, message: WaitingMessage, now: _Now) -> str:
    dropped = {each.number: why for each in message.items if (why := _why_drop(each.item, message.person_id, now))}
    if len(dropped) == len(message.items):
        return next(iter(dropped.values()), VOID)
    if _is_over(message, now):
        left = [each.item.occurrence_id for each in message.items if each.number not in dropped]
        await put_back(session, left, message.local_day, now.calendar.on_or_after(now.today))
        return LATE
    opening = now.policy.hours.next_opening(now.at, now.calendar)
    if not _in_hours(now):
        await hold(session, message.id, opening)
        return HELD
    if set(dropped) & set(message.said):
        await _rewrite(session, message, dropped, now)
        return REWORDED
    return ""


def _why_drop(item: DueItem, person_id: int, now: _Now) -> str:
    view = now.views.get(item.occurrence_id)
    if view is None:
        return VOID
    reason = reason_to_drop(item, view, now.today, now.calendar, now.policy)
    if reason is not None:
        return reason.value
    if person_id not in {each.id for each in now.roster.recipients(view.agency_id, now.today, with_deputy=True)}:
        return LEFT
    if item.stage == ROUND and not item.key.endswith(":0"):
        reporting = now.rounds.get(round_id_of(item))
        reported_on = view.last_report.on if view.last_report else None
        if reporting is None or answered(reporting, reported_on):
            return ANSWERED
    return ""


def _in_hours(now: _Now) -> bool:
    hours = now.policy.hours
    return hours.is_open(now.at, now.calendar) or hours.is_open(now.at - _GRACE, now.calendar)


def _is_over(message: WaitingMessage, now: _Now) -> bool:
    if message.local_day < now.today:
        return True
    opening = now.policy.hours.next_opening(now.at, now.calendar)
    return not _in_hours(now) and now.policy.hours.local_day(opening) > message.local_day


async def _rewrite(session: AsyncSession, message: WaitingMessage, dropped: Collection[int], now: _Now) -> None:
    left = [each for each in message.items if each.number not in dropped]
    material = await load_material(session, [each.item for each in left], [message.person_id], now.today, now.calendar)
    text = compose_daily(material, message.person_id, left, message.id)
    await write_text(session, message.id, text, [each.number for each in left])
