"""Completions that wait for the secretary's confirmation, where the committee wants that; and returning a report."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act
from bot.domain.messages import Button, Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Role
from bot.domain.programmes import fold
from bot.texts import say, short_day
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.looks import look_again
from handlers.registry import action, question
from handlers.request import Request
from handlers.spoken_of import listing
from storage.conversations import Conversation, close_conversation, open_conversation
from storage.decisions import Decision, close_decisions, find_decision_by_key, open_decision
from storage.occurrences import load_occurrences
from storage.reports import Report, confirm_report, find_report, last_report, return_report
from storage.roster import people_with_role

KIND, VERB = "report_return", "ret"
_CONFIRM, _RETURN = "yes", "ret"


async def ask_to_confirm(request: Request, occurrence: Occurrence, report_id: int) -> bool:
    """Put a completion to the secretary; False where the committee needs no confirmation."""
    from handlers.decisions import tell_deciders  # it lists this kind, so it cannot be imported above

    if not (await request.committee()).confirm_completions:
        return False
    data = {"report_id": report_id, "occurrence_id": occurrence.id, "code": occurrence.code}
    decision = await open_decision(request.session, f"completion:{report_id}", "completion", data, request.now)
    if decision is not None:
        await tell_deciders(request.session, request.office, await request.calendar(), decision)
    return True


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """What was reported as completed, in the words as typed."""
    report, occurrence = await _load(session, decisions[0])
    text = say(
        "confirm", "%(agency)s reports %(code)s (%(title)s) completed on %(day)s: %(words)s",
        agency=occurrence.agency, code=occurrence.code, title=occurrence.title,
        day=short_day(report.done_on or report.reported_on), words=" ".join(report.text.split())[:300],
    )  # fmt: skip
    if report.document:
        text = f"{text}\n{say('confirm', 'Document: %(number)s', number=report.document)}"
    return Shown(text, (Choice(_CONFIRM, say("confirm", "Confirm")), Choice(_RETURN, say("confirm", "Return"))))


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """Confirm, or ask why it is returned."""
    report, occurrence = await _load(request.session, decisions[0])
    if word == _CONFIRM:
        await confirm_report(request.session, report.id, request.now)
        return Decided(say("confirm", "Confirmed: %(code)s completed.", code=occurrence.code), "confirmed")
    await ask_reason(request, report.id)
    return Decided(say("confirm", "Please give the reason for returning the report."), closed=False)


async def ask_reason(request: Request, report_id: int) -> None:
    """The next words are the reason."""
    await open_conversation(request.session, request.person.id, KIND, {"report_id": report_id}, request.now)


async def moot(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    """Reports that no longer stand."""
    gone = set()
    for each in decisions:
        last = await last_report(session, int(each.data["occurrence_id"]))
        if last is None or last.id != each.data["report_id"]:
            gone.add(each.id)
    return gone


async def _load(session: AsyncSession, decision: Decision) -> tuple[Report, Occurrence]:
    report = await find_report(session, int(decision.data["report_id"]))
    if report is None:
        raise LookupError(decision.key)
    return report, (await load_occurrences(session, [report.occurrence_id]))[report.occurrence_id]


def return_button(report_id: int) -> Button:
    """The button under a task's story by which the secretary returns its last report."""
    return Button(say("confirm", "Return the last report"), f"{VERB}:{report_id}")


@action(VERB, act=Act.REPORT_FOR_OTHERS)
async def press_return(request: Request) -> None:
    """Ask why."""
    number = request.arguments[0] if request.arguments else ""
    report = await find_report(request.session, int(number)) if number.isdecimal() else None
    if report is None or report.undone or report.returned:
        await request.answer(say("confirm", "This report does not stand any more."))
        return
    await ask_reason(request, report.id)
    await request.answer(say("confirm", "Please give the reason for returning the report."))


@question(KIND, act=Act.REPORT_FOR_OTHERS)
async def take_reason(request: Request, asked: Conversation) -> bool:
    """Return the report with the reason; the agency is asked again."""
    await close_conversation(request.session, asked.id, "answered", request.now)
    if fold(request.text) in {"0", "bo qua", "thoi"}:
        await request.answer(say("confirm", "The report stands."))
        return True
    report_id, reason = int(asked.data["report_id"]), " ".join(request.text.split())
    occurrence_id = await return_report(request.session, report_id, reason, request.now)
    if occurrence_id is None:
        await request.answer(say("confirm", "This report does not stand any more."))
        return True
    decision = await find_decision_by_key(request.session, f"completion:{report_id}")
    if decision is not None:
        await close_decisions(request.session, [decision.id], "returned", request.now, by=request.person.id)
    await request.record("report_returned", f"report:{report_id}", after={"reason": reason})
    await look_again(request, [occurrence_id])
    occurrence = (await load_occurrences(request.session, [occurrence_id]))[occurrence_id]
    text = say(
        "confirm", "The report on %(code)s (%(title)s) is returned: %(reason)s. Please report again.",
        code=occurrence.code, title=occurrence.title, reason=reason.rstrip("."),
    )  # fmt: skip
    subject = listing([occurrence])
    for person in await people_with_role(
        request.session, [Role.FOCAL], request.today, agency_ids=[occurrence.agency_id]
    ):
        await request.tell(person.id, Outgoing(text), key=f"returned:{report_id}:{person.id}", subject=subject)
    await request.answer(say("confirm", "Returned; %(agency)s is asked again.", agency=occurrence.agency))
    return True


COMPLETION = DecisionKind("completion", describe, decide, moot=moot, act=Act.REPORT_FOR_OTHERS)
