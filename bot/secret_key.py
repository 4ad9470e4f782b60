"""The key that signs links and encrypts stored credentials: from the settings, or made once and kept in a file."""

import os
import secrets
from pathlib import Path

from bot.config import Settings

FILE_NAME = "nhacviec.key"


def key_file(settings: Settings) -> Path:
    """Where the key lies where it is not set: beside the SQLite file, else in the working folder."""
    database = settings.database_file
    return database.with_name(FILE_NAME) if database else Path(FILE_NAME)


def load_secret_key(settings: Settings) -> bytes:
    """The key; made on first use, readable by its owner alone."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = key_file(settings)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip().encode()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii").strip().encode()
