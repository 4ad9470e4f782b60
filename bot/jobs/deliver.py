"""Sends what is owed: the only job that does, one process at a time, many calls at once.

Each round is one transaction: it records the calls that have ended and claims the messages that may go. The calls run
between the rounds, with no transaction open. What was claimed and not recorded when the process dies is found by its
lease, is unknown, and goes again once.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rendering import LinkFor
from bot.clock import Clock
from bot.domain.messages import (
    Address,
    Channel,
    ChannelMisconfigured,
    DeliveryError,
    OutcomeUnknown,
    QuotaGone,
    RecipientGone,
    RecipientMoved,
    Throttled,
    Unreachable,
)
from bot.domain.rates import Rates
from bot.jobs.choosing import Chooser
from bot.jobs.lines import Line
from bot.jobs.loop import Bell, wait_for
from bot.jobs.metrics import Metrics
from bot.jobs.outcomes import closed_by, outcome_of
from bot.jobs.sending import (
    Alarm,
    Closed,
    Ended,
    Flight,
    NotCalled,
    OnClosed,
    Pace,
    Recheck,
    alarm_nobody,
    no_objection,
    tell_nobody,
)
from bot.jobs.sweeping import sweep
from bot.jobs.turns import Always, LeaseTurn
from storage.channel_state import load_states, save_state
from storage.claims import next_instants, recent_calls, record
from storage.engine import Sessions, outage_of, writing
from storage.reach import lose_address, mark_failing, move_address

log = logging.getLogger(__name__)

_QUOTA_PAUSE = 6 * 3600.0


class Deliverer:
    """Delivers through `channels`. `now` is the real clock; `calendar` says when what is held back may go.

    `rates` are by channel; a channel without has the default ones. `bots` names the bots of channels that have several.
    """

    def __init__(
        self,
        sessions: Sessions,
        channels: Mapping[str, Channel],
        *,
        now: Callable[[], datetime],
        calendar: Clock,
        turn: Always | LeaseTurn,
        holder: str,
        link_for: LinkFor,
        rates: Mapping[str, Rates] | None = None,
        bots: Mapping[str, tuple[str, ...]] | None = None,
        recheck: Recheck = no_objection,
        on_closed: OnClosed = tell_nobody,
        alarm: Alarm = alarm_nobody,
        metrics: Metrics | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._sessions = sessions
        self._channels = channels
        self._now = now
        self._calendar = calendar
        self._turn = turn
        self._on_closed = on_closed
        self._alarm = alarm
        self._metrics = metrics or Metrics()
        self._pace = pace or Pace()
        shut = (self._pace.first_shut, self._pace.longest_shut)
        self.lines = {
            (name, bot): Line(name, bot, (rates or {}).get(name) or Rates(), *shut)
            for name in channels
            for bot in (bots or {}).get(name, ("",))
        }
        self._chooser = Chooser(channels, self.lines, self._pace, holder, recheck, link_for)
        self._bell = Bell()
        self._ended: list[Ended] = []
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._grounded = asyncio.Event()
        self._works_alone = isinstance(turn, Always)
        self._took_over = False
        self._failures = 0
        self._sweeps_at = 0.0
        self._looks_at = 0.0

    def wake(self) -> None:
        """Something was owed: look at once."""
        self._bell.ring()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; then let the calls under way end, record them, and give the turn back."""
        self._grounded.clear()
        turn_over = asyncio.Event()
        turn = asyncio.create_task(self._turn.run(turn_over))
        waker = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                if await self._try_round():
                    await self._rest()
        finally:
            waker.cancel()
            await self._finish()
            turn_over.set()
            await asyncio.gather(turn, waker, return_exceptions=True)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._bell.ring()

    async def _try_round(self, *, claiming: bool = True) -> bool:
        """One round; where the database fails, what has ended is kept for the next one, after a pause."""
        try:
            await self._round(claiming=claiming)
        except Exception as exc:
            log.exception("round_failed error=%s", type(exc).__name__)
            self._failures = min(self._failures + 1, 6)
            await asyncio.sleep(0.1 * 2**self._failures)
            return False
        self._failures = 0
        return True

    async def _round(self, *, claiming: bool = True) -> None:
        """Record and claim in one transaction, then begin the calls."""
        claiming = claiming and self._turn.held
        if not claiming:
            self._took_over = False
        if not claiming and not self._ended:
            return
        ended, now = list(self._ended), self._now()
        async with writing(self._sessions) as session:
            if claiming and not self._took_over:
                await self._take_over(session, now)
            await self._record(session, ended, now)
            flights = await self._claim(session, now) if claiming else []
        del self._ended[: len(ended)]
        self._took_over = claiming
        for flight in flights:
            self._begin(flight)
        self._ask_silent_lines()

    async def _rest(self) -> None:
        """Wait until there is something to do."""
        if self._ended:
            if len(self._flying) > 8:
                await asyncio.sleep(self._pace.gather)
            return
        now = self._now().timestamp()
        wait = min(self._looks_at, self._chooser.more_at) - now if self._turn.held else self._pace.look / 2
        if wait > 0 and await self._bell.wait(max(wait, 0.001)) and len(self._flying) > 8:
            await asyncio.sleep(self._pace.gather)

    async def _claim(self, session: AsyncSession, now: datetime) -> list[Flight]:
        moment = now.timestamp()
        swept: list[Closed] = []
        is_due = moment >= self._sweeps_at
        if is_due:
            swept = await sweep(session, now, self._calendar.now(), self._pace, mine=set(self._flying))
            self._sweeps_at = moment + self._pace.sweep
        flights, closed = await self._chooser.choose(session, now)
        await self._tell(session, [*swept, *closed])
        if is_due or not flights:
            self._looks_at = await self._next_look(session, now)
        return flights

    async def _next_look(self, session: AsyncSession, now: datetime) -> float:
        due, held = await next_instants(session, now)
        look = now.timestamp() + self._pace.look
        if held is not None and held <= self._calendar.now() + timedelta(minutes=10):
            look = now.timestamp() + min(0.2, self._pace.look)
            self._sweeps_at = min(self._sweeps_at, look)
        return min(look, due.timestamp()) if due else look

    async def _take_over(self, session: AsyncSession, now: datetime) -> None:
        """Learn what the sender before knew: the waits it was told and what left in the last minute."""
        for (channel, bot, key), value in (await load_states(session, "wait")).items():
            line = self.lines.get((channel, bot))
            if line is None or value["until"] <= now.timestamp():
                continue
            if key == "wait":
                line.waits_until = value["until"]
            else:
                line.chats_wait[key.removeprefix("wait:")] = value["until"]
        for channel, bot, chat, at in await recent_calls(session, now - timedelta(seconds=61)):
            if line := self.lines.get((channel, bot)):
                line.limiter.take(chat, at.timestamp())
        await self._tell(
            session,
            await sweep(
                session, now, self._calendar.now(), self._pace, mine=set(self._flying), alone=self._works_alone
            ),
        )

    async def _record(self, session: AsyncSession, ended: list[Ended], now: datetime) -> None:
        outcomes = [(each, outcome_of(each, self._pace)) for each in ended]
        await record(session, [outcome for _, outcome in outcomes])
        for each in ended:
            await self._learn(session, each, now)
        await self._tell(session, [closed for pair in outcomes if (closed := closed_by(*pair))])

    async def _learn(self, session: AsyncSession, ended: Ended, now: datetime) -> None:
        """What a call teaches of its address and its bot, for later calls and other processes."""
        flight, error = ended.flight, ended.error
        match error:
            case None:
                if flight.was_failing:
                    await mark_failing(session, {flight.address: None})
            case RecipientGone():
                await lose_address(session, flight.address, error.reason)
            case RecipientMoved():
                await move_address(session, flight.address, error.new_chat)
            case Throttled():
                await self._keep_waits(session, flight, now)
            case QuotaGone():
                await self._keep_waits(session, flight, now)
            case Unreachable() | OutcomeUnknown():
                if not flight.was_failing and not flight.message.fixed:
                    await mark_failing(session, {flight.address: now})

    async def _keep_waits(self, session: AsyncSession, flight: Flight, now: datetime) -> None:
        line, chat = flight.line, flight.address.chat
        at = Address(line.channel, "", line.bot)
        if line.waits_until > now.timestamp():
            await save_state(session, at, "wait", {"until": line.waits_until}, now)
        if (until := line.chats_wait.get(chat, 0.0)) > now.timestamp():
            await save_state(session, at, f"wait:{chat}", {"until": until}, now)

    async def _tell(self, session: AsyncSession, closed: list[Closed]) -> None:
        if not closed:
            return
        for each in closed:
            log.warning("delivery_closed message=%d state=%s reason=%s", each.message_id, each.state, each.reason)
        try:
            async with session.begin_nested():
                await self._on_closed(session, closed)
        except Exception as exc:
            if outage_of(exc):
                raise  # the transaction may be gone with it
            log.exception("closed_untold messages=%d", len(closed))

    def _begin(self, flight: Flight) -> None:
        flight.line.in_flight += 1
        self._flying[flight.message.id] = asyncio.create_task(self._fly(flight))

    async def _fly(self, flight: Flight) -> None:
        ref, error = "", None
        left_at = self._now()
        try:
            await self._until_slot(flight)
            left_at = self._now()
            ref = await self._call(flight)
        except DeliveryError as exc:
            error = exc
        except TimeoutError:
            error = OutcomeUnknown("timed_out")
        except asyncio.CancelledError:
            error = OutcomeUnknown("stopped")
        except DBAPIError:
            log.exception("file_unread message=%d", flight.message.id)
            error = NotCalled("file_unread")  # what was to be sent along is read before the call
        except Exception:
            log.exception("channel_failed channel=%s", flight.address.channel)
            error = OutcomeUnknown("channel_failed")
        ended = Ended(flight, self._now(), ref, error)
        if error is None and flight.ticket >= 0:
            flight.line.took(flight.ticket, flight.address.chat, left_at.timestamp(), ended.at.timestamp())
        self._land(ended)

    async def _until_slot(self, flight: Flight) -> None:
        wait = flight.slot - self._now().timestamp()
        if wait > 0:
            await wait_for(self._grounded, wait)

    async def _call(self, flight: Flight) -> str:
        if self._grounded.is_set() or not self._turn.held:
            raise NotCalled("not_called")
        async with asyncio.timeout(flight.within):
            return await self._channels[flight.address.channel].send(flight.address, flight.part)

    def _land(self, ended: Ended) -> None:
        flight, now = ended.flight, ended.at.timestamp()
        line, chat = flight.line, flight.address.chat
        line.in_flight -= 1
        del self._flying[flight.message.id]
        self._ended.append(ended)
        match ended.error:
            case None:
                line.succeeded(chat)
            case Throttled() as told:
                line.throttled(chat, told.retry_after, now, whole_bot=told.whole_bot)
            case QuotaGone():
                line.waits_until = now + _QUOTA_PAUSE
                self._raise_alarm(line, "quota_gone")
            case ChannelMisconfigured() as wrong:
                if not line.is_down:
                    self._raise_alarm(line, wrong.reason)
                line.is_shut(wrong.reason, now, self._pace.misconfigured)
            case Unreachable() | OutcomeUnknown() as failed:
                line.failed(failed.reason, now)
        self._count(ended)
        self._bell.ring()

    def _count(self, ended: Ended) -> None:
        flight = ended.flight
        channel = flight.address.channel
        self._metrics.channel_down.labels(channel).set(1 if flight.line.is_down else 0)
        if ended.error is not None:
            self._metrics.failed.labels(channel, ended.error.reason).inc()
            return
        if flight.is_last:
            since = flight.message.created_at if flight.message.attempts else flight.message.due_at
            self._metrics.sent.labels(channel).inc()
            self._metrics.dwell.observe(max(0.0, (ended.at - since).total_seconds()))

    def _raise_alarm(self, line: Line, reason: str) -> None:
        log.error("channel_alarm channel=%s reason=%s", line.channel, reason)
        self._keep(asyncio.create_task(self._alarmed(line.channel, reason)))

    async def _alarmed(self, channel: str, reason: str) -> None:
        await self._alarm(channel, reason)

    def _ask_silent_lines(self) -> None:
        """A platform that failed is asked who we are before people's messages are risked on it."""
        now = self._now().timestamp()
        for line in self.lines.values():
            if line.wants_asking(now):
                line.is_asked = True
                self._keep(asyncio.create_task(self._ask(line)))

    async def _ask(self, line: Line) -> None:
        try:
            async with asyncio.timeout(self._pace.call):
                await self._channels[line.channel].check(line.bot)
            line.answers = True
        except (DeliveryError, TimeoutError) as exc:
            line.failed(exc.reason if isinstance(exc, DeliveryError) else "timed_out", self._now().timestamp())
        finally:
            line.is_asked = False
            self._bell.ring()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._asking.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._asking.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("delivery_task_failed error=%s", type(task.exception()).__name__)

    async def _finish(self) -> None:
        """Let calls under way end and record them. Unrecorded they would go again: an outage may still pass."""
        until = monotonic() + self._pace.finish
        self._grounded.set()
        for task in self._asking:
            task.cancel()
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=self._pace.finish)
        late = list(self._flying.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        while not await self._try_round(claiming=False) and monotonic() < until:
            self._failures = min(self._failures, 2)
