"""The planner: each tick, what is due today becomes one message per person, in one transaction, once.

Nothing due costs one step into an index. What is due is gathered, decided by `bot.domain.reminders.plan_day` and
written with keys that forgive repeating; one process plans at a time, so two never decide on half of it each.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.owed import REMINDER, Owed
from bot.domain.reminders import (
    ASK,
    ROUND,
    DailyMessage,
    DayPlan,
    DueItem,
    NumberedItem,
    OccurrenceView,
    ReminderPolicy,
    SilenceReason,
    Unheard,
    plan_day,
    planning_day,
)
from bot.domain.rounds import Round
from bot.domain.workdays import WorkCalendar
from handlers.daily import Material, compose_daily, load_material, round_id_of
from handlers.escalations import send_unasked
from handlers.guidance import KIND as GUIDANCE_QUESTION
from handlers.request import Office
from storage.conversations import open_conversation
from storage.days import load_calendar
from storage.decisions import open_decision
from storage.engine import Sessions, writing
from storage.health import record_planned
from storage.looks import (
    escalation_key,
    is_anything_due,
    load_due_views,
    load_open_views,
    load_roster,
    put_back,
    save_looks,
)
from storage.outbox import enqueue
from storage.reminders import (
    DAILY,
    Said,
    WaitingMessage,
    cancel_queued,
    item_to_json,
    load_stale,
    messaged_on,
    plan_alone,
    promise_of,
    record_reminders,
    record_unsent,
    said_already,
    write_text,
)
from storage.rounds import load_running_rounds, record_asks, record_step

log = logging.getLogger(__name__)

NOBODY_REACHABLE = SilenceReason.NOBODY_REACHABLE.value
MERGED = "merged"  # a message of an earlier day that never left: today's says what still holds of it


@dataclass(frozen=True)
class Planned:
    """What a tick did."""

    on: date | None = None
    messages: int = 0
    unheard: int = 0
    escalations: int = 0


async def plan_reminders(sessions: Sessions, office: Office) -> Planned:
    """Owe today's daily messages where any are due and it is time for them; safe to repeat, in any process."""
    now = office.clock.now()
    policy = office.settings.reminder_policy()
    async with sessions() as session:
        calendar = await load_calendar(session)
        today = planning_day(now, calendar, policy)
        if today is None or not await _is_due(session, today, calendar):
            return Planned()
    async with writing(sessions) as session:
        await plan_alone(session, datetime.now(UTC))
        planned = await _plan(session, now, today, await load_calendar(session), policy)
        if planned.escalations:
            await send_unasked(session, office, calendar, now)
        return planned


async def _is_due(session: AsyncSession, today: date, calendar: WorkCalendar) -> bool:
    return (
        await is_anything_due(session, today)
        or bool(await _round_steps(session, today, calendar))
        or bool(await load_stale(session, today))
    )


async def _plan(
    session: AsyncSession, now: datetime, today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> Planned:
    await _take_back(session, await load_stale(session, today), today)
    steps = await _round_steps(session, today, calendar)
    views = await _views(session, today, steps)
    roster = await load_roster(session, {view.agency_id for view in views.values()})
    plan = plan_day(
        views.values(),
        roster,
        today,
        calendar,
        policy,
        round_steps=steps,
        messaged=await messaged_on(session, today, roster.person_ids),
    )
    hold_until = policy.hours.next_opening(now, calendar)
    sent = await _write_messages(session, plan, calendar, hold_until if hold_until > now else None, now)
    await _write_unheard(session, plan.unheard, today)
    await _write_escalations(session, plan, now)
    await save_looks(session, plan.looks)
    await record_planned(session, today)
    await _write_round_steps(session, plan, steps, now)
    done = Planned(today, sent, len(plan.unheard), len(plan.escalations))
    log.info("day_planned on=%s messages=%d unheard=%d escalations=%d", today, sent, done.unheard, done.escalations)
    return done


async def _views(session: AsyncSession, today: date, steps: Iterable[tuple[Round, int]]) -> dict[int, OccurrenceView]:
    views = {view.id: view for view in await load_due_views(session, today)}
    for reporting, _ in steps:
        views |= {view.id: view for view in await load_open_views(session, reporting.plan_id)}
    return views


async def _round_steps(session: AsyncSession, today: date, calendar: WorkCalendar) -> list[tuple[Round, int]]:
    steps = []
    for stored in await load_running_rounds(session, today):
        reporting = stored.days(calendar)
        step = reporting.step_due(today, stored.asked_on)
        if step is not None:
            steps.append((reporting, step))
    return steps


async def _take_back(session: AsyncSession, stale: Sequence[WaitingMessage], today: date) -> None:
    """Daily messages of earlier days that never left give way to today's."""
    cancelled = await cancel_queued(session, [each.id for each in stale], MERGED)
    for each in stale:
        if each.id in cancelled:
            await put_back(session, [one.item.occurrence_id for one in each.items], each.local_day, today)


async def _write_messages(
    session: AsyncSession, plan: DayPlan, calendar: WorkCalendar, hold_until: datetime | None, now: datetime
) -> int:
    items = [each.item for message in plan.messages for each in message.items]
    people = [message.person_id for message in plan.messages]
    material = await load_material(session, items, people, plan.on, calendar)
    said = await said_already(session, {item.occurrence_id for item in items})
    written = 0
    for message in plan.messages:
        numbered = _unsaid(message, said)
        if numbered:
            written += await _write_message(session, message, numbered, material, hold_until, now)
    return written


def _unsaid(message: DailyMessage, said: Collection[Said]) -> tuple[NumberedItem, ...]:
    """Without what the person was told already: where one message of several to an agency had failed."""
    left = [each.item for each in message.items if (message.person_id, *promise_of(each.item)) not in said]
    return tuple(NumberedItem(number, item) for number, item in enumerate(left, start=1))


async def _write_message(
    session: AsyncSession,
    message: DailyMessage,
    numbered: Sequence[NumberedItem],
    material: Material,
    hold_until: datetime | None,
    now: datetime,
) -> int:
    """Owe it to whoever can be reached; for the others keep that it could not be said. Returns how many were owed."""
    key = f"daily:{message.person_id}:{message.on.isoformat()}"
    subject = {"occurrences": [item_to_json(each) for each in numbered]}
    if not message.reachable:
        unsent = await record_unsent(
            session, key, NOBODY_REACHABLE, subject, datetime.now(UTC), message.on, message.person_id
        )
        if unsent is not None:
            await record_reminders(session, unsent, message.person_id, numbered)
        return 0
    owed = Owed(
        key=key,
        kind=DAILY,
        message=Outgoing(),
        person_id=message.person_id,
        local_day=message.on,
        priority=REMINDER,
        hold_until=hold_until,
        subject=subject,
    )
    message_id = await enqueue(session, owed, datetime.now(UTC))
    if message_id is None:
        log.warning("daily_message_kept person=%d on=%s", message.person_id, message.on)
        return 0
    text = compose_daily(material, message.person_id, numbered, message_id)
    await write_text(session, message_id, text, [each.number for each in numbered])
    await record_reminders(session, message_id, message.person_id, numbered)
    await _ask_guidance(session, message.person_id, numbered, now)
    return 1


async def _ask_guidance(session: AsyncSession, person_id: int, numbered: Sequence[NumberedItem], now: datetime) -> None:
    """A pending question is read first, in its own terms: "chưa có" answers it and opens no obstacle."""
    items = [
        {"number": each.number, "occurrence_id": each.item.occurrence_id}
        for each in numbered
        if each.item.stage == ASK and each.item.kind == "guidance"
    ]
    if items:
        data = {"items": items, "is_whole": len(items) == len(numbered)}
        await open_conversation(session, person_id, GUIDANCE_QUESTION, data, now)


async def _write_unheard(session: AsyncSession, unheard: Iterable[Unheard], today: date) -> None:
    """Where an agency has nobody at all, the reminder is kept under the agency, for the secretary's list."""
    for each in unheard:
        if each.reason.value == NOBODY_REACHABLE:
            continue  # kept with the person who could not be reached
        key = f"daily:unheard:{each.item.occurrence_id}:{today.isoformat()}"
        subject = {"occurrences": [item_to_json(NumberedItem(1, each.item))]}
        await record_unsent(session, key, each.reason.value, subject, datetime.now(UTC), today)


async def _write_escalations(session: AsyncSession, plan: DayPlan, now: datetime) -> None:
    for each in plan.escalations:
        key = escalation_key(each.occurrence_id, each.term_version, each.step)
        data = {
            "step": each.step,
            "occurrence_id": each.occurrence_id,
            "code": each.task_code,
            "agency_id": each.agency_id,
            "due": each.due_on.isoformat(),
            "since": each.since_on.isoformat(),
            "term": each.term_version,
        }
        await open_decision(session, key, "escalation", data, now)


async def _write_round_steps(
    session: AsyncSession, plan: DayPlan, steps: Sequence[tuple[Round, int]], now: datetime
) -> None:
    for reporting, _ in steps:
        asks = [
            (each.item.occurrence_id, message.person_id)
            for message in plan.messages
            for each in message.items
            if _asked_in(each.item, reporting)
        ]
        await record_asks(session, reporting.id, asks, now)
        await record_step(session, reporting.id, plan.on, now)


def _asked_in(item: DueItem, reporting: Round) -> bool:
    return item.stage == ROUND and round_id_of(item) == reporting.id
