"""How a reporting round stands: who was asked, who answered, who was silent; and its draft summary at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import Occurrence
from bot.domain.periods import period_of_key
from bot.domain.rounds import not_reported
from bot.domain.summary import summarize
from bot.domain.workdays import WorkCalendar
from bot.render.summary_chat import render_pages
from bot.render.summary_json import summary_to_json
from bot.texts import say, short_day
from handlers.daily import round_name
from storage.occurrences import load_occurrences
from storage.plans import load_agencies, load_plans
from storage.rounds import StoredRound, asked_in
from storage.summaries import draft_summary, find_previous, load_summary_ground

_AGENCIES = 10  # in a chat


@dataclass(frozen=True)
class RoundStanding:
    """What was asked in a round, and what of it nobody reported on."""

    asked: int
    silent: tuple[Occurrence, ...]


async def load_standing(session: AsyncSession, stored: StoredRound, calendar: WorkCalendar) -> RoundStanding:
    """Count who was asked and silent; reports on behalf count as reports."""
    asked = await asked_in(session, stored.id)
    silent = not_reported(stored.days(calendar), asked)
    found = await load_occurrences(session, silent)
    return RoundStanding(len(asked), tuple(found[each] for each in silent if each in found))


async def round_words(session: AsyncSession, stored: StoredRound, calendar: WorkCalendar) -> str:
    """A round in a few lines: its days, how many were asked and answered, and who is silent."""
    days = stored.days(calendar)
    lines = [
        say(
            "round", "Round %(period)s: list on %(opens)s, figures as of %(cut_off)s (%(state)s).",
            period=round_name(stored), opens=short_day(days.opens_on), cut_off=short_day(stored.cut_off_on),
            state=say("round", stored.state),
        )
    ]  # fmt: skip
    standing = await load_standing(session, stored, calendar)
    if standing.asked:
        told = standing.asked - len(standing.silent)
        lines.append(say("round", "Asked about %(asked)s, reported %(told)s.", asked=standing.asked, told=told))
    if standing.silent:
        lines.append(say("round", "No report yet (%(count)s):", count=f"{len(standing.silent):02d}"))
        lines += await _by_agency(session, standing.silent)
    return "\n".join(lines)


async def _by_agency(session: AsyncSession, silent: Sequence[Occurrence]) -> list[str]:
    """In the protocol's order, never by lateness."""
    codes: dict[int, list[str]] = {}
    for each in silent:
        codes.setdefault(each.agency_id, []).append(each.code)
    order = [each for each in await load_agencies(session) if each.id in codes]
    lines = [
        say("round", "- %(agency)s: %(codes)s", agency=each.name, codes=", ".join(dict.fromkeys(codes[each.id])))
        for each in order[:_AGENCIES]
    ]
    if len(order) > _AGENCIES:
        lines.append(say("round", "- and %(count)s more agencies", count=len(order) - _AGENCIES))
    return lines


async def draft_of_round(session: AsyncSession, stored: StoredRound, known_at: datetime) -> str:
    """Keep the draft summary of a round that has closed; returns it as a chat has it. Empty without its plan."""
    plan = next((each for each in await load_plans(session) if each.id == stored.plan_id), None)
    if plan is None:
        return ""
    period = period_of_key(stored.period)
    ground = await load_summary_ground(session, plan, stored.cut_off_on, known_at, round_period=stored.period)
    summary = summarize(ground, period, previous=await find_previous(session, plan.id, stored.cut_off_on, known_at))
    figures = summary_to_json(summary)
    await draft_summary(session, plan.id, stored.period, stored.cut_off_on, known_at, figures, known_at)
    short_names = {each.name: each.short_name for each in await load_agencies(session)}
    return next(iter(render_pages(summary, short_names)), "")
