"""/thongbao: an announcement, shown with how many it reaches and whom it cannot, confirmed, then owed.

Step by step, or at once: "/thongbao Sở Xây dựng: Kính mời dự họp …". The text goes out as typed, line by line.
"""

from typing import Any

from bot.domain.gate import Act
from bot.domain.people import Role
from bot.texts import say
from handlers.acting import Actor
from handlers.announcing import Audience, announce, check_text, find_audience, out_of_reach
from handlers.registry import command
from handlers.request import Request
from handlers.talks import YES, Heard, Option, ask, talk, whole, yes_or_stop
from storage.conversations import Conversation

KIND = "announce"
_WHO, _TEXT, _CONFIRM = "who", "text", "confirm"
_OFFERED = (Role.FOCAL, Role.AGENCY_LEADER, Role.STANDING)
_EVERYBODY = "all"
_NAMED = 6  # of those out of reach


@command("thongbao", act=Act.ANNOUNCE, help="An announcement", words=("thong bao",))
async def announcement(request: Request) -> None:
    """With "audience: text" straight to the yes; else the audience is asked for, then the text."""
    whole_text = request.text.strip().partition(" ")[2].strip() if request.argument else ""
    audience, _, text = whole_text.partition(":")
    await whole(request, _go_on(request, {"to": " ".join(audience.split()), "text": text.strip()}))


async def _step(request: Request, asked: Conversation, heard: Heard) -> None:
    data = asked.data
    match data["step"]:
        case "who":
            await _go_on(request, {**data, "to": heard.word or heard.text})
        case "text":
            await _go_on(request, {**data, "text": request.text.strip()})
        case _:
            await _confirmed(request, data, heard)


async def _go_on(request: Request, data: dict[str, Any]) -> None:
    """Ask for what is missing; then show text, count and whoever is out of reach."""
    if not data["to"]:
        options = [Option(_EVERYBODY, say("announce", "everybody"))]
        options += [Option(each.value, say("role", each.value)) for each in _OFFERED]
        await ask(request, KIND, {**data, "step": _WHO}, say("announce", "To whom?"), options)
        return
    audience = await find_audience(Actor.of(request), data["to"])
    if not data["text"]:
        text = say("announce", "What is announced to %(name)s (%(count)s people)?", name=audience.name,
                   count=f"{len(audience.reached):02d}")  # fmt: skip
        await ask(request, KIND, {**data, "step": _TEXT}, text)
        return
    shown = _shown(audience, check_text(data["text"]))
    await ask(request, KIND, {**data, "step": _CONFIRM}, shown, yes_or_stop(say("announce", "Send")))


def _shown(audience: Audience, text: str) -> str:
    head = say("announce", "To %(name)s: %(count)s people will get this.", name=audience.name,
               count=f"{len(audience.reached):02d}")  # fmt: skip
    return "\n".join([head, f"“{text}”", *out_of_reach(audience, _NAMED), say("announce", "Shall it be sent?")])


async def _confirmed(request: Request, data: dict[str, Any], heard: Heard) -> None:
    if heard.word != YES:
        await _go_on(request, data)
        return
    actor = Actor.of(request)
    audience = await find_audience(actor, data["to"])
    count = await announce(actor, audience, check_text(data["text"]))
    await request.answer(say("announce", "Queued for %(count)s people (%(name)s).", count=count, name=audience.name))


press_announcement, answer_announcement = talk(KIND, Act.ANNOUNCE, _step)
