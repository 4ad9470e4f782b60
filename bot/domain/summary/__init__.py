"""The summary: what belongs to a period, how it is counted, what is named beside the figures."""

from bot.domain.summary.asked import CHAT, ISSUE, Asked
from bot.domain.summary.lists import Changes, Extension, Move, Obstacle, Previous
from bot.domain.summary.rows import DONE, DUE_SOON_DAYS, Completion, Row, belongs, class_of, done_by
from bot.domain.summary.summary import (
    EVERYTHING,
    Ground,
    Heading,
    Narrowing,
    PlanFacts,
    Summary,
    summarize,
    tells_ahead,
)
from bot.domain.summary.totals import Counted, Totals, count, count_groups, differences

__all__ = [
    "CHAT",
    "DONE",
    "DUE_SOON_DAYS",
    "EVERYTHING",
    "ISSUE",
    "Asked",
    "Changes",
    "Completion",
    "Counted",
    "Extension",
    "Ground",
    "Heading",
    "Move",
    "Narrowing",
    "Obstacle",
    "PlanFacts",
    "Previous",
    "Row",
    "Summary",
    "Totals",
    "belongs",
    "class_of",
    "count",
    "count_groups",
    "differences",
    "done_by",
    "summarize",
    "tells_ahead",
]
