"""When to speak of which occurrence to whom: pure decisions, given today, the calendar and the policy.

How the planner uses them:

1. `occurrences.next_look_on` holds `look_on(view, today, …)`. Whoever changes an occurrence (a report, a term, a
   state, an obstacle, an extension, "đã nhận", "nhắc sau", a pause) computes it again in the same transaction. A term
   that moves also sets `planned_from` to that day; a pause, an outage or a silence needs nothing: what was missed is
   said in one message afterwards.
2. Each tick: `planning_day(now, …)` tells the day whose daily messages may be made now, or None. Load the occurrences
   whose `next_look_on` is that day or earlier (with an open round: all open ones of it) and the roster of their
   agencies, and call `plan_day`.
3. Write what it returns: a message per person of `messages` who is reachable, the reminder rows of its items
   (`DueItem.key` is the stage column), `unheard` to the secretary's list, `escalations` as drafts to decide, and for
   each of `looks` the new `looked_on` and `next_look_on`. Doing it twice writes nothing twice: the keys are the same.
4. Before sending, ask `reason_to_drop` for each item.

`preview` runs the same `plan_day` day after day over the views that sending leaves behind, so it cannot disagree.
`audit` prints `next_look`: the next reminder, or the reason for none.
"""

from bot.domain.reminders.daily import (
    DailyMessage,
    DayPlan,
    Escalation,
    Look,
    NumberedItem,
    Unheard,
    daily_message,
    drafts_by_agency,
    due_escalations,
    joining_items,
    most_urgent_first,
    plan_day,
    planning_day,
)
from bot.domain.reminders.decide import (
    due_items,
    escalation_days,
    lasting_silence,
    look_on,
    next_look,
    postponed_to,
    reason_to_drop,
    settled,
)
from bot.domain.reminders.ladder import PlannedStage, overdue_day, stages, term_end
from bot.domain.reminders.people import Leave, PersonView, Post, Roster
from bot.domain.reminders.preview import PlannedMessage, after_pause, preview, simulate
from bot.domain.reminders.views import (
    ASK,
    OVERDUE,
    ROUND,
    SUBMITTED,
    DueItem,
    LastReport,
    NextReminder,
    NoReminder,
    OccurrenceView,
    Pause,
    ReminderPolicy,
    Silence,
    SilenceReason,
    Stage,
)

__all__ = [
    "ASK",
    "OVERDUE",
    "ROUND",
    "SUBMITTED",
    "DailyMessage",
    "DayPlan",
    "DueItem",
    "Escalation",
    "LastReport",
    "Leave",
    "Look",
    "NextReminder",
    "NoReminder",
    "NumberedItem",
    "OccurrenceView",
    "Pause",
    "PersonView",
    "PlannedMessage",
    "PlannedStage",
    "Post",
    "ReminderPolicy",
    "Roster",
    "Silence",
    "SilenceReason",
    "Stage",
    "Unheard",
    "after_pause",
    "daily_message",
    "drafts_by_agency",
    "due_escalations",
    "due_items",
    "escalation_days",
    "joining_items",
    "lasting_silence",
    "look_on",
    "most_urgent_first",
    "next_look",
    "overdue_day",
    "plan_day",
    "planning_day",
    "postponed_to",
    "preview",
    "reason_to_drop",
    "settled",
    "simulate",
    "stages",
    "term_end",
]
