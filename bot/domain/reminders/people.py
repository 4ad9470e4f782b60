"""Who is reminded of an agency's work on a day: its focal points, whoever stands in, and the deputy when it presses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Role
from bot.domain.reminders.views import OVERDUE, DueItem, OccurrenceView, ReminderPolicy, SilenceReason


@dataclass(frozen=True)
class Post:
    """A role for an agency from a day to a day, both included."""

    agency_id: int
    role: Role = Role.FOCAL
    from_on: date = date.min
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True)
class Leave:
    """Away from a day to a day, both included, with who stands in, if anybody."""

    from_on: date
    to_on: date
    stand_in_id: int | None = None


@dataclass(frozen=True)
class PersonView:
    """A person as reminders see them; `reachable`: has joined, and the channel lets the bot write."""

    id: int
    posts: tuple[Post, ...]
    reachable: bool = True
    leaves: tuple[Leave, ...] = ()

    def leave_on(self, day: date) -> Leave | None:
        return next((leave for leave in self.leaves if leave.from_on <= day <= leave.to_on), None)


class Roster:
    """People by agency, so that finding an agency's people costs nothing more with a longer roster."""

    def __init__(self, people: Iterable[PersonView]) -> None:
        self._people = {person.id: person for person in people}
        self._by_agency: dict[int, list[tuple[PersonView, Post]]] = defaultdict(list)
        for person in self._people.values():
            for post in person.posts:
                self._by_agency[post.agency_id].append((person, post))

    @property
    def person_ids(self) -> frozenset[int]:
        """Everybody on the roster."""
        return frozenset(self._people)

    def recipients(self, agency_id: int, on: date, *, with_deputy: bool = False) -> tuple[PersonView, ...]:
        """Everybody to remind of the agency's work; empty where there is nobody or all are away.

        A focal point on leave is replaced by the one standing in; where nobody is left, the deputies take over.
        """
        chosen = {
            each.id: each for person in self._holders(agency_id, Role.FOCAL, on) for each in self._present(person, on)
        }
        deputies = {
            each.id: each for person in self._holders(agency_id, Role.DEPUTY, on) for each in self._present(person, on)
        }
        if with_deputy or not chosen:
            chosen = {**deputies, **chosen}
        return tuple(chosen[key] for key in sorted(chosen))

    def why_nobody(self, agency_id: int, on: date) -> SilenceReason:
        """Why `recipients` is empty: nobody is named, or all are away."""
        named = [*self._holders(agency_id, Role.FOCAL, on), *self._holders(agency_id, Role.DEPUTY, on)]
        return SilenceReason.ON_LEAVE if named else SilenceReason.NOBODY

    def _holders(self, agency_id: int, role: Role, on: date) -> list[PersonView]:
        return [
            person for person, post in self._by_agency.get(agency_id, ()) if post.role is role and post.holds_on(on)
        ]

    def _present(self, person: PersonView, on: date) -> list[PersonView]:
        leave = person.leave_on(on)
        if leave is None:
            return [person]
        stand_in = self._people.get(leave.stand_in_id) if leave.stand_in_id is not None else None
        return [stand_in] if stand_in is not None and stand_in.leave_on(on) is None else []


def needs_deputy(item: DueItem, view: OccurrenceView, policy: ReminderPolicy) -> bool:
    """Close to the term or past it without a report ever: the deputy hears as well."""
    if view.reports_ever:
        return False
    return item.stage == OVERDUE or (isinstance(item.stage, int) and item.stage <= policy.deputy_from)
