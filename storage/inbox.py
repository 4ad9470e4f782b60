"""What came in: stored once under its key before the platform is told so, then handled in order per chat."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.messages import Address, Incoming
from bot.domain.received import incoming_from_json, incoming_to_json
from storage.tables import InboxRow
from storage.tables.base import states


@dataclass(frozen=True)
class Received:
    """An update that was claimed for handling; `attempts` counts this one too."""

    id: int
    incoming: Incoming
    attempts: int


async def store_updates(
    session: AsyncSession, updates: Sequence[Incoming], now: datetime, refused: Collection[int] = ()
) -> dict[int, int]:
    """Keep updates, each once; returns index → row id of those that are new.

    Of those whose index is in `refused` (they bear a secrecy stamp) nothing is kept but key and kind.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    ids: dict[int, int] = {}
    for start in range(0, len(updates), 200):
        rows = {
            (each.address.channel, each.address.bot, each.key): (start + place, each)
            for place, each in reversed(list(enumerate(updates[start : start + 200])))
        }
        values = [_kept(incoming, now, index in refused) for index, incoming in sorted(rows.values(), key=_place)]
        new = insert(InboxRow).on_conflict_do_nothing()
        statement = new.returning(InboxRow.channel, InboxRow.bot, InboxRow.key, InboxRow.id)
        for channel, bot, key, row_id in await session.execute(statement, values):
            ids[rows[channel, bot, key][0]] = row_id
    return ids


def _place(pair: tuple[int, Incoming]) -> int:
    return pair[0]


def _kept(incoming: Incoming, now: datetime, is_refused: bool) -> dict[str, object]:
    return {
        "channel": incoming.address.channel,
        "bot": incoming.address.bot,
        "key": incoming.key,
        "chat": incoming.address.chat,
        "kind": incoming.kind.value,
        "ref": incoming.ref,
        "payload": {} if is_refused else incoming_to_json(incoming),
        "received_at": now,
        "state": "refused" if is_refused else "queued",
        "handled_at": now if is_refused else None,
        "reason": "secrecy_stamp" if is_refused else "",
    }


@dataclass(frozen=True)
class Earlier:
    """A message that came in before."""

    id: int
    received_at: datetime


async def earlier_of_ref(session: AsyncSession, address: Address, ref: str, before_id: int) -> list[Earlier]:
    """What one message was before it was edited, oldest first."""
    if not ref:
        return []
    query = (
        select(InboxRow.id, InboxRow.received_at)
        .where(InboxRow.channel == address.channel, InboxRow.bot == address.bot, InboxRow.chat == address.chat)
        .where(InboxRow.ref == ref, InboxRow.id < before_id, InboxRow.kind.in_(["text", "edited", "file"]))
        .order_by(InboxRow.id)
    )
    return [Earlier(row_id, received_at) for row_id, received_at in await session.execute(query)]


async def earlier_of_album(session: AsyncSession, address: Address, album: str, before_id: int) -> list[int]:
    """The parts of an album that came before."""
    if not album:
        return []
    query = (
        select(InboxRow.id)
        .where(InboxRow.channel == address.channel, InboxRow.bot == address.bot, InboxRow.chat == address.chat)
        .where(InboxRow.payload["album"].as_string() == album, InboxRow.id < before_id)
        .order_by(InboxRow.id)
    )
    return list(await session.scalars(query))


async def update_of(session: AsyncSession, inbox_id: int) -> Incoming | None:
    """What came in under an id; None where it is gone or nothing of it was kept."""
    payload = await session.scalar(select(InboxRow.payload).where(InboxRow.id == inbox_id))
    return incoming_from_json(payload) if payload else None


async def claim_updates(session: AsyncSession, now: datetime, lease: timedelta, limit: int) -> list[Received]:
    """Take the oldest waiting update of each chat, at most `limit`; others pass them over until the lease is out."""
    earlier = aliased(InboxRow)
    heads = (
        select(InboxRow.id)
        .where(
            states(InboxRow.state, "queued"),
            or_(InboxRow.not_before.is_(None), InboxRow.not_before <= now),
            or_(InboxRow.leased_until.is_(None), InboxRow.leased_until < now, InboxRow.leased_until > now + 2 * lease),
            ~exists().where(
                states(earlier.state, "queued"),
                earlier.chat == InboxRow.chat,
                earlier.channel == InboxRow.channel,
                earlier.bot == InboxRow.bot,
                earlier.id < InboxRow.id,
            ),
        )
        .order_by(InboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = (await session.scalars(heads)).all()
    if not ids:
        return []
    taken = await session.execute(
        update(InboxRow)
        .where(InboxRow.id.in_(ids), states(InboxRow.state, "queued"))
        .values(leased_until=now + lease, attempts=InboxRow.attempts + 1)
        .returning(InboxRow.id, InboxRow.payload, InboxRow.attempts)
        .execution_options(synchronize_session=False)
    )
    return [Received(row_id, incoming_from_json(payload), attempts) for row_id, payload, attempts in sorted(taken)]


async def begin_handling(session: AsyncSession, claimed: Sequence[Received], now: datetime) -> set[int]:
    """Mark updates done as the first write of the transaction that handles them; returns those that are still ours."""
    ours = tuple_(InboxRow.id, InboxRow.attempts).in_([(each.id, each.attempts) for each in claimed])
    done = (
        update(InboxRow)
        .where(ours, states(InboxRow.state, "queued"))
        .values(state="done", handled_at=now, leased_until=None)
        .returning(InboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return set((await session.scalars(done)).all())


async def put_back(
    session: AsyncSession, received: Received, not_before: datetime, reason: str, *, counts: bool = True
) -> None:
    """Handle it again later; an attempt that failed for want of the database does not count."""
    await session.execute(
        update(InboxRow)
        .where(InboxRow.id == received.id, states(InboxRow.state, "queued"), InboxRow.attempts == received.attempts)
        .values(
            leased_until=None,
            not_before=not_before,
            reason=reason,
            attempts=InboxRow.attempts if counts else InboxRow.attempts - 1,
        )
    )


async def set_aside(session: AsyncSession, received: Received, now: datetime, reason: str) -> bool:
    """Give up on it; False where it is no longer waiting. `reason` names the error, never its text."""
    given_up = await session.scalar(
        update(InboxRow)
        .where(InboxRow.id == received.id, states(InboxRow.state, "queued"))
        .values(state="failed", handled_at=now, leased_until=None, reason=reason)
        .returning(InboxRow.id)
    )
    return given_up is not None


async def free_updates(session: AsyncSession) -> int:
    """Let go of all claims: this process alone works here, and what it held before it died waits again."""
    freed = await session.execute(
        update(InboxRow)
        .where(states(InboxRow.state, "queued"), InboxRow.leased_until.is_not(None))
        .values(leased_until=None)
        .returning(InboxRow.id)
    )
    return len(freed.all())


async def next_wait(session: AsyncSession) -> datetime | None:
    """When the next update that was put back may be tried again."""
    return await session.scalar(select(func.min(InboxRow.not_before)).where(states(InboxRow.state, "queued")))


async def waiting_updates(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does."""
    row = (
        await session.execute(
            select(func.count(), func.min(InboxRow.received_at)).where(and_(states(InboxRow.state, "queued")))
        )
    ).one()
    return row[0], row[1]
