"""/dondoc: Sổ đôn đốc in chat, of everything, of one agency or of one task; the whole as a sheet."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.gate import Act
from bot.domain.messages import Button, OutgoingFile
from bot.domain.occurrences import short_title
from bot.domain.programmes import fold
from bot.render.ledger import ledger_lines, ledger_xlsx
from bot.texts import say, short_day
from handlers.ledger_rows import ledger_row
from handlers.registry import action, command
from handlers.request import Buttons, Request, UsageError
from handlers.roster_search import XLSX
from handlers.story import find_named_task
from storage.files import store_file
from storage.ledger import LedgerLine, load_ledger, load_urged
from storage.plans import StoredAgency, find_agency, load_agencies

VERB = "book"
_NEWEST = 8
_AGENCIES = 14
_FILE = frozenset({"xlsx", "excel", "tep"})


async def _finds(request: Request) -> bool:
    words = request.argument
    return (
        not words
        or fold(words) in _FILE
        or bool(await _agency(request, words) or await find_named_task(request, words))
    )


@command("dondoc", act=Act.LEDGER, help="Who was urged and answered", words=("don doc", "so don doc"), accepts=_finds)
async def urging_book(request: Request) -> None:
    """Bare: how often each agency was written to. With an agency or a code: what was said to it and answered."""
    words = request.argument
    if not words:
        await _overview(request)
    elif fold(words) in _FILE:
        await _send_sheet(request)
    elif agency := await _agency(request, words):
        await _show(request, agency.name, await load_ledger(request.session, agency_id=agency.id))
    elif task := await find_named_task(request, words):
        head = say("story", "%(code)s – %(title)s", code=task.code, title=short_title(task.content, 120))
        await _show(request, head, await load_ledger(request.session, task_id=task.id))
    else:
        raise UsageError(say("ledger", "Neither an agency nor a task is called “%(words)s”.", words=words))


async def _agency(request: Request, words: str) -> StoredAgency | None:
    """An agency by its name, a spelling of it, or its short name."""
    found = await find_agency(request.session, words)
    if found is not None:
        return found
    called = [each for each in await load_agencies(request.session) if fold(each.short_name) == fold(words)]
    return called[0] if len(called) == 1 else None


async def _overview(request: Request) -> None:
    urged = await load_urged(request.session)
    if not urged:
        await request.answer(say("ledger", "Nothing was sent yet."))
        return
    lines = [
        say("ledger", "– %(agency)s: %(count)s messages, the last on %(day)s",
            agency=each.agency, count=each.messages, day=short_day(each.last_on))
        for each in urged[:_AGENCIES]
    ]  # fmt: skip
    if len(urged) > _AGENCIES:
        lines.append(
            say("ledger", "… and %(count)s more agencies; the whole is in the file.", count=len(urged) - _AGENCIES)
        )
    how = say("ledger", "how to ask")
    await request.answer("\n".join([say("ledger", "Ledger"), *lines, how]), buttons=_buttons())


async def _show(request: Request, head: str, lines: Sequence[LedgerLine]) -> None:
    zone = request.office.settings.timezone
    rows = [ledger_row(each, zone) for each in lines]
    if not rows:
        await request.answer("\n".join([head, say("ledger", "Nothing was sent yet.")]))
        return
    shown = ledger_lines(rows[-_NEWEST:])
    if len(rows) > _NEWEST:
        shown.insert(0, say("story", "… %(count)s earlier entries", count=len(rows) - _NEWEST))
    await request.answer("\n".join([say("ledger", "Ledger: %(of)s", of=head), *shown]), buttons=_buttons())


def _buttons() -> Buttons:
    return ((Button(say("ledger", "The whole as a file (.xlsx)"), f"{VERB}:file"),),)


@action(VERB, act=Act.LEDGER)
async def press_book(request: Request) -> None:
    """The button under the book."""
    await _send_sheet(request)


async def _send_sheet(request: Request) -> None:
    zone = request.office.settings.timezone
    rows = [ledger_row(each, zone) for each in await load_ledger(request.session)]
    name = say("ledger", "ledger.xlsx")
    key = await store_file(request.session, name, XLSX, ledger_xlsx(rows), datetime.now(UTC))
    await request.record("ledger_export", "ledger", after={"lines": len(rows)})
    text = say("ledger", "Ledger: %(count)s lines.", count=len(rows))
    await request.answer(text, files=(OutgoingFile(key, name, XLSX),))
