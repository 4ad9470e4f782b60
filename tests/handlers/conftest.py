"""A small committee that talks: two agencies with focal points, a secretary, the standing agency, four tasks."""

from datetime import date
from itertools import count

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from storage.engine import Sessions
from storage.tables import AgencyRow, OccurrenceRow, PersonRow, TaskRow
from tests.conftest import Furnish
from tests.handlers.chat import Chat
from tests.world import found_world, world_on

_AGENCIES = {
    "construction": "Sở Xây dựng",
    "finance": "Sở Tài chính",
    "desk": "Sở Nông nghiệp và Phát triển nông thôn",
}
_PEOPLE = {
    "ha": ("Nguyễn Thị Thu Hà", Role.FOCAL, "construction"),
    "nam": ("Lê Hải Nam", Role.FOCAL, "finance"),
    "thu": ("Trần Minh Thư", Role.SECRETARY, "desk"),
    "standing": ("Phạm Văn Dũng", Role.STANDING, "desk"),
}
_TASKS = (
    ("I.1.2", "construction", date(2022, 9, 30)),
    ("I.2.a.1", "construction", date(2022, 10, 15)),
    ("I.2.a.2", "construction", date(2022, 12, 31)),
    ("III.4", "finance", date(2022, 9, 30)),
)
_DAY = date(2022, 9, 12)


async def found_committee(sessions: Sessions) -> None:
    """Agencies, people who have joined, and their tasks."""
    world = await found_world(sessions, _DAY)
    world.go_to(_DAY, 10)
    agencies = {short: await world.agency(name) for short, name in _AGENCIES.items()}
    for name, role, short in _PEOPLE.values():
        await world.person(name, role, agencies[short])
    for code, short, due in _TASKS:
        await world.task([agencies[short]], due, code=code, content=f"Tham mưu nội dung {code}")


@pytest.fixture
def furnish(request: pytest.FixtureRequest) -> Furnish | None:
    """The committee, built once and copied for each test that talks with it."""
    return found_committee if "chat" in request.fixturenames else None


@pytest.fixture
async def chat(sessions: Sessions) -> Chat:
    """Monday 12/9/2022, 10:00. Sở Xây dựng leads I.1.2 (30/9), I.2.a.1 (15/10), I.2.a.2 (31/12); Sở Tài chính III.4."""
    async with sessions() as session:
        agencies = {name: each for each, name in (await session.execute(select(AgencyRow.id, AgencyRow.name))).all()}
        people = {name: each for each, name in (await session.execute(select(PersonRow.id, PersonRow.name))).all()}
        tasks = select(TaskRow.code, OccurrenceRow.id, TaskRow.plan_id).join(
            TaskRow, TaskRow.id == OccurrenceRow.task_id
        )
        found = (await session.execute(tasks)).all()
    world = world_on(sessions, _DAY, plan_id=found[0][2])
    world._codes = count(len(_TASKS) + 1)
    world.go_to(_DAY, 10)
    return Chat(
        world,
        tasks={code: occurrence for code, occurrence, _ in found},
        agencies={short: agencies[name] for short, name in _AGENCIES.items()},
        **{short: people[name] for short, (name, _, _) in _PEOPLE.items()},
    )
