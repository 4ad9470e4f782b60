"""A line of Sổ đôn đốc as plain values: what JSON has, and what text and sheets are made of."""

from typing import Any
from zoneinfo import ZoneInfo

from storage.ledger import LedgerLine


def ledger_row(line: LedgerLine, zone: ZoneInfo) -> dict[str, Any]:
    """One line as JSON has it."""
    answer = line.answer
    return {
        "day": line.day.isoformat(),
        "at": line.at.astimezone(zone).isoformat(timespec="seconds") if line.at else None,
        "code": line.code,
        "agency": line.agency,
        "due": line.due_on.isoformat() if line.due_on else None,
        "stage": line.stage,
        "person": line.person,
        "channel": line.channel,
        "outcome": line.outcome,
        "reason": line.reason,
        "repeated": line.repeated,
        "answer": {
            "day": answer.on.isoformat(), "status": answer.status, "percent": answer.percent, "text": answer.text,
        } if answer else None,
    }  # fmt: skip
