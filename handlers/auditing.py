"""The promise examined: every open occurrence has its next reminder or a stated reason for none, and is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.reminders import (
    NextReminder,
    OccurrenceView,
    ReminderPolicy,
    Roster,
    Stage,
    look_on,
    next_look,
)
from bot.domain.workdays import WorkCalendar
from storage.looks import load_open_views, load_roster, stored_looks
from storage.plans import load_agencies

UNPLANNED, BEHIND = "unplanned", "behind"  # faults: nobody will look at it in time; nobody has for days


@dataclass(frozen=True)
class AuditLine:
    """One open occurrence: when it is next spoken of, or why never; whom that reaches; what is wrong, if anything."""

    occurrence_id: int
    code: str
    agency: str
    due_on: date | None
    next_on: date | None
    stage: Stage | None
    reason: str  # why there is no next reminder
    unheard: str  # why the next one would reach nobody
    fault: str

    def as_json(self) -> dict[str, Any]:
        """For `nhacviec audit --json`."""
        return {
            "code": self.code,
            "agency": self.agency,
            "due": self.due_on.isoformat() if self.due_on else None,
            "next": {"on": self.next_on.isoformat(), "stage": self.stage} if self.next_on else None,
            "reason": self.reason or None,
            "unheard": self.unheard or None,
            "fault": self.fault or None,
        }


async def audit_occurrences(
    session: AsyncSession, today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> list[AuditLine]:
    """Every open occurrence, in the plan's order."""
    views = await load_open_views(session)
    stored = await stored_looks(session)
    roster = await load_roster(session, {view.agency_id for view in views})
    names = {each.id: each.name for each in await load_agencies(session)}
    ordered = sorted(views, key=lambda view: (view.plan_id, view.position, view.due_on or date.max, view.id))
    return [_line(view, today, calendar, policy, roster, names, stored.get(view.id)) for view in ordered]


def _line(
    view: OccurrenceView,
    today: date,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
    roster: Roster,
    names: Mapping[int, str],
    stored: date | None,
) -> AuditLine:
    found = next_look(view, today, calendar, policy)
    said = found if isinstance(found, NextReminder) else None
    return AuditLine(
        occurrence_id=view.id,
        code=view.task_code,
        agency=names[view.agency_id],
        due_on=view.due_on,
        next_on=said.on if said else None,
        stage=said.stage if said else None,
        reason="" if isinstance(found, NextReminder) else found.reason.value,
        unheard=_unheard(view, said.on, roster) if said else "",
        fault=_fault(stored, look_on(view, today, calendar, policy), today, calendar),
    )


def _unheard(view: OccurrenceView, on: date, roster: Roster) -> str:
    people = roster.recipients(view.agency_id, on)
    if not people:
        return roster.why_nobody(view.agency_id, on).value
    return "" if any(person.reachable for person in people) else "nobody_reachable"


def _fault(stored: date | None, wanted: date | None, today: date, calendar: WorkCalendar) -> str:
    """A stored look may be earlier than wanted (it only costs a look), never later; nor lie behind for days."""
    if wanted is None:
        return ""
    if stored is None or stored > wanted:
        return UNPLANNED
    return BEHIND if stored < calendar.previous_working_day(today) else ""
