"""A file to an appendix: tables to tasks with paths, codes, leads and deadlines, and the doubts about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.appendix.columns import Sharing
from bot.appendix.facts import read_facts, window_of
from bot.appendix.grid import Document, one_line
from bot.appendix.refusal import Reason, UnreadableFile
from bot.appendix.tables import TableRow, TaskTable, find_tables, joined_rows, running_text
from bot.domain.agencies import Agency, AgencyMatch, How, read_leads, read_shared_leads
from bot.domain.appendix import Appendix, AppendixRow, PlanFacts, Window
from bot.domain.codes import Code, Numbered, codes_of
from bot.domain.deadlines import (
    Before,
    DeadlineReading,
    Fixed,
    NoDeadline,
    Period,
    Recurring,
    Relative,
    Unknown,
    read_deadline,
)
from bot.domain.outline import Entry, Heading, paths_of
from bot.texts import say, short_day


@dataclass(frozen=True)
class Given:
    """What the person says of the plan, before what the file says."""

    issued_on: date | None = None
    start: date | None = None
    end: date | None = None
    year: int | None = None


def read_document(document: Document, given: Given, known: Sequence[Agency] | None) -> Appendix:
    """The appendix in a document; raises UnreadableFile where it has no table of tasks."""
    tables = find_tables(document)
    if not tables:
        raise UnreadableFile(Reason.NO_HEADER)
    found = [each for table in tables for each in _tasks(table, with_caption=len(tables) > 1)]
    if not found:
        raise UnreadableFile(Reason.NO_TASKS)
    facts = read_facts(running_text(document), [row.content for _, row in found])
    window = window_of(facts, issued_on=given.issued_on, start=given.start, end=given.end, year=given.year)
    codes = codes_of([Numbered(path, row.number) for path, row in found])
    rows = tuple(_row(path, row, code, window, known) for (path, row), code in zip(found, codes, strict=True))
    return Appendix(rows, (*_doubts(facts, window, given), *_uncomputed(document)), facts, window)


def _tasks(table: TaskTable, *, with_caption: bool) -> list[tuple[tuple[Heading, ...], TableRow]]:
    rows = list(joined_rows(table.rows))
    entries = [Entry(row.number, one_line(row.content), row.is_task) for row in rows]
    paths = paths_of(entries, table.caption if with_caption else None)
    return [(path, row) for path, row in zip(paths, rows, strict=True) if row.is_task]


def _row(
    path: tuple[Heading, ...], row: TableRow, code: Code, window: Window | None, known: Sequence[Agency] | None
) -> AppendixRow:
    on = window.start if window else None
    shared = row.sharing is not Sharing.NO
    leads = (
        read_shared_leads(row.lead, known, on=on, by_slash=row.sharing is Sharing.BY_SLASH)
        if shared
        else read_leads(row.lead, known, on=on)
    )
    doubts = [*_code_doubts(row, code)]
    if leads.is_guess:
        lead = leads.matches[0].text
        doubts.append(say("appendix", "One column holds leads and others; %(lead)s is taken to lead", lead=lead))
    if not leads.matches:
        doubts.append(say("appendix", "No lead agency is named"))
    for match in leads.doubtful:
        doubts.append(_lead_doubt(match))
    if not row.content:
        doubts.append(say("appendix", "The content is blank"))
    deadline = _deadline(row.deadline, window)
    if row.is_due_before and row.deadline:
        before = _deadline(say("appendix", "before %(text)s", text=one_line(row.deadline)), window)
        if [type(rule) for rule in deadline.rules] == [Fixed] and before.due:
            deadline = before
        elif not any(isinstance(rule, Unknown) for rule in deadline.rules):
            doubts.append(say("appendix", "The column says before: %(text)s", text=one_line(row.deadline)))
    doubts += _deadline_doubts(row.deadline, deadline)
    return AppendixRow(
        code.short, code.long, path, row.number, row.content, row.lead, leads.agencies,
        row.coordinating, leads.coordinating, row.deadline, deadline, tuple(doubts),
    )  # fmt: skip


def _deadline(text: str, window: Window | None) -> DeadlineReading:
    """Read within the plan's window; without one nothing has a year, so only what names its own days could count."""
    if window is None:
        return DeadlineReading((Unknown(),), ())
    return read_deadline(text, plan_year=window.year, plan_start=window.start, plan_end=window.end)


def _deadline_doubts(text: str, reading: DeadlineReading) -> list[str]:
    shown = one_line(text)
    doubts = []
    if any(isinstance(rule, Unknown) and not rule.on_demand for rule in reading.rules):
        doubts.append(say("appendix", "The deadline cannot be read for certain: %(text)s", text=shown))
    elif any(isinstance(rule, NoDeadline) for rule in reading.rules):
        doubts.append(say("appendix", "The deadline is left blank"))
    elif any(isinstance(rule, Relative) and rule.offset is None for rule in reading.rules):
        doubts.append(say("appendix", "The deadline waits for an event without a number of days: %(text)s", text=shown))
    elif not reading.due and any(isinstance(rule, Fixed | Before | Period | Recurring) for rule in reading.rules):
        doubts.append(say("appendix", "The deadline lies outside the plan: %(text)s", text=shown))
    return doubts


def _lead_doubt(match: AgencyMatch) -> str:
    text = one_line(match.text)
    if match.how is How.AMBIGUOUS:
        names = "; ".join(agency.name for agency in match.candidates)
        return say("appendix", "The lead may be one of several: %(text)s (%(names)s)", text=text, names=names)
    return say("appendix", "The lead is not recognised: %(text)s", text=text)


def _code_doubts(row: TableRow, code: Code) -> list[str]:
    if not row.number:
        return [say("appendix", "The row has no number; for the time being its code is %(code)s", code=code.short)]
    if code.is_invented:
        return [say("appendix", "The number is used twice; for the time being the code is %(code)s", code=code.short)]
    return []


def _doubts(facts: PlanFacts, window: Window | None, given: Given) -> list[str]:
    """What is missing about the plan as a whole."""
    if window is None:
        return [say("appendix", "The plan's year is not known, so deadlines without a year cannot be read")]
    doubts = []
    if not (given.issued_on or facts.issued_on or given.start):
        doubts.append(
            say("appendix", "The day of issue is not known; deadlines count from %(day)s", day=short_day(window.start))
        )
    if not (given.end or facts.end):
        doubts.append(say("appendix", "The plan's last day is not known; %(day)s is used", day=short_day(window.end)))
    return doubts


def _uncomputed(document: Document) -> list[str]:
    if not document.uncomputed:
        return []
    cells = ", ".join(document.uncomputed[:10])
    return [say("appendix", "Formulas without a stored result were read as blank: %(cells)s", cells=cells)]
