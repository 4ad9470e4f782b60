"""Each grammar rule finds its examples and leaves its counter-examples alone."""

import pytest

from bot.domain.deadlines.cleaning import clean
from bot.domain.deadlines.lexicon import TermRule
from bot.domain.deadlines.reader import LEXICON
from bot.domain.deadlines.tokens import tokens_of

EXAMPLES = [(rule, text) for rule in LEXICON.rules for text in rule.examples]
NOT_EXAMPLES = [(rule, text) for rule in LEXICON.rules for text in rule.not_examples]


def finds(rule: TermRule, text: str) -> bool:
    """Is a term of this rule, with a meaning, among the terms of the text?"""
    terms = LEXICON.terms(tokens_of(clean(text), apart=True))
    return any(term.name == rule.name and term.kind == rule.kind for term in terms)


def test_every_rule_has_its_own_name() -> None:
    """A reading can be argued about only by a name that is one rule's."""
    names = [rule.name for rule in LEXICON.rules]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=[f"{rule.name}: {text}" for rule, text in EXAMPLES])
def test_a_rule_finds_its_example(rule: TermRule, text: str) -> None:
    """Within the words that stand beside the rule."""
    assert finds(rule, text)


@pytest.mark.parametrize(("rule", "text"), NOT_EXAMPLES, ids=[f"{rule.name}: {text}" for rule, text in NOT_EXAMPLES])
def test_a_rule_leaves_its_counter_example_alone(rule: TermRule, text: str) -> None:
    """Another rule may find it, or it names what does not exist."""
    assert not finds(rule, text)
