"""/nhiemvu: what one's agency still owes, numbered, so that "1 xong" answers it."""

from bot.domain.gate import Act
from bot.domain.occurrences import Occurrence
from bot.texts import say, short_day
from handlers.registry import command
from handlers.request import Request
from storage.occurrences import open_occurrences

SHOWN = 12  # a list that is longer is read on in pages


@command("nhiemvu", act=Act.OWN_TASKS, help="The tasks of my agency", words=("nhiem vu", "viec cua toi", "tien do"))
async def my_tasks(request: Request) -> None:
    """All open tasks of the person's agencies, the nearest term first."""
    await show_tasks(request)


async def show_tasks(request: Request) -> None:
    """Owe the list, or the word that there is nothing open."""
    found = await open_occurrences(request.session, request.person.agency_ids())
    if not found:
        await request.answer(say("tasks", "no open task"))
        return
    shown = found[:SHOWN]
    lines = [say("tasks", "You have %(count)s open tasks:", count=len(found))]
    lines += [render_line(number, each) for number, each in enumerate(shown, start=1)]
    if len(found) > len(shown):
        lines.append(say("tasks", "… and %(count)s more.", count=len(found) - len(shown)))
    lines.append(say("tasks", "how to answer"))
    numbered = [{"number": n, "occurrence_id": each.id, "code": each.code} for n, each in enumerate(shown, start=1)]
    await request.answer("\n".join(lines), subject={"occurrences": numbered}, numbers_taken=True)


def term_words(occurrence: Occurrence) -> str:
    """The due day, or why there is none: it waits for something, has no end, or was left open."""
    if occurrence.due_on:
        return short_day(occurrence.due_on)
    if occurrence.kind == "guidance":
        return say("tasks", "not counted yet, waits for: %(event)s", event=occurrence.event)
    return say("tasks", "continuous" if occurrence.kind == "continuous" else "no term")


def render_line(number: int, occurrence: Occurrence) -> str:
    """One line of the list: number, code, short content, term, last standing."""
    due = term_words(occurrence)
    line = say(
        "tasks", "%(number)s. %(code)s – %(title)s. Term: %(due)s",
        number=number, code=occurrence.code, title=occurrence.title, due=due,
    )  # fmt: skip
    if occurrence.standing is None:
        return line
    standing = say("status", occurrence.standing.value)
    if occurrence.percent is not None:
        standing = f"{standing} {occurrence.percent}%"
    return say("tasks", "%(line)s (%(standing)s)", line=line, standing=standing)
