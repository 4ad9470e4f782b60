"""Records what was said of an occurrence, and gathers what is read back in one answer and taken back by one touch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domain.gate import Act
from bot.domain.messages import Button, Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Role
from bot.domain.tasks import Status
from bot.texts import say, short_day
from handlers.confirming import ask_to_confirm
from handlers.evidence import ask_evidence
from handlers.looks import look_again
from handlers.obstacles import ask_words, close_by_report, open_by_report
from handlers.received_file import FileRef, attach
from handlers.request import Buttons, Request
from handlers.said import Said
from handlers.spoken_of import about
from storage.occurrences import note_ack, snooze
from storage.reports import Report, record_report
from storage.roster import count_report, people_with_role

NEW_REPORTERS = 3  # up to their third report people are told how to correct one
LINES = 12
RECORDED = "recorded"  # in the subject of a read-back: what "nhầm" and the button take back


@dataclass
class Recorded:
    """What one message changed. `reading` is what the reader made of it, as kept with each report."""

    text: str
    source: str = "chat"
    reading: dict[str, Any] = field(default_factory=dict)
    on_behalf: bool = False
    lines: list[str] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    reports: list[int] = field(default_factory=list)
    unproven: list[int] = field(default_factory=list)  # completions reported without a document
    wordless: list[int] = field(default_factory=list)  # obstacles opened by a button, without words yet
    wishes: list[tuple[Occurrence, Said]] = field(default_factory=list)  # for more time, to be asked about
    acked: list[int] = field(default_factory=list)
    snoozed: list[int] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    hindered: list[int] = field(default_factory=list)  # obstacles that stay open beside the report
    told_of: list[tuple[int, str]] = field(default_factory=list)  # agency and line, for its other focal points
    awaits_confirmation: bool = False
    files: list[FileRef] = field(default_factory=list)

    def note(self, occurrence: Occurrence, line: str) -> None:
        """Add a line about an occurrence."""
        self.lines.append(line)
        if occurrence.id not in {each.id for each in self.occurrences}:
            self.occurrences.append(occurrence)


async def record_said(request: Request, recorded: Recorded, said: Said, occurrences: Iterable[Occurrence]) -> None:
    """Record a statement of each of these; the gate is asked for each."""
    for occurrence in occurrences:
        if not recorded.on_behalf:
            request.check(Act.REPORT, agency_id=occurrence.agency_id)
        match said.intent:
            case "ack":
                await _record_ack(request, recorded, occurrence)
            case "snooze":
                await _record_snooze(request, recorded, said, occurrence)
            case "extension":
                recorded.wishes.append((occurrence, said))
            case _:
                await _record_status(request, recorded, said, occurrence)


async def _record_status(request: Request, recorded: Recorded, said: Said, occurrence: Occurrence) -> None:
    status = said.status or Status.IN_PROGRESS
    # A document of a day to come cannot have been issued: its number is kept, its day is not believed.
    document_on = said.document_on if said.document_on and said.document_on <= request.today else None
    done_on = said.day if status is Status.DONE and said.day and said.day <= request.today else None
    report = Report(
        occurrence_id=occurrence.id,
        person_id=request.person.id,
        source=recorded.source,
        reported_at=request.now,
        reported_on=request.today,
        text=recorded.text,
        status=status,
        percent=said.percent,
        note=said.note,
        expected_on=said.day if status is not Status.DONE else None,
        document=said.document,
        document_on=document_on,
        done_on=document_on or done_on,
        reading=recorded.reading,
        inbox_id=request.inbox_id,
    )
    report_id = await record_report(request.session, report)
    recorded.reports.append(report_id)
    recorded.statuses.append(status)
    await request.record(
        "report",
        f"occurrence:{occurrence.id}",
        before={"standing": occurrence.standing.value if occurrence.standing else None},
        after={"standing": status.value, "percent": said.percent, "report": report_id, "source": recorded.source},
    )
    if status is Status.BLOCKED:
        words = said.note or recorded.text if recorded.source != "button" else ""
        obstacle_id = await open_by_report(request, occurrence, report_id, words)
        if not words:
            recorded.wordless.append(obstacle_id)
    else:
        recorded.hindered += await close_by_report(request, occurrence, status, recorded.text)
    if status is Status.DONE:
        if not said.document:
            recorded.unproven.append(report_id)
        if await ask_to_confirm(request, occurrence, report_id):
            recorded.awaits_confirmation = True
    line = render_standing(occurrence.code, report)
    recorded.note(occurrence, line)
    recorded.told_of.append((occurrence.agency_id, line))


async def _record_ack(request: Request, recorded: Recorded, occurrence: Occurrence) -> None:
    await note_ack(request.session, [occurrence.id], request.today)
    await request.record("ack", f"occurrence:{occurrence.id}")
    recorded.acked.append(occurrence.id)
    recorded.note(occurrence, say("report", "%(code)s – received", code=occurrence.code))


async def _record_snooze(request: Request, recorded: Recorded, said: Said, occurrence: Occurrence) -> None:
    calendar = await request.calendar()
    wished = said.day or calendar.next_working_day(request.today)
    until = latest_snooze(occurrence, wished, request.today)
    if until is None:
        recorded.note(occurrence, say("report", "%(code)s – the term is too near to postpone", code=occurrence.code))
        return
    await snooze(request.session, [occurrence.id], until)
    await request.record("snooze", f"occurrence:{occurrence.id}", after={"until": until.isoformat()})
    recorded.snoozed.append(occurrence.id)
    line = say("report", "%(code)s – reminded again on %(day)s", code=occurrence.code, day=short_day(until))
    if until < wished:
        line = say("report", "%(line)s (the day before the term at the latest)", line=line)
    recorded.note(occurrence, line)


def latest_snooze(occurrence: Occurrence, wished: date, today: date) -> date | None:
    """The day wished for, at the latest the one before the term; None where no day is left."""
    if occurrence.due_on is not None and occurrence.due_on >= today:
        wished = min(wished, occurrence.due_on - timedelta(days=1))
    return wished if wished > today else None


def render_standing(code: str, report: Report) -> str:
    """ "I.2.a.5 – đang thực hiện 60%, dự kiến 15/10/2022": what a report says, in a line."""
    standing = say("status", report.status.value)
    if report.percent is not None and report.status is not Status.DONE:
        standing = f"{standing} {report.percent}%"
    line = say("report", "%(code)s – %(standing)s", code=code, standing=standing)
    if report.status is Status.DONE:
        done_on = report.done_on or report.document_on or report.reported_on
        line = say("report", "%(line)s on %(day)s", line=line, day=short_day(done_on))
    if report.document:
        line = say("report", "%(line)s, document %(number)s", line=line, number=report.document)
    if report.expected_on is not None:
        line = say("report", "%(line)s, expected on %(day)s", line=line, day=short_day(report.expected_on))
    return line


async def finish(request: Request, recorded: Recorded, *, told: Iterable[str] = ()) -> None:
    """Read back in one message what was understood, ask once for what is missing, and begin what needs a talk."""
    from handlers.extensions import ask_for_more_time  # it reads back through this module

    if recorded.lines:
        await _read_back(request, recorded, list(told))
        told = ()
    if recorded.wishes:
        await ask_for_more_time(request, recorded.wishes, before=list(told))


async def _read_back(request: Request, recorded: Recorded, told: list[str]) -> None:
    await look_again(request, [each.id for each in recorded.occurrences])
    made = request.person.reports_made
    if recorded.reports and recorded.files:
        await attach(request, recorded.reports, recorded.files)
    if recorded.reports and not recorded.on_behalf:
        made = await count_report(request.session, request.person.id)
    parts = [*told, _heading(recorded), *await _follow_up(request, recorded)]
    if recorded.reports and made <= NEW_REPORTERS:
        parts.append(say("report", "how to correct"))
    await request.answer(
        "\n".join(parts),
        buttons=_buttons(request, recorded),
        subject={
            **about(recorded.occurrences),
            RECORDED: {"reports": recorded.reports, "acked": recorded.acked, "snoozed": recorded.snoozed},
        },
        numbers_taken=True,
    )
    await _tell_colleagues(request, recorded)


def _heading(recorded: Recorded) -> str:
    shown = recorded.lines[:LINES]
    if len(shown) > 1:
        left = len(recorded.lines) - len(shown)
        rest = [say("report", "and %(count)s more", count=left)] if left else []
        return "\n".join(
            [say("report", "Recorded:"), *(say("report", "– %(line)s", line=each) for each in shown), *rest]
        )
    key = "Thank you. Recorded: %(line)s." if recorded.statuses == [Status.DONE] else "Recorded: %(line)s."
    return say("report", key, line=shown[0])


async def _follow_up(request: Request, recorded: Recorded) -> list[str]:
    """What follows from it, and the one thing that is asked for."""
    lines = []
    if recorded.awaits_confirmation:
        lines.append(say("report", "The secretary confirms the completion."))
    if Status.BLOCKED in recorded.statuses and not recorded.wordless:
        lines.append(say("report", "The obstacle is passed on to the standing agency."))
    if recorded.wordless:
        await ask_words(request, recorded.wordless[0])
        lines.append(say("report", "Please tell what is in the way and what is proposed; it is passed on."))
    elif recorded.unproven and not recorded.on_behalf and not recorded.files:
        await ask_evidence(request, recorded.unproven)
        lines.append(say("report", "Please give the document's number and day, or a photo, if there is one."))
    return lines


def _buttons(request: Request, recorded: Recorded) -> Buttons:
    over = tuple(
        (Button(say("obstacle", "Obstacle out of the way"), f"ob:{each}:closed"),) for each in recorded.hindered[:2]
    )
    return (*over, (Button(say("report", "Undo"), f"undo:{request.inbox_id}"),))


async def _tell_colleagues(request: Request, recorded: Recorded) -> None:
    """One report is enough for an agency: its other focal points hear of it."""
    if not recorded.reports:
        return
    agencies = {each.agency_id for each in recorded.occurrences}
    for person in await people_with_role(request.session, [Role.FOCAL], request.today, agency_ids=agencies):
        if person.id == request.person.id:
            continue
        theirs = [line for agency_id, line in recorded.told_of if agency_id in person.agency_ids(Role.FOCAL)]
        if theirs:
            lines, who = "; ".join(theirs[:LINES]), capitalised(request.person.addressed)
            text = say("report", "%(person)s reported: %(lines)s.", person=who, lines=lines)
            if recorded.on_behalf:
                text = say("report", "The secretary recorded for your agency: %(lines)s.", lines=lines)
            await request.tell(person.id, Outgoing(text), key=f"reported:{request.inbox_id}:{person.id}")


def capitalised(text: str) -> str:
    """The first letter as a sentence begins."""
    return text[:1].upper() + text[1:]
