"""Fills an empty database for a rehearsal: the sample plan and roster, or an office's own."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.appendix import UnreadableFile
from bot.config import Settings
from bot.domain.agencies import OFFICES
from bot.domain.programmes import PROGRAMMES
from bot.sample import PLAN, ROSTER
from bot.texts import say
from handlers.plan_file import Given, ImportWords, read_plan_file
from handlers.roster_file import UnreadableRoster, import_roster
from storage.days import load_calendar
from storage.importing import import_plan
from storage.looks import refresh_looks
from storage.plans import add_holder, add_plan, ensure_agency, save_setting

Fill = Callable[[AsyncSession, datetime, date], Awaitable[None]]

# The sample plan, section III of its text: who stands for which programme, and for the committee.
_HOLDERS = (
    ("Văn phòng Điều phối nông thôn mới tỉnh", PROGRAMMES[0].name),
    ("Sở Lao động - Thương binh và Xã hội", PROGRAMMES[1].name),
    ("Sở Văn hóa, Thể thao và Du lịch", PROGRAMMES[2].name),
    ("Văn phòng Ủy ban nhân dân tỉnh", PROGRAMMES[3].name),
)
_ROLE = "Cơ quan thường trực từng Chương trình"
_SAMPLE = Given(number="12/KH-BCĐ", issued_on=date(2022, 6, 15))
_COMMITTEE = {
    "committee_name": "Ban Chỉ đạo tỉnh",
    "superior_body": "UBND tỉnh Hà Tĩnh",
    "standing_agency": "Sở Kế hoạch và Đầu tư",
    "place": "Hà Tĩnh",
}


class Unfillable(Exception):
    """A plan or roster that cannot be read; the argument is a Vietnamese sentence."""


def filler(settings: Settings, plan: Path | None, roster: Path | None) -> Fill:
    """What fills the database; the sample stands where nothing is given."""

    async def fill(session: AsyncSession, now: datetime, today: date) -> None:
        try:
            await _fill_plan(session, settings, plan, now, today)
            people = roster or ROSTER
            await import_roster(session, people.name, people.read_bytes(), now, today)
        except (UnreadableFile, UnreadableRoster) as exc:
            raise Unfillable(str(exc)) from exc

    return fill


async def _fill_plan(session: AsyncSession, settings: Settings, plan: Path | None, now: datetime, today: date) -> None:
    read = await read_plan_file(session, plan or PLAN, _SAMPLE if plan is None else Given())
    if read.plan is None:
        raise Unfillable(say("import", "The plan's year is not known; add --year, or --start and --end."))
    plan_id = await add_plan(session, read.plan, now)
    if plan is None:
        await _settle_sample(session, plan_id, now)
    done = await import_plan(
        session, replace(read.plan, id=plan_id), read.tasks, read.doubts, ImportWords(), now, today
    )
    await refresh_looks(session, done.occurrences, today, await load_calendar(session), settings.reminder_policy())


async def _settle_sample(session: AsyncSession, plan_id: int, now: datetime) -> None:
    for key, value in _COMMITTEE.items():
        await save_setting(session, plan_id, key, value, now)
    known = {agency.name: agency for agency in OFFICES}
    for name, programme in _HOLDERS:
        agency = known[name]
        agency_id = await ensure_agency(session, name, short_name=agency.short, spellings=agency.spellings)
        await add_holder(session, plan_id, _ROLE, agency_id, programme)


def title_of(plan: Path | None) -> str:
    """What the page says is rehearsed."""
    return plan.name if plan else say("demo", "sample plan")
