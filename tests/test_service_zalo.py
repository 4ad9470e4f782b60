"""The service on Zalo's Bot Platform: a process, an emulator over HTTP, a typed code, numbers for buttons."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.people import Role
from storage.engine import Sessions
from storage.plans import ensure_agency
from storage.roster import add_membership, add_person, record_invitation
from tests.fakes.zalo_api import FakeZalo
from tests.service import ServiceProcess

pytestmark = pytest.mark.slow

TOKEN = "1234567890:secret-part-of-the-token"
CODE = "ABCDEFGHJKMN"
CHAT = "6ede9afa66b80006d6a9"


async def _invite(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    async with sessions.begin() as session:
        agency_id = await ensure_agency(session, "Sở Xây dựng")
        person_id = await add_person(session, "Nguyễn Thị Thu Hà", now)
        await add_membership(session, person_id, Role.FOCAL, now.date() - timedelta(days=1), agency_id=agency_id)
        await record_invitation(session, person_id, "zalo_bot", CODE, now, now + timedelta(days=14))


@pytest.mark.parametrize("replay", [False, True])
async def test_somebody_joins_over_zalo_by_typing(
    database_url: str, sessions: Sessions, tmp_path: Path, replay: bool
) -> None:
    """The code as printed, then the number of "Đồng ý"; a platform that replays its updates changes nothing."""
    await _invite(sessions)
    async with FakeZalo(TOKEN) as zalo:
        zalo.doubts.replay = replay
        service = ServiceProcess(
            tmp_path,
            NHACVIEC_DATABASE_URL=database_url,
            NHACVIEC_ZALO_BOT_TOKEN=TOKEN,
            NHACVIEC_ZALO_BOT_API_URL=zalo.url,
        )
        await service.start()

        await zalo.writes(CHAT, "abcd-efgh-jkmn")
        await zalo.until(lambda: len(zalo.texts(CHAT)) == 1)
        await zalo.writes(CHAT, "1")
        await zalo.until(lambda: len(zalo.texts(CHAT)) >= 3)
        status = await service.stop()

    notice, welcome, *_ = zalo.texts(CHAT)
    assert "Trả lời 1: Đồng ý" in notice
    assert "Cảm ơn" in welcome
    assert len(zalo.texts(CHAT)) == 3
    assert status == 0
    assert "secret-part" not in service.words


async def test_what_zalo_cannot_hand_over_is_answered_with_what_to_do(
    database_url: str, sessions: Sessions, tmp_path: Path
) -> None:
    """A sticker, a file, a voice message."""
    await _invite(sessions)
    async with FakeZalo(TOKEN) as zalo:
        service = ServiceProcess(
            tmp_path,
            NHACVIEC_DATABASE_URL=database_url,
            NHACVIEC_ZALO_BOT_TOKEN=TOKEN,
            NHACVIEC_ZALO_BOT_API_URL=zalo.url,
        )
        await service.start()
        await zalo.writes(CHAT, CODE)
        await zalo.until(lambda: len(zalo.texts(CHAT)) == 1)
        await zalo.writes(CHAT, "đồng ý")
        await zalo.until(lambda: len(zalo.texts(CHAT)) == 3)

        await zalo.event("message.unsupported.received", CHAT)
        await zalo.until(lambda: len(zalo.texts(CHAT)) == 4)
        await service.stop()

    assert "nhắn bằng chữ" in zalo.texts(CHAT)[-1]
