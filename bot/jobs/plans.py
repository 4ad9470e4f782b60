"""Reads the plans that secretaries send, and applies those they have confirmed: one after the other, beside the rest.

A file is fetched, read in a process of its own and rehearsed; the questions that follow are the secretary's
(`handlers.plan_talk`). Whatever happens, whoever sent the file gets an answer.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.appendix import UnreadableFile
from bot.domain.gate import Act, may
from bot.domain.messages import Address, Channel, DeliveryError, Incoming, Outgoing, Throttled
from bot.domain.owed import ANSWER, Owed
from bot.texts import say
from handlers.acting import Actor, Refusal
from handlers.plan_draft import apply_with_answers, rehearse
from handlers.plan_file import ReadPlan, read_plan_file
from handlers.plan_talk import APPLYING, KIND, WORK, first_question, given_of
from handlers.plan_words import applied_words
from handlers.request import Buttons, Office
from handlers.talks import buttons_of, keep_options
from storage.conversations import (
    Conversation,
    change_conversation,
    conversations_of_kind,
    open_conversation,
    take_conversation,
)
from storage.desk import silent_past
from storage.engine import Sessions, outage_of, writing
from storage.files import load_file, store_file
from storage.inbox import update_of
from storage.outbox import enqueue
from storage.roster import find_person

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024  # what Telegram hands to bots
MOST_TRIES = 5
_FIRST_PAUSE = timedelta(seconds=5)


class PlanWork:
    """The job. `tick` does what waits; what cannot be fetched yet is tried again after a growing pause."""

    def __init__(self, sessions: Sessions, office: Office, channels: Mapping[str, Channel]) -> None:
        self._sessions = sessions
        self._office = office
        self._channels = channels
        self._tries: dict[int, tuple[int, datetime]] = {}  # after a restart they are counted anew

    async def tick(self) -> int:
        """Read and apply what waits; returns how many answers are owed for it."""
        async with self._sessions() as session:
            waiting = await conversations_of_kind(session, WORK)
        return sum([await self._do(each) for each in waiting if self._is_due(each.id)])

    def _is_due(self, work_id: int) -> bool:
        return work_id not in self._tries or self._tries[work_id][1] <= datetime.now(UTC)

    async def _do(self, work: Conversation) -> bool:
        try:
            content = await self._content(work)
            read = await self._read(work, content)
            await self._answer(work, read)
        except DeliveryError as exc:
            return await self._later(work, exc)
        except UnreadableFile as exc:
            log.info("file_unreadable conversation=%d reason=%s", work.id, exc.reason.name.lower())
            await self._refuse(work, str(exc))
        except Refusal as exc:
            await self._refuse(work, str(exc))
        except Exception as exc:
            if outage_of(exc):
                raise  # it is read when the database is back
            # Whatever it was, the person waits for an answer, and the others for their turn.
            log.exception("plan_work_failed conversation=%d", work.id)
            await self._refuse(work, say("planfile", "The file could not be brought in. The operator has a record."))
        self._tries.pop(work.id, None)
        return True

    # --- the bytes

    async def _content(self, work: Conversation) -> bytes:
        """From the store, else from the platform, then kept for the next reading."""
        async with self._sessions() as session:
            kept = await load_file(session, work.data["stored"]) if work.data["stored"] else None
            update = await update_of(session, work.data["file_inbox"]) if kept is None else None
        if kept is not None:
            return kept.content
        if update is None or not update.files:
            raise Refusal(say("planfile", "The file is no longer there; please send it again."))
        content = await self._fetch(update)
        async with writing(self._sessions) as session:
            file = update.files[0]
            work.data["stored"] = await store_file(session, file.name, file.kind, content, datetime.now(UTC))
            await change_conversation(session, work.id, work.data)
        return content

    async def _fetch(self, update: Incoming) -> bytes:
        file, channel = update.files[0], self._channels.get(update.address.channel)
        if channel is None:
            raise DeliveryError("channel_off")
        if file.size is not None and file.size > LARGEST:
            raise Refusal(say("planfile", "The file is larger than 20 MB."))
        content = await channel.fetch(file, update.address)
        if len(content) > LARGEST:
            raise Refusal(say("planfile", "The file is larger than 20 MB."))
        return content

    async def _read(self, work: Conversation, content: bytes) -> ReadPlan:
        """Outside of any transaction that others wait for."""
        async with self._sessions() as session:
            return await read_plan_file(session, (work.data["name"], content), given_of(work.data))

    # --- what becomes of it

    async def _answer(self, work: Conversation, read: ReadPlan) -> None:
        async with writing(self._sessions) as session:
            if not await take_conversation(session, work.id, self._office.clock.now()):
                return
            actor = await self._actor(session, work)
            if work.data["do"] == APPLYING:
                await self._apply(actor, work, read)
            else:
                await self._ask(actor, work, read)

    async def _actor(self, session: AsyncSession, work: Conversation) -> Actor:
        """Whoever sent the file, if they may still do this."""
        now = self._office.clock.now()
        today = now.astimezone(self._office.settings.timezone).date()
        person = await find_person(session, work.person_id, today)
        if person is None or not may(person, Act.IMPORT_PLAN):
            raise Refusal(say("gate", "This is not open to your role. The secretary of the committee can help."))
        address = await self._address(session, work)
        return Actor(session, self._office, now, today, address.channel if address else "chat", person.id)

    async def _apply(self, actor: Actor, work: Conversation, read: ReadPlan) -> None:
        if read.plan is None:
            raise Refusal(say("planfile", "The year of the plan is not known."))
        applied = await apply_with_answers(actor, read, work.data["answers"])
        touched = set(applied.done.occurrences)
        past = [each for each in await silent_past(actor.session) if each.id in touched]
        await self._owe(actor.session, work, applied_words(read.plan, applied, len(past)))
        log.info("plan_applied plan=%d doubts=%d", applied.done.plan_id, applied.left)

    async def _ask(self, actor: Actor, work: Conversation, read: ReadPlan) -> None:
        draft = await rehearse(actor, read) if read.plan is not None else None
        data, text, options = first_question(work.data, read, draft)
        kept = keep_options(data, options)
        number = await open_conversation(actor.session, work.person_id, KIND, kept, actor.now)
        await self._owe(actor.session, work, text, buttons_of(KIND, number, options))

    async def _refuse(self, work: Conversation, why: str) -> None:
        async with writing(self._sessions) as session:
            if await take_conversation(session, work.id, self._office.clock.now()):
                await self._owe(session, work, f"{work.data['name']}: {why}")

    async def _later(self, work: Conversation, error: DeliveryError) -> bool:
        tries = self._tries.get(work.id, (0, datetime.now(UTC)))[0] + 1
        if tries >= MOST_TRIES:
            await self._refuse(work, say("planfile", "The file could not be fetched; please send it again."))
            self._tries.pop(work.id, None)
            return True
        wait = error.retry_after if isinstance(error, Throttled) else 0.0
        pause = timedelta(seconds=wait) or _FIRST_PAUSE * 3 ** (tries - 1)
        self._tries[work.id] = (tries, datetime.now(UTC) + pause)
        log.warning("plan_not_fetched conversation=%d try=%d reason=%s", work.id, tries, error.reason)
        return False

    async def _address(self, session: AsyncSession, work: Conversation) -> Address | None:
        update = await update_of(session, work.data["cause"])
        return update.address if update else None

    async def _owe(self, session: AsyncSession, work: Conversation, text: str, buttons: Buttons = ()) -> None:
        owed = Owed(
            key=f"plan_work:{work.id}",
            kind="reply",
            message=Outgoing(text, buttons),
            person_id=work.person_id,
            address=await self._address(session, work),
            priority=ANSWER,
            cause_id=work.data["cause"],
        )
        await enqueue(session, owed, datetime.now(UTC))
