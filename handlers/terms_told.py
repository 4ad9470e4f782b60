"""A recorded event sets the terms that waited for it, and whoever leads those tasks is told."""

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
    for occurrence in moved:
        await _tell_term(actor, occurrence, event)
    return moved


async def _tell_term(actor: Actor, occurrence: Occurrence, event: Event) -> None:
    if occurrence.due_on is None or occurrence.state != "open":
        return
    words = say(
        "guidance", "Term of %(code)s (%(title)s): %(due)s, counted from %(document)s of %(day)s.",
        code=occurrence.code, title=occurrence.title, due=short_day(occurrence.due_on),
        document=event.document or say("guidance", "the document"), day=short_day(event.on),
    )  # fmt: skip
    await actor.tell([occurrence.agency_id], words, key=f"event:{event.id}:{occurrence.id}", about=occurrence)
