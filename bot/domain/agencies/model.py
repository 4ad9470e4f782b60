"""What is known of an agency, and what a name was matched to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AgencyKind(StrEnum):
    """An office has its own work; a group fans out to its members; a role resolves to its holders."""

    OFFICE = "office"
    GROUP = "group"
    ROLE = "role"
    LOCALITY = "locality"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Agency:
    """An agency under its canonical name; `spellings` are other ways in which it is written."""

    name: str
    kind: AgencyKind = AgencyKind.OFFICE
    short: str = ""
    spellings: tuple[str, ...] = ()
    is_courtesy: bool = False  # a body outside the hierarchy: the plan only asks it ("Đề nghị")
    locality_kind: str = ""  # huyện, thành phố, thị xã, xã, phường, thị trấn, đặc khu
    members: tuple[str, ...] = ()  # kinds of localities, of a group of localities
    since: date | None = None
    until: date | None = None

    def exists_on(self, day: date | None) -> bool:
        """Did the agency exist on that day? Unknown days count as yes."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


class How(StrEnum):
    """How sure a match is."""

    EXACT = "exact"  # the name, a spelling or an abbreviation of it
    NEAR = "near"  # with slips, and no other comes close
    GRAMMAR = "grammar"  # not on the list, but its kind and field say what it is
    AMBIGUOUS = "ambiguous"  # several fit
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class AgencyMatch:
    """The agency that a name means, or None with the candidates between which a person decides."""

    text: str
    agency: Agency | None
    how: How
    candidates: tuple[Agency, ...] = ()
