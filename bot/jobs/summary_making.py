"""Makes what was ordered, in a process of its own: reads the database there, counts there, sets the files there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import CHAT, ISSUE, Asked, Summary
from bot.render.chart import TrendPoint
from bot.render.making import KINDS, MadeFile, Order, make_file
from bot.render.summary_chat import render_pages
from bot.render.summary_json import summary_to_json
from storage.brief import NotBrief, load_brief
from storage.engine import open_engine, open_sessions
from storage.plans import Plan, load_agencies, load_plan, load_settings_of
from storage.summaries import find_draft, load_summary, load_trend


@dataclass(frozen=True)
class Made:
    """What an order became: pages for a chat, or files; with an issue also its figures."""

    pages: tuple[str, ...] = ()
    files: tuple[MadeFile, ...] = ()
    figures: Mapping[str, Any] | None = None


class NoPlan(Exception):
    """The plan that was asked about is not there any more."""


def make_ordered(url: str, what: Mapping[str, Any]) -> Made:
    """Make it; `is_now` in it allows the quick road, where nothing that is asked about is of the past."""
    return asyncio.run(_make(url, Asked.from_json(what), is_now=bool(what.get("is_now"))))


async def _make(url: str, asked: Asked, *, is_now: bool) -> Made:
    engine = open_engine(url)
    try:
        async with open_sessions(engine)() as session:
            plan = await load_plan(session, asked.plan_id)
            if plan is None:
                raise NoPlan
            return await make_asked(session, plan, asked, is_now=is_now)
    finally:
        await engine.dispose()


async def make_asked(session: AsyncSession, plan: Plan, asked: Asked, *, is_now: bool = False) -> Made:
    """The same in this process."""
    short_names = {each.name: each.short_name for each in await load_agencies(session)}
    if asked.form == CHAT:
        summary = await _for_chat(session, plan, asked, is_now=is_now)
        return Made(pages=tuple(render_pages(summary, short_names)))
    summary = await load_summary(session, plan, asked)
    draft = await find_draft(session, plan.id, asked.period.key) if asked.is_whole else None
    order = Order(
        form=asked.form,
        summary=summary,
        committee=CommitteeSettings.from_stored(await load_settings_of(session, plan.id)),
        remarks=draft.remarks if draft else "",
        proposals=draft.proposals if draft else "",
        trend=tuple(TrendPoint(*each) for each in await load_trend(session, plan.id, asked.on, asked.known_at)),
        short_names=short_names,
    )
    if asked.form != ISSUE:
        return Made(files=(make_file(order),))
    files = tuple(make_file(order.as_form(form)) for form in KINDS)
    return Made(tuple(render_pages(summary, short_names)), files, summary_to_json(summary))


async def _for_chat(session: AsyncSession, plan: Plan, asked: Asked, *, is_now: bool) -> Summary:
    if is_now:
        try:
            return await load_brief(session, plan, asked.period, asked.on, asked.known_at, asked.narrowing)
        except NotBrief:
            pass
    return await load_summary(session, plan, asked)
