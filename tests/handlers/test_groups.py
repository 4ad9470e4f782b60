"""In a group: totals for those who may ask for the whole, a kind word for others known, silence for strangers."""

import pytest
from sqlalchemy import select

from bot.domain.messages import Address, Incoming, IncomingKind
from handlers.dispatch import dispatch
from storage.tables import InboxRow, MessageRow
from tests.handlers.chat import Chat

GROUP = Address("telegram", "-100777")


async def _hears(chat: Chat, sender: str, text: str) -> list[MessageRow]:
    """Somebody names the bot in the group; what is owed to the group."""
    incoming = Incoming(
        f"g{sender}{text}", IncomingKind.TEXT, GROUP, chat.world.clock.now(), sender, text, ref="77", in_group=True
    )
    async with chat.world.sessions.begin() as session:
        row = InboxRow(
            channel="telegram", key=incoming.key, chat=GROUP.chat, kind="text", ref="77", payload={},
            received_at=chat.world.clock.now(), state="done",
        )  # fmt: skip
        session.add(row)
        await session.flush()
        await dispatch(session, chat.world.office, incoming, row.id)
    async with chat.world.sessions() as session:
        return list(await session.scalars(select(MessageRow).where(MessageRow.cause_id == row.id)))


async def test_the_secretary_has_the_totals_shown(chat: Chat) -> None:
    """The figures, and no agency, task or person of the lists behind them."""
    (answer,) = await _hears(chat, f"chat-{chat.thu}", "/tonghop")

    text = answer.payload["text"]
    assert "4 nhiệm vụ" in text
    assert not [word for word in ("Sở Xây dựng", "I.1.2", "Hà", "Nam") if word in text]
    assert (answer.chat, answer.person_id) == (GROUP.chat, None)


@pytest.mark.parametrize("text", ["Tổng hợp quý 3", "tong hop tháng 9"])
async def test_a_period_may_be_named(chat: Chat, text: str) -> None:
    """In words, as in private."""
    (answer,) = await _hears(chat, f"chat-{chat.standing}", text)

    assert "Hoàn thành đúng hạn" in answer.payload["text"]


@pytest.mark.parametrize("text", ["/tonghop", "1 xong", "/danhba"])
async def test_a_focal_point_is_asked_to_write_privately(chat: Chat, text: str) -> None:
    """Nothing is recorded and no figure told."""
    (answer,) = await _hears(chat, f"chat-{chat.ha}", text)

    assert "nhắn riêng" in answer.payload["text"]
    assert await chat.reports("I.1.2") == []


async def test_a_stranger_hears_nothing(chat: Chat) -> None:
    """Whatever the group, whoever let the bot in."""
    assert await _hears(chat, "999", "/tonghop") == []
