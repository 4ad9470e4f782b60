"""The service as an operator runs it: a process, the real Telegram client over HTTP, both databases."""

import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.domain.people import Role
from storage.engine import Sessions
from storage.plans import ensure_agency
from storage.roster import add_membership, add_person, record_invitation
from tests.fakes.bot_api import TOKEN, FakeBotApi
from tests.fakes.telegram_people import FakePerson
from tests.service import ServiceProcess

pytestmark = pytest.mark.slow

CODE = "ABCDEFGHJKMN"


async def _invite(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    async with sessions.begin() as session:
        agency_id = await ensure_agency(session, "Sở Xây dựng")
        person_id = await add_person(session, "Nguyễn Thị Thu Hà", now)
        await add_membership(session, person_id, Role.FOCAL, now.date() - timedelta(days=1), agency_id=agency_id)
        await record_invitation(session, person_id, "telegram", CODE, now, now + timedelta(days=14))


def _service(folder: Path, database_url: str, api: FakeBotApi) -> ServiceProcess:
    return ServiceProcess(
        folder,
        NHACVIEC_DATABASE_URL=database_url,
        NHACVIEC_TELEGRAM_TOKEN=TOKEN,
        NHACVIEC_TELEGRAM_API_URL=api.url,
    )


async def _join(api: FakeBotApi) -> FakePerson:
    """Somebody types the code and agrees; what they may do has been sent by then."""
    person = api.person(4711)
    await person.says(f"/start {CODE}")
    await api.until(lambda: len(person.screen) == 1)
    await person.presses("Đồng ý", person.screen[0])
    await api.until(lambda: len(person.screen) >= 3)
    return person


async def test_somebody_joins_over_telegram_and_is_answered(
    database_url: str, sessions: Sessions, tmp_path: Path
) -> None:
    """Code, notice, consent, then the list; SIGTERM ends it cleanly and no token is in its log."""
    await _invite(sessions)
    async with FakeBotApi() as api:
        service = _service(tmp_path, database_url, api)
        await service.start()

        person = await _join(api)
        await service.stop()
        await service.start()
        await api.until(lambda: api.calls_of("setMyCommands"))
        status = await service.stop()

    assert "đồng chí Hà" in person.texts[0]
    assert "Cảm ơn" in person.texts[1]
    assert "nhiemvu" in str(api.calls_of("setMyCommands")[0].params)
    assert status == 0
    assert TOKEN.partition(":")[2] not in service.words
    assert "Thu Hà" not in service.words


async def test_what_nobody_expects_is_answered_or_passed_over(
    database_url: str, sessions: Sessions, tmp_path: Path
) -> None:
    """An update of an unknown kind, one without sense, ten thousand characters: the bot hears the next one, too."""
    await _invite(sessions)
    async with FakeBotApi() as api:
        service = _service(tmp_path, database_url, api)
        await service.start()
        person = await _join(api)
        shown = len(person.screen)

        await api.update(a_kind_of_tomorrow={"id": 1})
        await api.update(message={"from": person.user})
        await person.says("xong rồi nhé " * 800)
        await api.until(lambda: len(person.screen) > shown)
        await person.says("/trogiup")
        await api.until(lambda: "/nhiemvu" in person.texts[-1])
        status = await service.stop()

    assert status == 0
    assert "update_passed_over" in service.words
    assert "update_unreadable" in service.words
    assert re.search(r"reply_read person=\d+ characters=10\d{3} intents=unclear", service.words)
    assert "xong rồi nhé" not in service.words


async def test_a_stranger_learns_only_how_to_join(database_url: str, tmp_path: Path) -> None:
    """Neither a question nor a wrong code tells anything about the plan."""
    async with FakeBotApi() as api:
        service = _service(tmp_path, database_url, api)
        await service.start()
        stranger = api.person(666)

        await stranger.says("/tonghop")
        await api.until(lambda: len(stranger.screen) == 1)
        await stranger.says("/start AAAABBBBCCCC")
        await api.until(lambda: len(stranger.screen) == 2)
        await service.stop()

    assert "mã mời" in stranger.texts[0]
    assert "không đúng" in stranger.texts[1]


async def test_health_is_told_and_metrics_count(database_url: str, tmp_path: Path) -> None:
    """What a monitor asks for."""
    async with FakeBotApi() as api:
        service = _service(tmp_path, database_url, api)
        await service.start()
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{service.url}/healthz") as answer:
                health = await answer.json()
            async with session.get(f"{service.url}/metrics") as answer:
                figures = await answer.text()
        status = await service.stop(signal.SIGINT)

    assert health["status"] == "ok"
    assert "nhacviec_inbox_waiting" in figures
    assert status == 0


async def test_a_second_process_on_one_file_is_refused(tmp_path: Path) -> None:
    """One clear Vietnamese line, no traceback."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}"
    async with FakeBotApi() as api:
        first, second = _service(tmp_path, url, api), _service(tmp_path, url, api)
        await first.start()

        status = await second.run_out()
        await first.stop()

    assert status == 1
    assert "Một tiến trình khác đang dùng cơ sở dữ liệu" in second.words
    assert "Traceback" not in second.words


async def test_a_service_without_a_channel_says_what_to_do(tmp_path: Path) -> None:
    """It refuses to start and names the setting."""
    service = ServiceProcess(tmp_path, NHACVIEC_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")

    status = await service.run_out()

    assert status == 1
    assert "nhacviec setup" in service.words


async def test_a_rehearsal_never_mixes_with_real_time(tmp_path: Path) -> None:
    """A database that has lived in real time refuses a moved clock."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}"
    async with FakeBotApi() as api:
        service = _service(tmp_path, url, api)
        await service.start()
        await service.stop()
        moved = ServiceProcess(
            tmp_path,
            NHACVIEC_DATABASE_URL=url,
            NHACVIEC_TELEGRAM_TOKEN=TOKEN,
            NHACVIEC_TELEGRAM_API_URL=api.url,
            NHACVIEC_CLOCK_START="2022-09-01T08:00",
        )

        status = await moved.run_out()

    assert status == 1
    assert "diễn tập" in moved.words
