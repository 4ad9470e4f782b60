"""Whom of the roster somebody means by a name: colleagues by any part of it, people of other agencies by all of it.

Nobody learns from a few letters who else is on the roster.
"""

from collections.abc import Sequence

from bot.domain.people import Person
from bot.domain.programmes import fold
from bot.texts import say
from handlers.request import Request, UsageError
from storage.roster import load_people
from storage.roster_lines import find_people_named

_LISTED = 5


async def one_person(request: Request, name: str) -> Person:
    """The one other person whom a name means; raises UsageError where nobody or several fit."""
    ids = [each for each in await find_people_named(request.session, name) if each != request.person.id]
    people = await load_people(request.session, ids, request.today)
    held = [people[each] for each in sorted(people) if people[each].memberships]
    colleagues = [each for each in held if each.agency_ids() & request.person.agency_ids()]
    fitting = colleagues or [each for each in held if fold(each.name) == fold(name)]
    if not fitting:
        raise UsageError(say("leave", "Nobody of the roster is called %(name)s.", name=name))
    if len(fitting) > 1:
        raise UsageError(_several(colleagues))
    return fitting[0]


def _several(colleagues: Sequence[Person]) -> str:
    if not colleagues:
        return say("leave", "Several people have that name; the secretary can help.")
    names = "; ".join(each.name for each in colleagues[:_LISTED])
    return say("leave", "Several people fit: %(names)s. Please write the full name.", names=names)
