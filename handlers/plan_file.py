"""A file that somebody sends, read into a plan that can be kept: proposed facts, tasks, doubts in words."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.appendix import Appendix, AppendixRow, PlanFacts, Window, read_appendix
from bot.domain.agencies import Agency, AgencyKind, known_agencies, read_leads
from bot.domain.importing import DoubtKind, ReadAgency, ReadDoubt, ReadTask
from bot.domain.occurrences import Section
from bot.domain.programmes import fold, programme_of
from bot.texts import say
from storage.plans import Plan, find_plan, load_agencies, load_spellings

WITHDRAW, KEEP = "withdraw", "keep"  # answers to a doubt about a missing task
NO_NUMBER = "…/KH-BCĐ"  # a plan whose number was left open, as drafts are


@dataclass(frozen=True)
class Given:
    """What the person says of the plan; it goes before what the file says."""

    number: str | None = None
    issued_on: date | None = None
    start: date | None = None
    end: date | None = None
    year: int | None = None

    def over(self, kept: Plan | None) -> "Given":
        """The same, with what is kept of the plan where nothing else is said."""
        if kept is None:
            return self
        start = self.start or (None if self.issued_on else kept.start_on)
        return Given(
            self.number, self.issued_on or kept.issued_on, start, self.end or kept.end_on, self.year or kept.year
        )


@dataclass(frozen=True)
class ReadPlan:
    """A plan as read. `plan.id` is 0 for one that is not kept yet; without a window nothing can be imported."""

    plan: Plan | None
    tasks: tuple[ReadTask, ...]
    doubts: tuple[ReadDoubt, ...]
    facts: PlanFacts


async def read_plan_file(session: AsyncSession, file: Path | tuple[str, bytes], given: Given) -> ReadPlan:
    """Read a file; raises UnreadableFile with a sentence for whoever sent it."""
    known = known_agencies(await own_agencies(session))
    appendix = await _read(file, given, known)
    kept = await _kept(session, appendix.facts, given)
    completed = given.over(kept)
    if completed != given:
        appendix = await _read(file, completed, known)
    plan = _plan(appendix.facts, appendix.window, completed, kept)
    return ReadPlan(plan, read_tasks(appendix, known), tuple(_plan_doubts(appendix, completed, plan)), appendix.facts)


async def _read(file: Path | tuple[str, bytes], given: Given, known: Sequence[Agency]) -> Appendix:
    """In a thread: it waits for a child process, and other people wait for nobody's file."""
    return await asyncio.to_thread(
        read_appendix,
        file,
        issued_on=given.issued_on,
        start=given.start,
        end=given.end,
        year=given.year,
        known_agencies=known,
    )


async def _kept(session: AsyncSession, facts: PlanFacts, given: Given) -> Plan | None:
    """The plan that the file is of: by its number, else the draft of that title, whose number was still to come."""
    number = given.number or facts.number
    found = await find_plan(session, number) if number else None
    if found is not None:
        return found
    draft = await find_plan(session, NO_NUMBER)
    return draft if draft and facts.title and fold(draft.title) == fold(facts.title) else None


def _plan_doubts(appendix: Appendix, given: Given, plan: Plan | None) -> Iterator[ReadDoubt]:
    """The doubts about the plan as a whole, each of the kind that says what answers it."""
    facts, kinds = appendix.facts, []
    if appendix.window is not None and not (given.issued_on or facts.issued_on or given.start):
        kinds.append(DoubtKind.ISSUED)
    if appendix.window is not None and not (given.end or facts.end):
        kinds.append(DoubtKind.END)
    for kind, sentence in zip_longest(kinds, appendix.doubts, fillvalue=DoubtKind.PLAN):
        yield ReadDoubt(kind if isinstance(kind, DoubtKind) else DoubtKind.PLAN, sentence)
    if plan is not None and plan.number == NO_NUMBER:
        yield ReadDoubt(DoubtKind.NUMBER, say("import", "The plan's number is not known."))


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


def _plan(facts: PlanFacts, window: Window | None, given: Given, kept: Plan | None) -> Plan | None:
    """The plan with what is known of it now."""
    if window is None:
        return None
    number = given.number or facts.number or NO_NUMBER
    issued_on = given.issued_on or facts.issued_on
    if kept is not None:
        number = kept.number if number == NO_NUMBER else number
        return replace(
            kept, number=number, issued_on=issued_on, start_on=window.start, end_on=window.end, year=window.year
        )
    title = facts.title or say("import", "Plan %(number)s", number=number)
    committee = facts.committee or say("import", "Steering Committee")
    return Plan(0, number, title, committee, issued_on, window.start, window.end, window.year, "live")


def read_tasks(appendix: Appendix, known: Sequence[Agency]) -> tuple[ReadTask, ...]:
    """The rows as tasks, in the order of the file."""
    on = appendix.window.start if appendix.window else None
    return tuple(_task(row, position, known, on) for position, row in enumerate(appendix.rows, start=1))


def _task(row: AppendixRow, position: int, known: Sequence[Agency], on: date | None) -> ReadTask:
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
        deadline=row.deadline.as_json(),
        doubts=tuple(_doubt(row, sentence, known, on) for sentence in row.doubts),
    )


def _doubt(row: AppendixRow, sentence: str, known: Sequence[Agency], on: date | None) -> ReadDoubt:
    """A sentence about a row, with the kind that says what answers it and the answers there are to choose from."""
    doubtful = read_leads(row.lead_text, known, on=on).doubtful
    for match in doubtful:
        if " ".join(match.text.split()) in sentence:
            return ReadDoubt(DoubtKind.LEAD, sentence, tuple(each.name for each in match.candidates))
    if sentence == say("appendix", "No lead agency is named"):
        return ReadDoubt(DoubtKind.LEAD, sentence)
    if _begins_like(sentence, _LEAD_GUESS):
        choices = tuple(each.name for each in read_leads(row.lead_text, known, on=on).agencies)
        return ReadDoubt(DoubtKind.LEAD, sentence, choices)
    if any(_begins_like(sentence, key) for key in _DEADLINE_DOUBTS):
        return ReadDoubt(DoubtKind.DEADLINE, sentence, (say("import", "No term"),))
    return ReadDoubt(DoubtKind.ROW, sentence)


# The doubts of bot.appendix that a deadline answers.
_DEADLINE_DOUBTS = (
    "The deadline cannot be read for certain: %(text)s",
    "The deadline is left blank",
    "The deadline waits for an event without a number of days: %(text)s",
    "The deadline lies outside the plan: %(text)s",
    "The column says before: %(text)s",
)
_LEAD_GUESS = "One column holds leads and others; %(lead)s is taken to lead"


def _begins_like(sentence: str, key: str) -> bool:
    return sentence.startswith(say("appendix", key, text="\0", lead="\0").partition("\0")[0])


def read_agency(agency: Agency, as_written: str = "") -> ReadAgency:
    """An agency as it is kept, with the spelling that led to it."""
    is_name = len(as_written) < 80 and not {"\n", ",", ";", "/", ":"} & set(as_written)
    is_name = is_name and not re.search(r"phối hợp|chủ trì", as_written, re.IGNORECASE)
    written = (as_written,) if as_written and is_name else ()
    return ReadAgency(
        agency.name,
        agency.kind.value,
        agency.short,
        agency.is_courtesy,
        agency.locality_kind or None,
        (*agency.spellings, *written),
    )


class ImportWords:
    """Doubts that only show while importing."""

    def unresolved(self, agency: ReadAgency) -> ReadDoubt:
        """A group without members, or a role that nobody is known to hold, leads: who does the work?"""
        if agency.kind == "role":
            words = say("import", "Nobody is known to hold the role: %(name)s", name=agency.name)
            return ReadDoubt(DoubtKind.HOLDER, words)
        words = say("import", "The members of the group are not known: %(name)s", name=agency.name)
        return ReadDoubt(DoubtKind.MEMBERS, words)

    def gone(self, code: str) -> ReadDoubt:
        """So many tasks are missing from the appendix that it may not be the whole of it."""
        words = say("import", "%(code)s is no longer in the appendix, as many others are.", code=code)
        return ReadDoubt(DoubtKind.GONE, words, (WITHDRAW, KEEP))


def doubt_lines(tasks: Sequence[ReadTask], doubts: Sequence[ReadDoubt]) -> list[str]:
    """Every doubt on a line, with the code of its task."""
    lines = [each.sentence for each in doubts]
    return lines + [
        say("import", "%(code)s: %(doubt)s", code=task.code, doubt=each.sentence)
        for task in tasks
        for each in task.doubts
    ]
