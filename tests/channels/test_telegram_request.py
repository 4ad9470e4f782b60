"""python-telegram-bot over aiohttp: what each way of failing becomes, and whether the request may have left."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData

from bot.channels.telegram_request import AiohttpRequest, HttpStatus, was_not_sent


@pytest.fixture
async def request_object() -> AsyncIterator[AiohttpRequest]:
    """One pool with short time-outs."""
    made = AiohttpRequest(connect_timeout=0.2, read_timeout=0.2, write_timeout=0.2, pool_timeout=0.2)
    await made.initialize()
    yield made
    await made.shutdown()


@pytest.fixture
async def server() -> AsyncIterator["Scripted"]:
    """A server that answers as it is told."""
    scripted = Scripted()
    await scripted.start()
    yield scripted
    await scripted.runner.cleanup()


class Scripted:
    """Answers every request with `answer`, or does what `act` says."""

    answer: tuple[int, str, dict[str, str]] = (200, '{"ok": true, "result": 1}', {})
    act: str = ""

    async def start(self) -> None:
        application = web.Application()
        application.router.add_route("*", "/{any:.*}", self.serve)
        self.runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/bot1:x/sendMessage"
        self.seen: list[tuple[str, dict[str, str]]] = []

    async def serve(self, request: web.Request) -> web.Response:
        self.seen.append((request.method, {key: str(value) for key, value in (await request.post()).items()}))
        if self.act == "hang":
            await asyncio.sleep(1)
        if self.act == "reset" and request.transport:
            request.transport.abort()
        status, body, headers = self.answer
        return web.Response(status=status, text=body, headers=headers)


@pytest.mark.parametrize(
    ("status", "body", "headers", "expected"),
    [
        (400, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', {}, BadRequest),
        (400, '{"ok":false,"description":"x","parameters":{"migrate_to_chat_id":-1001}}', {}, ChatMigrated),
        (401, '{"ok":false,"description":"Unauthorized"}', {}, InvalidToken),
        (403, '{"ok":false,"description":"Forbidden: x"}', {}, Forbidden),
        (404, '{"ok":false,"description":"Not Found"}', {}, InvalidToken),
        (409, '{"ok":false,"description":"Conflict: x"}', {}, Conflict),
        (429, '{"ok":false,"description":"x","parameters":{"retry_after":3}}', {}, RetryAfter),
        (429, "slow down", {"Retry-After": "9"}, RetryAfter),
        (429, "slow down", {}, HttpStatus),
        (413, "too large", {}, HttpStatus),
        (500, '{"ok":false,"description":"Internal Server Error: restart"}', {}, HttpStatus),
        (502, "<html>502</html>", {}, HttpStatus),
        (302, "", {"Location": "http://127.0.0.1:1/"}, HttpStatus),
        (200, "<html>", {}, TelegramError),
    ],
)
async def test_an_answer_becomes_the_error_that_the_default_makes(
    request_object: AiohttpRequest,
    server: Scripted,
    status: int,
    body: str,
    headers: dict[str, str],
    expected: type[TelegramError],
) -> None:
    """A status without a meaning of its own is a NetworkError, as ever, and here tells which it was."""
    server.answer = (status, body, headers)

    with pytest.raises(expected) as caught:
        await request_object.post(server.url)

    assert type(caught.value) is expected
    assert len(server.seen) == 1
    if isinstance(caught.value, HttpStatus):
        assert caught.value.status == status
        assert isinstance(caught.value, NetworkError)


async def test_what_left_and_was_not_answered_is_told_from_what_did_not_leave(
    request_object: AiohttpRequest, server: Scripted
) -> None:
    """Time-outs before and after the request left are opposites; so are a refused and a dropped connection."""
    server.act = "hang"
    with pytest.raises(TimedOut) as hung:
        await request_object.post(server.url)
    server.act = "reset"
    with pytest.raises(NetworkError) as dropped:
        await request_object.post(server.url)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NetworkError) as refused:
            await request_object.post(f"http://127.0.0.1:{unused.getsockname()[1]}/")

    assert [was_not_sent(each.value) for each in (hung, dropped, refused)] == [False, False, True]


async def test_no_free_connection_in_time_is_surely_not_sent(server: Scripted) -> None:
    """The pool is full: the second request never leaves."""
    server.act = "hang"
    narrow = AiohttpRequest(connections=1, connect_timeout=0.1, read_timeout=0.6, pool_timeout=0.1)
    await narrow.initialize()

    first = asyncio.create_task(narrow.post(server.url))
    await asyncio.sleep(0.05)
    with pytest.raises(TimedOut) as caught:
        await narrow.post(server.url)
    with pytest.raises(TimedOut):
        await first
    await narrow.shutdown()

    assert was_not_sent(caught.value)
    assert len(server.seen) == 1


async def test_a_proxy_that_is_away_or_refuses_is_surely_not_sent(server: Scripted) -> None:
    """Requests go through the proxy that is set, and nowhere else."""
    proxied = AiohttpRequest(proxy=server.url, connect_timeout=0.5)
    await proxied.initialize()
    server.answer = (200, '{"ok": true, "result": 5}', {})
    through = await proxied.post("http://api.telegram.test/bot1:x/getMe")
    await proxied.shutdown()
    gone = AiohttpRequest(proxy="http://127.0.0.1:9", connect_timeout=0.5)
    await gone.initialize()
    with pytest.raises(NetworkError) as caught:
        await gone.post("http://api.telegram.test/bot1:x/getMe")
    await gone.shutdown()

    assert through == 5
    assert was_not_sent(caught.value)


async def test_an_error_names_neither_address_nor_answer(request_object: AiohttpRequest, server: Scripted) -> None:
    """The address holds the token, the answer may hold a message."""
    server.act = "reset"
    with pytest.raises(NetworkError) as caught:
        await request_object.post(server.url)

    assert "bot1:x" not in str(caught.value)
    assert isinstance(caught.value.__cause__, aiohttp.ClientError)


async def test_opening_and_closing_twice_is_harmless(server: Scripted) -> None:
    """And a request before opening is a mistake of ours, said so."""
    made = AiohttpRequest()
    with pytest.raises(NetworkError):
        await made.post(server.url, RequestData([]))
    await made.initialize()
    await made.initialize()
    assert await made.post(server.url, RequestData([])) == 1
    await made.shutdown()
    await made.shutdown()
