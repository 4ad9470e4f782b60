"""Labelled phrases, and how a reading is compared with its label (data/deadlines/GUIDE.md)."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.deadlines import DeadlineReading, read_deadline
from bot.domain.deadlines.reader import same_spelling

ROOT = Path(__file__).parents[3]
OWN = ROOT / "tests" / "data" / "deadlines.jsonl"
SHARED = ROOT.parent / "shared" / "data" / "deadlines" / "dev.jsonl"


def load_phrases(path: Path) -> list[dict[str, Any]]:
    """The labelled phrases of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def reading_of(phrase: Mapping[str, Any], text: str | None = None) -> DeadlineReading:
    """The reading of a labelled phrase, or of other words in its plan."""
    return read_deadline(
        phrase["text"] if text is None else text,
        plan_year=phrase["plan_year"],
        plan_start=date.fromisoformat(phrase["plan_start"]),
        plan_end=date.fromisoformat(phrase["plan_end"]),
        is_working_day=lambda day: day.weekday() < 5,
    )


def scored(rules: Sequence[Mapping[str, Any]]) -> Counter[tuple[Any, ...]]:
    """What is compared of each rule, whatever their order."""
    return Counter(_scored(rule) for rule in rules)


def _scored(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    match rule["kind"]:
        case "relative":
            return ("relative", rule["offset"], rule["unit"])
        case "continuous" | "recurring":
            return (rule["kind"], rule.get("from"), rule.get("until"))
        case "unknown":
            return ("unknown", rule["on_demand"])
    return (rule["kind"],)


def same_events(first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> bool:
    """Are the events of two lists of rules the same words?"""
    ones, others = ([rule["event"] for rule in rules if rule["kind"] == "relative"] for rules in (first, second))
    return len(ones) == len(others) and all(same_spelling(one, other) for one, other in zip(ones, others, strict=True))
