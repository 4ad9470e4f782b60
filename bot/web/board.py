"""The board (`/bang/<token>`): the plan as the committee sees it, read-only, by a signed link that ends.

What a link shows follows the person's roles on the day it is opened; a removed person's link opens nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.config import Settings
from bot.domain.board import PURPOSE
from bot.domain.gate import Act, may
from bot.domain.people import Person
from bot.domain.periods import whole_plan
from bot.domain.programmes import fold
from bot.domain.reminders import NextReminder, next_look
from bot.domain.scope import narrowing_of
from bot.domain.signed import read_signed
from bot.domain.summary import Asked, Narrowing, Row, Summary, summarize
from bot.domain.tasks import Standing
from bot.jobs.summary_making import make_ordered
from bot.render.making import FileMaker, TooManyOrders
from bot.texts import say
from bot.web.board_parts import Bar, bars_by, timeline
from bot.web.pages import download, render_page, templates
from storage.board_links import find_board_link
from storage.days import load_calendar
from storage.engine import Sessions
from storage.files import load_file
from storage.history import load_story
from storage.looks import load_views
from storage.plans import Plan, find_task, load_plans
from storage.roster import find_person
from storage.summaries import load_summary_ground

PAGE = 40


@dataclass(frozen=True)
class Filter:
    """What of the tasks is looked at."""

    words: str = ""
    standing: str = ""
    agency: str = ""
    programme: str = ""
    page: int = 1

    @classmethod
    def of(cls, request: web.Request) -> "Filter":
        asked = request.query
        page = asked.get("trang", "1")
        return cls(
            asked.get("tim", "")[:100],
            asked.get("loai", ""),
            asked.get("don-vi", ""),
            asked.get("chuong-trinh", ""),
            int(page) if page.isdecimal() and 0 < len(page) < 6 else 1,
        )

    def query(self, **changes: object) -> str:
        """The address of the same view with something changed."""
        values = {
            "tim": self.words, "loai": self.standing, "don-vi": self.agency, "chuong-trinh": self.programme,
            "trang": self.page,
        } | {key.replace("_", "-"): value for key, value in changes.items()}  # fmt: skip
        return "?" + urlencode({key: value for key, value in values.items() if value and (key, value) != ("trang", 1)})

    def of_rows(self, rows: Sequence[Row]) -> list[Row]:
        """Those looked at; words are found with and without diacritics."""
        words = fold(self.words).split()
        return [row for row in rows if self._holds(row, words)]

    def _holds(self, row: Row, words: Sequence[str]) -> bool:
        if self.standing and row.standing.value != self.standing:
            return False
        if (self.agency and row.agency != self.agency) or (self.programme and row.programme != self.programme):
            return False
        if not words:
            return True
        told = fold(f"{row.code} {row.content} {row.agency}")
        return all(word in told for word in words)


@dataclass(frozen=True)
class _View:
    """Whoever looks, at which plan, with what they may see of it."""

    person: Person
    plan: Plan
    narrowing: Narrowing


class BoardPages:
    """The routes of the board."""

    def __init__(self, sessions: Sessions, clock: Clock, settings: Settings, key: bytes, maker: FileMaker) -> None:
        self._sessions = sessions
        self._clock = clock
        self._settings = settings
        self._key = key
        self._maker = maker

    def routes(self) -> list[web.RouteDef]:
        """What `build_web` mounts. The templates are read now: nobody's first view waits for that."""
        for name in ("board.html", "board_task.html"):
            templates().get_template(name)
        return [
            web.get(r"/bang/{word:[\w.-]+}", self.overview),
            web.get(r"/bang/{word:[\w.-]+}/nhiem-vu/{code}", self.task),
            web.get(r"/bang/{word:[\w.-]+}/tep/{key}", self.file),
            web.get(r"/bang/{word:[\w.-]+}/tong-hop.{form:docx|xlsx|pdf}", self.summary_file),
        ]

    async def overview(self, request: web.Request) -> web.Response:
        """Totals, progress, timeline and the tasks, filtered and paged."""
        asked = Filter.of(request)
        async with self._sessions() as session:
            view = await self._view(session, request)
            summary = await self._summary(session, view)
        found = asked.of_rows(summary.rows)
        pages = max(1, -(-len(found) // PAGE))
        page = min(asked.page, pages)
        return render_page(
            "board.html",
            plan=view.plan,
            summary=summary,
            now=self._local_now(),
            asked=asked,
            standings=list(Standing),
            agencies=bars_by(summary.by_agency),
            programmes=bars_by(summary.by_programme),
            total=Bar.of("", summary.totals),
            months=timeline(summary.rows, summary.on),
            rows=found[(page - 1) * PAGE : page * PAGE],
            found=len(found),
            page=page,
            pages=pages,
            here=f"/bang/{request.match_info['word']}",
            rehearsed=self._settings.clock_start is not None,
        )

    async def task(self, request: web.Request) -> web.Response:
        """One task with its story and its next reminders."""
        async with self._sessions() as session:
            view = await self._view(session, request)
            task = await find_task(session, view.plan.id, request.match_info["code"])
            summary = await self._summary(session, view)
            rows = [row for row in summary.rows if task and row.code == task.code]
            if task is None or not rows:
                raise web.HTTPNotFound
            seen = {row.occurrence_id for row in rows}
            story = [each for each in await load_story(session, task.id) if each.occurrence_id in seen]
            reminders = await self._next_reminders(session, seen, summary.on)
        return render_page(
            "board_task.html",
            task=task,
            rows=rows,
            story=story,
            reminders=reminders,
            zone=self._settings.timezone,
            now=self._local_now(),
            here=f"/bang/{request.match_info['word']}",
            plan=view.plan,
        )

    async def file(self, request: web.Request) -> web.Response:
        """A file that was kept with a report of a task in view."""
        async with self._sessions() as session:
            view = await self._view(session, request)
            task = await find_task(session, view.plan.id, request.query.get("nhiem-vu", ""))
            if task is None:
                raise web.HTTPNotFound
            seen = {row.occurrence_id for row in (await self._summary(session, view)).rows if row.code == task.code}
            story = await load_story(session, task.id)
            keys = {key for each in story if each.occurrence_id in seen for key, _ in each.files}
            if request.match_info["key"] not in keys:
                raise web.HTTPNotFound
            file = await load_file(session, request.match_info["key"])
        if file is None:
            raise web.HTTPNotFound
        return download(file.name, file.content)

    async def summary_file(self, request: web.Request) -> web.Response:
        """The summary of what is in view as a file, made beside the service; 503 while too many wait for theirs."""
        now = self._local_now()
        async with self._sessions() as session:
            view = await self._view(session, request)
        period = whole_plan(view.plan.start_on, now.date())
        asked = Asked(
            view.plan.id, period, now.date(), self._clock.now(), view.narrowing, request.match_info["form"]
        )  # fmt: skip
        what = asked.to_json() | {"zone": self._settings.timezone.key}
        try:
            made = await self._maker.run(make_ordered, self._settings.database_url, what)
        except TooManyOrders:
            words = say("board", "Too many files are being made.")
            return web.Response(status=503, text=words, headers={"Retry-After": "60"})
        (file,) = made.files
        return download(file.name, file.content, file.kind)

    async def _next_reminders(self, session: AsyncSession, ids: set[int], today: date) -> dict[int, date]:
        calendar, policy = await load_calendar(session), self._settings.reminder_policy()
        looks = {
            each.id: next_look(each, today, calendar, policy) for each in (await load_views(session, ids)).values()
        }
        return {each: look.on for each, look in looks.items() if isinstance(look, NextReminder)}

    async def _view(self, session: AsyncSession, request: web.Request) -> _View:
        """Who looks, and at what; anything amiss is answered as if there were no such page."""
        payload = read_signed(self._key, PURPOSE, request.match_info["word"], datetime.now(UTC))
        if payload is None or not payload.isdecimal():
            raise web.HTTPNotFound
        link = await find_board_link(session, int(payload), datetime.now(UTC))
        if link is None:
            raise web.HTTPNotFound
        person = await find_person(session, link.person_id, self._local_now().date())
        plan = next((each for each in await load_plans(session) if each.id == link.plan_id), None)
        if person is None or plan is None or not may(person, Act.SUMMARY):
            raise web.HTTPNotFound
        return _View(person, plan, narrowing_of(person))

    async def _summary(self, session: AsyncSession, view: _View) -> Summary:
        now = self._clock.now()
        on = self._local_now().date()
        ground = await load_summary_ground(session, view.plan, on, now)
        return summarize(ground, whole_plan(view.plan.start_on, view.plan.end_on), view.narrowing)

    def _local_now(self) -> datetime:
        return self._clock.now().astimezone(self._settings.timezone)
