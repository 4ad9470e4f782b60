"""The rules: what a clause says, over the tags of its words. Tried in order; what one has read no later one reads.

Negations, conditions, promises and parts stand before the completions, so that a completion is only ever read from
what nothing has taken away. Each rule carries sentences that it must read and sentences that it must not.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.domain.replies.tags import compile_tags


class Says(Enum):
    """What a rule reads in a clause; how clauses add up is `bot.domain.replies.verdict`."""

    NOTHING = auto()
    ASKS_TIME = auto()
    ASKS_REMINDER = auto()
    UNDOES = auto()
    ASKS = auto()
    ACKNOWLEDGES = auto()
    UNBLOCKED = auto()
    BLOCKED = auto()
    RETURNED = auto()
    NOT_FINISHED = auto()
    NOT_SUBMITTED = auto()
    NOT_SIGNED = auto()
    NOT_STARTED = auto()
    PROMISED = auto()
    UNDER_WAY = auto()
    STAGE_PAST = auto()
    NEARLY = auto()
    WAITING = auto()
    SUBMITTED = auto()
    FINISHED = auto()
    ISSUED = auto()
    VAGUE = auto()


@dataclass(frozen=True)
class Rule:
    """A named pattern over tags, what it says, and the sentences that keep it honest."""

    name: str
    pattern: str
    says: Says
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", compile_tags(self.pattern))
