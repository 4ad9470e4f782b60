"""How people join, and what a code that cannot be used any more opens: nothing."""

import logging
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from storage.roster import record_invitation
from storage.tables import AddressRow
from tests.handlers.chat import Chat

CODE, NEWER, ZALO = "ABCDEFGHJKMN", "BCDEFGHJKMNP", "CDEFGHJKMNPQ"
NOT_VALID = "Mã mời không đúng"


async def invite(chat: Chat, code: str, *, channel: str = "telegram", days: int = 14) -> None:
    """A code for the focal point of Sở Tài chính."""
    now = chat.world.clock.now()
    async with chat.world.sessions.begin() as session:
        await record_invitation(session, chat.nam, channel, code, now, now + timedelta(days=days))


async def addresses(chat: Chat) -> list[str]:
    """The chats that are bound to the focal point of Sở Tài chính."""
    async with chat.world.sessions() as session:
        query = select(AddressRow.chat).where(AddressRow.person_id == chat.nam)
        return sorted(await session.scalars(query))


async def test_a_code_opens_once(chat: Chat) -> None:
    """Whoever types it after that, in whatever chat, learns only that it cannot be used."""
    await invite(chat, CODE)
    notice = await chat.strange_says(CODE, "first")

    again = await chat.strange_says(CODE, "second")

    assert "đồng chí Nam" in notice
    assert again.startswith(NOT_VALID)
    assert "Nam" not in again
    assert await addresses(chat) == [f"chat-{chat.nam}", "first"]


async def test_expired_revoked_and_foreign_codes_open_nothing(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    """All three get one and the same sentence, so that a guess tells nothing; the log knows which it was."""
    caplog.set_level(logging.INFO)
    await invite(chat, CODE)
    await invite(chat, NEWER)  # revokes the one before
    await invite(chat, ZALO, channel="zalo_bot")
    revoked = await chat.strange_says(CODE, "one")
    foreign = await chat.strange_says(ZALO, "two")
    chat.world.go_to(date(2022, 9, 27), 10)

    expired = await chat.strange_says(NEWER, "three")

    said = [record.getMessage() for record in caplog.records if "code_refused" in record.getMessage()]
    assert said == [f"code_refused channel=telegram reason={why}" for why in ("revoked", "foreign", "expired")]
    assert {revoked, foreign, expired} == {revoked}
    assert revoked.startswith(NOT_VALID)
    assert await addresses(chat) == [f"chat-{chat.nam}"]


async def test_guessing_is_stopped(chat: Chat) -> None:
    """After five wrong codes in an hour even the right one waits."""
    await invite(chat, CODE)
    for wrong in ("AAAABBBBCCCC", "AAAABBBBCCCD", "AAAABBBBCCCE", "AAAABBBBCCCF", "AAAABBBBCCCG"):
        await chat.strange_says(wrong, "guesser")

    refused = await chat.strange_says(CODE, "guesser")

    assert "Nam" not in refused
    assert await addresses(chat) == [f"chat-{chat.nam}"]


async def test_before_consent_the_notice_is_all_there_is(chat: Chat) -> None:
    """A report typed before "Đồng ý" is neither recorded nor answered with anything of the plan."""
    await invite(chat, CODE)
    notice = await chat.strange_says(CODE, "new")

    answers = await chat.strange_says("III.4 xong", "new")

    assert answers.count(notice) == 2
    assert "III.4" not in answers
    assert (await chat.occurrence("III.4")).standing is None
