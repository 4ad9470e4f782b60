"""Deadline phrases of a plan's appendix: read, kept as rules, and turned into due days."""

from bot.domain.deadlines.expansion import event_due, recurring_due
from bot.domain.deadlines.reader import read_deadline
from bot.domain.deadlines.values import (
    Before,
    Continuous,
    DeadlineReading,
    Explained,
    Fixed,
    NoDeadline,
    Period,
    Recurring,
    Relative,
    Rule,
    Unknown,
    deadline_from_json,
    rule_from_json,
    rule_json,
)

__all__ = [
    "Before",
    "Continuous",
    "DeadlineReading",
    "Explained",
    "Fixed",
    "NoDeadline",
    "Period",
    "Recurring",
    "Relative",
    "Rule",
    "Unknown",
    "deadline_from_json",
    "event_due",
    "read_deadline",
    "recurring_due",
    "rule_from_json",
    "rule_json",
]
