"""Every rule reads its examples and leaves its counter-examples alone."""

from datetime import date

import pytest

from bot.domain.replies.reader import RULES, rules_that_read
from bot.domain.replies.rules import Rule

TODAY = date(2022, 9, 12)
OPEN = ("I.1.2", "I.2.a.1", "I.2.a.2")
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTER_EXAMPLES = [(rule, text) for rule in RULES for text in rule.not_examples]


def rules_of(text: str) -> set[str]:
    """The names of the rules that read something, of one open task and of three."""
    return {name for count in (1, 3) for name in rules_that_read(text, today=TODAY, open_codes=OPEN[:count])}


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=[f"{rule.name}: {text}" for rule, text in EXAMPLES])
def test_a_rule_reads_its_examples(rule: Rule, text: str) -> None:
    """The rule is among those that read the reply."""
    assert rule.name in rules_of(text)


@pytest.mark.parametrize(
    ("rule", "text"), COUNTER_EXAMPLES, ids=[f"{rule.name}: {text}" for rule, text in COUNTER_EXAMPLES]
)
def test_a_rule_leaves_its_counter_examples(rule: Rule, text: str) -> None:
    """The rule is not among those that read the reply."""
    assert rule.name not in rules_of(text)


def test_rules_have_names_of_their_own_and_examples_on_both_sides() -> None:
    """A rule can be argued about: by its name, with sentences."""
    names = [rule.name for rule in RULES]

    assert len(names) == len(set(names))
    assert all(rule.examples and rule.not_examples for rule in RULES)
