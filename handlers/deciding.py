"""What a kind of decision supplies: how it is told, what can be chosen, what a choice does, when nobody need choose.

`handlers.decisions` lists the kinds and carries out the choices. A thing is put up for decision by
`storage.decisions.open_decision`, in the transaction of its cause, under a key that names it once.
"""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act
from bot.domain.messages import Button
from handlers.request import Buttons, Request
from storage.decisions import Decision

VERB = "dec"  # of the buttons: "dec:<decision>:<word>"
LATER = "later"  # the word of the choice that every decision has: not now
_A_ROW = 2


@dataclass(frozen=True)
class Choice:
    """A way to decide: `word` comes back to `decide`, `label` is read. A word is short ASCII without colons."""

    word: str
    label: str


@dataclass(frozen=True)
class Shown:
    """A decision as a person sees it."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Decided:
    """What became of it: what to answer, the outcome to keep, and whether it is off the list.

    Not closed where the choice leads to a question first ("which day?"); whoever hears the answer closes it.
    """

    text: str
    outcome: str = ""
    closed: bool = True


Describe = Callable[[AsyncSession, date, Sequence[Decision]], Awaitable[Shown]]
Decide = Callable[[Request, Sequence[Decision], str], Awaitable[Decided]]
Moot = Callable[[AsyncSession, date, Sequence[Decision]], Awaitable[set[int]]]


def _alone(decision: Decision) -> Hashable:
    return decision.id


async def _never(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    return set()


@dataclass(frozen=True)
class DecisionKind:
    """A kind of decision. Those with the same `group` are told and decided together; `moot` names those overtaken."""

    kind: str
    describe: Describe
    decide: Decide
    group: Callable[[Decision], Hashable] = _alone
    moot: Moot = _never
    act: Act = Act.DECIDE


def buttons_of(decision_id: int, shown: Shown, *, later: str = "") -> Buttons:
    """The buttons of a decision; `later` labels the one that leaves it for another time."""
    row = [Button(each.label, f"{VERB}:{decision_id}:{each.word}") for each in shown.choices]
    if later:
        row.append(Button(later, f"{VERB}:{decision_id}:{LATER}"))
    return tuple(tuple(row[start : start + _A_ROW]) for start in range(0, len(row), _A_ROW))
