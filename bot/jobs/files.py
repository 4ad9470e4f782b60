"""Fetches what people sent with their reports: the platform keeps the bytes only for a while."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.messages import Address, Channel, DeliveryError, IncomingFile, Outgoing, Throttled
from bot.domain.owed import ANSWER, Owed
from bot.texts import say
from storage.engine import Sessions, writing
from storage.files import store_file
from storage.inbox import update_of
from storage.outbox import enqueue
from storage.reports import PendingFile, pending_files, settle_file

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024  # what Telegram hands to bots
MOST_TRIES = 5
_FIRST_PAUSE = timedelta(seconds=10)
_AT_ONCE = 20


class FileFetcher:
    """The job: each file once, again after a growing pause where the platform is out of reach."""

    def __init__(self, sessions: Sessions, channels: Mapping[str, Channel]) -> None:
        self._sessions = sessions
        self._channels = channels
        self._tries: dict[int, tuple[int, datetime]] = {}  # after a restart they are counted anew

    async def tick(self) -> int:
        """Fetch what waits; returns how many files came."""
        async with self._sessions() as session:
            waiting = await pending_files(session, _AT_ONCE)
        fetched: dict[tuple[int, int], bytes] = {}
        came = 0
        for each in waiting:
            if self._is_due(each.id):
                came += await self._fetch(each, fetched)
        return came

    def forget_pauses(self) -> None:
        """Try again at once whatever waits for its next try."""
        self._tries = {each: (tries, datetime.min.replace(tzinfo=UTC)) for each, (tries, _) in self._tries.items()}

    def _is_due(self, file_id: int) -> bool:
        _, not_before = self._tries.get(file_id, (0, datetime.min.replace(tzinfo=UTC)))
        return not_before <= datetime.now(UTC)

    async def _fetch(self, pending: PendingFile, fetched: dict[tuple[int, int], bytes]) -> bool:
        async with self._sessions() as session:
            update = await update_of(session, pending.inbox_id)
        channel = self._channels.get(update.address.channel) if update else None
        if update is None or pending.place >= len(update.files):
            await self._give_up(pending, "unknown", None)
            return False
        file, place = update.files[pending.place], (pending.inbox_id, pending.place)
        if file.size is not None and file.size > LARGEST:
            await self._give_up(pending, "too_large", update.address)
            return False
        try:
            if place not in fetched:
                fetched[place] = await self._bytes(channel, file, update.address)
        except DeliveryError as exc:
            await self._later(pending, exc, update.address)
            return False
        if len(fetched[place]) > LARGEST:
            await self._give_up(pending, "too_large", update.address)
            return False
        await self._keep(pending, fetched[place])
        return True

    async def _bytes(self, channel: Channel | None, file: IncomingFile, address: Address) -> bytes:
        if channel is None:
            raise DeliveryError("channel_off")
        return await channel.fetch(file, address)

    async def _keep(self, pending: PendingFile, content: bytes) -> None:
        async with writing(self._sessions) as session:
            key = await store_file(session, pending.name, pending.kind, content, datetime.now(UTC))
            await settle_file(session, pending.id, key, len(content), hashlib.sha256(content).hexdigest())
        self._tries.pop(pending.id, None)
        log.info("file_kept file=%d report=%d size=%d", pending.id, pending.report_id, len(content))

    async def _later(self, pending: PendingFile, error: DeliveryError, address: Address) -> None:
        tries = self._tries.get(pending.id, (0, datetime.now(UTC)))[0] + 1
        if tries >= MOST_TRIES:
            await self._give_up(pending, error.reason, address)
            return
        pause = (
            timedelta(seconds=error.retry_after) if isinstance(error, Throttled) else _FIRST_PAUSE * 3 ** (tries - 1)
        )
        self._tries[pending.id] = (tries, datetime.now(UTC) + pause)
        log.warning("file_not_fetched file=%d try=%d reason=%s", pending.id, tries, error.reason)

    async def _give_up(self, pending: PendingFile, reason: str, address: Address | None) -> None:
        """The report stands; whoever sent the file is asked to send it again."""
        async with writing(self._sessions) as session:
            await settle_file(session, pending.id, f"lost:{reason}", 0, "")
            if address is not None:
                key = "The file is too large" if reason == "too_large" else "The file could not be fetched"
                message = Outgoing(say("files", key, name=pending.name))
                owed = Owed(f"file:{pending.id}:lost", "reply", message, address=address, priority=ANSWER)
                await enqueue(session, owed, datetime.now(UTC))
        self._tries.pop(pending.id, None)
        log.warning("file_lost file=%d reason=%s", pending.id, reason)
