"""The bytes of what people sent with their reports."""

import hashlib

from sqlalchemy import select

from bot.domain.messages import Address, Capabilities, DeliveryError, IncomingFile, Outgoing, Unreachable
from bot.jobs.files import MOST_TRIES, FileFetcher
from storage.reports import pending_files
from storage.tables import ReportFileRow, StoredFileRow
from tests.handlers.chat import PHOTO, Chat


class Platform:
    """A channel that hands over one file, or fails."""

    name = "telegram"
    capabilities = Capabilities(4096, "utf16")

    def __init__(self, content: bytes = b"jpeg", error: DeliveryError | None = None) -> None:
        self.content, self.error, self.asked = content, error, 0

    async def start(self, receive: object) -> None: ...

    async def stop(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, to: Address, message: Outgoing) -> str:
        raise NotImplementedError

    async def fetch(self, file: IncomingFile, address: Address) -> bytes:
        self.asked += 1
        if self.error:
            raise self.error
        return self.content


async def kept(chat: Chat) -> list[tuple[str, int, str]]:
    """Key, size and digest of each file."""
    async with chat.world.sessions() as session:
        return [(row.stored, row.size, row.sha256) for row in await session.scalars(select(ReportFileRow))]


async def test_the_bytes_are_fetched_and_kept_with_size_and_digest(chat: Chat) -> None:
    """Once; nothing waits afterwards."""
    await chat.says(chat.ha, "I.1.2 xong", files=(PHOTO,))
    platform = Platform(b"ten bytes!")
    fetcher = FileFetcher(chat.world.sessions, {"telegram": platform})

    assert [await fetcher.tick(), await fetcher.tick()] == [1, 0]

    ((key, size, digest),) = await kept(chat)
    assert (size, digest) == (10, hashlib.sha256(b"ten bytes!").hexdigest())
    async with chat.world.sessions() as session:
        row = await session.get(StoredFileRow, key)
        assert row is not None
        assert (row.content, row.name, row.kind) == (b"ten bytes!", "anh.jpg", "image/jpeg")
        assert await pending_files(session, 10) == []


async def test_a_platform_out_of_reach_is_asked_again_later(chat: Chat) -> None:
    """Not at once."""
    await chat.says(chat.ha, "I.1.2 xong", files=(PHOTO,))
    platform = Platform(error=Unreachable())
    fetcher = FileFetcher(chat.world.sessions, {"telegram": platform})

    assert [await fetcher.tick(), await fetcher.tick()] == [0, 0]

    assert platform.asked == 1
    ((key, _, _),) = await kept(chat)
    assert key.startswith("inbox:")


async def test_a_file_that_never_comes_is_asked_for_anew(chat: Chat) -> None:
    """The report stands, and whoever sent it is told."""
    await chat.says(chat.ha, "I.1.2 xong", files=(PHOTO,))
    fetcher = FileFetcher(chat.world.sessions, {"telegram": Platform(error=Unreachable("gone"))})
    for _ in range(MOST_TRIES):
        fetcher.forget_pauses()
        await fetcher.tick()

    ((key, _, _),) = await kept(chat)
    assert key == "lost:gone"
    assert len(await chat.reports("I.1.2")) == 1


async def test_a_file_too_large_is_not_asked_for(chat: Chat) -> None:
    """Its size is known beforehand."""
    await chat.says(chat.ha, "I.1.2 xong", files=(IncomingFile("f", "ban-ve.pdf", "application/pdf", 10**9),))
    platform = Platform()

    await FileFetcher(chat.world.sessions, {"telegram": platform}).tick()

    assert platform.asked == 0
    assert (await kept(chat))[0][0] == "lost:too_large"
