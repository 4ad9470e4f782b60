"""The rhythm of reporting rounds: planned ahead for each quarter, closed at the cut-off, then the draft summary.

Their list and reminders are part of the daily messages, see `bot.jobs.remind`.
"""

import logging
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Button, Outgoing
from bot.domain.workdays import WorkCalendar
from bot.texts import say
from handlers.daily import round_name
from handlers.desk import tell_desk
from handlers.request import Office
from handlers.round_report import draft_of_round, round_words
from handlers.rounds_ahead import legal_rounds
from handlers.tonghop import ASK
from storage.days import load_calendar
from storage.engine import Sessions, writing
from storage.plans import load_plans
from storage.rounds import StoredRound, add_round, load_ended_rounds, load_rounds, set_round_state

log = logging.getLogger(__name__)


async def run_rounds(sessions: Sessions, office: Office) -> None:
    """Plan the rounds that begin in the next weeks, and close those whose cut-off has passed; safe to repeat."""
    now = office.clock.now()
    today = office.settings.hours().local_day(now)
    async with sessions() as session:
        ended = await load_ended_rounds(session, today)
        calendar = await load_calendar(session)
        wanted = await _wanted(session, today, calendar)
    if wanted:
        async with writing(sessions) as session:
            for each in wanted:
                await add_round(
                    session, each.plan_id, each.period, each.start_on, each.end_on, each.cut_off_on, each.opens_on
                )
                log.info("round_planned plan=%d period=%s opens=%s", each.plan_id, each.period, each.opens_on)
    for each in ended:
        async with writing(sessions) as session:
            await _close(session, office, each, calendar, now)


async def _wanted(session: AsyncSession, today: date, calendar: WorkCalendar) -> list[StoredRound]:
    """The legal rounds ahead that are not kept yet."""
    plans = [each for each in await load_plans(session) if each.state == "live"]
    known = {(each.plan_id, each.period) for each in await load_rounds(session)}
    return [each for each in legal_rounds(plans, today, calendar) if (each.plan_id, each.period) not in known]


async def _close(
    session: AsyncSession, office: Office, stored: StoredRound, calendar: WorkCalendar, now: datetime
) -> None:
    """Close a round and hand the secretary who was silent and the draft; one that never opened is closed quietly."""
    await set_round_state(session, stored.id, "closed", now)
    log.info("round_closed round=%d opened=%s", stored.id, stored.state == "open")
    if stored.state != "open":
        return
    parts = [
        say("round", "The round %(period)s is closed.", period=round_name(stored)),
        await round_words(session, replace(stored, state="closed"), calendar),
        await draft_of_round(session, stored, now),
        say("round", "For the draft as a document: /tonghop %(period)s docx", period=round_name(stored)),
    ]
    text = "\n".join(part for part in parts if part)
    await tell_desk(session, office, calendar, Outgoing(text, _to_issue(stored)), key=f"round_closed:{stored.id}")


def _to_issue(stored: StoredRound) -> tuple[tuple[Button, ...], ...]:
    """From the draft to its issue: the summary of the period, with the buttons under it."""
    return ((Button(say("round", "View the draft and issue it"), f"{ASK}:{stored.period}"),),)
