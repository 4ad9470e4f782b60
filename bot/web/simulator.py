"""The simulator's page: phones side by side, the date with its buttons, and switches that make the platform fail."""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from aiohttp import BodyPartReader, web

from bot.channels.simulator import PROFILES, Phone, PhoneFile, PhoneMessage, Phones, Trouble
from bot.texts import short_day, weekday_name
from bot.web.pages import download, render_page

POLL_SECONDS = 25.0
FILE_LIMIT = 10 * 1024 * 1024
_PHONE = re.compile(r"(simulator|simulator_plain):([\w-]{1,40})")


@dataclass(frozen=True)
class PhoneChoice:
    """A phone that can be put on the page."""

    channel: str
    chat: str
    name: str
    group: str  # agency or role, by which the list is ordered


@dataclass(frozen=True)
class Mark:
    """A day on the timeline on which something is due or said."""

    day: date
    reminders: int
    terms: int


class Stage(Protocol):
    """What the page steers; the demo builds it."""

    phones: Phones
    title: str

    @property
    def is_ready(self) -> bool:
        """Is the plan read and the roster filled in, so that there are phones to show?"""

    @property
    def first_phones(self) -> Sequence[str]:
        """The phones that the page begins with."""

    def local_now(self) -> datetime:
        """The rehearsed date and time."""

    async def choices(self) -> list[PhoneChoice]:
        """Everybody of the roster, and a stranger."""

    async def marks(self) -> list[Mark]:
        """What lies ahead, by day."""

    async def open_phone(self, channel: str, chat: str) -> None:
        """A phone is put on the page: its owner is written to there from now on."""

    async def advance(self, step: str) -> None:
        """Play on: "day", "week", or "next" to the next message."""

    async def restart(self) -> None:
        """Stop the worker and start it anew on the same database."""


class SimulatorPages:
    """The routes of the simulator."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._busy = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """What `build_web` mounts."""
        return [
            web.get("/", self.page),
            web.get("/mo-phong/trang-thai", self.state),
            web.get("/mo-phong/tep/{phone}/{key}", self.file),
            web.post("/mo-phong/nhan", self.act),
            web.post("/mo-phong/gui-tep", self.send_file),
        ]

    async def page(self, _request: web.Request) -> web.Response:
        """The page; its script fills the phones. Until the plan has been read, one that loads itself again."""
        if not self._stage.is_ready:
            return render_page("simulator_waiting.html", title=self._stage.title)
        return render_page(
            "simulator.html",
            title=self._stage.title,
            choices=await self._stage.choices(),
            first=self._stage.first_phones,
        )

    async def state(self, request: web.Request) -> web.Response:
        """What the phones named show, at once or as soon as something changes after `since`."""
        self._check_ready()
        phones = self._stage.phones
        since = int(request.query.get("since", "-1"))
        wanted = [_phone(each) for each in request.query.get("phones", "").split(",") if each]
        async with phones.changed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(phones.changed.wait_for(lambda: phones.version > since), POLL_SECONDS)
        return web.json_response(await self._state(wanted))

    async def _state(self, wanted: list[Phone]) -> dict[str, Any]:
        now, phones = self._stage.local_now(), self._stage.phones
        return {
            "version": phones.version,
            "date": f"{weekday_name(now.date())}, {short_day(now.date())}",
            "time": f"{now:%H:%M}",
            "day": now.date().isoformat(),
            "busy": self._busy.locked(),
            "trouble": phones.trouble.value,
            "marks": [
                {"day": m.day.isoformat(), "label": short_day(m.day), "reminders": m.reminders, "terms": m.terms}
                for m in await self._stage.marks()
            ],
            "phones": {":".join(phone): self._screen(phone) for phone in wanted},
        }

    def _screen(self, phone: Phone) -> dict[str, Any]:
        phones, zone = self._stage.phones, self._stage.local_now().tzinfo
        return {
            "offline": phone in phones.cut_off,
            "editing": PROFILES[phone[0]].editing,
            "quoting": PROFILES[phone[0]].quoting,
            "messages": [_message(phone, each, each.at.astimezone(zone)) for each in phones.screen(phone)[-200:]],
        }

    async def act(self, request: web.Request) -> web.Response:
        """Everything that a person at the page does; JSON with `do`."""
        _check_origin(request)
        self._check_ready()
        asked: dict[str, str] = await request.json()
        phones = self._stage.phones
        match asked:
            case {"do": "say", "phone": phone, "text": text}:
                await phones.type(_phone(phone), text[:20_000], asked.get("quoted", ""))
            case {"do": "edit", "phone": phone, "ref": ref, "text": text}:
                await phones.edit(_phone(phone), ref, text[:20_000])
            case {"do": "press", "phone": phone, "ref": ref, "action": pressed}:
                await phones.press(_phone(phone), ref, pressed)
            case {"do": "open", "phone": phone}:
                await self._stage.open_phone(*_phone(phone))
            case {"do": "network", "phone": phone}:
                phones.cut_off ^= {_phone(phone)}
                await phones.touch()
            case {"do": "trouble", "kind": kind}:
                phones.trouble = Trouble(kind)
                await phones.touch()
            case {"do": "advance", "step": step} if step in {"day", "week", "next"}:
                await self._alone(self._stage.advance(step))
            case {"do": "restart"}:
                await self._alone(self._stage.restart())
            case _:
                raise web.HTTPBadRequest
        return web.json_response({})

    def _check_ready(self) -> None:
        """While the service starts again the page is told to come back in a moment."""
        if not self._stage.is_ready:
            raise web.HTTPServiceUnavailable

    async def _alone(self, work: Any) -> None:
        """Only one jump of the clock at a time; a second press waits for the first."""
        async with self._busy:
            await self._stage.phones.touch()
            await work
        await self._stage.phones.touch()

    async def send_file(self, request: web.Request) -> web.Response:
        """Somebody sends a photo or document from their phone."""
        _check_origin(request)
        self._check_ready()
        fields: dict[str, str] = {}
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest
            if part.filename:
                content = bytes(await part.read(decode=False))
                if len(content) > FILE_LIMIT:
                    raise web.HTTPRequestEntityTooLarge(max_size=FILE_LIMIT, actual_size=len(content))
                kind = part.headers.get("Content-Type", "application/octet-stream")
                file = PhoneFile(self._stage.phones.next_number(), part.filename, kind, content)
                caption = fields.get("text", "")
                await self._stage.phones.type(_phone(fields.get("phone", "")), caption, files=(file,))
            else:
                fields[part.name or ""] = await part.text()
        return web.json_response({})

    async def file(self, request: web.Request) -> web.Response:
        """A file that lies on a phone, always as a download but for pictures."""
        phone = _phone(request.match_info["phone"])
        for message in self._stage.phones.screen(phone):
            for file in message.files:
                if file.key == request.match_info["key"]:
                    return _download(file)
        raise web.HTTPNotFound


def _phone(text: str) -> Phone:
    found = _PHONE.fullmatch(text)
    if found is None:
        raise web.HTTPBadRequest
    return found[1], found[2]


def _check_origin(request: web.Request) -> None:
    """Only this very page acts: a page from elsewhere sends another origin, or none that matches the host."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise web.HTTPForbidden


def _message(phone: Phone, message: PhoneMessage, at: datetime) -> dict[str, Any]:
    return {
        "ref": message.ref,
        "mine": message.mine,
        "text": message.text,
        "time": f"{at:%H:%M} {short_day(at.date())}",
        "edited": message.edited,
        "quoted": message.quoted_ref,
        "buttons": [[{"label": b.label, "action": b.action, "url": b.url} for b in row] for row in message.buttons],
        "files": [
            {
                "name": file.name,
                "picture": file.kind in {"image/png", "image/jpeg"},
                "url": f"/mo-phong/tep/{':'.join(phone)}/{file.key}",
            }
            for file in message.files
        ],
    }


def _download(file: PhoneFile) -> web.Response:
    if file.kind in {"image/png", "image/jpeg"}:
        return download(file.name, file.content, file.kind, shown=True)
    return download(file.name, file.content)
