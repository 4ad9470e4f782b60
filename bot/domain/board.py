"""The board's address: a link of its own for each person, signed, ending by itself."""

from datetime import datetime, timedelta

from bot.domain.signed import sign

PURPOSE = "board"
LASTS = timedelta(days=30)
GOES_ON = timedelta(days=7)  # a link that still lasts so long is given again


def board_address(public_url: str, key: bytes, link_id: int, expires_at: datetime) -> str:
    """The address of a link, of its id and its end."""
    return f"{public_url.rstrip('/')}/bang/{sign(key, PURPOSE, str(link_id), expires_at)}"
