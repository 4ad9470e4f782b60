"""`nhacviec ledger`: Sổ đôn đốc, every reminder with channel, time, outcome and answer."""

import argparse
import json
import sys
from pathlib import Path

from bot.cli import Refused
from bot.cli.ground import in_database
from bot.config import load_settings
from bot.render.ledger import ledger_text, ledger_xlsx
from bot.texts import say
from handlers.ledger_rows import ledger_row
from storage.engine import Sessions
from storage.ledger import LedgerLine, load_ledger
from storage.plans import find_agency, find_plan, find_task


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, in which form, to where."""
    parser.add_argument("--agency", metavar=say("ledger", "NAME"), help=say("ledger", "Of this agency alone"))
    parser.add_argument("--task", metavar=say("ledger", "CODE"), help=say("ledger", "Of this task alone"))
    form = say("preview", "The form of the output")
    parser.add_argument("--format", choices=("text", "json", "xlsx"), default="text", help=form)
    file, where = say("ledger", "FILE"), say("ledger", "Write to this file")
    parser.add_argument("-o", "--output", type=Path, metavar=file, help=where)


def run(options: argparse.Namespace) -> int:
    """Print or write the ledger."""
    settings = load_settings()
    lines = in_database(settings, lambda sessions: _load(sessions, options.agency, options.task))
    rows = [ledger_row(line, settings.timezone) for line in lines]
    match options.format:
        case "json":
            _put(options.output, (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode())
        case "xlsx":
            _put(options.output, ledger_xlsx(rows))
        case _:
            _put(options.output, (ledger_text(rows) + "\n").encode())
    return 0


async def _load(sessions: Sessions, agency: str | None, code: str | None) -> list[LedgerLine]:
    async with sessions() as session:
        agency_id = task_id = None
        if agency is not None:
            found = await find_agency(session, agency)
            if found is None:
                raise Refused(say("ledger", "No agency is known by the name %(name)s.", name=agency))
            agency_id = found.id
        if code is not None:
            plan = await find_plan(session)
            task = await find_task(session, plan.id, code) if plan else None
            if task is None:
                raise Refused(say("ledger", "No task has the code %(code)s.", code=code))
            task_id = task.id
        return await load_ledger(session, agency_id=agency_id, task_id=task_id)


def _put(where: Path | None, content: bytes) -> None:
    if where is not None:
        where.write_bytes(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
