"""A Bot API server for tests, written from the facts about the real one: HTTP on loopback, no network.

In a test: `async with FakeBotApi() as api:`; people are `api.person(1001)`. As a process of its own:
`python -m tests.fakes.bot_api --port 8081`, driven over `POST /control`.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web

from tests.fakes.telegram_people import FakePerson, Shown

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
USERNAME = "nhacviec_thu_bot"


@dataclass
class Call:
    """One request as it came: `at` is monotonic; `status` what was answered, 0 where nothing was."""

    method: str
    chat: str
    params: dict[str, Any]
    at: float
    status: int = 0

    @property
    def text(self) -> str:
        return str(self.params.get("text") or self.params.get("caption") or "")


@dataclass
class Fault:
    """What goes wrong with calls of a method (all, where empty) to a chat (all, where empty)."""

    kind: str  # answer, hang, reset, html, garbage
    method: str = ""
    chat: str = ""
    times: float = 1
    status: int = 500
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    accepts: bool = False  # the message is delivered all the same
    body: str = ""

    def fits(self, method: str, chat: str) -> bool:
        return self.times > 0 and self.method in ("", method) and self.chat in ("", chat)


@dataclass
class Limits:
    """Limits that are enforced with 429, as sliding windows; None enforces none."""

    overall: int | None = None  # a second, over all chats
    chat: int | None = None  # a second, to one private chat
    chat_burst: int = 3
    group: int | None = None  # a minute, to one group
    retry_after: int = 1


class Refused(Exception):
    """An error answer."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class FakeBotApi:
    """The server. Records every call in `calls`; what people see is in `screens`."""

    def __init__(self, token: str = TOKEN, *, known_chats_only: bool = False) -> None:
        self.token = token
        self.me = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Nhắc việc",
            "username": USERNAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.calls: list[Call] = []
        self.screens: dict[str, dict[int, Shown]] = defaultdict(dict)
        self.answered: list[str] = []  # callback queries
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.blocked: set[str] = set()
        self.faults: list[Fault] = []
        self.limits = Limits()
        self.latency = 0.0
        self.webhook: dict[str, Any] = {"url": ""}
        self.pending: list[dict[str, Any]] = []
        self.records = True  # a benchmark keeps counts alone
        self.counts: dict[str, int] = defaultdict(int)
        self.url = ""
        self._known_only = known_chats_only
        self._people: dict[int, FakePerson] = {}
        self._files: dict[str, bytes] = {}
        self._refs = itertools.count(1)
        self._updates = itertools.count(500_000)
        self._arrived = asyncio.Event()
        self._called = asyncio.Event()
        self._poller: asyncio.Event | None = None
        self._recent: deque[float] = deque()
        self._recent_of: dict[str, deque[float]] = defaultdict(deque)
        self._runner: web.AppRunner | None = None
        self._pusher: asyncio.Task[None] | None = None
        self._hanging: set[asyncio.Event] = set()
        self._methods = {
            name.removeprefix("_on_").replace("_", ""): getattr(self, name)
            for name in dir(self)
            if name.startswith("_on_")
        }

    # --- life

    async def __aenter__(self) -> "FakeBotApi":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; `url` is where."""
        application = web.Application(client_max_size=60 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        application.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        application.router.add_post("/control", self._control)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Stop listening; hung calls are dropped."""
        for hung in self._hanging:
            hung.set()
        self._arrived.set()
        if self._pusher:
            self._pusher.cancel()
            await asyncio.gather(self._pusher, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()

    # --- what tests do

    def person(self, chat: int, name: str = "") -> FakePerson:
        """Somebody, by the number of their chat; the same object every time."""
        return self._people.setdefault(chat, FakePerson(self, chat, name or f"Người {chat}"))

    async def update(self, **content: Any) -> int:
        """Something happened: the bot gets it by its next poll, or by its webhook. Returns the update's id."""
        update = {"update_id": next(self._updates), **content}
        self.pending.append(update)
        self._arrived.set()
        return int(update["update_id"])

    def refuse(
        self,
        method: str,
        status: int,
        description: str = "",
        *,
        to: int | str = "",
        times: float = 1,
        **parameters: Any,
    ) -> Fault:
        """Answer calls with an error: `refuse("sendMessage", 429, "Too Many Requests", retry_after=3)`."""
        texts = {429: "Too Many Requests: retry later", 502: "Bad Gateway", 500: "Internal Server Error: restart"}
        return self._fault(
            "answer", method, to, times, status, description or texts.get(status, "Bad Request"), parameters
        )

    def fail_with_page(self, method: str, status: int = 502, *, to: int | str = "", times: float = 1) -> Fault:
        """Answer with a proxy's HTML page."""
        return self._fault("html", method, to, times, status)

    def answer_with(self, method: str, body: str, *, status: int = 200, to: int | str = "", times: float = 1) -> Fault:
        """Answer with these very bytes; the message is delivered."""
        fault = self._fault("garbage", method, to, times, status)
        fault.body, fault.accepts = body, True
        return fault

    def hang(self, method: str, *, to: int | str = "", times: float = 1, accepts: bool = True) -> Fault:
        """Take calls and never answer; the message is delivered all the same, unless `accepts` is false."""
        fault = self._fault("hang", method, to, times)
        fault.accepts = accepts
        return fault

    def reset(self, method: str, *, to: int | str = "", times: float = 1, accepts: bool = True) -> Fault:
        """Drop the connection in place of an answer; the message is delivered, unless `accepts` is false."""
        fault = self._fault("reset", method, to, times)
        fault.accepts = accepts
        return fault

    def _fault(
        self,
        kind: str,
        method: str,
        to: int | str,
        times: float,
        status: int = 500,
        description: str = "",
        parameters: dict[str, Any] | None = None,
    ) -> Fault:
        fault = Fault(kind, method.casefold(), str(to), times, status, description, parameters or {})
        self.faults.append(fault)
        return fault

    def heal(self) -> None:
        """Nothing goes wrong any more; hung calls are dropped."""
        self.faults.clear()
        for hung in self._hanging:
            hung.set()

    def calls_of(self, method: str, to: int | str = "") -> list[Call]:
        """The calls of a method, to a chat where one is given."""
        return [
            call for call in self.calls if call.method.casefold() == method.casefold() and str(to) in ("", call.chat)
        ]

    def delivered(self, chat: int | str) -> list[str]:
        """The texts on a screen."""
        return [shown.text for shown in self.screens[str(chat)].values()]

    async def until(self, condition: Any, within: float = 10.0) -> None:
        """Wait until a condition holds; it is looked at after every call."""
        async with asyncio.timeout(within):
            while not condition():
                self._called.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.05):
                        await self._called.wait()

    def next_ref(self) -> int:
        return next(self._refs)

    def keep_file(self, content: bytes) -> dict[str, Any]:
        """Keep a file that people sent; returns how a message names it."""
        file_id = f"file{self.next_ref()}"
        self._files[file_id] = content
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content)}

    # --- HTTP

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].casefold()
        params = await self._params(request)
        chat = str(params.get("chat_id", ""))
        call = Call(request.match_info["method"], chat, params, time.monotonic())
        self.counts[method] += 1
        if self.records:
            self.calls.append(call)
        try:
            if self.latency and method != "getupdates":
                await asyncio.sleep(self.latency)
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            answer = await self._answer(request, method, chat, params)
        except Refused as refused:
            answer = _refusal(refused)
        call.status = answer.status
        self._called.set()
        return answer

    async def _params(self, request: web.Request) -> dict[str, Any]:
        params: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            return params | await request.json()
        for name, value in (await request.post()).items():
            params[name] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        return params

    async def _answer(self, request: web.Request, method: str, chat: str, params: dict[str, Any]) -> web.StreamResponse:
        run = self._methods.get(method)
        if run is None:
            raise Refused(404, "Not Found")
        fault = next((each for each in self.faults if each.fits(method, chat)), None)
        if fault is not None:
            fault.times -= 1
            return await self._misbehave(request, fault, run, params)
        if chat and method.startswith(("send", "edit")):
            self._check_limits(chat)
            if chat in self.blocked:
                raise Refused(403, "Forbidden: bot was blocked by the user")
        return _success(await run(params))

    async def _misbehave(
        self, request: web.Request, fault: Fault, run: Any, params: dict[str, Any]
    ) -> web.StreamResponse:
        if fault.accepts:
            with contextlib.suppress(Refused):
                await run(params)
        match fault.kind:
            case "answer":
                raise Refused(fault.status, fault.description, **fault.parameters)
            case "html":
                page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
                return web.Response(status=fault.status, text=page, content_type="text/html")
            case "garbage":
                return web.Response(status=fault.status, text=fault.body, content_type="application/json")
            case "hang":
                hung = asyncio.Event()
                self._hanging.add(hung)
                self._called.set()
                try:
                    await hung.wait()
                finally:
                    self._hanging.discard(hung)
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    def _check_limits(self, chat: str) -> None:
        now, limits = time.monotonic(), self.limits
        if limits.overall is not None:
            _within(self._recent, now, 1.0, limits.overall, limits.retry_after)
        if chat.startswith("-"):
            if limits.group is not None:
                _within(self._recent_of[chat], now, 60.0, limits.group, limits.retry_after)
        elif limits.chat is not None:
            window = limits.chat_burst / limits.chat
            _within(self._recent_of[chat], now, window, limits.chat_burst, limits.retry_after)
        if limits.overall is not None:
            self._recent.append(now)
        if limits.chat is not None or limits.group is not None:
            self._recent_of[chat].append(now)

    async def _serve_file(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token or request.match_info["path"] not in self._files:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=self._files[request.match_info["path"]])

    # --- the methods

    async def _on_get_me(self, _params: dict[str, Any]) -> Any:
        return self.me

    async def _on_get_updates(self, params: dict[str, Any]) -> Any:
        if self.webhook["url"]:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        if self._poller is not None:
            self._poller.set()
        ended = self._poller = asyncio.Event()
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        if offset:
            self.pending = [each for each in self.pending if each["update_id"] >= offset]
        until = time.monotonic() + min(50, int(params.get("timeout", 0)))
        while not self.pending and not ended.is_set() and (left := until - time.monotonic()) > 0:
            self._arrived.clear()
            waits = [asyncio.create_task(self._arrived.wait()), asyncio.create_task(ended.wait())]
            try:
                await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
        if ended.is_set():
            raise Refused(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        self._poller = None
        return self.pending[:limit]

    async def _on_send_message(self, params: dict[str, Any]) -> Any:
        text = str(params.get("text", ""))
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(text) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        return self._show(params, text)

    def _show(self, params: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
        chat = str(params["chat_id"])
        if self._known_only and not chat.startswith("-") and int(chat) not in self._people:
            raise Refused(400, "Bad Request: chat not found")
        ref = next(self._refs)
        if self.records:
            quoted = _json(params.get("reply_parameters")) or {}
            self.screens[chat][ref] = Shown(ref, text, _buttons(params), quotes=quoted.get("message_id"), **more)
        number = int(chat)
        about = {"id": number, "type": "private" if number > 0 else "supergroup"}
        message = {"message_id": ref, "from": self.me, "chat": about, "date": int(time.time())}
        return message | ({"text": text} if not more else {"caption": text})

    async def _on_edit_message_text(self, params: dict[str, Any]) -> Any:
        shown = self.screens[str(params["chat_id"])].get(int(params["message_id"]))
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        text, buttons = str(params.get("text", "")), _buttons(params)
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if (shown.text, shown.buttons) == (text, buttons):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message",
            )
        shown.text, shown.buttons, shown.edits = text, buttons, shown.edits + 1
        chat = int(params["chat_id"])
        about = {"id": chat, "type": "private" if chat > 0 else "supergroup"}
        return {"message_id": shown.ref, "from": self.me, "chat": about, "date": int(time.time()), "text": text}

    async def _on_answer_callback_query(self, params: dict[str, Any]) -> Any:
        self.answered.append(str(params["callback_query_id"]))
        return True

    async def _on_send_document(self, params: dict[str, Any]) -> Any:
        return self._show_file(params, "document", is_photo=False)

    async def _on_send_photo(self, params: dict[str, Any]) -> Any:
        return self._show_file(params, "photo", is_photo=True)

    def _show_file(self, params: dict[str, Any], part: str, *, is_photo: bool) -> dict[str, Any]:
        if part not in params:
            raise Refused(400, f"Bad Request: there is no {part} in the request")
        name, content = params[part]
        if len(content) > (10 if is_photo else 50) * 1024 * 1024:
            raise Refused(413, "Request Entity Too Large")
        caption = str(params.get("caption", ""))
        if len(caption) > 1024:
            raise Refused(400, "Bad Request: message caption is too long")
        message = self._show(params, caption, file=content, file_name=name, is_photo=is_photo)
        kept = self.keep_file(content)
        sized = [{**kept, "width": 800, "height": 600}]
        return message | ({"photo": sized} if is_photo else {"document": {**kept, "file_name": name}})

    async def _on_get_file(self, params: dict[str, Any]) -> Any:
        content = self._files.get(str(params.get("file_id")))
        if content is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        about = {"file_id": params["file_id"], "file_unique_id": "u", "file_size": len(content)}
        return about | {"file_path": params["file_id"]}

    async def _on_set_my_commands(self, params: dict[str, Any]) -> Any:
        scope = _json(params.get("scope")) or {"type": "default"}
        self.commands[str(scope.get("chat_id", scope["type"]))] = _json(params["commands"])
        return True

    async def _on_set_webhook(self, params: dict[str, Any]) -> Any:
        self.webhook = {"url": str(params.get("url", "")), "secret": str(params.get("secret_token", ""))}
        if self._poller is not None:
            self._poller.set()
        if self.webhook["url"] and (self._pusher is None or self._pusher.done()):
            self._pusher = asyncio.create_task(self._push())
        return True

    async def _on_delete_webhook(self, params: dict[str, Any]) -> Any:
        self.webhook = {"url": ""}
        if str(params.get("drop_pending_updates", "")).casefold() == "true":
            self.pending.clear()
        return True

    async def _on_get_webhook_info(self, _params: dict[str, Any]) -> Any:
        return {"url": self.webhook["url"], "has_custom_certificate": False, "pending_update_count": len(self.pending)}

    async def _push(self) -> None:
        """Hand updates to the webhook one after another, each until it is answered with 2xx."""
        async with ClientSession(timeout=ClientTimeout(total=60)) as session:
            while self.webhook["url"]:
                if not self.pending:
                    self._arrived.clear()
                    await self._arrived.wait()
                    continue
                if await self._hand_over(session, self.pending[0]):
                    del self.pending[:1]
                else:
                    await asyncio.sleep(0.05)

    async def _hand_over(self, session: ClientSession, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]} if self.webhook.get("secret") else {}
        try:
            async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                return 200 <= answer.status < 300
        except (OSError, TimeoutError):
            return False

    # --- as a process

    async def _control(self, request: web.Request) -> web.Response:
        """{"do": "says", "chat": 1, "text": "…"}, {"do": "set", "latency": 0.05, …}, {"do": "counts"} and so on."""
        order = await request.json()
        match order.pop("do"):
            case "says":
                await self.person(order["chat"]).says(order["text"])
            case "burst":
                for number in range(order["count"]):
                    await self.person(2001 + number).says("đã nhận")
            case "set":
                for name, value in order.items():
                    setattr(self, name, Limits(**value) if name == "limits" else value)
            case "fault":
                self._fault(**order)
            case "heal":
                self.heal()
            case "reset":
                self.counts.clear()
                self.calls.clear()
                self.screens.clear()
            case "delivered":
                return web.json_response({chat: self.delivered(chat) for chat in self.screens})
            case "press":
                await self.person(order["chat"]).presses(order["label"])
        return web.json_response({"counts": self.counts, "pending": len(self.pending), "answered": len(self.answered)})


def _within(recent: deque[float], now: float, window: float, most: int, retry_after: int) -> None:
    while recent and recent[0] <= now - window:
        recent.popleft()
    if len(recent) >= most:
        raise Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _buttons(params: dict[str, Any]) -> list[list[dict[str, str]]]:
    markup = _json(params.get("reply_markup")) or {}
    rows: list[list[dict[str, str]]] = markup.get("inline_keyboard", [])
    for row in rows:
        for button in row:
            if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def _success(result: Any) -> web.Response:
    return web.Response(body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json")


def _refusal(refused: Refused) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.parameters:
        answer["parameters"] = refused.parameters
    return web.json_response(answer, status=refused.status)


async def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--counts-only", action="store_true", help="keep no calls and no screens")
    options = parser.parse_args()
    api = FakeBotApi(options.token)
    api.records = not options.counts_only
    await api.start(options.port)
    print(api.url, flush=True)  # noqa: T201
    await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main())
