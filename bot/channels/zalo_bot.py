"""Zalo's Bot Platform: several bots as one channel, by polling or by webhook.

What is in doubt about the platform is named where it is met; `DOUBTS` lists it for `nhacviec check`.
"""

import asyncio
import hmac
import logging
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.zalo_api import ZaloBotApi
from bot.channels.zalo_hearing import Alarm, Hearing
from bot.channels.zalo_updates import CHANNEL, read_update, unwrap
from bot.domain.messages import (
    Address,
    Capabilities,
    Incoming,
    IncomingFile,
    MessageRejected,
    NotStored,
    Outgoing,
    OutgoingFile,
    Receive,
    Unreachable,
)
from bot.domain.platform_plans import ZALO_MESSAGES_PER_MONTH, ZALO_PEOPLE_PER_BOT

log = logging.getLogger(__name__)

TEXT_LIMIT = 2000  # unit not documented: UTF-16 is the safe reading
FILE_LIMIT = 10 * 1024 * 1024

# English keys of the catalogue, context "zalo".
DOUBTS = (
    "Is the webhook body bare or wrapped? Both are read.",
    "Does getUpdates replay what was taken? Known ids are kept.",
    "Does 429 mean the rate or the month's quota? It is read as the rate first, then as the quota.",
    "Is the quota of 3,000 messages per bot or per account? It is counted per bot.",
    "Which error tells that somebody blocked the bot? 404 on a known chat is taken for it.",
)


class ZaloBotChannel:
    """The bots of `tokens` as one channel; an address names its bot."""

    name = CHANNEL
    doubts = DOUBTS
    monthly_quota = ZALO_MESSAGES_PER_MONTH
    people_per_bot = ZALO_PEOPLE_PER_BOT

    def __init__(
        self,
        tokens: Sequence[str],
        base_url: str,
        *,
        alarm: Alarm,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        link: Callable[[OutgoingFile], str] | None = None,
        proxy: str | None = None,
        may_poll: Callable[[], bool] = lambda: True,
    ) -> None:
        if webhook_url and not webhook_secret:
            raise ValueError("a webhook needs a secret")
        self._may_poll = may_poll
        self._tokens = tuple(tokens)
        self._base_url = base_url
        self._alarm = alarm
        self._webhook_url = webhook_url
        self._secret = webhook_secret or ""
        self._link = link
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._receive: Receive | None = None
        self._hearings: dict[str, Hearing] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._apis: dict[str, ZaloBotApi] = {}
        self.capabilities = Capabilities(TEXT_LIMIT, "utf16", pictures=link is not None)

    def __repr__(self) -> str:
        return f"ZaloBotChannel(bots={list(self.bots)})"

    @property
    def bots(self) -> tuple[str, ...]:
        """The ids of the bots, in the order of the settings."""
        return tuple(token.partition(":")[0] for token in self._tokens)

    def open(self) -> None:
        """Make ready for sending; taking in begins with `start`."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=20))
            made = (ZaloBotApi(self._session, self._base_url, token, self._proxy) for token in self._tokens)
            self._apis = {api.bot: api for api in made}

    async def start(self, receive: Receive) -> None:
        """Begin taking in; returns at once."""
        self.open()
        self._receive = receive
        self._hearings = {
            bot: Hearing(api, receive, self._alarm, self._may_poll, (self._url_of(bot), self._secret))
            for bot, api in self._apis.items()
        }
        self._tasks = [
            asyncio.create_task(each.run(), name=f"zalo-hearing-{bot}") for bot, each in self._hearings.items()
        ]

    def _url_of(self, bot: str) -> str:
        return f"{self._webhook_url.rstrip('/')}/webhook/zalo-bot/{bot}" if self._webhook_url else ""

    async def stop(self) -> None:
        """Stop taking in."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def close(self) -> None:
        """Close all connections."""
        await self.stop()
        if self._session:
            await self._session.close()
            self._session = None

    async def check(self, bot: str = "") -> str:
        """The bot's name by getMe; without a bot, of the first. Raises DeliveryError."""
        self.open()
        result = await (self._apis.get(bot) or next(iter(self._apis.values()))).call("getMe")
        return str(result.get("account_name", "")) if isinstance(result, dict) else ""

    # --- sending

    async def send(self, to: Address, message: Outgoing) -> str:
        self.open()
        api = self._apis.get(to.bot) or next(iter(self._apis.values()))
        picture = next((file for file in message.files if file.kind.startswith("image/")), None)
        if picture is not None and self._link is not None:
            parameters = {"chat_id": to.chat, "photo": self._link(picture)}
            if message.text:
                parameters["caption"] = message.text
            return _message_id(await api.call("sendPhoto", parameters))
        if not message.text:
            raise MessageRejected("nothing_to_send")
        return _message_id(await api.call("sendMessage", {"chat_id": to.chat, "text": message.text}))

    async def fetch(self, file: IncomingFile, address: Address) -> bytes:
        """A picture by its address, which ends after an unknown time."""
        self.open()
        if self._session is None or not file.ref.startswith(("https://", self._base_url)):
            raise Unreachable("address_refused")
        try:
            async with self._session.get(
                file.ref, timeout=aiohttp.ClientTimeout(total=60), proxy=self._proxy, max_redirects=3
            ) as response:
                content = await response.content.read(FILE_LIMIT + 1)
                if response.status != 200 or len(content) > FILE_LIMIT:
                    raise Unreachable("file_refused")
                return content
        except (aiohttp.ClientError, TimeoutError):
            raise Unreachable("no_connection") from None

    # --- taking in

    def routes(self) -> list[web.RouteDef]:
        """What the web server mounts; in polling mode nothing answers there."""
        return [web.post("/webhook/zalo-bot/{bot}", self.take_webhook)] if self._webhook_url else []

    async def take_webhook(self, request: web.Request) -> web.Response:
        """One update; answered with 200 only once it is stored. Without the secret nothing is read at all."""
        bot = request.match_info["bot"]
        given = request.headers.get("X-Bot-Api-Secret-Token", "")
        if bot not in self.bots or not hmac.compare_digest(
            given.encode("utf-8", "surrogateescape"), self._secret.encode()
        ):
            raise web.HTTPForbidden
        if self._receive is None:
            raise web.HTTPServiceUnavailable
        try:
            body = await request.json()
        except ValueError:
            log.warning("webhook_unreadable channel=%s bot=%s", CHANNEL, bot)
            return web.Response()  # sent again it would be no better
        updates: list[Incoming] = [read for each in unwrap(body) if (read := read_update(each, bot)) is not None]
        if updates:
            try:
                await self._receive(updates)
            except NotStored:
                raise web.HTTPServiceUnavailable from None
        if bot in self._hearings:
            await self._hearings[bot].hears()
        return web.Response()


def _message_id(result: Any) -> str:
    return str(result.get("message_id", "")) if isinstance(result, dict) else ""
