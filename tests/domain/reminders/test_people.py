"""Who is reminded: focal points of the day, stand-ins, deputies."""

from datetime import date

from bot.domain.people import Role
from bot.domain.reminders import Leave, PersonView, Post, Roster, SilenceReason

DAY = date(2022, 9, 16)


def ids(people: list[PersonView], **options: bool) -> list[int]:
    return [person.id for person in Roster(people).recipients(7, DAY, **options)]


def focal(key: int, **fields: object) -> PersonView:
    return PersonView(key, (Post(7),), **fields)  # type: ignore[arg-type]


DEPUTY = PersonView(9, (Post(7, Role.DEPUTY),))


def test_all_focal_points_of_the_agency_are_reminded() -> None:
    """Two of them, and nobody of another agency or another role."""
    assert ids([focal(1), focal(2), PersonView(3, (Post(8),)), PersonView(4, (Post(7, Role.AGENCY_LEADER),))]) == [1, 2]


def test_a_focal_point_is_one_from_a_day_to_a_day() -> None:
    """The first and the last day count; before and after they do not."""
    first = PersonView(1, (Post(7, from_on=DAY),))
    last = PersonView(2, (Post(7, to_on=DAY),))
    gone = PersonView(3, (Post(7, to_on=date(2022, 9, 15)),))
    coming = PersonView(4, (Post(7, from_on=date(2022, 9, 17)),))

    assert ids([first, last, gone, coming]) == [1, 2]


def test_whoever_stands_in_is_reminded_during_leave() -> None:
    """Person 5, of whatever post; not if away as well."""
    leave = Leave(DAY, DAY, stand_in_id=5)
    other = PersonView(5, ())

    assert ids([focal(1, leaves=(leave,)), other]) == [5]
    assert ids([focal(1, leaves=(Leave(date(2022, 9, 19), DAY, 5),))]) == [1]
    assert ids([focal(1, leaves=(leave,)), PersonView(5, (), leaves=(Leave(DAY, DAY),))]) == []


def test_deputies_hear_when_it_presses_or_nobody_else_is_there() -> None:
    """Not otherwise."""
    assert ids([focal(1), DEPUTY]) == [1]
    assert ids([focal(1), DEPUTY], with_deputy=True) == [1, 9]
    assert ids([focal(1, leaves=(Leave(DAY, DAY),)), DEPUTY]) == [9]
    assert ids([DEPUTY]) == [9]


def test_it_can_be_told_why_nobody_is_there() -> None:
    """No focal point named, or all away: two different things for the secretary."""
    assert Roster([]).why_nobody(7, DAY) is SilenceReason.NOBODY
    assert Roster([focal(1, leaves=(Leave(DAY, DAY),))]).why_nobody(7, DAY) is SilenceReason.ON_LEAVE
