"""How python-telegram-bot speaks HTTP here: over aiohttp, through its own extension point.

Its default transport walks the whole connection pool for every request (encode/httpcore #1035), which costs more than
all the rest of a call. Errors are mapped as the default does, and carry their cause: `was_not_sent` tells from it
whether the request may have left.
"""

import json
import logging
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

log = logging.getLogger(__name__)

_FORM = "application/x-www-form-urlencoded"
# What python-telegram-bot turns into an error of its own kind; any other status it makes a bare NetworkError.
_TOLD_APART = frozenset({400, 401, 403, 404, 409})


class HttpStatus(NetworkError):
    """An answer with a status that has no meaning of its own in the Bot API; `status` is it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def was_not_sent(error: BaseException) -> bool:
    """Did the request surely not leave: no connection, no free one, no answer from the proxy?"""
    cause = error.__cause__
    return isinstance(
        cause,
        aiohttp.ClientConnectorError  # refused, unknown host, TLS
        | aiohttp.ConnectionTimeoutError  # … or not in time, also for want of a free connection
        | aiohttp.ClientHttpProxyError
        | aiohttp.InvalidURL,
    )


class AiohttpRequest(BaseRequest):
    """One pool of connections. Time-outs are in seconds; None waits without end."""

    def __init__(
        self,
        *,
        connections: int = 128,
        connect_timeout: float | None = 5.0,
        read_timeout: float | None = 15.0,
        write_timeout: float | None = 5.0,
        media_write_timeout: float | None = 30.0,
        pool_timeout: float | None = 5.0,
        proxy: str | None = None,
    ) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._media_write_timeout = media_write_timeout
        self._pool_timeout = pool_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    @property
    def is_open(self) -> bool:
        """Is there a pool?"""
        return self._session is not None

    async def initialize(self) -> None:
        """Open the pool; again is nothing."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30, ttl_dns_cache=60)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        """Close the pool; again is nothing."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; returns status and body. Raises TimedOut and NetworkError, each with its cause."""
        if self._session is None:
            raise RuntimeError("this request object is not initialized")
        headers, body = _body_of(request_data)
        has_files = request_data is not None and request_data.contains_files
        timeout = self._timeout(
            read=_given(read_timeout, self._read_timeout),
            write=_given(write_timeout, self._media_write_timeout if has_files else self._write_timeout),
            connect=_given(connect_timeout, self._connect_timeout),
            pool=_given(pool_timeout, self._pool_timeout),
        )
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as answer:
                payload = await answer.read()
                return _checked(answer, payload)
        except TimeoutError as exc:  # aiohttp's own kinds of it included
            raise TimedOut from exc
        except aiohttp.ClientError as exc:
            # Only the kind: its text may hold the address, and that holds the token.
            raise NetworkError(f"aiohttp.{type(exc).__name__}") from exc

    @staticmethod
    def _timeout(
        *, read: float | None, write: float | None, connect: float | None, pool: float | None
    ) -> aiohttp.ClientTimeout:
        steps = [step for step in (read, write, connect, pool) if step is not None]
        waiting = None if pool is None or connect is None else pool + connect
        return aiohttp.ClientTimeout(
            total=sum(steps) if len(steps) == 4 else None, connect=waiting, sock_connect=connect, sock_read=read
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer. Unlike the default it is never logged when it cannot be read: it may hold a message's text."""
        try:
            return json.loads(payload)
        except ValueError:
            log.warning("answer_unreadable bytes=%d", len(payload))
            raise TelegramError("Invalid server response") from None


def _given(value: Any, default: float | None) -> float | None:
    if value is BaseRequest.DEFAULT_NONE:
        return default
    return None if value is None else float(value)


def _body_of(request_data: RequestData | None) -> tuple[dict[str, str], bytes | aiohttp.FormData | None]:
    if request_data is None:
        return {}, None
    if not request_data.contains_files:
        return {"Content-Type": _FORM}, request_data.url_encoded_parameters().encode()
    form = aiohttp.FormData(quote_fields=False)  # else a Vietnamese file name arrives percent-encoded
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {}, form


def _checked(answer: aiohttp.ClientResponse, payload: bytes) -> tuple[int, bytes]:
    """Status and body, unless the status means nothing to python-telegram-bot."""
    status = answer.status
    if 200 <= status <= 299 or status in _TOLD_APART:
        return status, payload
    told = _description(payload)
    if told is not None and told.get("parameters"):
        return status, payload
    if status == 429 and answer.headers.get("Retry-After", "").isdecimal():
        raise RetryAfter(int(answer.headers["Retry-After"]))
    raise HttpStatus(status, str((told or {}).get("description") or f"HTTP status {status}"))


def _description(payload: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(payload)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


class PollingRequest(AiohttpRequest):
    """The pool of getUpdates: it sets the updates of an answer aside as they are, in `updates`.

    So one update that the library cannot read does not spoil the others; the caller parses them one by one.
    """

    def __init__(self, *, proxy: str | None = None) -> None:
        # A few connections: a poll torn down in mid-flight may keep one for a while.
        super().__init__(connections=4, proxy=proxy)
        self.updates: list[dict[str, Any]] = []

    def parse_json_payload(self, payload: bytes) -> Any:  # type: ignore[override]
        """The answer, with an empty list in the place of updates."""
        answer = super().parse_json_payload(payload)
        if isinstance(answer, dict) and isinstance(answer.get("result"), list):
            self.updates = answer["result"]
            return {**answer, "result": []}
        return answer
