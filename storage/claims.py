"""The outbox as delivery works through it: claim in batches, record in batches, and mend what a crash left.

A claim commits `sending` and its attempt before the call is made; the outcome is recorded in a later transaction.
Between the two no transaction is open. Every change is a compare-and-set on state and number of the attempt.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, case, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.messages import Address
from storage.tables import AttemptRow, MessageRow
from storage.tables.base import states

Messages = cast(Table, MessageRow.__table__)
Attempts = cast(Table, AttemptRow.__table__)


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message that may go now: the first of its lane."""

    id: int
    lane: str
    person_id: int | None
    fixed: bool
    address: Address
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    parts_sent: int
    unknown_count: int
    deaths: int
    created_at: datetime
    due_at: datetime
    reason: str  # why the last attempt did not succeed


@dataclass(frozen=True, slots=True)
class Claim:
    """What is written of a message before its call."""

    message_id: int
    number: int  # of the attempt, from 1
    part: int
    address: Address
    leased_until: datetime
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt, and of its message: sent, queued (again, or for the next part), failed or unknown."""

    message_id: int
    number: int
    state: str
    result: str  # of the attempt: sent, failed, unknown, not_called
    ended_at: datetime
    reason: str = ""
    ref: str = ""
    parts_sent: int = 0
    unknown_count: int = 0
    due_at: datetime | None = None


def _due(now: datetime) -> Select[Any]:
    before = aliased(MessageRow)
    return (
        select(
            MessageRow.id,
            MessageRow.lane,
            MessageRow.person_id,
            MessageRow.fixed,
            MessageRow.channel,
            MessageRow.bot,
            MessageRow.chat,
            MessageRow.kind,
            MessageRow.payload,
            MessageRow.attempts,
            MessageRow.parts_sent,
            MessageRow.unknown_count,
            MessageRow.deaths,
            MessageRow.created_at,
            MessageRow.due_at,
            MessageRow.reason,
        )
        .where(
            states(MessageRow.state, "queued", "unknown"),
            MessageRow.due_at.is_not(None),
            MessageRow.due_at <= now,
            ~exists().where(
                before.lane == MessageRow.lane,
                states(before.state, "queued", "sending", "unknown"),
                before.due_at.is_not(None),
                before.id != MessageRow.id,
                or_(
                    states(before.state, "sending"),
                    before.priority < MessageRow.priority,
                    (before.priority == MessageRow.priority) & (before.id < MessageRow.id),
                ),
            ),
        )
        .order_by(MessageRow.priority, MessageRow.due_at, MessageRow.id)
    )


async def due_messages(
    session: AsyncSession, now: datetime, limit: int, resting: Collection[str] = ()
) -> list[DueMessage]:
    """What may go now, the most urgent first, one of each lane; lanes that are resting are passed over."""
    query = _due(now).limit(limit).with_for_update(skip_locked=True)
    if resting:
        query = query.where(MessageRow.lane.not_in(resting))
    return [
        DueMessage(each[0], each[1], each[2], each[3], Address(each[4], each[6], each[5]), *each[7:])
        for each in await session.execute(query)
    ]


def _in_either(one: str, other: str) -> ColumnElement[bool]:
    """In one of two states; an IN list cannot be executed for many rows at once."""
    return or_(Messages.c.state == one, Messages.c.state == other)


_CLAIM = (
    update(Messages)
    .where(Messages.c.id == bindparam("m"), Messages.c.attempts == bindparam("before"))
    .where(_in_either("queued", "unknown"))
    .values(
        state="sending",
        attempts=bindparam("number"),
        channel=bindparam("on_channel"),
        bot=bindparam("by_bot"),
        chat=bindparam("to_chat"),
        choices=bindparam("choose"),
        leased_by=bindparam("holder"),
        leased_until=bindparam("until"),
    )
)


async def claim(session: AsyncSession, claims: Sequence[Claim], holder: str, now: datetime) -> None:
    """Mark messages as being sent, each with its attempt. The caller has just read them in this transaction."""
    if not claims:
        return
    connection = await session.connection()
    await connection.execute(
        _CLAIM,
        [
            {
                "m": each.message_id,
                "before": each.number - 1,
                "number": each.number,
                "on_channel": each.address.channel,
                "by_bot": each.address.bot,
                "to_chat": each.address.chat,
                "choose": list(each.choices),
                "holder": holder,
                "until": each.leased_until,
            }
            for each in claims
        ],
    )
    await connection.execute(
        insert(Attempts),
        [
            {
                "message_id": each.message_id,
                "number": each.number,
                "part": each.part,
                "started_at": now,
                "channel": each.address.channel,
                "outcome": "",
                "reason": "",
                "ref": "",
            }
            for each in claims
        ],
    )


_RECORD = (
    update(Messages)
    .where(Messages.c.id == bindparam("m"), Messages.c.attempts == bindparam("number"))
    .where(_in_either("sending", "unknown"))
    .values(
        state=bindparam("to_state"),
        reason=bindparam("why"),
        due_at=bindparam("again_at"),
        sent_at=bindparam("left_at"),
        ref=case((bindparam("its_ref") == "", Messages.c.ref), else_=bindparam("its_ref")),
        parts_sent=bindparam("parts"),
        unknown_count=bindparam("unknown"),
        leased_by="",
        leased_until=None,
    )
)
_CLOSE = (
    update(Attempts)
    .where(Attempts.c.message_id == bindparam("m"), Attempts.c.number == bindparam("n"))
    .values(ended_at=bindparam("at"), outcome=bindparam("result"), reason=bindparam("why"), ref=bindparam("its_ref"))
)


async def record(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    """Write what became of attempts. One that was given up as unknown meanwhile still takes the better news."""
    if not outcomes:
        return
    connection = await session.connection()
    await connection.execute(
        _RECORD,
        [
            {
                "m": each.message_id,
                "number": each.number,
                "to_state": each.state,
                "why": each.reason,
                "again_at": each.due_at,
                "left_at": each.ended_at if each.state == "sent" else None,
                "its_ref": each.ref,
                "parts": each.parts_sent,
                "unknown": each.unknown_count,
            }
            for each in outcomes
        ],
    )
    await connection.execute(
        _CLOSE,
        [
            {
                "m": each.message_id,
                "n": each.number,
                "at": each.ended_at,
                "result": each.result,
                "why": each.reason,
                # The message keeps the id of its last part; parts before it are found here.
                "its_ref": each.ref if each.state == "queued" else "",
            }
            for each in outcomes
        ],
    )


async def close(session: AsyncSession, reasons: Mapping[int, str], state: str) -> None:
    """End waiting messages without a call: failed or cancelled, each with its reason."""
    if reasons:
        await (await session.connection()).execute(
            update(Messages)
            .where(Messages.c.id == bindparam("m"), _in_either("queued", "unknown"))
            .values(state=state, reason=bindparam("why"), due_at=None),
            [{"m": each, "why": why} for each, why in reasons.items()],
        )


async def postpone(session: AsyncSession, until: Mapping[int, datetime]) -> None:
    """Look at waiting messages again later: their bot may not send now."""
    if until:
        await (await session.connection()).execute(
            update(Messages)
            .where(Messages.c.id == bindparam("m"), _in_either("queued", "unknown"))
            .values(due_at=bindparam("again_at")),
            [{"m": each, "again_at": at} for each, at in until.items()],
        )


async def release_held(session: AsyncSession, calendar_now: datetime, now: datetime) -> int:
    """What was held back until an instant of the calendar is due now; returns how many."""
    held = states(MessageRow.state, "queued") & MessageRow.due_at.is_(None) & (MessageRow.hold_until <= calendar_now)
    if not await session.scalar(select(exists().where(held))):
        return 0
    freed = await session.execute(update(MessageRow).where(held).values(due_at=now).returning(MessageRow.id))
    return len(freed.all())


async def close_expired(session: AsyncSession, now: datetime) -> list[int]:
    """Messages that have lost their sense are cancelled; returns their ids."""
    late = (
        states(MessageRow.state, "queued", "unknown") & MessageRow.due_at.is_not(None) & (MessageRow.expires_at <= now)
    )
    if not await session.scalar(select(exists().where(late))):
        return []
    closed = update(MessageRow).where(late).values(state="cancelled", reason="expired", due_at=None)
    return list((await session.scalars(closed.returning(MessageRow.id))).all())


_MOST_DEATHS = 5


async def abandon(
    session: AsyncSession,
    now: datetime,
    again_at: datetime,
    *,
    longest_lease: timedelta,
    mine: Collection[int] = (),
    everything: bool = False,
) -> list[tuple[int, bool]]:
    """Calls whose sender died are unknown and go again at `again_at`. Returns (id, has it ended so) of each.

    A message may be claimed at several deaths and never have left, so it goes again after each; but one that its
    senders keep dying of is given up.

    A lease longer than any that is given was written by a clock that was ahead. `everything` is for a process that
    works alone: whatever was being sent when it starts was its own before it died.
    """
    orphaned = states(MessageRow.state, "sending")
    if not everything:
        orphaned &= or_(MessageRow.leased_until < now, MessageRow.leased_until > now + longest_lease)
    if mine:
        orphaned &= MessageRow.id.not_in(mine)
    found = (await session.execute(select(MessageRow.id, MessageRow.attempts).where(orphaned))).all()
    if not found:
        return []
    gone = (
        update(MessageRow)
        .where(MessageRow.id.in_([each for each, _ in found]), states(MessageRow.state, "sending"))
        .values(
            state="unknown",
            reason="sender_died",
            due_at=case((MessageRow.deaths < _MOST_DEATHS, again_at), else_=None),
            deaths=MessageRow.deaths + 1,
            leased_by="",
            leased_until=None,
        )
        .returning(MessageRow.id, MessageRow.deaths)
        .execution_options(synchronize_session=False)
    )
    changed = [(each, deaths > _MOST_DEATHS) for each, deaths in await session.execute(gone)]
    numbers = {row[0]: row[1] for row in found}
    unknown = {"at": now, "result": "unknown", "why": "sender_died", "its_ref": ""}
    if changed:
        await (await session.connection()).execute(
            _CLOSE, [{"m": each, "n": numbers[each], **unknown} for each, _ in changed]
        )
    return changed


async def mend_instants(session: AsyncSession, now: datetime, furthest: datetime) -> int:
    """Messages put off further than we ever put any off were so by a clock that was ahead: they are due now."""
    far = states(MessageRow.state, "queued", "unknown") & (MessageRow.due_at > furthest)
    if not await session.scalar(select(exists().where(far))):
        return 0
    mended = update(MessageRow).where(far).values(due_at=now).returning(MessageRow.id)
    return len((await session.execute(mended)).all())


async def next_instants(session: AsyncSession, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the next message that was put off is due (real clock), and the next one held back (calendar's clock)."""
    due = select(func.min(MessageRow.due_at)).where(
        states(MessageRow.state, "queued", "unknown"), MessageRow.due_at > now
    )
    held = select(func.min(MessageRow.hold_until)).where(
        states(MessageRow.state, "queued"), MessageRow.due_at.is_(None)
    )
    return await session.scalar(due), await session.scalar(held)


async def recent_calls(session: AsyncSession, since: datetime) -> list[tuple[str, str, str, datetime]]:
    """(channel, bot, chat, when) of calls since then: a process that takes over sending keeps to the same limits."""
    query = (
        select(MessageRow.channel, MessageRow.bot, MessageRow.chat, AttemptRow.started_at)
        .join(MessageRow, MessageRow.id == AttemptRow.message_id)
        .where(AttemptRow.started_at > since)
        .order_by(AttemptRow.started_at)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]
