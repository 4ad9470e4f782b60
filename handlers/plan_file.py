"""A file that somebody sends, read into a plan that can be kept: proposed facts, tasks, doubts in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.appendix import Appendix, AppendixRow, PlanFacts, Window, read_appendix
from bot.domain.agencies import Agency, AgencyKind, known_agencies
from bot.domain.importing import DoubtKind, ReadAgency, ReadDoubt, ReadTask
from bot.domain.occurrences import Section
from bot.domain.programmes import programme_of
from bot.texts import say
from storage.plans import Plan, find_plan, load_agencies, load_spellings

NO_NUMBER = "…/KH-BCĐ"  # a plan whose number was left open, as drafts are


@dataclass(frozen=True)
class Given:
    """What the person says of the plan; it goes before what the file says."""

    number: str | None = None
    issued_on: date | None = None
    start: date | None = None
    end: date | None = None
    year: int | None = None


@dataclass(frozen=True)
class ReadPlan:
    """A plan as read. `plan.id` is 0 for one that is not kept yet; without a window nothing can be imported."""

    plan: Plan | None
    tasks: tuple[ReadTask, ...]
    doubts: tuple[ReadDoubt, ...]
    facts: PlanFacts


async def read_plan_file(session: AsyncSession, file: Path | tuple[str, bytes], given: Given) -> ReadPlan:
    """Read a file; raises UnreadableFile with a sentence for whoever sent it."""
    given = await _with_kept(session, given)
    appendix = read_appendix(
        file,
        issued_on=given.issued_on,
        start=given.start,
        end=given.end,
        year=given.year,
        known_agencies=known_agencies(await own_agencies(session)),
    )
    plan = await _plan(session, appendix.facts, appendix.window, given)
    doubts = [ReadDoubt(DoubtKind.PLAN, sentence) for sentence in appendix.doubts]
    if plan is not None and plan.number == NO_NUMBER:
        doubts.append(ReadDoubt(DoubtKind.PLAN, say("import", "The plan's number is not known.")))
    return ReadPlan(plan, read_tasks(appendix), tuple(doubts), appendix.facts)


async def _with_kept(session: AsyncSession, given: Given) -> Given:
    """What is known of the plan already, where nothing else is said."""
    kept = await find_plan(session, given.number or NO_NUMBER)
    if kept is None:
        return given
    return Given(
        given.number,
        given.issued_on or kept.issued_on,
        given.start or kept.start_on,
        given.end or kept.end_on,
        given.year or kept.year,
    )


async def own_agencies(session: AsyncSession) -> list[Agency]:
    """The agencies that are kept, with every spelling seen: they are known before all others."""
    spellings = await load_spellings(session)
    return [
        Agency(
            each.name,
            AgencyKind(each.kind),
            each.short_name,
            spellings.get(each.id, ()),
            each.courtesy,
            each.locality_kind or "",
        )
        for each in await load_agencies(session)
    ]


async def _plan(session: AsyncSession, facts: PlanFacts, window: Window | None, given: Given) -> Plan | None:
    """The plan that the file is of: the one kept under its number, with what is known of it now."""
    if window is None:
        return None
    number = given.number or facts.number or NO_NUMBER
    known = await find_plan(session, number)
    if known is not None:
        return known
    title = facts.title or say("import", "Plan %(number)s", number=number)
    committee = facts.committee or say("import", "Steering Committee")
    issued_on = given.issued_on or facts.issued_on
    return Plan(0, number, title, committee, issued_on, window.start, window.end, window.year, "live")


def read_tasks(appendix: Appendix) -> tuple[ReadTask, ...]:
    """The rows as tasks, in the order of the file."""
    return tuple(_task(row, position) for position, row in enumerate(appendix.rows, start=1))


def _task(row: AppendixRow, position: int) -> ReadTask:
    path = tuple(Section(each.number, each.title) for each in row.section_path)
    coordinating = "\n".join(text for text in (row.coordinating_text, row.lead_coordinating) if text)
    return ReadTask(
        code=row.code,
        long_code=row.long_code,
        number=row.number,
        position=position,
        section_path=path,
        programme=programme_of((each.title for each in path), row.content),
        content=row.content,
        lead_text=row.lead_text,
        leads=tuple(read_agency(each, row.lead_text) for each in row.leads),
        coordinating_text=coordinating,
        deadline_text=row.deadline_text,
        deadline=_deadline(row),
        doubts=tuple(ReadDoubt(_kind(row, sentence), sentence) for sentence in row.doubts),
    )


def _deadline(row: AppendixRow) -> dict[str, Any]:
    return row.deadline.as_json()


def read_agency(agency: Agency, as_written: str = "") -> ReadAgency:
    """An agency as it is kept, with the spelling that led to it."""
    is_name = len(as_written) < 80 and not {"\n", ",", ";"} & set(as_written)
    written = (as_written,) if as_written and is_name else ()
    return ReadAgency(
        agency.name,
        agency.kind.value,
        agency.short,
        agency.is_courtesy,
        agency.locality_kind or None,
        (*agency.spellings, *written),
    )


def _kind(row: AppendixRow, sentence: str) -> DoubtKind:
    if not row.leads and row.lead_text in sentence:
        return DoubtKind.LEAD
    kinds = {rule["kind"] for rule in row.deadline.as_json()["rules"]}
    if kinds & {"unknown", "none"} and (not row.deadline_text or row.deadline_text.split("\n")[0] in sentence):
        return DoubtKind.DEADLINE
    return DoubtKind.ROW


def unresolved_doubt(agency: ReadAgency) -> ReadDoubt:
    """A group without members, or a role that nobody is known to hold, leads: who does the work?"""
    if agency.kind == "role":
        return ReadDoubt(
            DoubtKind.HOLDER, say("import", "Nobody is known to hold the role: %(name)s", name=agency.name)
        )
    return ReadDoubt(
        DoubtKind.MEMBERS, say("import", "The members of the group are not known: %(name)s", name=agency.name)
    )


def doubt_lines(tasks: Sequence[ReadTask], doubts: Sequence[ReadDoubt]) -> list[str]:
    """Every doubt on a line, with the code of its task."""
    lines = [each.sentence for each in doubts]
    return lines + [
        say("import", "%(code)s: %(doubt)s", code=task.code, doubt=each.sentence)
        for task in tasks
        for each in task.doubts
    ]
