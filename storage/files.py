"""The file store: bytes kept under a key that cannot be guessed, until a channel or a link asks for them."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import StoredFileRow


@dataclass(frozen=True)
class StoredFile:
    """A file as it is handed over."""

    key: str
    name: str
    kind: str  # MIME type
    content: bytes = field(repr=False)
    sha256: str = ""


async def store_file(
    session: AsyncSession, name: str, kind: str, content: bytes, now: datetime, *, summary_id: int | None = None
) -> str:
    """Keep a file; returns its key."""
    key = secrets.token_urlsafe(18)
    session.add(
        StoredFileRow(
            key=key,
            name=name,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=now,
            summary_id=summary_id,
        )
    )
    await session.flush()
    return key


async def load_file(session: AsyncSession, key: str) -> StoredFile | None:
    """The file of a key."""
    row = await session.get(StoredFileRow, key)
    return StoredFile(row.key, row.name, row.kind, row.content, row.sha256) if row else None
