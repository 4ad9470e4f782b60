"""The order in which official tables name agencies, kept as their position."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.agencies import AgencyKind, protocol_key
from storage.tables import AgencyRow


async def put_in_protocol_order(session: AsyncSession) -> None:
    """Number all agencies by protocol, whatever the order in which they became known."""
    rows = (await session.scalars(select(AgencyRow))).all()
    ordered = sorted(rows, key=lambda row: protocol_key(row.name, AgencyKind(row.kind)))
    for position, row in enumerate(ordered, start=1):
        row.position = position
    await session.flush()
