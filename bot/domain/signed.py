"""Signed words for links: nobody can make or change one without the key, and each ends by itself."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

_MAC_BYTES = 16


def sign(key: bytes, purpose: str, payload: str, expires_at: datetime) -> str:
    """A word for a link of one purpose; letters, digits, "-", "_" and "." only."""
    body = f"{int(expires_at.timestamp())}:{payload}".encode()
    return f"{_encode(body)}.{_encode(_mac(key, purpose, body))}"


def read_signed(key: bytes, purpose: str, word: str, now: datetime) -> str | None:
    """The payload; None where the word is not ours, was changed, is of another purpose or has ended."""
    body_part, _, mac_part = word.partition(".")
    try:
        body, mac = _decode(body_part), _decode(mac_part)
        expires, _, payload = body.decode().partition(":")
        if not hmac.compare_digest(mac, _mac(key, purpose, body)):
            return None
        return payload if now < datetime.fromtimestamp(int(expires), UTC) else None
    except (ValueError, OverflowError):
        return None


def _mac(key: bytes, purpose: str, body: bytes) -> bytes:
    return hmac.new(key, purpose.encode() + b"\0" + body, hashlib.sha256).digest()[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
