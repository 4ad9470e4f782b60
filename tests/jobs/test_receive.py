"""What comes in is stored before it is acknowledged, handled once, in order, and never gets lost or in the way."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Address, Incoming, IncomingFile, IncomingKind, Outgoing
from bot.domain.owed import ANSWER, Owed
from storage.engine import Sessions
from storage.outbox import enqueue
from storage.tables import InboxRow
from tests.fakes.bot_api import FakeBotApi
from tests.jobs.workshop import Workshop, telegram_of
from tests.storage.disks import use_up_the_disk


def typed(text: str, *, key: str = "1", chat: str = "1001", **more: Any) -> Incoming:
    return Incoming(key, IncomingKind.TEXT, Address("telegram", chat), datetime.now(UTC), chat, text=text, **more)


class Echo:
    """A handler that answers with what it was told, and remembers in which order."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def __call__(self, session: AsyncSession, incoming: Incoming, inbox_id: int) -> None:
        said = incoming.text or incoming.action
        self.told.append(said)
        message = Outgoing(text=f"Đã nhận: {said}", acknowledges=incoming.press)
        owed = Owed(f"reply:{inbox_id}:1", "reply", message, address=incoming.address, priority=ANSWER)
        await enqueue(session, owed, datetime.now(UTC))


async def rows(sessions: Sessions) -> list[InboxRow]:
    async with sessions() as session:
        return list((await session.scalars(select(InboxRow).order_by(InboxRow.id))).all())


async def test_words_and_presses_are_answered(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Typed in Telegram, polled, stored, handled, answered; the spinner on the button ends."""
    channel = telegram_of(bot_api)
    workshop = Workshop(sessions, {"telegram": channel}, handle=Echo())
    person = bot_api.person(1001)

    async with workshop.running():
        await channel.start(workshop.intake)
        await person.says("xong rồi ạ")
        await bot_api.until(lambda: person.texts)

    assert person.texts == ["Đã nhận: xong rồi ạ"]
    assert [row.state for row in await rows(sessions)] == ["done"]
    assert bot_api.pending == [] or bot_api.calls_of("getUpdates")


async def test_an_update_that_comes_again_changes_nothing(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The platform redelivers what it is unsure of; the key forgives it."""
    echo = Echo()
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, handle=echo)

    async with workshop.running():
        for _ in range(3):
            await workshop.intake([typed("1 xong", key="7"), typed("1 xong", key="7")])
        await bot_api.until(lambda: bot_api.delivered(1001))
        await workshop.until_settled()

    assert echo.told == ["1 xong"]
    assert bot_api.delivered(1001) == ["Đã nhận: 1 xong"]


async def test_one_chat_is_handled_in_order_while_others_go_on(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A chat whose handler is slow delays nobody else, and its own next message waits."""
    release = asyncio.Event()
    told: list[str] = []

    async def slow_for_one(_session: AsyncSession, incoming: Incoming, _inbox_id: int) -> None:
        if incoming.text == "a1" and not release.is_set():
            raise RuntimeError("busy")
        told.append(incoming.text)

    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, handle=slow_for_one)
    async with workshop.running():
        await workshop.intake([typed("a1", key="1"), typed("a2", key="2"), typed("b1", key="3", chat="2002")])
        await bot_api.until(lambda: "b1" in told)
        assert told == ["b1"]
        release.set()
        await bot_api.until(lambda: len(told) == 3)

    assert told == ["b1", "a1", "a2"]


async def test_a_handler_that_always_fails_is_set_aside_and_its_sender_told(
    sessions: Sessions, bot_api: FakeBotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """Three attempts, then a sentence; the chat's next message is handled; nothing of the text is in the log."""
    echo = Echo()

    async def broken(session: AsyncSession, incoming: Incoming, inbox_id: int) -> None:
        await echo(session, incoming, inbox_id)
        if incoming.text == "hỏng":
            raise ValueError(incoming.text)

    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, handle=broken)
    async with workshop.running():
        await workshop.intake([typed("hỏng", key="1"), typed("lành", key="2")])
        await bot_api.until(lambda: len(bot_api.delivered(1001)) == 2)
        await workshop.until_settled()

    assert echo.told == ["hỏng"] * 3 + ["lành"]
    apology, answer = bot_api.delivered(1001)
    assert "chưa xử lý được" in apology
    assert answer == "Đã nhận: lành"
    first = (await rows(sessions))[0]
    assert (first.state, first.reason, first.attempts) == ("failed", "ValueError", 3)
    assert "hỏng" not in "\n".join(record.getMessage() for record in caplog.records)


async def test_an_outage_of_the_database_does_not_count(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """However often a handler meets it, the update is handled in the end and nobody is told of a failure."""
    echo = Echo()
    outages = 0

    async def unlucky(session: AsyncSession, incoming: Incoming, inbox_id: int) -> None:
        nonlocal outages
        if outages < 5:
            outages += 1
            await use_up_the_disk(session)
        await echo(session, incoming, inbox_id)

    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, handle=unlucky)
    async with workshop.running():
        await workshop.intake([typed("a", key="1"), typed("b", key="2", chat="2002")])
        await bot_api.until(lambda: bot_api.delivered(1001) and bot_api.delivered(2002))

    assert sorted(echo.told) == ["a", "b"]
    assert [(row.state, row.attempts) for row in await rows(sessions)] == [("done", 1), ("done", 1)]


@pytest.mark.parametrize(
    "update",
    [
        typed("Gửi đồng chí văn bản TỐI MẬT số 12"),
        typed("kèm tệp", files=(IncomingFile("f", "cv_MẬT_12.pdf", "application/pdf"),)),
    ],
)
async def test_a_secrecy_stamp_is_refused_before_the_inbox(
    sessions: Sessions, bot_api: FakeBotApi, update: Incoming
) -> None:
    """Only key and kind are kept; the sender is told to take it back."""
    echo = Echo()
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, handle=echo)

    async with workshop.running():
        await workshop.intake([update, typed("1 xong", key="2")])
        await bot_api.until(lambda: len(bot_api.delivered(1001)) == 2)

    refused, handled = await rows(sessions)
    assert (refused.state, refused.payload, refused.kind) == ("refused", {}, "text")
    assert handled.state == "done"
    assert echo.told == ["1 xong"]
    assert any("bí mật nhà nước" in text for text in bot_api.delivered(1001))


async def test_a_burst_is_stored_whole(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Hundreds of webhooks at once are committed together, and each returns only when it is stored."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    await asyncio.gather(*(workshop.intake([typed("x", key=str(n), chat=str(n % 50))]) for n in range(500)))

    assert len(await rows(sessions)) == 500
