"""A small committee that talks: two agencies with focal points, a secretary, the standing agency, four tasks."""

from datetime import date

import pytest

from bot.domain.people import Role
from storage.engine import Sessions
from tests.handlers.chat import Chat
from tests.world import found_world


@pytest.fixture
async def chat(sessions: Sessions) -> Chat:
    """Monday 12/9/2022, 10:00. Sở Xây dựng leads I.1.2 (30/9), I.2.a.1 (15/10), I.2.a.2 (31/12); Sở Tài chính III.4."""
    world = await found_world(sessions, date(2022, 9, 12))
    world.go_to(date(2022, 9, 12), 10)
    construction, finance = await world.agency("Sở Xây dựng"), await world.agency("Sở Tài chính")
    desk = await world.agency("Sở Nông nghiệp và Phát triển nông thôn")
    chat = Chat(world, agencies={"construction": construction, "finance": finance, "desk": desk})
    chat.ha = await world.person("Nguyễn Thị Thu Hà", agency_id=construction)
    chat.nam = await world.person("Lê Hải Nam", agency_id=finance)
    chat.thu = await world.person("Trần Minh Thư", Role.SECRETARY, desk)
    chat.standing = await world.person("Phạm Văn Dũng", Role.STANDING, desk)
    for code, agency, due in (
        ("I.1.2", construction, date(2022, 9, 30)),
        ("I.2.a.1", construction, date(2022, 10, 15)),
        ("I.2.a.2", construction, date(2022, 12, 31)),
        ("III.4", finance, date(2022, 9, 30)),
    ):
        (chat.tasks[code],) = await world.task([agency], due, code=code, content=f"Tham mưu nội dung {code}")
    return chat
