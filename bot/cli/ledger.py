"""`nhacviec ledger`: Sổ đôn đốc, every reminder with channel, time, outcome and answer."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli import Refused
from bot.cli.ground import in_database
from bot.config import load_settings
from bot.render.ledger import ledger_text, ledger_xlsx
from bot.texts import say
from storage.engine import Sessions
from storage.ledger import LedgerLine, load_ledger
from storage.plans import find_agency


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, in which form, to where."""
    parser.add_argument("--agency", metavar=say("ledger", "NAME"), help=say("ledger", "Of this agency alone"))
    form = say("preview", "The form of the output")
    parser.add_argument("--format", choices=("text", "json", "xlsx"), default="text", help=form)
    file, where = say("ledger", "FILE"), say("ledger", "Write to this file")
    parser.add_argument("-o", "--output", type=Path, metavar=file, help=where)


def run(options: argparse.Namespace) -> int:
    """Print or write the ledger."""
    settings = load_settings()
    lines = in_database(settings, lambda sessions: _load(sessions, options.agency))
    rows = [ledger_row(line, settings.timezone) for line in lines]
    match options.format:
        case "json":
            _put(options.output, (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode())
        case "xlsx":
            _put(options.output, ledger_xlsx(rows))
        case _:
            _put(options.output, (ledger_text(rows) + "\n").encode())
    return 0


async def _load(sessions: Sessions, agency: str | None) -> list[LedgerLine]:
    async with sessions() as session:
        if agency is None:
            return await load_ledger(session)
        found = await find_agency(session, agency)
        if found is None:
            raise Refused(say("ledger", "No agency is known by the name %(name)s.", name=agency))
        return await load_ledger(session, agency_id=found.id)


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


def _put(where: Path | None, content: bytes) -> None:
    if where is not None:
        where.write_bytes(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
