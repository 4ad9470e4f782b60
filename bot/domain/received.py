"""The form in which something that came in is kept until it is handled."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.domain.messages import Address, Incoming, IncomingFile, IncomingKind

_PLAIN = ("key", "sender", "text", "action", "ref", "quoted_ref", "album", "press", "in_group")


def incoming_to_json(incoming: Incoming) -> dict[str, Any]:
    """The kept form: plain values, empty ones left out."""
    kept = {name: value for name in _PLAIN if (value := getattr(incoming, name))}
    kept["kind"] = incoming.kind.value
    kept["address"] = asdict(incoming.address)
    kept["sent_at"] = incoming.sent_at.isoformat()
    if incoming.files:
        kept["files"] = [asdict(file) for file in incoming.files]
    return kept


def incoming_from_json(kept: Mapping[str, Any]) -> Incoming:
    """What was kept."""
    return Incoming(
        kind=IncomingKind(kept["kind"]),
        address=Address(**kept["address"]),
        sent_at=datetime.fromisoformat(kept["sent_at"]),
        files=tuple(IncomingFile(**file) for file in kept.get("files", ())),
        **{"key": "", "sender": ""} | {name: kept[name] for name in _PLAIN if name in kept},
    )
