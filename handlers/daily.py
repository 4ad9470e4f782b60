"""Puts together the words of a daily message from what is stored: for the planner, the deliverer and previews."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Person
from bot.domain.periods import period_of_key
from bot.domain.reminders import ROUND, DueItem, NumberedItem
from bot.domain.workdays import WorkCalendar
from bot.render.reminders import Desk, ReminderLine, RoundWords, render_daily
from bot.render.summary_words import period_name
from storage.occurrences import load_occurrences
from storage.plans import agencies_of_kind, find_plan, load_settings_of
from storage.roster import load_people
from storage.rounds import StoredRound, find_round


@dataclass(frozen=True)
class Material:
    """What the words of messages are made of, loaded once for all messages of a day."""

    today: date
    calendar: WorkCalendar
    occurrences: Mapping[int, Occurrence]
    people: Mapping[int, Person]
    organisations: frozenset[int]  # agencies that are asked, not told
    rounds: Mapping[int, StoredRound]
    desk: Desk


async def load_material(
    session: AsyncSession,
    items: Iterable[DueItem],
    person_ids: Collection[int],
    today: date,
    calendar: WorkCalendar,
) -> Material:
    """Load what the messages with these items to these people need."""
    items = list(items)
    plan = await find_plan(session)
    committee = CommitteeSettings.from_stored(await load_settings_of(session, plan.id) if plan else {})
    rounds = {round_id_of(item): None for item in items if item.stage == ROUND}
    found = [await find_round(session, each) for each in rounds]
    return Material(
        today=today,
        calendar=calendar,
        occurrences=await load_occurrences(session, {item.occurrence_id for item in items}),
        people=await load_people(session, person_ids, today),
        organisations=await agencies_of_kind(session, "organisation"),
        rounds={each.id: each for each in found if each is not None},
        desk=Desk(committee.speaking_name),
    )


def compose_daily(material: Material, person_id: int, items: Sequence[NumberedItem], message_id: int) -> Outgoing:
    """The message with these items to that person; the numbers are kept as they are."""
    lines = [_line(material, each) for each in items]
    return render_daily(
        material.people[person_id],
        lines,
        material.today,
        material.desk,
        message_id=message_id,
        reporting=_round_words(material, items),
    )


def round_id_of(item: DueItem) -> int:
    """The round of an item "round:ID:n"."""
    return int(item.key.split(":")[1])


def round_name(stored: StoredRound) -> str:
    """The period of a round as officials name it: quý III/2022."""
    return period_name(period_of_key(stored.period))


def _line(material: Material, numbered: NumberedItem) -> ReminderLine:
    item = numbered.item
    off = item.due_on is not None and not material.calendar.is_working_day(item.due_on)
    return ReminderLine(
        numbered.number,
        item,
        material.occurrences[item.occurrence_id],
        organisation=item.agency_id in material.organisations,
        last_working_on=material.calendar.on_or_before(item.due_on) if off and item.due_on else None,
    )


def _round_words(material: Material, items: Sequence[NumberedItem]) -> RoundWords | None:
    for each in items:
        if each.item.stage == ROUND and (stored := material.rounds.get(round_id_of(each.item))):
            return RoundWords(round_name(stored), stored.cut_off_on, again=not each.item.key.endswith(":0"))
    return None
