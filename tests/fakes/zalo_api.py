"""An emulator of Zalo's Bot Platform over HTTP, written from the fact sheet and not from our client.

What the documents disagree on is a switch: replayed updates, the wrapper of webhooks, the photo's field, what
getWebhookInfo says of a clean bot.
"""

import asyncio
import ipaddress
import itertools
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web


@dataclass
class Call:
    """One request that arrived."""

    bot: str
    method: str
    body: dict[str, Any]
    at: float


@dataclass
class Doubts:
    """Behaviour on which the documents disagree or are silent."""

    replay: bool = False  # updates come again on every poll
    wrapped_webhook: bool = False
    photo_field: str = "photo_url"
    clean_webhook_is_404: bool = True
    verification: bool | None = None


@dataclass
class _Bot:
    token: str
    updates: list[dict[str, Any]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    chats: set[str] = field(default_factory=set)
    webhook: str = ""
    secret: str = ""
    sent: int = 0


class FakeZalo:
    """The platform: bots by token, people who write, and faults on demand."""

    def __init__(self, *tokens: str, monthly: int = 3000) -> None:
        self.bots = {token: _Bot(token) for token in tokens}
        self.monthly = monthly
        self.doubts = Doubts()
        self.calls: list[Call] = []
        self.faults: dict[tuple[str, str], list[Any]] = defaultdict(list)  # (method, chat or "") → responses to give
        self._ids = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> "FakeZalo":
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        application.router.add_get("/photos/{name}", self._photo)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    # --- what tests do

    def fail(self, method: str, fault: Any, *, to: str = "", times: int = 1) -> None:
        """Answer the next calls with a status or "garbage", "not found", "html", "hang", "lost" (taken, not told)."""
        self.faults[method, to] += [fault] * times

    async def writes(self, chat: str, text: str, *, bot: str | None = None) -> str:
        """Somebody writes a message; returns its id."""
        return await self.event("message.text.received", chat, bot=bot, text=text)

    async def sends_photo(self, chat: str, caption: str = "", *, bot: str | None = None) -> str:
        """Somebody sends a picture, which arrives as an address."""
        content = {self.doubts.photo_field: f"{self.url}/photos/anh.jpg"}
        return await self.event("message.image.received", chat, bot=bot, **content, caption=caption)

    async def event(self, name: str, chat: str, *, bot: str | None = None, **content: Any) -> str:
        """Anything that happens in a chat."""
        target = self.bots[bot] if bot else next(iter(self.bots.values()))
        target.chats.add(chat)
        ref = f"{next(self._ids):020x}"
        group = chat.startswith("g")
        message = {
            "message_id": ref,
            "date": int(time.time() * 1000),
            "from": {"id": chat, "display_name": "Người dùng", "is_bot": False},
            "chat": {"id": chat, "chat_type": "GROUP" if group else "PRIVATE"},
            **content,
        }
        await self.deliver(target, {"event_name": name, "message": message})
        return ref

    async def deliver(self, target: _Bot, update: dict[str, Any]) -> int:
        """Queue an update, or push it to the webhook; returns the webhook's status."""
        if not target.webhook:
            target.updates.append(update)
            target.arrived.set()
            return 0
        body = {"ok": True, "result": update} if self.doubts.wrapped_webhook else update
        headers = {"X-Bot-Api-Secret-Token": target.secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(target.webhook, json=body, headers=headers) as answer,
        ):
            return answer.status

    async def until(self, condition: Callable[[], object], within: float = 15.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110  what is waited for happens in another process
                await asyncio.sleep(0.01)

    def texts(self, chat: str) -> list[str]:
        """What a person has received, oldest first."""
        sends = (c.body for c in self.calls if c.method in {"sendMessage", "sendPhoto"})
        return [body.get("text") or body.get("caption", "") for body in sends if body.get("chat_id") == chat]

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.calls)

    # --- the platform

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        bot = self.bots.get(request.match_info["token"])
        if bot is None:
            return _refuse(401, "Unauthorized")
        method = request.match_info["method"]
        body = await request.json() if request.can_read_body else dict(request.query)
        self.calls.append(Call(bot.token, method, body, time.monotonic()))
        chat = str(body.get("chat_id", ""))
        for key in ((method, chat), (method, "")):
            if self.faults[key]:
                return await self._fault(self.faults[key].pop(0), request)
        match method:
            case "getMe":
                me = {"id": bot.token.partition(":")[0], "account_name": "bot.NhacViec", "account_type": "BASIC"}
                return _ok(me | {"can_join_groups": False})
            case "getUpdates":
                return await self._updates(bot, body)
            case "sendMessage":
                return self._sent(bot, chat, str(body.get("text", "")))
            case "sendPhoto":
                return self._sent(bot, chat, str(body.get("caption") or "x"), url=str(body.get("photo", "")))
            case "setWebhook":
                return self._set_webhook(bot, body)
            case "deleteWebhook":
                bot.webhook = bot.secret = ""
                return _ok({"url": "", "updated_at": int(time.time() * 1000)})
            case "getWebhookInfo" if not bot.webhook and self.doubts.clean_webhook_is_404:
                return _refuse(404, "Not Found")
            case "getWebhookInfo":
                return _ok({"url": bot.webhook, "updated_at": 0})
        return _refuse(404, "Not Found")

    async def _fault(self, fault: Any, request: web.Request) -> web.StreamResponse:
        if isinstance(fault, int):
            return _refuse(fault, {429: "Quota exceeded", 408: "Request timeout"}.get(fault, "Error"))
        if fault == "garbage":
            return web.Response(text="not json", status=200)
        if fault == "not found":  # a malformed token, without JSON
            return web.Response(text="Not Found", status=404)
        if fault == "html":
            return web.Response(text="<html>Bad Gateway</html>", status=502, content_type="text/html")
        if fault == "hang":
            await asyncio.sleep(3600)
        if request.transport:
            request.transport.close()
        return web.Response()

    async def _updates(self, bot: _Bot, body: dict[str, Any]) -> web.Response:
        if bot.webhook:
            return _refuse(400, "You cannot use this API while a webhook is set. Please remove the webhook first")
        if not bot.updates:
            bot.arrived.clear()
            try:
                await asyncio.wait_for(bot.arrived.wait(), min(float(body.get("timeout", 30)), 30))
            except TimeoutError:
                return _refuse(408, "Request timeout")
        update = bot.updates.pop(0)
        if self.doubts.replay:
            bot.updates.append(update)
        return _ok(update)

    def _sent(self, bot: _Bot, chat: str, text: str, url: str = "https://x") -> web.Response:
        units = len(text.encode("utf-16-le")) // 2
        if not text or units > 2000 or not url.startswith("http"):
            return _refuse(400, "Bad Request")
        if chat not in bot.chats:
            return _refuse(404, "Not Found")
        if bot.sent >= self.monthly:
            return _refuse(429, "Quota exceeded")
        bot.sent += 1
        return _ok({"message_id": f"{next(self._ids):020x}", "date": int(time.time() * 1000)})

    def _set_webhook(self, bot: _Bot, body: dict[str, Any]) -> web.Response:
        url, secret = str(body.get("url", "")), str(body.get("secret_token", ""))
        if not 8 <= len(secret) <= 256 or not _is_public(url):
            return _refuse(400, "Bad Request")
        bot.webhook, bot.secret = url, secret
        result: dict[str, Any] = {"url": url, "updated_at": int(time.time() * 1000)}
        if self.doubts.verification is not None:
            result["verification"] = {"ok": self.doubts.verification}
        return _ok(result)

    async def _photo(self, _request: web.Request) -> web.Response:
        return web.Response(body=b"\xff\xd8\xff\xe0jpeg", content_type="image/jpeg")


def _is_public(url: str) -> bool:
    """HTTPS and no private address; the loopback address passes, since the webhook of a test is served there."""
    parts = urlsplit(url)
    if parts.hostname == "127.0.0.1" and parts.scheme == "http":
        return True
    try:
        return parts.scheme == "https" and ipaddress.ip_address(parts.hostname or "").is_global
    except ValueError:
        return parts.scheme == "https" and parts.hostname != "localhost"


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result, "error_code": 0})


def _refuse(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "description": description, "error_code": code}, status=code)
