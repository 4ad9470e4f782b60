"""Telegram, through python-telegram-bot: sends, and takes in by polling or by webhook.

The polling loop is our own: the library confirms a batch of updates before it is handled and ends for good at the
first refused token. Here the offset moves only when `receive` has stored the batch, and no answer ends the loop.
"""

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else building RetryAfter warns

from aiohttp import web
from telegram import Bot, BotCommand, BotCommandScopeChat, LinkPreviewOptions
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_meaning import is_about, meaning_of
from bot.channels.telegram_parts import keyboard_of, quote_of, target_of
from bot.channels.telegram_request import AiohttpRequest, PollingRequest
from bot.channels.telegram_updates import ALLOWED_UPDATES, CHANNEL, read_update
from bot.domain.messages import (
    Address,
    Capabilities,
    IncomingFile,
    MessageRejected,
    NotStored,
    OutcomeUnknown,
    Outgoing,
    OutgoingFile,
    Receive,
)

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/webhook/telegram"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  its name
_POLL_SECONDS = 30
_WEBHOOK_LOOK = 300.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_PICTURES = frozenset({"image/png", "image/jpeg"})
_LARGEST_PICTURE = 10 * 1024 * 1024
_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

ReadFile = Callable[[str], Awaitable[bytes]]


def is_group(chat: str) -> bool:
    """Groups have negative numbers."""
    return chat.startswith("-")


async def _alarm_nobody(_channel: str, _reason: str) -> None:
    """For where nobody is to be alarmed."""


class TelegramChannel:
    """One bot. `may_poll` says whether this process is the one that polls; `alarm` hears when the bot
    is deaf, and with an empty reason when it hears again.

    With a `webhook_url` it is served by the routes of `routes()`, else it polls. Nothing raises at the start: a server
    that is down, a wrong token and a second poller are waited out.
    """

    name = CHANNEL
    capabilities = Capabilities(
        4096,
        "code_point",
        caption_limit=1024,
        buttons=True,
        editing=True,
        quoting=True,
        files=True,
        pictures=True,
        links_carry_codes=True,
    )

    def __init__(
        self,
        token: str,
        read_file: ReadFile,
        *,
        api_url: str = "https://api.telegram.org",
        webhook_url: str | None = None,
        webhook_secret: str = "",
        proxy: str | None = None,
        may_poll: Callable[[], bool] = lambda: True,
        alarm: Callable[[str, str], Awaitable[None]] = _alarm_nobody,
        first_pause: float = _FIRST_PAUSE,
        longest_pause: float = _LONGEST_PAUSE,
    ) -> None:
        if webhook_url and not webhook_secret:
            raise ValueError("a webhook needs a secret")
        base = api_url.rstrip("/")
        self._polling = PollingRequest(proxy=proxy)
        self._calls = AiohttpRequest(proxy=proxy)
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._calls,
            get_updates_request=self._polling,
        )
        self._read_file = read_file
        self._webhook_url = webhook_url
        self._secret = webhook_secret
        self._may_poll = may_poll
        self._alarm = alarm
        self._pauses = (first_pause, longest_pause)
        self._receive: Receive | None = None
        self._username = ""
        self._taking: asyncio.Task[None] | None = None
        self.trouble = ""  # why the bot is deaf; "" where it hears

    def __repr__(self) -> str:
        return "TelegramChannel()"  # the bot's own would show the token

    # --- taking in

    async def start(self, receive: Receive) -> None:
        """Begin taking in; returns at once."""
        self._receive = receive
        await self._open()
        self._taking = asyncio.create_task(self._keep_taking(), name="telegram-take-in")

    async def stop(self) -> None:
        """Stop taking in. Sends under way may still end; `close` ends them."""
        if self._taking:
            self._taking.cancel()
            await asyncio.gather(self._taking, return_exceptions=True)
            self._taking = None

    async def close(self) -> None:
        """Close all connections."""
        await self.stop()
        await asyncio.gather(self._polling.shutdown(), self._calls.shutdown())

    async def _open(self) -> None:
        if self._calls.is_open:
            return
        await asyncio.gather(self._polling.initialize(), self._calls.initialize())

    async def _keep_taking(self) -> None:
        """Whatever the server answers, come back: a bot that gives up is deaf and nobody knows."""
        pause = self._pauses[0]
        while True:
            try:
                await (self._keep_webhook(self._webhook_url) if self._webhook_url else self._poll_on())
            except asyncio.CancelledError:
                raise
            except RetryAfter as exc:
                pause = _seconds(exc)
            except TelegramError as exc:
                await self._is_deaf(exc)
            except NotStored:
                pass  # told by who stores; unconfirmed, they come again with the next poll
            except Exception:
                log.exception("polling_failed")
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._pauses[1]) if self.trouble else self._pauses[0]

    async def _poll_on(self) -> None:
        """Poll until something fails. Only what `receive` has stored is confirmed, by the offset of the next poll."""
        prepared = False
        offset = 0
        while True:
            if not self._may_poll():
                prepared = False
                await asyncio.sleep(self._pauses[0])
                continue
            if not prepared:
                await self._introduce()
                await self._bot.delete_webhook(drop_pending_updates=False)
                prepared, offset = True, 0
            updates = await self._get_updates(offset)
            await self._hears()
            if updates:
                await self._hand_over(updates)
                offset = max(int(update["update_id"]) for update in updates) + 1

    async def _get_updates(self, offset: int) -> list[dict[str, Any]]:
        self._polling.updates = []
        await self._bot.get_updates(
            offset=offset or None, timeout=_POLL_SECONDS, allowed_updates=ALLOWED_UPDATES, limit=100
        )
        return self._polling.updates

    async def _hand_over(self, updates: Sequence[Mapping[str, Any]]) -> None:
        assert self._receive is not None  # noqa: S101  set by `start`
        read = [read_update(update, self._username, _now) for update in updates]
        await self._receive([each for each in read if each is not None])

    async def _is_deaf(self, error: TelegramError) -> None:
        """Alarm once for each kind of trouble; a webhook that stands in the way of polling is taken down."""
        reason = meaning_of(error).reason
        if isinstance(error, Conflict):
            reason = "webhook_is_set" if is_about(error, "webhook is active") else "another_poller"
        log.error("channel_deaf channel=%s reason=%s", self.name, reason)
        if reason != self.trouble and isinstance(error, InvalidToken | Conflict):
            reason = reason if await self._is_told(reason) else "untold"
        self.trouble = reason

    async def _is_told(self, reason: str) -> bool:
        """Tell the operator; where that fails it is tried again at the next trouble."""
        try:
            await self._alarm(self.name, reason)
        except Exception:
            log.exception("alarm_failed channel=%s", self.name)
            return False
        return True

    async def _hears(self) -> None:
        if self.trouble and await self._is_told(""):
            log.info("channel_hears channel=%s", self.name)
            self.trouble = ""

    async def _keep_webhook(self, url: str) -> None:
        """Set the webhook, and set it again when somebody has taken it down."""
        await self._introduce()
        is_set = False  # by us: one that was there may have another secret
        while True:
            if not is_set or (await self._bot.get_webhook_info()).url != url:
                await self._bot.set_webhook(url=url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)
                is_set = True
                log.info("webhook_set channel=%s", self.name)
            await self._hears()
            await asyncio.sleep(_WEBHOOK_LOOK)

    def routes(self) -> list[web.RouteDef]:
        """What the web server serves for this channel: nothing where it polls."""
        return [web.post(WEBHOOK_PATH, self._take_webhook)] if self._webhook_url else []

    async def _take_webhook(self, request: web.Request) -> web.Response:
        """200 only once stored; a failure is answered by 5xx and Telegram sends the update again."""
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        try:
            update = await request.json()
        except ValueError:
            return web.Response()  # it would come again and again
        if isinstance(update, dict) and "update_id" in update:
            if self._receive is None:
                return web.Response(status=503)
            try:
                await self._hand_over([update])
            except NotStored:
                return web.Response(status=503)
        return web.Response()

    # --- sending

    async def check(self, bot: str = "") -> str:
        """The bot's user name, as the server tells it; raises `DeliveryError`."""
        await self._open()
        try:
            return await self._introduce()
        except TelegramError as exc:
            raise meaning_of(exc) from exc

    async def _introduce(self) -> str:
        self._username = (await self._bot.get_me()).username or ""
        return self._username

    async def invite_link(self, code: str) -> str:
        """A link that opens the chat and brings the code along; raises `DeliveryError`."""
        username = self._username or await self.check()
        return f"https://t.me/{username}?start={code}"

    async def set_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """The menu that one person sees: (name, description) each; raises `DeliveryError`."""
        await self._open()
        try:
            await self._bot.set_my_commands(
                commands=[BotCommand(name, description) for name, description in commands],
                scope=BotCommandScopeChat(chat_id=int(chat)),
            )
        except TelegramError as exc:
            raise meaning_of(exc) from exc

    async def send(self, to: Address, message: Outgoing) -> str:
        """Send one rendered message and return its id, or raise a `DeliveryError`."""
        await self._open()
        target = target_of(to.chat)
        try:
            if not message.acknowledges:
                return await self._send(target, message)
            sent, _ = await asyncio.gather(
                self._send(target, message), self._acknowledge(message.acknowledges), return_exceptions=True
            )
            if isinstance(sent, BaseException):
                raise sent
            return sent
        except TelegramError as exc:
            raise meaning_of(exc, in_group=is_group(to.chat)) from exc
        except (KeyError, TypeError, ValueError) as exc:
            # 200 with "ok": false, or a result that is none: it may have been sent.
            raise OutcomeUnknown("answer_unreadable") from exc

    async def _acknowledge(self, press: str) -> None:
        """End the spinner on the button. It is a courtesy: one that comes too late, or not at all, is no failure."""
        try:
            await self._bot.answer_callback_query(callback_query_id=press)
        except TelegramError as exc:
            log.info("press_not_acknowledged reason=%s", meaning_of(exc).reason)

    async def _send(self, target: dict[str, Any], message: Outgoing) -> str:
        if message.files:
            return await self._send_file(target, message, message.files[0])
        if not message.text:
            return ""
        if message.edits.isdecimal():
            edited = await self._edit(target, message)
            if edited:
                return edited
        return await self._send_text(target, message)

    async def _send_text(self, target: dict[str, Any], message: Outgoing) -> str:
        sent = await self._bot.send_message(
            **target,
            text=message.text,
            reply_markup=keyboard_of(message),
            reply_parameters=quote_of(message),
            link_preview_options=_NO_PREVIEW,
        )
        return str(sent.message_id)

    async def _edit(self, target: dict[str, Any], message: Outgoing) -> str:
        """Change a message of ours; "" where it can no longer be changed."""
        try:
            await self._bot.edit_message_text(
                chat_id=target["chat_id"],
                message_id=int(message.edits),
                text=message.text,
                reply_markup=keyboard_of(message),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as exc:
            if is_about(exc, "message is not modified"):
                return message.edits
            if is_about(exc, "message to edit not found", "message can't be edited", "message_id_invalid"):
                return ""
            raise
        return message.edits

    async def _send_file(self, target: dict[str, Any], message: Outgoing, file: OutgoingFile) -> str:
        content = await self._read_file(file.stored)
        about: dict[str, Any] = {
            **target,
            "caption": message.text or None,
            "reply_markup": keyboard_of(message),
            "reply_parameters": quote_of(message),
        }
        if file.kind in _PICTURES and len(content) <= _LARGEST_PICTURE:
            try:
                sent = await self._bot.send_photo(**about, photo=content, filename=file.name)
                return str(sent.message_id)
            except BadRequest as exc:
                if not is_about(exc, "photo", "image"):
                    raise
        sent = await self._bot.send_document(**about, document=content, filename=file.name)
        return str(sent.message_id)

    async def fetch(self, file: IncomingFile, address: Address) -> bytes:
        """Bring a file that came in, 20 MB at most; raises `DeliveryError`."""
        if file.size is not None and file.size > _LARGEST_DOWNLOAD:
            raise MessageRejected("file_too_big")
        await self._open()
        try:
            found = await self._bot.get_file(file.ref)
            return bytes(await found.download_as_bytearray())
        except TelegramError as exc:
            raise meaning_of(exc) from exc
        except (KeyError, TypeError, ValueError, RuntimeError) as exc:
            raise MessageRejected("file_unreadable") from exc


def _now() -> datetime:
    return datetime.now(UTC)


def _seconds(told: RetryAfter) -> float:
    wait = told.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
