"""An announcement to an audience: everybody, a role, an agency, a kind of locality; who is out of reach is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.agencies import known_agencies, match_agency
from bot.domain.messages import Outgoing
from bot.domain.owed import BROADCAST, Owed
from bot.domain.people import Person, Role
from bot.domain.programmes import fold
from bot.domain.roster_table import role_named
from bot.domain.secrecy import bears_secrecy_stamp
from bot.texts import say
from handlers.acting import Actor, Refusal
from handlers.plan_file import own_agencies
from storage.announcements import reachable, record_announcement
from storage.outbox import enqueue
from storage.plans import StoredAgency, find_agency, load_agencies
from storage.roster import load_everybody, people_with_role

LONGEST = 4_000
_EVERYBODY = {"all", "tat ca", "moi nguoi", "toan the"}


@dataclass(frozen=True)
class Audience:
    """Who is meant, by name, and who of them can be reached now."""

    name: str
    reached: tuple[Person, ...]
    missed: tuple[Person, ...]


async def find_audience(actor: Actor, words: str) -> Audience:
    """The people that words name; raises Refusal where they name nobody."""
    name, people = await _people(actor, words)
    if not people:
        raise Refusal(say("announce", "The roster has nobody for: %(words)s", words=words))
    active = await reachable(actor.session, [each.id for each in people])
    reached = tuple(each for each in people if each.id in active)
    return Audience(name, reached, tuple(each for each in people if each.id not in active))


async def _people(actor: Actor, words: str) -> tuple[str, list[Person]]:
    session, today = actor.session, actor.today
    if fold(words) in _EVERYBODY:
        return say("announce", "everybody"), await load_everybody(session, today)
    if role := role_named(words):
        return say("role", role.value), await people_with_role(session, [role], today)
    agencies = await _agencies(session, words)
    if not agencies:
        raise Refusal(say("announce", "The audience is not known: %(words)s", words=words))
    ids = [each.id for each in agencies]
    name = agencies[0].name if len(agencies) == 1 else words
    return name, await people_with_role(session, list(Role), today, agency_ids=ids)


async def _agencies(session: AsyncSession, words: str) -> Sequence[StoredAgency]:
    """One agency by any spelling, or all localities of a kind."""
    kept = await load_agencies(session)
    of_kind = [each for each in kept if each.locality_kind and fold(each.locality_kind) == fold(words)]
    if of_kind:
        return of_kind
    match = match_agency(words, known_agencies(await own_agencies(session)))
    found = await find_agency(session, match.agency.name) if match.agency else None
    return [found] if found else []


def check_text(text: str) -> str:
    """The text to be announced; raises Refusal for an empty, an endless or a stamped one."""
    clean = text.strip()
    if not clean:
        raise Refusal(say("announce", "The announcement is empty."))
    if len(clean) > LONGEST:
        raise Refusal(say("announce", "The announcement is longer than %(most)s letters.", most=LONGEST))
    if bears_secrecy_stamp(clean):
        raise Refusal(say("announce", "The announcement bears a secrecy stamp and is not sent here."))
    return clean


def out_of_reach(audience: Audience, most: int | None = None) -> list[str]:
    """A heading and a line for each of the first of those whom it cannot reach, with a telephone number."""
    if not audience.missed:
        return []
    lines = [say("announce", "Out of reach, %(count)s people:", count=len(audience.missed))]
    lines += [_with_number(each) for each in audience.missed[:most]]
    if most is not None and len(audience.missed) > most:
        lines.append(say("digest", "- and %(count)s more", count=len(audience.missed) - most))
    return lines


def _with_number(person: Person) -> str:
    agencies = "; ".join(dict.fromkeys(each.agency for each in person.memberships if each.agency))
    phone = person.phone or say("announce", "no telephone number")
    return f"- {person.name} ({agencies}), {phone}" if agencies else f"- {person.name}, {phone}"


async def announce(actor: Actor, audience: Audience, text: str) -> int:
    """Owe it to everybody who can be reached, in the hours of speaking, after all else; returns to how many."""
    announcement = await record_announcement(actor.session, audience.name, text, actor.now, actor.person_id)
    opening = actor.office.settings.hours().next_opening(actor.now, await actor.calendar())
    for person in audience.reached:
        owed = Owed(
            key=f"broadcast:{announcement}:{person.id}",
            kind="broadcast",
            message=Outgoing(text),
            person_id=person.id,
            priority=BROADCAST,
            hold_until=opening if opening > actor.now else None,
        )
        await enqueue(actor.session, owed, datetime.now(UTC))
    after = {"audience": audience.name, "reached": len(audience.reached), "missed": len(audience.missed)}
    await actor.record("announce", f"announcement:{announcement}", after=after)
    return len(audience.reached)
