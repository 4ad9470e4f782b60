"""Every labelled phrase is read as it is labelled."""

from datetime import date
from typing import Any

import pytest

from bot.domain.deadlines import event_due
from tests.domain.deadlines.corpus import OWN, SHARED, load_phrases, reading_of, same_events, scored

PHRASES = [*(load_phrases(OWN) if OWN.exists() else []), *(load_phrases(SHARED) if SHARED.exists() else [])]


def is_plain_working_day(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize("phrase", PHRASES, ids=[phrase["id"] for phrase in PHRASES])
def test_a_phrase_is_read_as_labelled(phrase: dict[str, Any]) -> None:
    """Due days as a set, then kinds, terms, events and bounds."""
    reading = reading_of(phrase).as_json()

    assert reading["due"] == phrase["due"]
    assert scored(reading["rules"]) == scored(phrase["rules"])
    assert same_events(reading["rules"], phrase["rules"])
    assert reading["kind"] == phrase["kind"]


@pytest.mark.parametrize("phrase", [p for p in PHRASES if p.get("if_event")], ids=lambda phrase: phrase["id"])
def test_a_recorded_event_sets_the_day(phrase: dict[str, Any]) -> None:
    """The day of `if_event`; the plan's last day does not cut it."""
    rule = next(rule for rule in reading_of(phrase).rules if rule.kind == "relative")

    due = event_due(rule, date.fromisoformat(phrase["if_event"]["date"]), is_plain_working_day)

    assert str(due) == phrase["if_event"]["due"]


@pytest.mark.skipif(not SHARED.exists(), reason=f"the shared phrases are not at {SHARED}")
def test_the_shared_phrases_are_all_read() -> None:
    """No due day that a label does not have: a wrong day is the worst reading."""
    phrases = load_phrases(SHARED)

    assert len(phrases) >= 120
    assert [p["id"] for p in phrases if set(reading_of(p).as_json()["due"]) - set(p["due"])] == []
