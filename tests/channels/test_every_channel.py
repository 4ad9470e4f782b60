"""One table of what can become of a message, run against every channel: the same word for the same thing everywhere."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels import zalo_api
from bot.channels.simulator import PLAIN, WITH_BUTTONS, Phones, SimulatorChannel, Trouble
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.domain.messages import (
    Address,
    Channel,
    ChannelMisconfigured,
    DeliveryError,
    MessageRejected,
    OutcomeUnknown,
    Outgoing,
    QuotaGone,
    RecipientGone,
    RecipientMoved,
    Throttled,
    Unreachable,
)
from bot.log import RedactingFormatter
from tests.fakes.bot_api import TOKEN, FakeBotApi
from tests.fakes.zalo_api import FakeZalo

ZALO_TOKEN = "1234567890:secret-part-of-the-token"
BODY = "Nội dung riêng của nhiệm vụ I.2.a.5"
CASES: list[tuple[str, type[DeliveryError] | None]] = [
    ("plain", None),
    ("too long", MessageRejected),
    ("throttled", Throttled),
    ("blocked", RecipientGone),
    ("moved", RecipientMoved),
    ("timed out before it left", Unreachable),
    ("timed out after it left", OutcomeUnknown),
    ("bad token", ChannelMisconfigured),
    ("quota gone", QuotaGone),
    ("garbage", OutcomeUnknown),
    ("error page", OutcomeUnknown),
]


@dataclass
class Side:
    """A channel with its platform, and how the platform is brought to each end; what it cannot do is left out."""

    channel: Channel
    to: Address
    ends: dict[str, Callable[[], Any]]
    arrived: Callable[[], list[str]]
    calls: Callable[[], int]
    secrets: tuple[str, ...] = ()
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)


async def _read_nothing(_key: str) -> bytes:
    return b""


async def _telegram(stack: AsyncExitStack) -> Side:
    api = await stack.enter_async_context(FakeBotApi())
    channel = TelegramChannel(TOKEN, _read_nothing, api_url=api.url, first_pause=0.05, longest_pause=0.1)
    channel._calls._read_timeout = 0.3

    def refuses(status: int, description: str, **more: Any) -> Callable[[], Any]:
        return lambda: api.refuse("sendMessage", status, description, **more)

    ends: dict[str, Callable[[], Any]] = {
        "throttled": refuses(429, "Too Many Requests: retry after 7", retry_after=7),
        "blocked": refuses(403, "Forbidden: bot was blocked by the user"),
        "moved": refuses(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100123),
        "timed out before it left": api.stop,
        "timed out after it left": lambda: api.hang("sendMessage"),
        "bad token": refuses(401, "Unauthorized"),
        "garbage": lambda: api.answer_with("sendMessage", f"<<{BODY}>>"),
        "error page": lambda: api.fail_with_page("sendMessage", 502),
    }
    calls = lambda: len(api.calls_of("sendMessage"))  # noqa: E731
    to = Address("telegram", "1001")
    return Side(channel, to, ends, lambda: api.delivered(1001), calls, (TOKEN, TOKEN.partition(":")[2]))


async def _zalo(stack: AsyncExitStack) -> Side:
    platform = await stack.enter_async_context(FakeZalo(ZALO_TOKEN))
    platform.bots[ZALO_TOKEN].chats.add("a1")

    async def no_alarm(_channel: str, _reason: str) -> None:
        return None

    channel = ZaloBotChannel([ZALO_TOKEN], platform.url, alarm=no_alarm, link=lambda file: file.name)

    def fails(fault: int | str) -> Callable[[], Any]:
        return lambda: platform.fail("sendMessage", fault)

    async def goes_on_refusing() -> None:
        platform.fail("sendMessage", 429, times=2)
        with pytest.raises(Throttled):
            await channel.send(Address("zalo_bot", "a1", ZALO_TOKEN.partition(":")[0]), Outgoing(BODY))
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(zalo_api, "QUOTA_AFTER", 0.0)
        platform.calls.clear()

    ends: dict[str, Callable[[], Any]] = {
        "throttled": fails(429),
        "blocked": fails(404),
        "timed out before it left": lambda: stack.aclose(),
        "timed out after it left": fails("lost"),
        "bad token": fails(401),
        "quota gone": goes_on_refusing,
        "garbage": fails("garbage"),
        "error page": fails("html"),
    }
    calls = lambda: len([each for each in platform.calls if each.method == "sendMessage"])  # noqa: E731
    to = Address("zalo_bot", "a1", ZALO_TOKEN.partition(":")[0])
    return Side(channel, to, ends, lambda: platform.texts("a1"), calls, ("secret-part-of-the-token",))


def _simulator(profile: str) -> Callable[[AsyncExitStack], Any]:
    async def make(_stack: AsyncExitStack) -> Side:
        phones = Phones(lambda: datetime.now(UTC))

        def troubled(trouble: Trouble) -> Callable[[], Any]:
            return lambda: setattr(phones, "trouble", trouble)

        ends = {
            "throttled": troubled(Trouble.THROTTLED),
            "timed out before it left": troubled(Trouble.OFFLINE),
            "error page": troubled(Trouble.BROKEN),
        }
        channel = SimulatorChannel(profile, phones, _read_nothing)
        arrived = lambda: [each.text for each in phones.screen((profile, "an"))]  # noqa: E731
        return Side(channel, Address(profile, "an"), ends, arrived, lambda: 1)

    return make


SIDES = {"telegram": _telegram, "zalo_bot": _zalo, WITH_BUTTONS: _simulator(WITH_BUTTONS), PLAIN: _simulator(PLAIN)}
_SIMULATED = frozenset({"blocked", "moved", "timed out after it left", "bad token", "quota gone", "garbage"})
# What a platform has no answer for.
LACKS = {
    "telegram": frozenset({"quota gone"}),
    "zalo_bot": frozenset({"moved"}),
    **dict.fromkeys((WITH_BUTTONS, PLAIN), _SIMULATED),
}


@pytest.fixture(params=SIDES)
async def side(request: pytest.FixtureRequest) -> AsyncIterator[Side]:
    """Each channel in turn, against its fake."""
    async with AsyncExitStack() as stack:
        made = await SIDES[request.param](stack)
        yield made
        await made.channel.close()


def test_every_case_is_tried_or_known_to_be_missing() -> None:
    """A channel that comes later cannot leave one out unseen."""
    assert set(LACKS) == set(SIDES)


@pytest.mark.parametrize(("label", "meaning"), CASES, ids=[label for label, _ in CASES])
async def test_a_message_ends_in_one_meaning(
    side: Side, label: str, meaning: type[DeliveryError] | None, caplog: pytest.LogCaptureFixture
) -> None:
    """One call and no second try; neither the token nor the words are in the error or the log."""
    caplog.set_level(logging.DEBUG)
    name = side.channel.name
    if label in LACKS[name]:
        assert label not in side.ends
        return
    text = "á" * (side.channel.capabilities.text_limit + 1) if label == "too long" else BODY
    if label not in {"plain", "too long"}:
        arranged = side.ends[label]()
        if arranged is not None and hasattr(arranged, "__await__"):
            await arranged

    error = None
    try:
        await side.channel.send(side.to, Outgoing(text))
    except DeliveryError as raised:
        error = raised

    assert type(error) is (meaning or type(None))
    if label == "plain":
        assert side.arrived() == [BODY]
    if label != "timed out before it left":
        assert side.calls() <= 1
    _nothing_leaked(caplog, error, (*side.secrets, BODY))


def _nothing_leaked(caplog: pytest.LogCaptureFixture, error: DeliveryError | None, secrets: tuple[str, ...]) -> None:
    form = RedactingFormatter("text")
    ours = [record for record in caplog.records if record.name.partition(".")[0] in ("bot", "handlers", "storage")]
    loud = [record for record in caplog.records if record.levelno >= logging.WARNING]
    told = "\n".join(form.format(record) for record in (*ours, *loud)) + f"{error!r} {error}"
    assert [secret for secret in secrets if secret in told] == []
