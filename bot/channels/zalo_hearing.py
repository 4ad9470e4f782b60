"""How one bot of Zalo's platform hears: by asking for updates, or by a webhook that is kept set.

Whatever fails, it goes on: a bot that gives up is deaf and nobody knows.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.zalo_api import NothingNew, NotThere, ZaloBotApi
from bot.channels.zalo_updates import CHANNEL, read_update, unwrap
from bot.domain.messages import (
    ChannelMisconfigured,
    DeliveryError,
    Incoming,
    MessageRejected,
    NotStored,
    Receive,
    Throttled,
)

log = logging.getLogger(__name__)

POLL_SECONDS = 30
POLL_INTERVAL = 1.0  # seconds between polls: replayed updates would come in a storm
WEBHOOK_LOOK = 300.0  # between looks at whether our webhook is still set
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_SILENT = 600.0  # seconds without an answer after which the operator hears of it
_SEEN = 5000

Alarm = Callable[[str, str], Awaitable[None]]
"""Tells the operator: channel with its bot, and the reason; an empty reason: it is well again."""


class Hearing:
    """One bot. With a `webhook` (url, secret) that is kept set; else it polls while `may_poll`."""

    def __init__(
        self, api: ZaloBotApi, receive: Receive, alarm: Alarm, may_poll: Callable[[], bool], webhook: tuple[str, str]
    ) -> None:
        self._api = api
        self._receive = receive
        self._alarm = alarm
        self._may_poll = may_poll
        self._url, self._secret = webhook
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._held: list[Incoming] = []  # taken from the platform, not yet stored
        self._hooked = True  # a webhook may be in the way of polling
        self._is_set = self._is_doubted = False
        self._silent_since: float | None = None
        self._pause = 0.0
        self.trouble = ""  # what the operator was told last

    async def run(self) -> None:
        """Hear until cancelled."""
        turn = self._look_at_webhook if self._url else self._poll
        while True:
            begun = time.monotonic()
            self._pause, before = 0.0, self._pause
            await self._try(turn, min(max(before * 2, _FIRST_PAUSE), _LONGEST_PAUSE))
            usual = WEBHOOK_LOOK if self._url else POLL_INTERVAL - (time.monotonic() - begun)
            await asyncio.sleep(self._pause or max(usual, 0.0))

    async def _try(self, turn: Callable[[], Awaitable[None]], pause: float) -> None:
        """One turn; where it fails, the next comes after a pause."""
        try:
            await turn()
        except Throttled as exc:
            self._pause = max(exc.retry_after, pause)
        except MessageRejected:  # 400: a webhook is set, or ours is refused
            self._hooked, self._pause = True, pause
            await self._tell("webhook_refused" if self._url else "webhook_set")
        except (ChannelMisconfigured, NotThere) as exc:
            self._pause = pause
            await self._tell(exc.reason)
        except DeliveryError as exc:
            self._pause = pause
            await self._is_silent(exc.reason)
        except NotStored:  # told by who stores
            self._pause = pause
        except Exception:
            log.exception("not_heard channel=%s bot=%s", CHANNEL, self._api.bot)
            self._pause = pause

    async def _poll(self) -> None:
        await self._hand_over()
        if not self._may_poll():  # two pollers on one token steal from each other
            return
        if self._hooked:
            await self._api.call("deleteWebhook")  # succeeds also where none is set
            self._hooked = False
        try:
            self._held = self._fresh(await self._api.poll(POLL_SECONDS))
        except NothingNew:
            self._held = []
        await self.hears()
        await self._hand_over()

    def _fresh(self, result: Any) -> list[Incoming]:
        read = [each for update in unwrap(result) if (each := read_update(update, self._api.bot)) is not None]
        return [each for each in read if each.key not in self._seen]

    async def _hand_over(self) -> None:
        """Store what was taken; kept until that succeeds, since the platform may never hand it over again."""
        if not self._held:
            return
        await self._receive(self._held)
        self._seen.update((each.key, None) for each in self._held)  # the inbox knows older ones by their key
        while len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        self._held = []

    async def _look_at_webhook(self) -> None:
        """Set the webhook, and set it again where somebody has taken it down."""
        if not self._is_set or await self._url_there() != self._url:
            result = await self._api.call("setWebhook", {"url": self._url, "secret_token": self._secret})
            self._is_set = True
            log.info("webhook_set channel=%s bot=%s", CHANNEL, self._api.bot)
            verification = result.get("verification") if isinstance(result, dict) else None
            self._is_doubted = isinstance(verification, dict) and verification.get("ok") is False
        if self._is_doubted:  # stored all the same: the first update proves that it works
            await self._tell("webhook_not_verified")
        else:
            await self.hears()

    async def _url_there(self) -> str:
        """In doubt: without a webhook there is a 404, or an empty address."""
        try:
            result = await self._api.call("getWebhookInfo")
        except NotThere:
            return ""
        return str(result.get("url", "")) if isinstance(result, dict) else ""

    async def hears(self) -> None:
        """The bot hears; who was told that it does not is told so."""
        self._silent_since, self._is_doubted = None, False
        await self._tell("")

    async def _is_silent(self, reason: str) -> None:
        now = time.monotonic()
        log.warning("not_heard channel=%s bot=%s reason=%s", CHANNEL, self._api.bot, reason)
        self._silent_since = self._silent_since or now
        if now - self._silent_since >= _SILENT:
            await self._tell(reason)

    async def _tell(self, trouble: str) -> None:
        """Once for each change; an alarm that could not be raised is raised at the next turn."""
        if trouble == self.trouble:
            return
        try:
            await self._alarm(f"{CHANNEL}:{self._api.bot}", trouble)
        except Exception:
            log.exception("alarm_failed channel=%s bot=%s", CHANNEL, self._api.bot)
        else:
            self.trouble = trouble
