"""Photos, documents and telephone numbers that people send. A file is kept with the report that it proves.

What is recorded here is only which update brought the file; a job fetches the bytes (bot.jobs.files).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.gate import Act
from bot.domain.messages import IncomingFile
from bot.texts import say
from handlers.plan_talk import SUFFIXES, take_plan
from handlers.request import Request
from handlers.spoken_of import about, is_own
from storage.conversations import close_conversation, open_conversation_of
from storage.inbox import earlier_of_album
from storage.occurrences import load_occurrences
from storage.reports import Report, add_file, find_report, newest_reports_of_person, reports_of_files
from storage.roster import set_phone

RECENT = timedelta(hours=12)
PENDING = "inbox"  # "inbox:<inbox id>:<place>": the bytes are still with the platform


@dataclass(frozen=True)
class FileRef:
    """A file of an update, before its bytes are here."""

    inbox_id: int
    place: int
    file: IncomingFile

    @property
    def stored(self) -> str:
        return f"{PENDING}:{self.inbox_id}:{self.place}"


def files_of(request: Request) -> list[FileRef]:
    """The files that the update at hand brought."""
    return [FileRef(request.inbox_id, place, file) for place, file in enumerate(request.incoming.files)]


async def take_file(request: Request) -> None:
    """Keep a file with the report that it proves; its caption is read as a report. A secretary's table is a plan."""
    if await is_plan(request):
        await take_plan(request)
        return
    files = files_of(request)
    album = await earlier_of_album(request.session, request.address, request.incoming.album, request.inbox_id)
    known = await reports_of_files(request.session, album)
    if known:
        await attach(request, known, files)
        return
    if request.text.strip() and request.may(Act.REPORT):
        from handlers.status_reply import read_words  # it keeps files through this module

        await read_words(request, request.text, files=files)
        return
    reports = await _proved(request)
    if not reports:
        await request.answer(say("files", "no report to keep it with"))
        return
    await attach(request, [each.id for each in reports], files)
    found = await load_occurrences(request.session, [each.occurrence_id for each in reports])
    codes = ", ".join(dict.fromkeys(found[each.occurrence_id].code for each in reports))
    await request.answer(say("files", "Kept with the report on %(codes)s.", codes=codes), subject=about(found.values()))


async def attach(request: Request, report_ids: Sequence[int], files: Sequence[FileRef]) -> None:
    """Keep files with reports; their bytes follow."""
    for report_id in report_ids:
        for each in files:
            name = each.file.name or say("files", "file")
            await add_file(
                request.session, report_id, each.stored, name, each.file.kind, each.file.size or 0, "", request.now
            )
        await request.record("file", f"report:{report_id}", after={"count": len(files)})


async def _proved(request: Request) -> list[Report]:
    """The reports that a file without words belongs to: asked about, quoted, or the person's last."""
    asked = await open_conversation_of(request.session, request.person.id, "evidence")
    if asked is not None:
        await close_conversation(request.session, asked.id, "answered", request.now)
        found = [await find_report(request.session, int(each)) for each in asked.data["reports"]]
        standing = [each for each in found if each is not None and not each.undone and not each.returned]
        if standing:
            return standing
    reports = await newest_reports_of_person(request.session, request.person.id)
    recent = [each for each in reports if request.now - each.reported_at <= RECENT]
    occurrences = await load_occurrences(request.session, [each.occurrence_id for each in recent])
    return [each for each in recent if is_own(request, occurrences[each.occurrence_id])]


async def is_plan(request: Request) -> bool:
    """Is it a document from somebody who brings plans in, and no evidence of a report of their own?"""
    files = request.incoming.files
    if len(files) != 1 or not request.may(Act.IMPORT_PLAN) or not files[0].name.casefold().endswith(SUFFIXES):
        return False
    if not request.may(Act.REPORT):
        return True
    asked = await open_conversation_of(request.session, request.person.id, "evidence")
    return asked is None and not request.text.strip()


async def take_contact(request: Request) -> None:
    """Keep the person's own telephone number."""
    await set_phone(request.session, request.person.id, request.text)
    await request.record("phone", f"person:{request.person.id}")
    await request.answer(say("files", "phone kept"))
