"""Zalo's Bot Platform as a channel, against an emulator over HTTP."""

import asyncio
import json
import logging
import unicodedata
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from bot.channels import zalo_api, zalo_hearing
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_updates import read_update, unwrap
from bot.domain.messages import (
    Address,
    ChannelMisconfigured,
    DeliveryError,
    Incoming,
    IncomingKind,
    MessageRejected,
    NotStored,
    OutcomeUnknown,
    Outgoing,
    OutgoingFile,
    QuotaGone,
    Receive,
    RecipientGone,
    Throttled,
    Unreachable,
)
from tests.fakes.zalo_api import FakeZalo

TOKEN = "1234567890:secret-part-of-the-token"
OTHER = "9876543210:another-secret-of-a-bot"
BODY = "Kính gửi đồng chí, nội dung riêng"
CHAT = "6ede9afa66b80006d6a9"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(zalo_hearing, "POLL_INTERVAL", 0.02)
    monkeypatch.setattr(zalo_hearing, "_FIRST_PAUSE", 0.02)


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZalo]:
    """The platform with two bots; somebody has written to the first."""
    async with FakeZalo(TOKEN, OTHER) as platform:
        platform.bots[TOKEN].chats.add(CHAT)
        yield platform


async def _no_alarm(_channel: str, _reason: str) -> None:
    return None


@pytest.fixture
async def channel(zalo: FakeZalo) -> AsyncIterator[ZaloBotChannel]:
    """Our side of it, not yet taking in."""
    made = ZaloBotChannel([TOKEN, OTHER], zalo.url, alarm=_no_alarm, link=lambda file: f"https://nv.vn/tep/{file.name}")
    yield made
    await made.close()


def _to(chat: str = CHAT, bot: str = TOKEN) -> Address:
    return Address("zalo_bot", chat, bot.partition(":")[0])


async def test_a_text_is_sent_by_the_bot_of_the_address(zalo: FakeZalo, channel: ZaloBotChannel) -> None:
    """The platform's id of the message comes back."""
    zalo.bots[OTHER].chats.add("b1")

    ref = await channel.send(_to("b1", OTHER), Outgoing(BODY))

    assert ref
    assert zalo.calls[-1].bot == OTHER
    assert zalo.texts("b1") == [BODY]


async def test_a_picture_goes_as_an_address_with_its_caption(zalo: FakeZalo, channel: ZaloBotChannel) -> None:
    """Zalo fetches it itself."""
    await channel.send(_to(), Outgoing("Biểu đồ", files=(OutgoingFile("k", "bieu-do.png", "image/png"),)))

    assert zalo.calls[-1].body == {"chat_id": CHAT, "photo": "https://nv.vn/tep/bieu-do.png", "caption": "Biểu đồ"}


FAULTS = [
    pytest.param(400, MessageRejected, id="our fault"),
    pytest.param(401, ChannelMisconfigured, id="token refused"),
    pytest.param(403, OutcomeUnknown, id="their error"),
    pytest.param(404, RecipientGone, id="chat unknown"),
    pytest.param(408, OutcomeUnknown, id="timed out there"),
    pytest.param(429, Throttled, id="throttled"),
    pytest.param(500, OutcomeUnknown, id="server error"),
    pytest.param("garbage", OutcomeUnknown, id="not JSON"),
    pytest.param("html", OutcomeUnknown, id="a proxy's page"),
    pytest.param("lost", OutcomeUnknown, id="connection lost after the request left"),
]


@pytest.mark.parametrize(("fault", "meaning"), FAULTS)
async def test_a_failure_has_one_meaning(
    zalo: FakeZalo,
    channel: ZaloBotChannel,
    caplog: pytest.LogCaptureFixture,
    fault: int | str,
    meaning: type[DeliveryError],
) -> None:
    """Neither the token nor the text is in the error or the log."""
    caplog.set_level(logging.DEBUG)
    zalo.fail("sendMessage", fault)

    with pytest.raises(meaning) as raised:
        await channel.send(_to(), Outgoing(BODY))

    told = f"{raised.value!r} {raised.value} {caplog.text}"
    assert "secret-part" not in told
    assert BODY not in told


async def test_too_long_a_text_is_our_fault(channel: ZaloBotChannel) -> None:
    """The limit counts UTF-16 units: 1,001 pairs are too many."""
    with pytest.raises(MessageRejected):
        await channel.send(_to(), Outgoing("\N{GRINNING FACE}" * 1001))


async def test_no_connection_means_not_sent() -> None:
    """Nobody listens there."""
    channel = ZaloBotChannel([TOKEN], "http://127.0.0.1:9", alarm=_no_alarm)

    with pytest.raises(Unreachable):
        await channel.send(_to(), Outgoing(BODY))
    await channel.close()


async def test_a_429_that_lasts_is_the_quota(
    zalo: FakeZalo, channel: ZaloBotChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At first it is a pause, later it is the end of the month's plan."""
    zalo.fail("sendMessage", 429, times=2)
    with pytest.raises(Throttled):
        await channel.send(_to(), Outgoing(BODY))
    monkeypatch.setattr(zalo_api, "QUOTA_AFTER", 0.0)

    with pytest.raises(QuotaGone):
        await channel.send(_to(), Outgoing(BODY))


async def _take(channel: ZaloBotChannel, count: int) -> list[Incoming]:
    taken: list[Incoming] = []
    enough = asyncio.Event()

    async def receive(updates: list[Incoming]) -> None:
        taken.extend(updates)
        if len(taken) >= count:
            enough.set()

    await channel.start(receive)
    await asyncio.wait_for(enough.wait(), 10)
    return taken


async def test_polling_takes_each_update_once_though_it_is_replayed(zalo: FakeZalo, channel: ZaloBotChannel) -> None:
    """A platform that repeats what was taken does not repeat it to us."""
    zalo.doubts.replay = True
    first = await zalo.writes(CHAT, "1 xong")
    await zalo.writes(CHAT, unicodedata.normalize("NFD", "đang làm"))

    taken = await _take(channel, 2)

    assert [update.text for update in taken] == ["1 xong", "đang làm"]
    assert taken[0].key == first


async def test_polling_removes_a_webhook_that_is_in_the_way(zalo: FakeZalo, channel: ZaloBotChannel) -> None:
    """Somebody had tried the other way before."""
    zalo.bots[TOKEN].webhook = "https://cu.vn/hook"
    zalo.bots[TOKEN].updates.append({"event_name": "message.text.received", "message": _message("xong")})

    taken = await _take(channel, 1)

    assert taken[0].text == "xong"


def _message(text: str) -> dict[str, object]:
    return {"message_id": "m1", "date": 1764000000000, "from": {"id": CHAT}, "chat": {"id": CHAT}, "text": text}


class Told:
    """The operator; may be out of reach at first."""

    def __init__(self, refusals: int = 0) -> None:
        self.heard: list[tuple[str, str]] = []
        self.refusals = refusals

    async def __call__(self, bot: str, reason: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise RuntimeError("no database")
        self.heard.append((bot, reason))


@pytest.mark.parametrize(
    ("fault", "reason"), [(401, "token_refused"), ("not found", "token_refused"), (404, "not_found")]
)
async def test_a_refusal_is_told_and_asked_again(zalo: FakeZalo, fault: int | str, reason: str) -> None:
    """The bot is never left deaf: the operator hears of it, at the next chance where nobody could be told."""
    operator = Told(refusals=1)
    zalo.fail("getUpdates", fault, times=2)
    channel = ZaloBotChannel([TOKEN], zalo.url, alarm=operator)
    await zalo.writes(CHAT, "xong")

    await _take(channel, 1)
    await zalo.until(lambda: len(operator.heard) == 2)
    await channel.close()

    assert operator.heard == [("zalo_bot:1234567890", reason), ("zalo_bot:1234567890", "")]


async def test_an_update_that_could_not_be_stored_is_kept(zalo: FakeZalo, channel: ZaloBotChannel) -> None:
    """The platform hands it over once; a database that is away for a moment loses nothing."""
    taken: list[str] = []
    refusals = 2

    async def receive(updates: list[Incoming]) -> None:
        nonlocal refusals
        if refusals:
            refusals -= 1
            raise NotStored("OperationalError")
        taken.extend(update.text for update in updates)

    await zalo.writes(CHAT, "một")
    await zalo.writes(CHAT, "hai")

    await channel.start(receive)
    await zalo.until(lambda: len(taken) == 2)

    assert taken == ["một", "hai"]


async def test_an_idle_platform_is_asked_once_a_second_at_most(zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch) -> None:
    """408 is the answer of an idle poll, and nobody is alarmed; one that comes at once does not hurry us."""
    monkeypatch.undo()
    operator = Told()
    zalo.fail("getUpdates", 408, times=5)
    channel = ZaloBotChannel([TOKEN], zalo.url, alarm=operator)

    await channel.start(_nobody)
    await zalo.until(lambda: zalo.count("getUpdates") == 2)
    await channel.close()

    first, second = (call.at for call in zalo.calls if call.method == "getUpdates")
    assert second - first > 0.95
    assert operator.heard == []


async def test_a_poll_that_is_answered_does_not_hide_that_the_quota_is_gone(
    zalo: FakeZalo, channel: ZaloBotChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot whose plan is used up still hears."""
    zalo.fail("sendMessage", 429, times=2)
    with pytest.raises(Throttled):
        await channel.send(_to(), Outgoing(BODY))
    await zalo.writes(CHAT, "xong")
    await _take(channel, 1)
    monkeypatch.setattr(zalo_api, "QUOTA_AFTER", 0.0)

    with pytest.raises(QuotaGone):
        await channel.send(_to(), Outgoing(BODY))


async def _nobody(_updates: list[Incoming]) -> None:
    return None


SECRET = "secret-of-the-webhook"


class Hooked:
    """The channel in webhook mode, served on loopback as the web server does."""

    def __init__(self, zalo: FakeZalo, operator: Told, receive: Receive) -> None:
        self.zalo, self.operator, self.receive = zalo, operator, receive

    async def __aenter__(self) -> "Hooked":
        self.channel = ZaloBotChannel(
            [TOKEN], self.zalo.url, alarm=self.operator, webhook_url="http://x", webhook_secret=SECRET
        )
        application = web.Application()
        application.add_routes(self.channel.routes())
        self.runner = web.AppRunner(application, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.channel._webhook_url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        await self.channel.start(self.receive)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.channel.close()
        await self.runner.cleanup()

    async def is_posted(self, body: bytes, secret: str | bytes | None) -> int:
        """The status that the webhook answers with."""
        headers = {} if secret is None else {"X-Bot-Api-Secret-Token": secret}
        target = self.zalo.bots[TOKEN].webhook
        async with aiohttp.ClientSession() as session, session.post(target, data=body, headers=headers) as answer:  # type: ignore[arg-type]
            return answer.status


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_webhook_is_taken_in_both_forms_with_the_secret_only(zalo: FakeZalo, wrapped: bool) -> None:
    """Bare as seen, wrapped as documented; without the secret nothing is read, and rubbish is not sent again."""
    zalo.doubts.wrapped_webhook = wrapped
    taken: list[str] = []

    async def receive(updates: list[Incoming]) -> None:
        taken.extend(update.text for update in updates)

    update = json.dumps({"event_name": "message.text.received", "message": _message("giả")}).encode()
    async with Hooked(zalo, Told(), receive) as hooked:
        await zalo.until(lambda: zalo.bots[TOKEN].webhook)
        await zalo.writes(CHAT, "1 xong")
        refused = [await hooked.is_posted(update, secret) for secret in (None, "", "sai", SECRET + "x", "bí mật")]
        rubbish = await hooked.is_posted(b"{", SECRET)

    assert taken == ["1 xong"]
    assert refused == [403] * 5
    assert rubbish == 200


async def test_a_webhook_is_answered_well_only_once_stored(zalo: FakeZalo) -> None:
    """Else the platform sends it again."""
    refusals = 1
    statuses = []

    async def receive(_updates: list[Incoming]) -> None:
        nonlocal refusals
        refusals -= 1
        if refusals >= 0:
            raise NotStored("OperationalError")

    async with Hooked(zalo, Told(), receive):
        await zalo.until(lambda: zalo.bots[TOKEN].webhook)
        bot = zalo.bots[TOKEN]
        update = {"event_name": "message.text.received", "message": _message("xong")}
        statuses = [await zalo.deliver(bot, update) for _ in range(2)]

    assert statuses == [503, 200]


@pytest.mark.parametrize("clean_is_404", [False, True])
async def test_a_webhook_is_set_again_where_it_failed_or_was_taken_down(
    zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch, clean_is_404: bool
) -> None:
    """A platform that refuses it at the start is asked again, and the operator hears both times."""
    monkeypatch.setattr(zalo_hearing, "WEBHOOK_LOOK", 0.05)
    zalo.doubts.clean_webhook_is_404 = clean_is_404
    operator = Told()
    zalo.fail("setWebhook", 401, times=2)
    bot = zalo.bots[TOKEN]
    async with Hooked(zalo, operator, _nobody):
        await zalo.until(lambda: bot.webhook)
        bot.webhook = ""
        await zalo.until(lambda: bot.webhook)

    assert operator.heard == [("zalo_bot:1234567890", "token_refused"), ("zalo_bot:1234567890", "")]


async def test_a_webhook_that_was_not_verified_is_proved_by_the_first_update(zalo: FakeZalo) -> None:
    """The platform keeps the address all the same; the operator is told until something came in by it."""
    zalo.doubts.verification = False
    operator = Told()
    async with Hooked(zalo, operator, _nobody):
        await zalo.until(lambda: operator.heard)
        await zalo.writes(CHAT, "xong")

    assert [reason for _, reason in operator.heard] == ["webhook_not_verified", ""]


def test_a_webhook_needs_a_secret() -> None:
    """Without one anybody could write in anybody's name."""
    with pytest.raises(ValueError, match="secret"):
        ZaloBotChannel([TOKEN], "http://127.0.0.1:9", alarm=_no_alarm, webhook_url="https://nv.vn")


@pytest.mark.parametrize("photo", ["photo", "photo_url"])
async def test_a_picture_is_read_in_both_forms_and_fetched(zalo: FakeZalo, channel: ZaloBotChannel, photo: str) -> None:
    """The field's name is in doubt."""
    zalo.doubts.photo_field = photo
    await zalo.sends_photo(CHAT, "QĐ 12")

    taken = await _take(channel, 1)

    assert taken[0].kind is IncomingKind.FILE
    assert taken[0].text == "QĐ 12"
    assert (await channel.fetch(taken[0].files[0], _to())).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "event", ["message.sticker.received", "message.voice.received", "message.unsupported.received"]
)
def test_what_cannot_be_read_is_told_apart(event: str) -> None:
    """Stickers, voices, files and protected senders."""
    update = read_update({"event_name": event, "message": _message("") | {"sticker": "x"}}, "1")

    assert update is not None
    assert update.kind is IncomingKind.UNSUPPORTED


@pytest.mark.parametrize(
    "update",
    [
        {"event_name": "message.unsupported.received"},
        {"message": {"from": {"id": "1", "is_bot": True}}},
        {"message": 5},
        {"event_name": "message.reaction.received", "message": {"from": {"id": "1"}, "text": "/-heart"}},
    ],
)
def test_an_update_that_says_nothing_is_left(update: dict[str, object]) -> None:
    """No message, a bot's own, or a heart."""
    assert read_update(update, "1") is None


def test_an_update_of_a_group_says_so() -> None:
    """The bot must not speak of people there."""
    update = read_update({"message": _message("x") | {"chat": {"id": "g1", "chat_type": "GROUP"}}}, "1")

    assert update is not None
    assert update.in_group
    assert update.address.chat == "g1"
    assert update.sent_at == datetime(2025, 11, 24, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("body", [{"ok": True, "result": {"a": 1}}, {"a": 1}, [{"a": 1}], {"result": [{"a": 1}]}])
def test_updates_are_unwrapped_from_any_envelope(body: object) -> None:
    """Documented, seen, tolerated."""
    assert unwrap(body) == [{"a": 1}]
