"""The table of channel cases for Telegram: what the platform does, and what the deliverer is told of it.

Every case also asserts that neither the token nor the message is in the log or in the error.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.telegram import TelegramChannel
from bot.domain.messages import (
    Address,
    Button,
    ChannelMisconfigured,
    DeliveryError,
    Incoming,
    IncomingFile,
    IncomingKind,
    MessageRejected,
    NotStored,
    OutcomeUnknown,
    Outgoing,
    OutgoingFile,
    RecipientGone,
    RecipientMoved,
    Throttled,
    Unreachable,
)
from bot.log import RedactingFormatter
from tests.fakes.bot_api import TOKEN, FakeBotApi

CHAT = Address("telegram", "1001")
BODY = "Nội dung kín của nhiệm vụ I.2.a.5"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


async def read_file(key: str) -> bytes:
    return PNG if key == "chart" else b"%PDF-1.7 ..."


def channel_of(api: FakeBotApi, **more: Any) -> TelegramChannel:
    return TelegramChannel(TOKEN, read_file, api_url=api.url, first_pause=0.05, longest_pause=0.1, **more)


@pytest.fixture
async def channel(bot_api: FakeBotApi) -> AsyncIterator[TelegramChannel]:
    """The channel, pointed at the fake server; a read time-out is short."""
    made = channel_of(bot_api)
    made._calls._read_timeout = 0.3
    yield made
    await made.close()


@dataclass(frozen=True)
class Case:
    """What the server does to `sendMessage`, and the error that comes of it."""

    label: str
    arrange: Callable[[FakeBotApi], object]
    expected: type[DeliveryError] | None
    reason: str = ""
    text: str = BODY
    delivered: int = 0
    about: tuple[tuple[str, object], ...] = ()


def refuses(status: int, description: str, **parameters: Any) -> Callable[[FakeBotApi], object]:
    return lambda api: api.refuse("sendMessage", status, description, **parameters)


CASES = [
    Case("plain", lambda _api: None, None, delivered=1),
    Case("too long", lambda _api: None, MessageRejected, "too_long", text="á" * 4097),
    Case("just not too long", lambda _api: None, None, text="😀" * 4096, delivered=1),
    Case("throttled", refuses(429, "Too Many Requests: retry after 7", retry_after=7), Throttled, "throttled"),
    Case("blocked", refuses(403, "Forbidden: bot was blocked by the user"), RecipientGone, "blocked"),
    Case("deactivated", refuses(403, "Forbidden: user is deactivated"), RecipientGone, "deactivated"),
    Case("never started", refuses(403, "Forbidden: bot can't initiate conversation with a user"), RecipientGone),
    Case("unknown chat", refuses(400, "Bad Request: chat not found"), RecipientGone, "chat_not_found"),
    Case(
        "moved",
        refuses(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100123),
        RecipientMoved,
        "moved",
        about=(("new_chat", "-100123"),),
    ),
    Case("no rights", refuses(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), RecipientGone, "no_rights"),
    Case("quotes what was sent", refuses(400, f"Bad Request: {BODY}"), MessageRejected, "bad_request"),
    Case("bad token", refuses(401, "Unauthorized"), ChannelMisconfigured, "token_refused"),
    Case("malformed token", refuses(404, "Not Found"), ChannelMisconfigured, "token_refused"),
    Case(
        "broken",
        refuses(500, "Internal Server Error: restart"),
        OutcomeUnknown,
        "http_500",
        about=(("answered", True),),
    ),
    Case("bad gateway page", lambda api: api.fail_with_page("sendMessage", 502), OutcomeUnknown, "http_502"),
    Case("a proxy's 403 page", lambda api: api.fail_with_page("sendMessage", 403), Unreachable, "foreign_page"),
    Case("a proxy's 404 page", lambda api: api.fail_with_page("sendMessage", 404), Unreachable, "foreign_page"),
    Case("429 without a wait", refuses(429, "Too Many Requests"), Unreachable, "http_429"),
    Case("too large", refuses(413, "Request Entity Too Large"), MessageRejected, "too_large"),
    Case("hangs after it left", lambda api: api.hang("sendMessage"), OutcomeUnknown, "timed_out", delivered=1),
    Case("drops the line", lambda api: api.reset("sendMessage"), OutcomeUnknown, "connection_lost", delivered=1),
    Case(
        "garbage",
        lambda api: api.answer_with("sendMessage", f"<<{BODY}>>"),
        OutcomeUnknown,
        "answer_unreadable",
        delivered=1,
    ),
    Case(
        "200 that says no",
        lambda api: api.answer_with("sendMessage", json.dumps({"ok": False, "description": BODY})),
        OutcomeUnknown,
        "answer_unreadable",
        delivered=1,
    ),
    Case(
        "200 with another result",
        lambda api: api.answer_with("sendMessage", json.dumps({"ok": True, "result": {"text": BODY}})),
        OutcomeUnknown,
        "answer_unreadable",
        delivered=1,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
async def test_a_send_ends_as_the_platform_says(
    channel: TelegramChannel, bot_api: FakeBotApi, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    """One call, one meaning; the channel itself never tries again."""
    caplog.set_level(logging.DEBUG)
    case.arrange(bot_api)

    error = await failure_of(channel.send(CHAT, Outgoing(text=case.text)))

    assert type(error) is (case.expected or type(None))
    assert len(bot_api.calls_of("sendMessage")) == 1
    assert len(bot_api.delivered(1001)) == case.delivered
    if error is not None:
        assert not case.reason or error.reason == case.reason
        for name, value in case.about:
            assert getattr(error, name) == value
    nothing_leaked(caplog, error)


async def failure_of(sending: Any) -> DeliveryError | None:
    try:
        await sending
    except DeliveryError as error:
        return error
    return None


def nothing_leaked(caplog: pytest.LogCaptureFixture, error: BaseException | None) -> None:
    """What our formatter prints of every record, and the error, name neither token nor text."""
    form = RedactingFormatter("text")
    ours = [record for record in caplog.records if record.name.partition(".")[0] in ("bot", "handlers", "storage")]
    printed = "\n".join(form.format(record) for record in ours) + repr(error) + str(error)
    loud = "\n".join(form.format(record) for record in caplog.records if record.levelno >= logging.WARNING)
    for secret in (TOKEN, TOKEN.partition(":")[2], BODY):
        assert secret not in printed
        assert secret not in loud


async def test_no_connection_is_surely_not_sent(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """Timed out or refused before the request left."""
    await bot_api.stop()

    error = await failure_of(channel.send(CHAT, Outgoing(text=BODY)))

    assert type(error) is Unreachable
    assert error.reason == "no_connection"


async def test_a_wait_carries_its_seconds_and_whom_it_concerns(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """A group's wait is the group's; a private chat's may be the whole bot's."""
    bot_api.refuse("sendMessage", 429, times=2, retry_after=7)

    private = await failure_of(channel.send(CHAT, Outgoing(text=BODY)))
    group = await failure_of(channel.send(Address("telegram", "-55"), Outgoing(text=BODY)))

    assert isinstance(private, Throttled)
    assert isinstance(group, Throttled)
    assert (private.retry_after, private.whole_bot, group.whole_bot) == (7.0, True, False)


async def test_the_channel_never_shows_its_token(channel: TelegramChannel) -> None:
    """Not even by repr, as the library's bot does."""
    assert TOKEN not in repr(channel) + repr(vars(channel)["_calls"]) + str(channel)


async def test_buttons_quotes_and_edits(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """An edit that changes nothing is one; a message that is gone is written anew."""
    buttons = ((Button("Xong", "st:1:done"), Button("Vướng", "st:1:blocked")),)
    ref = await channel.send(CHAT, Outgoing(text="một", buttons=buttons, quotes="5"))
    same = await channel.send(CHAT, Outgoing(text="một", buttons=buttons, edits=ref))
    changed = await channel.send(CHAT, Outgoing(text="hai", edits=ref))
    anew = await channel.send(CHAT, Outgoing(text="ba", edits="99999"))

    assert ref == same == changed != anew
    shown = bot_api.person(1001).screen
    assert [each.text for each in shown] == ["hai", "ba"]
    assert shown[0].quotes == 5
    assert shown[0].buttons == []


async def test_a_press_is_acknowledged_and_a_late_one_is_no_failure(
    channel: TelegramChannel, bot_api: FakeBotApi
) -> None:
    """The spinner ends; a query that is too old does not spoil the message."""
    await channel.send(CHAT, Outgoing(text="đã ghi nhận", acknowledges="77"))
    bot_api.refuse("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    await channel.send(CHAT, Outgoing(text="lần nữa", acknowledges="78"))
    await channel.send(CHAT, Outgoing(acknowledges="79"))

    assert bot_api.answered == ["77", "79"]
    assert bot_api.delivered(1001) == ["đã ghi nhận", "lần nữa"]


async def test_files_go_as_documents_and_pictures_as_photos(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """A picture the server will not take as a photo goes as a document."""
    report = OutgoingFile("report", "Báo cáo quý III.docx", "application/pdf")
    chart = OutgoingFile("chart", "bieu-do.png", "image/png")
    await channel.send(CHAT, Outgoing(text="kèm báo cáo", files=(report,)))
    await channel.send(CHAT, Outgoing(files=(chart,)))
    bot_api.refuse("sendPhoto", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    await channel.send(CHAT, Outgoing(files=(chart,)))

    shown = bot_api.person(1001).screen
    assert [(each.file_name, each.is_photo, each.text) for each in shown] == [
        ("Báo cáo quý III.docx", False, "kèm báo cáo"),
        ("bieu-do.png", True, ""),
        ("bieu-do.png", False, ""),
    ]
    assert shown[1].file == PNG


async def test_a_file_is_fetched_up_to_twenty_megabytes(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """Over the limit it is not even asked for."""
    kept = bot_api.keep_file(b"anh chup")

    fetched = await channel.fetch(IncomingFile(kept["file_id"], "photo.jpg", "image/jpeg"), CHAT)
    too_big = await failure_of(channel.fetch(IncomingFile("x", "x", "x", 21 * 1024 * 1024), CHAT))
    unknown = await failure_of(channel.fetch(IncomingFile("none", "x", "x"), CHAT))

    assert fetched == b"anh chup"
    assert isinstance(too_big, MessageRejected)
    assert isinstance(unknown, MessageRejected)
    assert len(bot_api.calls_of("getFile")) == 2


async def test_commands_and_invitation_links(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """Each person has a menu of their own; a link brings its code along."""
    await channel.set_commands("1001", [("tonghop", "Tổng hợp tình hình")])

    assert bot_api.commands["1001"] == [{"command": "tonghop", "description": "Tổng hợp tình hình"}]
    assert await channel.invite_link("ABC-123_x") == "https://t.me/nhacviec_thu_bot?start=ABC-123_x"


class Inbox:
    """Takes in what the channel hands over; may refuse at first."""

    def __init__(self, refusals: int = 0) -> None:
        self.taken: list[Incoming] = []
        self.refusals = refusals

    async def __call__(self, updates: list[Incoming]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise NotStored("OperationalError")
        self.taken += updates


async def test_what_people_do_is_read(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """Words, presses, edits, files, cards, blocking: each free of the platform, in order."""
    inbox = Inbox()
    person = bot_api.person(1001)
    shown_ref = await channel.send(CHAT, Outgoing(text="một", buttons=((Button("Xong", "st:1:done"),),)))
    await channel.start(inbox)

    await person.says("/start CODE")
    await person.says("1 xong", quotes=person.screen[0])
    ref = await person.says("nhầm")
    await person.edits(ref, "sửa")
    await person.presses("Xong")
    await person.sends_photo(b"anh", caption="ảnh", album="a1")
    await person.sends_file(b"pdf", "qd.pdf")
    await person.sends_contact("84912345678")
    await person.sends_contact("84900000000", of=5)
    await person.sends(sticker={"file_id": "s"})
    await person.sends(pinned_message={"message_id": 1})
    await person.blocks()
    await person.returns()
    await bot_api.update(poll={"id": "1"})
    await bot_api.update(message={"chat": "nonsense"})
    await bot_api.until(lambda: len(inbox.taken) == 12)

    kinds = [each.kind.value for each in inbox.taken]
    assert kinds == [
        "text", "text", "text", "edited", "button", "file", "file", "contact", "unsupported", "unsupported",
        "stopped", "returned",
    ]  # fmt: skip
    start, quoting, said, edited, press, photo, document, card = inbox.taken[:8]
    assert start.text == "/start CODE"
    assert quoting.quoted_ref == shown_ref
    assert (edited.ref, edited.text) == (said.ref, "sửa")
    assert (press.action, press.ref) == ("st:1:done", shown_ref)
    assert press.press
    assert (photo.text, photo.album, photo.files[0].kind, photo.files[0].size) == ("ảnh", "a1", "image/jpeg", 3)
    assert document.files[0].name == "qd.pdf"
    assert card.text == "84912345678"
    assert {each.address for each in inbox.taken} == {CHAT}


async def test_in_a_group_the_bot_hears_what_is_meant_for_it(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """Its commands, its name, answers to it; a topic is a chat of its own, the general one is the group."""
    inbox = Inbox()
    await channel.start(inbox)
    group = {"id": -100200, "type": "supergroup", "title": "Tổ giúp việc"}
    sender = bot_api.person(1001).user

    async def post(text: str, **more: Any) -> None:
        await bot_api.update(
            message={"message_id": bot_api.next_ref(), "from": sender, "chat": group, "date": 1, "text": text, **more}
        )

    await post("trưa nay họp")
    await post("/tonghop@nhacviec_thu_bot quy 3")
    await post("/tonghop@bot_khac")
    await post("@nhacviec_thu_bot tổng hợp", message_thread_id=7, is_topic_message=True)
    await post("/trogiup", message_thread_id=1, is_topic_message=True)
    await post("vâng", reply_to_message={"message_id": 3, "from": bot_api.me, "chat": group, "date": 1})
    await bot_api.until(lambda: len(inbox.taken) == 4)

    assert [(each.text, each.address.chat) for each in inbox.taken] == [
        ("/tonghop quy 3", "-100200"),
        ("tổng hợp", "-100200:7"),
        ("/trogiup", "-100200"),
        ("vâng", "-100200"),
    ]
    assert all(each.in_group and each.sender == "1001" for each in inbox.taken)


async def test_a_batch_is_confirmed_only_when_it_was_stored(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """What could not be stored comes again."""
    inbox = Inbox(refusals=2)
    await bot_api.person(1001).says("một")
    await bot_api.person(1001).says("hai")

    await channel.start(inbox)
    await bot_api.until(lambda: len(inbox.taken) == 2)
    await bot_api.until(lambda: not bot_api.pending)

    assert [each.text for each in inbox.taken] == ["một", "hai"]


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (401, "Unauthorized", "token_refused"),
        (404, "Not Found", "token_refused"),
        (409, "Conflict: terminated by other getUpdates request; make sure …", "another_poller"),
        (409, "Conflict: can't use getUpdates method while webhook is active; …", "webhook_is_set"),
        (502, "Bad Gateway", ""),
    ],
)
async def test_no_answer_leaves_a_deaf_bot(bot_api: FakeBotApi, status: int, description: str, reason: str) -> None:
    """The operator is alarmed once where it needs one, and the bot hears again by itself."""
    alarms: list[str] = []

    async def alarm(_channel: str, why: str) -> None:
        alarms.append(why)

    bot_api.refuse("getUpdates", status, description, times=3)
    inbox = Inbox()
    channel = channel_of(bot_api, alarm=alarm)
    await bot_api.person(1001).says("một")

    await channel.start(inbox)
    await bot_api.until(lambda: inbox.taken)
    await channel.close()

    assert alarms == ([reason, ""] if reason else [""])
    assert channel.trouble == ""


async def test_an_alarm_that_cannot_be_raised_stops_nothing(bot_api: FakeBotApi) -> None:
    """It is raised at the next trouble; the bot hears again by itself."""
    alarms: list[str] = []

    async def alarm(_channel: str, why: str) -> None:
        alarms.append(why)
        if len(alarms) == 1:
            raise RuntimeError("no database")

    bot_api.refuse("getUpdates", 401, "Unauthorized", times=2)
    inbox = Inbox()
    channel = channel_of(bot_api, alarm=alarm)
    await bot_api.person(1001).says("một")

    await channel.start(inbox)
    await bot_api.until(lambda: inbox.taken)
    await channel.close()

    assert alarms == ["token_refused", "token_refused", ""]


async def test_another_process_polls_while_this_one_may_not(bot_api: FakeBotApi) -> None:
    """Polling begins when the turn comes."""
    mine = False
    inbox = Inbox()
    channel = channel_of(bot_api, may_poll=lambda: mine)
    await channel.start(inbox)
    await bot_api.person(1001).says("một")
    await asyncio.sleep(0.15)
    before = len(bot_api.calls_of("getUpdates"))

    mine = True
    await bot_api.until(lambda: inbox.taken)
    await channel.close()

    assert before == 0


async def test_polling_takes_a_webhook_down_that_was_there(channel: TelegramChannel, bot_api: FakeBotApi) -> None:
    """Switching the mode is a matter of the setting alone; nothing that waits is dropped."""
    bot_api.webhook = {"url": "https://cu.example/webhook"}
    inbox = Inbox()
    await bot_api.person(1001).says("một")

    await channel.start(inbox)
    await bot_api.until(lambda: inbox.taken)

    assert bot_api.webhook["url"] == ""


class Hooked:
    """The channel in webhook mode, served on loopback as the web server does."""

    def __init__(self, api: FakeBotApi, inbox: Inbox) -> None:
        self.api = api
        self.inbox = inbox

    async def __aenter__(self) -> "Hooked":
        url = "http://127.0.0.1:0/webhook/telegram"
        self.channel = channel_of(self.api, webhook_url=url, webhook_secret="bí-mật-của-webhook")
        application = web.Application()
        application.add_routes(self.channel.routes())
        self.runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = self.channel._webhook_url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/webhook/telegram"
        await self.channel.start(self.inbox)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.api.webhook = {"url": ""}
        await self.channel.close()
        await self.runner.cleanup()


async def test_a_webhook_is_set_and_answered_once_stored(bot_api: FakeBotApi, caplog: pytest.LogCaptureFixture) -> None:
    """A failure to store is answered by an error, and the server sends the update again."""
    inbox = Inbox(refusals=2)
    async with Hooked(bot_api, inbox):
        await bot_api.person(1001).says("một")
        await bot_api.until(lambda: inbox.taken)
        await bot_api.until(lambda: not bot_api.pending)

    assert [each.text for each in inbox.taken] == ["một"]
    assert inbox.taken[0].kind is IncomingKind.TEXT
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []  # who stores has told it


@pytest.mark.parametrize("secret", [None, "", "sai", "bí-mật-của-webhooK"])
async def test_a_webhook_without_the_secret_is_refused(bot_api: FakeBotApi, secret: str | None) -> None:
    """And nothing is stored."""
    inbox = Inbox()
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with Hooked(bot_api, inbox) as hooked, aiohttp.ClientSession() as session:
        answer = await session.post(hooked.url, json={"update_id": 1, "message": {}}, headers=headers)

    assert answer.status == 403
    assert inbox.taken == []


async def test_rubbish_with_the_right_secret_is_taken_and_dropped(bot_api: FakeBotApi) -> None:
    """What cannot be read would only come again and again."""
    inbox = Inbox()
    headers = {"X-Telegram-Bot-Api-Secret-Token": "bí-mật-của-webhook"}
    async with Hooked(bot_api, inbox) as hooked, aiohttp.ClientSession() as session:
        statuses = [
            (await session.post(hooked.url, data=body, headers=headers)).status
            for body in (b"{", b"[]", b'{"update_id": 3}', b'{"update_id": "x", "message": 5}')
        ]

    assert statuses == [200] * 4
    assert inbox.taken == []
