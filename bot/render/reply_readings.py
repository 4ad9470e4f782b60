"""How a reply was understood, for a person: each statement, and which words led to which field."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.replies import Evidence, ReplyItem, ReplyReading, item_from_json
from bot.texts import say, short_day


def render_reading(text: str, reading: ReplyReading) -> list[str]:
    """The reply, then a line for each statement and one for each proof of it."""
    lines = [say("reading", "“%(text)s”", text=" ".join(text.split()))]
    for number, item in enumerate(reading.items, start=1):
        lines.append(say("reading", "%(number)s. %(meaning)s", number=number, meaning=_meaning(item)))
        lines += _proofs(item.evidence)
    return lines


def render_items(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Statements as they are kept (data/replies/GUIDE.md), one line each."""
    return [_meaning(item_from_json(each)) for each in items]


def _meaning(item: ReplyItem) -> str:
    parts = [_standing(item), _tasks(item)]
    if item.percent is not None:
        parts.append(say("reading", "%(percent)s %% done", percent=item.percent))
    if item.date is not None:
        parts.append(say("reading", "day %(day)s", day=short_day(item.date)))
    if item.document is not None:
        parts.append(say("reading", "document %(number)s", number=item.document.number))
        if item.document.date is not None:
            parts.append(say("reading", "of %(day)s", day=short_day(item.document.date)))
    return "; ".join(parts)


def _standing(item: ReplyItem) -> str:
    return say("reading", item.status.value if item.status else item.intent.value)


def _tasks(item: ReplyItem) -> str:
    if not item.tasks:
        return say("reading", "no task named")
    return say("reading", "task %(codes)s", codes=", ".join(item.tasks))


def _proofs(evidence: Sequence[Evidence]) -> list[str]:
    return [
        say("reading", "   %(field)s ← “%(words)s” (rule %(rule)s)",
            field=say("reading", f"field {proof.field}"), words=" ".join(proof.words.split()), rule=proof.rule)
        for proof in evidence
    ]  # fmt: skip
