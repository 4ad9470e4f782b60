"""Calls to Zalo's Bot Platform and what their failures mean. The token is in the path: no address leaves here."""

import time
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.domain.messages import (
    ChannelMisconfigured,
    DeliveryError,
    MessageRejected,
    OutcomeUnknown,
    QuotaGone,
    RecipientGone,
    Throttled,
    Unreachable,
)

QUOTA_AFTER = 600.0  # seconds of nothing but 429: then it is the month's quota, not the rate
_WAIT = 30.0
_WAIT_BOUNDS = (5.0, 300.0)
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=30)


class NothingNew(Exception):
    """An idle poll: Zalo answers it with 408."""


class NotThere(DeliveryError):
    """404 for anything but a send: no webhook is set (in doubt), or a method or token that is not known."""


class ZaloBotApi:
    """One bot's methods. Raises the family of `DeliveryError`; an error's reason never carries a token or a body."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, token: str, proxy: str | None = None) -> None:
        self._session = session
        self._base = f"{base_url.rstrip('/')}/bot{token}"
        self._proxy = proxy
        self._refused_since: float | None = None
        self.bot = token.partition(":")[0]

    def __repr__(self) -> str:
        return f"ZaloBotApi(bot={self.bot})"

    async def call(
        self, method: str, parameters: Mapping[str, Any] | None = None, *, within: aiohttp.ClientTimeout = _TIMEOUT
    ) -> Any:
        """Call a method and return its `result`; POST with JSON, as the documentation prefers."""
        try:
            async with self._session.post(
                f"{self._base}/{method}", json=dict(parameters or {}), timeout=within, proxy=self._proxy
            ) as response:
                status, wait = response.status, response.headers.get("Retry-After")
                try:
                    body = await response.json(content_type=None)
                except ValueError:
                    body = None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientProxyConnectionError):
            raise Unreachable("no_connection") from None
        except TimeoutError:
            raise OutcomeUnknown("timed_out") from None
        except aiohttp.ClientError:
            raise OutcomeUnknown("connection_lost") from None
        return self._result(method, status, body, wait)

    async def poll(self, seconds: int) -> Any:
        """The next update, or NothingNew; one object at a time, no offset."""
        within = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=seconds + 10)
        return await self.call("getUpdates", {"timeout": seconds}, within=within)

    def _result(self, method: str, status: int, body: Any, wait: str | None) -> Any:
        if isinstance(body, dict) and body.get("ok") is True:
            if _sends(method):  # a bot whose plan is used up still hears
                self._refused_since = None
            return body.get("result")
        if not isinstance(body, dict):
            # A wrong token may be answered without JSON; a proxy's page says nothing of the message.
            raise ChannelMisconfigured("token_refused") if status in {401, 404} else OutcomeUnknown("not_json")
        # HTTP status and error_code agree in what was seen; HTTP 200 with ok:false is said to occur.
        code = body.get("error_code")
        raise self._meaning(method, code if isinstance(code, int) and code else status, wait)

    def _meaning(self, method: str, code: int, wait: str | None) -> Exception:
        match code:
            case 400:
                return MessageRejected("bad_request")
            case 401:
                return ChannelMisconfigured("token_refused")
            case 404:
                return RecipientGone("chat_unknown") if _sends(method) else NotThere("not_found")
            case 408:
                return NothingNew() if method == "getUpdates" else OutcomeUnknown("timed_out_there")
            case 429 if not _sends(method):
                return Throttled(_seconds(wait))
            case 429:
                return self._refused(wait)
            case _:  # 403 is documented as an internal error, not as "forbidden"
                return OutcomeUnknown(f"server_error_{code}")

    def _refused(self, wait: str | None) -> DeliveryError:
        """429: read as the rate at first, as the month's quota when it lasts. Documents disagree on which it is."""
        now = time.monotonic()
        self._refused_since = self._refused_since or now
        if now - self._refused_since >= QUOTA_AFTER:
            return QuotaGone("quota_exceeded")
        return Throttled(_seconds(wait))


def _sends(method: str) -> bool:
    return method.startswith("send")


def _seconds(wait: str | None) -> float:
    """How long to wait; no header is documented, one is honoured within bounds."""
    low, high = _WAIT_BOUNDS
    seconds = float(wait) if wait and wait.replace(".", "", 1).isdecimal() else _WAIT
    return min(max(seconds, low), high)
