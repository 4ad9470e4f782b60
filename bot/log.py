"""Logging: English events with fields; tokens and message bodies stay out.

A bot token is part of every request address of its platform, so any library that logs a URL leaks it. The filter on
the root handlers is the last net under that; the libraries known to log addresses are quietened besides.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

# Telegram's tokens are digits, a colon and 35 letters; Zalo's have the same shape with other lengths.
_TOKEN = re.compile(r"\d{3,}(?::|%3A)[\w-]{16,}", re.IGNORECASE)
OutageOf = Callable[[BaseException], str]
_QUIET = (
    "httpx",
    "httpcore",
    "telegram",
    "telegram.Bot",
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "sqlalchemy.engine",
)


def redact(text: str) -> str:
    """Put «token» in the place of anything shaped like a bot token."""
    return _TOKEN.sub("«token»", text)


class RedactingFormatter(logging.Formatter):
    """Formats a record as one line of text, or of JSON, without tokens; a traceback keeps frames, not values.

    `outage_of` names errors that tell of the surroundings and not of the program: of these the name is enough. They
    come again and again while they last, and their tracebacks would bury all else, perhaps on a disk that is full.
    """

    def __init__(self, form: str, outage_of: OutageOf | None = None) -> None:
        super().__init__()
        self._json = form == "json"
        self._outage_of = outage_of

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        outage = self._outage(record)
        message = redact(record.getMessage()) + (f" outage={outage}" if outage else "")
        trace = "" if outage else _trace(record)
        if self._json:
            event = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": message}
            return json.dumps(event | ({"trace": trace} if trace else {}), ensure_ascii=False)
        return f"{at} {record.levelname} {record.name} {message}" + (f"\n{trace}" if trace else "")

    def _outage(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        return self._outage_of(error) if self._outage_of and error is not None else ""


def _trace(record: logging.LogRecord) -> str:
    """Where it failed and the error's class. Its text stays out: it may quote parameters or input."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _, tb = record.exc_info
    frames = "".join(traceback.format_tb(tb)).rstrip()
    return redact(f"{frames}\n{kind.__name__}")


def set_up_logging(form: str = "text", level: int = logging.INFO, *, outage_of: OutageOf | None = None) -> None:
    """Send all logging to standard error in the given form ("text" or "json")."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(form, outage_of))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
