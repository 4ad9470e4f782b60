"""Who people are: their roles, for which agency and from which day to which."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the committee; contract.md names them so."""

    FOCAL = "focal"  # đầu mối
    DEPUTY = "deputy"
    AGENCY_LEADER = "agency-leader"
    PROGRAMME_STANDING = "programme-standing"
    STANDING = "standing"  # cơ quan thường trực Ban Chỉ đạo
    SECRETARY = "secretary"
    COMMITTEE_LEADER = "committee-leader"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Membership:
    """A role from a day to a day (the last included), for an agency or a programme where the role is of one."""

    role: Role
    agency_id: int | None
    agency: str
    programme: str
    from_on: date
    to_on: date | None

    def holds_on(self, day: date) -> bool:
        """Does the role count on that day?"""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True)
class Person:
    """A person of the roster with the roles that hold today."""

    id: int
    name: str
    form_of_address: str
    title: str
    phone: str
    memberships: tuple[Membership, ...]
    reports_made: int = 0

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(each.role for each in self.memberships)

    def agency_ids(self, *roles: Role) -> frozenset[int]:
        """The agencies for which the person has one of these roles (any role, where none is named)."""
        return frozenset(
            each.agency_id
            for each in self.memberships
            if each.agency_id is not None and (not roles or each.role in roles)
        )

    @property
    def programmes(self) -> frozenset[str]:
        """The programmes for which the person's agency is the standing one."""
        held = (each for each in self.memberships if each.role is Role.PROGRAMME_STANDING)
        return frozenset(each.programme for each in held if each.programme)

    @property
    def agencies(self) -> str:
        """The names of the person's agencies, each once, as a line says them."""
        return ", ".join(dict.fromkeys(each.agency for each in self.memberships if each.agency))

    @property
    def given_name(self) -> str:
        """The last word of a Vietnamese name, by which one is spoken to: Nguyễn Thị Thu Hà → Hà."""
        return self.name.split()[-1] if self.name.split() else ""

    @property
    def addressed(self) -> str:
        """ "đồng chí Hà"; a role name such as "Đầu mối Sở Xây dựng" stays whole."""
        if not self.name:
            return self.form_of_address
        spoken = self.name if self.name.split()[0].casefold() in _ROLE_WORDS else self.given_name
        return f"{self.form_of_address} {spoken}"


# First words of names that stand for a post, as samples and newly invited people have them.
_ROLE_WORDS = frozenset({"đầu", "thư", "lãnh", "chuyên", "phó", "trưởng", "cán", "văn", "phụ"})
