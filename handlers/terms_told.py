"""A recorded event sets the terms that waited for it, and whoever leads those tasks is told."""

from collections.abc import Sequence

from bot.domain.occurrences import Occurrence
from bot.texts import say, short_day
from handlers.acting import Actor
from storage.events import Event, confirm_event, terms_of_event


async def carry_out(actor: Actor, event: Event) -> list[Occurrence]:
    """Confirm the event; returns the occurrences whose terms were set or moved."""
    calendar = await actor.calendar()
    terms = await terms_of_event(actor.session, event, calendar.is_working_day)
    before = {each.code: each.due_on.isoformat() if each.due_on else None for each, _ in terms}
    moved = await confirm_event(actor.session, event, calendar.is_working_day, actor.now)
    await actor.look_again([each.id for each in moved])
    after = {each.code: each.due_on.isoformat() if each.due_on else None for each in moved}
    after |= {"event": event.text, "on": event.on.isoformat(), "document": event.document}
    await actor.record("event", f"event:{event.id}", before=before, after=after)
    told = [each for each in moved if each.due_on is not None and each.state == "open"]
    for agency_id in dict.fromkeys(each.agency_id for each in told):
        await _tell_terms(actor, [each for each in told if each.agency_id == agency_id], event)
    return moved


async def _tell_terms(actor: Actor, occurrences: Sequence[Occurrence], event: Event) -> None:
    """One message to an agency, however many of its tasks waited; numbered, so that it can be answered by number."""
    first = occurrences[0]
    document, day = event.document or say("guidance", "the document"), short_day(event.on)
    if len(occurrences) == 1:
        words = say(
            "guidance", "Term of %(code)s (%(title)s): %(due)s, counted from %(document)s of %(day)s.",
            code=first.code, title=first.title, due=_due(first), document=document, day=day,
        )  # fmt: skip
    else:
        lines = [
            say("guidance", "%(number)s. %(code)s – %(title)s: term %(due)s",
                number=number, code=each.code, title=each.title, due=_due(each))
            for number, each in enumerate(occurrences, start=1)
        ]  # fmt: skip
        head = say("guidance", "Terms counted from %(document)s of %(day)s:", document=document, day=day)
        words = "\n".join([head, *lines])
    await actor.tell([first.agency_id], words, key=f"event:{event.id}:{first.id}", about=occurrences)


def _due(occurrence: Occurrence) -> str:
    return short_day(occurrence.due_on) if occurrence.due_on else ""
