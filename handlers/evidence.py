"""The document or photo that proves a completion: asked for once, never a condition of the report."""

from collections.abc import Sequence

from bot.domain.gate import Act
from bot.domain.programmes import fold
from bot.domain.replies import CitedDocument, Intent, read_reply
from bot.domain.tasks import Status
from bot.texts import say, short_day
from handlers.looks import look_again
from handlers.registry import question
from handlers.request import Request
from handlers.spoken_of import about
from storage.conversations import Conversation, close_conversation, open_conversation
from storage.occurrences import load_occurrences
from storage.reports import find_report, set_document

KIND = "evidence"
_NONE = frozenset(
    {
        "khong",
        "khong co",
        "khong co van ban",
        "chua co",
        "chua co so",
        "bo qua",
        "khong a",
        "chua a",
        "khong co a",
        "de sau",
    }
)


async def ask_evidence(request: Request, report_ids: Sequence[int]) -> None:
    """The next words may be a number and a day, the next file a photo of it."""
    await open_conversation(request.session, request.person.id, KIND, {"reports": list(report_ids)}, request.now)


@question(KIND, act=Act.REPORT)
async def answer_evidence(request: Request, asked: Conversation) -> bool:
    """A document's number, or that there is none; anything else is read as usual."""
    if fold(request.text) in _NONE:
        await close_conversation(request.session, asked.id, "answered", request.now)
        await request.answer(say("report", "Noted; it can be added later."))
        return True
    reports = [int(each) for each in asked.data["reports"]]
    document = _document(request)
    if document is None or len(reports) != 1:
        return False
    await close_conversation(request.session, asked.id, "answered", request.now)
    return await _keep(request, reports[0], document)


def _document(request: Request) -> CitedDocument | None:
    """The one document that the words give, where they say nothing else."""
    alone = read_reply(request.text, today=request.today, open_codes=("I.1",)).items
    if any(each.named or each.intent in {Intent.EXTENSION, Intent.UNDO, Intent.QUESTION} for each in alone):
        return None
    if any(each.status not in {None, Status.DONE} for each in alone):
        return None
    found = [each.document for each in alone if each.document]
    if not found and any(letter.isdigit() for letter in request.text):
        proven = read_reply(f"đã ban hành {request.text}", today=request.today, open_codes=("I.1",)).items
        found = [each.document for each in proven if each.document and each.status is Status.DONE]
    return found[0] if len(found) == 1 else None


async def _keep(request: Request, report_id: int, document: CitedDocument) -> bool:
    report = await find_report(request.session, report_id)
    if report is None or report.undone or report.returned:
        return False
    issued_on = document.date if document.date and document.date <= request.today else None
    occurrence_id = await set_document(request.session, report_id, document.number, issued_on)
    if occurrence_id is None:
        return False
    await request.record("document", f"report:{report_id}", after={"document": document.number})
    await look_again(request, [occurrence_id])
    occurrence = (await load_occurrences(request.session, [occurrence_id]))[occurrence_id]
    text = say("report", "Recorded for %(code)s: document %(number)s.", code=occurrence.code, number=document.number)
    if issued_on:
        text = say(
            "report", "Recorded for %(code)s: document %(number)s of %(day)s.",
            code=occurrence.code, number=document.number, day=short_day(issued_on),
        )  # fmt: skip
    await request.answer(text, subject=about([occurrence]))
    return True
