"""Makes what was ordered, in a process of its own: reads the database there, counts there, sets the files there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.summary import CHAT, ISSUE, Asked, Summary
from bot.render.making import KINDS, MadeFile, make_file
from bot.render.summary_chat import render_pages
from bot.render.summary_json import summary_to_json
from handlers.summary_material import load_order
from storage.brief import NotBrief, load_brief
from storage.engine import open_engine, open_sessions
from storage.plans import Plan, load_agencies, load_plan
from storage.summaries import load_summary


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
    return asyncio.run(_make(url, what))


async def _make(url: str, what: Mapping[str, Any]) -> Made:
    asked = Asked.from_json(what)
    engine = open_engine(url)
    try:
        async with open_sessions(engine)() as session:
            plan = await load_plan(session, asked.plan_id)
            if plan is None:
                raise NoPlan
            return await make_asked(session, plan, asked, ZoneInfo(str(what["zone"])), is_now=bool(what.get("is_now")))
    finally:
        await engine.dispose()


async def make_asked(session: AsyncSession, plan: Plan, asked: Asked, zone: ZoneInfo, *, is_now: bool) -> Made:
    """The same in this process."""
    if asked.form == CHAT:
        short_names = {each.name: each.short_name for each in await load_agencies(session)}
        summary = await _for_chat(session, plan, asked, is_now=is_now)
        return Made(pages=tuple(render_pages(summary, short_names)))
    order = await load_order(session, plan, asked, zone)
    if asked.form != ISSUE:
        return Made(files=(make_file(order),))
    files = tuple(make_file(order.as_form(form)) for form in KINDS)
    return Made(files=files, figures=summary_to_json(order.summary))


async def _for_chat(session: AsyncSession, plan: Plan, asked: Asked, *, is_now: bool) -> Summary:
    if is_now:
        try:
            return await load_brief(session, plan, asked.period, asked.on, asked.known_at, asked.narrowing)
        except NotBrief:
            pass
    return await load_summary(session, plan, asked)
