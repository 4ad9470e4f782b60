"""Chooses, within the transaction that claims, which messages go now: to which address, in which slot, in what form."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rendering import LinkFor, Rendered, mark_second, render
from bot.domain.messages import Channel
from bot.domain.owed import outgoing_from_json
from bot.domain.reach import SPARE_AFTER, Reach, choose_reach
from bot.domain.typed_choices import message_code
from bot.jobs.lines import Line
from bot.jobs.sending import HELD, REWORDED, Closed, Flight, Pace, Recheck
from storage.claims import Claim, DueMessage, claim, close, due_messages, postpone
from storage.engine import outage_of
from storage.reach import load_reaches

log = logging.getLogger(__name__)

_SPARE_CANDIDATES = 16  # for those of the read that may not go now


class Chooser:
    """What of the owed may go. Keeps which lanes rest because their chat has had its share."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        lines: Mapping[tuple[str, str], Line],
        pace: Pace,
        holder: str,
        recheck: Recheck,
        link_for: LinkFor,
    ) -> None:
        self._channels = channels
        self._lines = lines
        self._pace = pace
        self._holder = holder
        self._recheck = recheck
        self._link_for = link_for
        self._resting: dict[str, float] = {}
        self.more_at = 0.0  # when it is worth while to choose again

    async def choose(self, session: AsyncSession, now: datetime) -> tuple[list[Flight], list[Closed]]:
        """Claim what may go now, and close what may not go at all."""
        moment = now.timestamp()
        self.more_at = float("inf")
        self._resting = {lane: until for lane, until in self._resting.items() if until - self._pace.ahead > moment}
        limit = sum(self._most(line, moment) for line in self._lines.values())
        if not limit:
            self._come_back(*(line.opens_at(moment) for line in self._lines.values()))
            return [], []
        found = await due_messages(session, now, limit + _SPARE_CANDIDATES, list(self._resting))
        choice = _Choice(self, now, await self._objections(session, found), await self._reaches(session, found))
        for message in found:
            choice.weigh(message)
        if len(found) > limit or choice.flights:
            self._come_back(moment)
        for until in self._resting.values():
            self._come_back(until - self._pace.ahead)
        await claim(session, choice.claims, self._holder, now)
        await close(session, choice.cancelled, "cancelled")
        await close(session, {each.message_id: each.reason for each in choice.closed}, "failed")
        await close(session, dict.fromkeys(choice.empty, "nothing_to_send"), "sent")
        await postpone(session, choice.postponed)
        return choice.flights, choice.closed

    def _most(self, line: Line, now: float) -> int:
        room = line.room(now, self._pace.most_in_flight)
        slot = line.limiter.next_slot(now)
        if room and slot > now + self._pace.ahead:
            self._come_back(slot - self._pace.ahead)
            return 0
        return min(room, int(line.rates.overall * self._pace.ahead) + 8)

    def _come_back(self, *instants: float) -> None:
        self.more_at = min(self.more_at, *instants)

    async def _objections(self, session: AsyncSession, found: Sequence[DueMessage]) -> Mapping[int, str]:
        """Which must not go. A check that fails for one message holds back that one alone."""
        ids = [message.id for message in found]
        if not ids:
            return {}
        try:
            async with session.begin_nested():
                return await self._recheck(session, ids)
        except Exception as exc:
            if outage_of(exc):
                raise  # each by itself would fail as well
            log.exception("recheck_failed messages=%d", len(ids))
        objections: dict[int, str] = {}
        for each in ids:
            try:
                async with session.begin_nested():
                    objections.update(await self._recheck(session, [each]))
            except Exception as exc:
                if outage_of(exc):
                    raise
                log.exception("recheck_failed message=%d", each)
                objections[each] = _LATER
        return objections

    async def _reaches(self, session: AsyncSession, found: Sequence[DueMessage]) -> dict[int, list[Reach]]:
        people = {message.person_id for message in found if message.person_id is not None and not message.fixed}
        return await load_reaches(session, people) if people else {}

    def rest(self, lane: str, until: float) -> None:
        """The lane's chat has had its share until then."""
        self._resting[lane] = until


_LATER = "later"


class _Choice:
    """One round of choosing."""

    def __init__(
        self, chooser: Chooser, now: datetime, objections: Mapping[int, str], reaches: Mapping[int, list[Reach]]
    ) -> None:
        self._chooser = chooser
        self._pace = chooser._pace
        self._now = now
        self._moment = now.timestamp()
        self._objections = objections
        self._reaches = reaches
        self._taken: dict[tuple[str, str], int] = {}
        self._down = {key for key, line in chooser._lines.items() if self._is_long_down(line)}
        self.flights: list[Flight] = []
        self.claims: list[Claim] = []
        self.closed: list[Closed] = []
        self.cancelled: dict[int, str] = {}
        self.empty: list[int] = []
        self.postponed: dict[int, datetime] = {}

    def _is_long_down(self, line: Line) -> bool:
        long = SPARE_AFTER.total_seconds()
        return line.waits_until - self._moment >= long or (
            line.down_since is not None and self._moment - line.down_since >= long
        )

    def weigh(self, message: DueMessage) -> None:
        """Send it now, later, or not at all."""
        objection = self._objections.get(message.id)
        if objection == _LATER:
            self._put_off(message, 60.0)
        elif objection in (HELD, REWORDED):
            self._chooser._come_back(self._moment)
        elif objection is not None:
            self.cancelled[message.id] = objection
        elif (reach := self._reach(message)) is None:
            self._fail(message, message.reason or "no_address")
        elif (line := self._chooser._lines.get((reach.address.channel, reach.address.bot))) is None:
            self._fail(message, "channel_off")
        else:
            self._try(message, reach, line)

    def _reach(self, message: DueMessage) -> Reach | None:
        if message.fixed or message.person_id is None:
            return Reach(message.address, active=True)
        served = [
            each
            for each in self._reaches.get(message.person_id, ())
            if (each.address.channel, each.address.bot) in self._chooser._lines
        ]
        return choose_reach(served, self._now, self._down)

    def _try(self, message: DueMessage, reach: Reach, line: Line) -> None:
        key = (line.channel, line.bot)
        if line.room(self._moment, self._pace.most_in_flight) <= self._taken.get(key, 0):
            # What cannot go for a while must not stand in the way of other channels.
            if line.is_down or line.opens_at(self._moment) > self._moment or line.doubts_until > self._moment:
                self._put_off(message, max(self._pace.look, line.opens_at(self._moment) - self._moment))
            return
        chat = reach.address.chat
        opens = line.chat_opens_at(chat, self._moment)
        if opens > self._moment + self._pace.ahead:
            self._chooser.rest(message.lane, opens)
            return
        slot = max(opens, line.limiter.next_slot(self._moment))
        if slot > self._moment + self._pace.ahead:
            self._chooser._come_back(slot - self._pace.ahead)
            return
        if self._take(message, reach, line, slot):
            self._taken[key] = self._taken.get(key, 0) + 1

    def _take(self, message: DueMessage, reach: Reach, line: Line, slot: float) -> bool:
        rendered = self._render(message, reach)
        if rendered is None:
            return False
        if message.parts_sent >= len(rendered.parts):
            self.empty.append(message.id)
            return False
        part = rendered.parts[message.parts_sent]
        counts = bool(part.text or part.files)
        ticket = line.limiter.take(reach.address.chat, slot) if counts else -1
        flight = Flight(
            message,
            reach.address,
            line,
            mark_second(part) if message.unknown_count or message.deaths else part,
            is_last=message.parts_sent + 1 == len(rendered.parts),
            slot=slot,
            ticket=ticket,
            within=self._pace.upload if part.files else self._pace.call,
            was_failing=reach.failing_since is not None,
            line_was_down=line.is_down,
        )
        leased = self._now + timedelta(seconds=self._pace.ahead + flight.within + self._pace.margin)
        self.flights.append(flight)
        self.claims.append(
            Claim(message.id, flight.number, message.parts_sent, reach.address, leased, rendered.choices)
        )
        return True

    def _render(self, message: DueMessage, reach: Reach) -> Rendered | None:
        can = self._chooser._channels[reach.address.channel].capabilities
        try:
            return render(outgoing_from_json(message.payload), can, self._chooser._link_for, message_code(message.id))
        except Exception:
            log.exception("message_unrenderable message=%d", message.id)
            self._fail(message, "unrenderable")
            return None

    def _fail(self, message: DueMessage, reason: str) -> None:
        self.closed.append(Closed(message.id, message.person_id, message.kind, "failed", reason))

    def _put_off(self, message: DueMessage, seconds: float) -> None:
        self.postponed[message.id] = self._now + timedelta(seconds=min(seconds, self._pace.furthest / 2))
