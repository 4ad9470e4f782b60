"""How much of a summary somebody sees: everything, their programmes, or their agencies."""

from bot.domain.gate import SummaryScope, summary_scope
from bot.domain.people import Person
from bot.domain.summary import EVERYTHING, Narrowing


def narrowing_of(person: Person) -> Narrowing:
    """The widest part of the plan that the person's roles open; raises NotAllowed where they open none."""
    match summary_scope(person):
        case SummaryScope.ALL:
            return EVERYTHING
        case SummaryScope.PROGRAMME:
            return Narrowing(programmes=person.programmes)
        case SummaryScope.AGENCY:
            return Narrowing(agencies=frozenset(each.agency for each in person.memberships if each.agency))
