"""A succession recorded ahead: nothing passes before its day, everything on it, once."""

from datetime import date

from sqlalchemy import select

from bot.jobs.successions import carry_out_successions
from handlers.acting import Actor
from handlers.succession import find_office, succeed
from storage.engine import Sessions
from storage.tables import AgencyRow, MembershipRow, OccurrenceRow
from tests.world import World, found_world

MERGER = date(2025, 3, 1)  # a Saturday: it is carried out all the same


async def _holders(world: World) -> tuple[set[str], set[str]]:
    """Who leads, and where people serve today."""
    async with world.sessions() as session:
        led = select(AgencyRow.name).join(OccurrenceRow, OccurrenceRow.agency_id == AgencyRow.id)
        served = (
            select(AgencyRow.name)
            .join(MembershipRow, MembershipRow.agency_id == AgencyRow.id)
            .where(MembershipRow.to_on.is_(None) | (MembershipRow.to_on >= world.today))
            .where(MembershipRow.from_on <= world.today)
        )
        return set(await session.scalars(led)), set(await session.scalars(served))


async def test_what_was_recorded_ahead_passes_on_its_day(sessions: Sessions) -> None:
    """The merger of 1 March 2025, known in February: tasks and people pass, both sides are told once."""
    world = await found_world(sessions, date(2025, 2, 20))
    old, _ = await world.agency("Sở Kế hoạch và Đầu tư"), await world.agency("Sở Tài chính")
    person = await world.person("Đầu mối", agency_id=old)
    await world.task([old], date(2025, 6, 30), code="I.1")
    async with world.sessions.begin() as session:
        actor = Actor(session, world.office, world.clock.now(), world.today)
        pair = [await find_office(actor, name) for name in ("Sở KHĐT", "Sở Tài chính")]
        await succeed(actor, pair[0], pair[1], MERGER, [])
    early = await carry_out_successions(world.sessions, world.office)
    before = await _holders(world)
    world.go_to(MERGER)

    counts = [await carry_out_successions(world.sessions, world.office) for _ in range(2)]

    assert (early, counts) == (0, [1, 0])
    assert before == ({"Sở Kế hoạch và Đầu tư"}, {"Sở Kế hoạch và Đầu tư"})
    assert await _holders(world) == ({"Sở Tài chính"}, {"Sở Tài chính"})
    assert len(await world.owed_to(person, "notice")) == 1
