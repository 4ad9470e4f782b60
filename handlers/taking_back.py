"""Taking a report back: by the button, by "nhầm", by /sua, or by editing the message."""

from collections.abc import Mapping

from bot.domain.gate import Act
from bot.domain.occurrences import Occurrence
from bot.texts import say
from handlers.looks import look_again
from handlers.obstacles import withdraw
from handlers.recording import RECORDED, render_standing
from handlers.registry import action, command
from handlers.request import Request
from handlers.spoken_of import about, listing
from storage.decisions import close_decisions, find_decision_by_key
from storage.extensions import decide_extension, find_extension
from storage.obstacles import obstacles_of_reports
from storage.occurrences import forget_ack, forget_snooze, load_occurrences
from storage.reports import last_report, newest_reports_of_person, reports_of_message, undo_reports
from storage.sent import answers_to, newest_answer_about

VERB = "undo"


@action(VERB, act=Act.OWN_DATA)
async def press_undo(request: Request) -> None:
    """The button under a read-back: takes back what that message was recorded as."""
    number = request.arguments[0] if request.arguments else ""
    await _answer(request, await take_back(request, int(number)) if number.isdecimal() else None)


async def take_back_last(request: Request) -> None:
    """ "Nhầm": whatever the person's last message was recorded as."""
    found = await newest_answer_about(request.session, request.person.id, RECORDED)
    await _answer(request, await take_back(request, found[0]) if found else None)


async def take_back(request: Request, inbox_id: int) -> list[Occurrence] | None:
    """Undo everything that the person's message changed; None where nothing of it stands any more."""
    reports = await reports_of_message(request.session, inbox_id)
    ids = [each.id for each in reports if each.person_id == request.person.id and not each.undone]
    obstacles = await obstacles_of_reports(request.session, ids)
    touched = set(await undo_reports(request.session, ids, request.now))
    for each in obstacles:
        await withdraw(request, each)
    for report_id in ids:
        await _make_moot(request, f"completion:{report_id}")
    for answer in await answers_to(request.session, inbox_id):
        kept = answer.subject.get(RECORDED)
        if kept and answer.person_id == request.person.id:
            touched |= await _take_back_more(request, kept)
    if not touched:
        return None
    await request.record("undo", f"inbox:{inbox_id}", before={"reports": ids})
    await look_again(request, touched)
    found = await load_occurrences(request.session, touched)
    return [found[each] for each in sorted(found)]


async def _take_back_more(request: Request, kept: Mapping[str, list[int]]) -> set[int]:
    """What is no report: "đã nhận", "nhắc sau", a request for more time that nobody has decided."""
    today = request.today
    touched = await forget_ack(request.session, kept.get("acked", []), today)
    touched |= await forget_snooze(request.session, kept.get("snoozed", []))
    for extension_id in kept.get("extensions", []):
        extension = await find_extension(request.session, extension_id)
        if extension and await decide_extension(
            request.session, extension_id, "withdrawn", request.now, by=request.person.id
        ):
            await _make_moot(request, f"extension:{extension_id}")
            touched.add(extension.occurrence_id)
    return touched


async def _make_moot(request: Request, key: str) -> None:
    decision = await find_decision_by_key(request.session, key)
    if decision is not None:
        await close_decisions(request.session, [decision.id], "taken_back", request.now, state="moot")


async def _answer(request: Request, occurrences: list[Occurrence] | None) -> None:
    if not occurrences:
        await request.answer(say("undo", "There is nothing to take back."))
        return
    lines = [await _line(request, each) for each in occurrences]
    head = say("undo", "Taken back. It stands as before:")
    await request.answer("\n".join([head, *lines]), subject=about(occurrences))


async def _line(request: Request, occurrence: Occurrence) -> str:
    report = await last_report(request.session, occurrence.id)
    if report is None:
        return say("undo", "– %(code)s: no report yet", code=occurrence.code)
    return say("undo", "– %(line)s", line=render_standing(occurrence.code, report))


@command("sua", act=Act.REPORT, help="Correct my last report", words=("sua", "sua lai", "sua bao cao"))
async def correct(request: Request) -> None:
    """Shows the last report, so that the next words take its place; with words, they take it at once."""
    if request.argument:
        from handlers.status_reply import read_words

        await read_words(request, request.argument)
        return
    reports = await newest_reports_of_person(request.session, request.person.id)
    if not reports:
        await request.answer(say("undo", "There is no report to correct yet."))
        return
    found = await load_occurrences(request.session, [each.occurrence_id for each in reports])
    lines = [
        say("undo", "%(number)s. %(line)s", number=number, line=render_standing(found[each.occurrence_id].code, each))
        for number, each in enumerate(reports, start=1)
    ]
    head, how = (
        say("undo", "The last report:"),
        say("undo", "Please type it anew, for example: 1 under way 60 percent."),
    )
    await request.answer(
        "\n".join([head, *lines, how]),
        subject=listing(found[each.occurrence_id] for each in reports),
        numbers_taken=True,
    )
