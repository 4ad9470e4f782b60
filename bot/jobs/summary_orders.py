"""Fulfils orders of summaries: made beside the service, then answered, or issued, in one transaction."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Button, Outgoing, OutgoingFile
from bot.domain.owed import ANSWER, Owed
from bot.domain.summary import CHAT, ISSUE, Asked
from bot.jobs.summary_making import Made, make_ordered
from bot.render.making import FileMaker, TooManyOrders
from bot.render.summary_words import period_name
from bot.texts import say, short_day
from handlers.issuing import SEND
from handlers.request import Buttons, Office
from handlers.tonghop import TOPIC, buttons_of, may_issue, subject_of
from storage.conversations import record_act
from storage.engine import Sessions, writing
from storage.files import store_file
from storage.outbox import enqueue
from storage.roster import find_person
from storage.summaries import AlreadyIssued, IssuedFile, files_of_issue, issue_summary, set_figures
from storage.summary_orders import MOST_TRIES, SummaryOrder, close_order, has_orders, take_order

log = logging.getLogger(__name__)


class SummaryOrders:
    """The job: one order after the other, until none is left. The maker's process ends when it is idle."""

    def __init__(self, sessions: Sessions, office: Office, maker: FileMaker | None = None) -> None:
        self._sessions = sessions
        self._office = office
        self._maker = maker or FileMaker()

    async def tick(self) -> int:
        """Fulfil what waits; returns how many orders were closed."""
        async with self._sessions() as session:
            if not await has_orders(session):
                self._maker.rest()
                return 0
        closed = 0
        while True:
            async with writing(self._sessions) as session:
                order = await take_order(session, datetime.now(UTC))
            if order is None:
                return closed
            closed += await self._fulfil(order)

    def close(self) -> None:
        """Let go of the process beside the service; an order under way is made after the next start."""
        self._maker.close()

    async def _fulfil(self, order: SummaryOrder) -> bool:
        try:
            settings = self._office.settings
            what = dict(order.what) | {"zone": settings.timezone.key}
            made = await self._maker.run(make_ordered, settings.database_url, what)
        except TooManyOrders:
            return False
        except Exception:
            # Whatever it was, the person waits for an answer, and the others for their turn.
            log.exception("summary_order_failed order=%d try=%d", order.id, order.tries)
            return order.tries >= MOST_TRIES and await self._give_up(order)
        async with writing(self._sessions) as session:
            return await self._answer(session, order, made)

    async def _give_up(self, order: SummaryOrder) -> bool:
        async with writing(self._sessions) as session:
            closed = await close_order(session, order.id, "failed")
            if closed:
                words = say("summary", "The file could not be made. The operator has a record of it.")
                await self._owe(session, order, Outgoing(words), {})
        return closed

    async def _answer(self, session: AsyncSession, order: SummaryOrder, made: Made) -> bool:
        if not await close_order(session, order.id, "done"):
            return False
        asked = Asked.from_json(order.what)
        if asked.form == ISSUE:
            await self._issue(session, order, asked, made)
        elif asked.form == CHAT:
            await self._show(session, order, asked, made)
        else:
            await self._hand_over(session, order, asked, made)
        log.info("summary_order_done order=%d form=%s", order.id, asked.form)
        return True

    async def _show(self, session: AsyncSession, order: SummaryOrder, asked: Asked, made: Made) -> None:
        person = await find_person(session, order.person_id, asked.on)
        capabilities = self._office.capabilities.get(order.address.channel)
        buttons: Buttons = ()
        if capabilities is None or capabilities.buttons:
            issues = person is not None and may_issue(person, asked)
            buttons = buttons_of(asked, more=len(made.pages) > 1, issues=issues)
        message = Outgoing(made.pages[0], buttons)
        await self._owe(session, order, message, {TOPIC: subject_of(asked, list(made.pages[1:]))})

    async def _hand_over(self, session: AsyncSession, order: SummaryOrder, asked: Asked, made: Made) -> None:
        files = [await self._keep(session, each.name, each.kind, each.content) for each in made.files]
        await self._owe(session, order, Outgoing(_caption(asked), files=tuple(files)), {})

    async def _keep(self, session: AsyncSession, name: str, kind: str, content: bytes) -> OutgoingFile:
        key = await store_file(session, name, kind, content, datetime.now(UTC))
        return OutgoingFile(key, name, kind)

    async def _issue(self, session: AsyncSession, order: SummaryOrder, asked: Asked, made: Made) -> None:
        issue_id = int(order.what["issue"])
        now = self._office.clock.now()
        try:
            await set_figures(session, issue_id, asked.on, asked.known_at, dict(made.figures or {}))
            files = [(each.name, each.kind, each.content) for each in made.files]
            issued = await issue_summary(session, issue_id, files, order.person_id, now)
        except AlreadyIssued:
            await self._owe(session, order, Outgoing(say("issuing", "This summary has been issued before.")), {})
            return
        await record_act(
            session, now, "issue_summary", f"summary:{issue_id}", person_id=order.person_id,
            source=order.address.channel, after={"number": issued.number, "period": issued.period},
        )  # fmt: skip
        kept = await files_of_issue(session, issue_id)
        text = say(
            "issuing", "Issued: summary no. %(number)s of %(period)s, figures as of %(day)s.",
            number=issued.number, period=period_name(asked.period), day=short_day(asked.on),
        )  # fmt: skip
        send = Button(say("issuing", "Send to the leaders"), f"{SEND}:{issue_id}")
        await self._owe(session, order, Outgoing(text, ((send,),), files=_outgoing(kept)), {})

    async def _owe(
        self, session: AsyncSession, order: SummaryOrder, message: Outgoing, subject: Mapping[str, Any]
    ) -> None:
        owed = Owed(
            key=f"summary_order:{order.id}",
            kind="reply",
            message=message,
            person_id=order.person_id,
            address=order.address,
            priority=ANSWER,
            subject=subject,
            cause_id=order.cause_id,
        )
        await enqueue(session, owed, datetime.now(UTC))


def _outgoing(kept: list[IssuedFile]) -> tuple[OutgoingFile, ...]:
    """The files for reading and for working on, not the picture."""
    return tuple(OutgoingFile(each.key, each.name, each.kind) for each in kept if not each.name.endswith(".png"))


def _caption(asked: Asked) -> str:
    if asked.period.kind == "plan":
        return say("summary", "The whole plan, figures as of %(day)s.", day=short_day(asked.on))
    return say(
        "summary", "%(period)s, figures as of %(day)s.", period=period_name(asked.period), day=short_day(asked.on)
    )
