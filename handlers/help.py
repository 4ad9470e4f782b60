"""/start and /trogiup: what can be done here, in a few lines, by what the person's role allows."""

from collections.abc import Iterable

from bot.domain import gate
from bot.domain.gate import Act
from bot.texts import say
from handlers.own_data import go_on
from handlers.registry import Command, command
from handlers.request import Request


@command("start", act=Act.OWN_DATA, help="Begin")
async def start(request: Request) -> None:
    """Greets somebody who is of the roster already; whoever had stopped the messages gets them again."""
    if await go_on(request):
        await request.answer(say("data", "Messages come again."))
        return
    await request.answer(say("help", "known already", person=request.person.addressed))


@command("trogiup", act=Act.OWN_DATA, help="What can be done here", words=("tro giup", "help", "huong dan su dung"))
async def show_help(request: Request) -> None:
    """The commands that are open to the person, each with a line."""
    from handlers import COMMANDS

    committee = await request.committee()
    lines = [say("help", "how it works")] if request.may(Act.REPORT) else []
    lines += [f"/{each.name} – {say('menu', each.help)}" for each in open_to(request, COMMANDS.values())]
    lines.append(say("help", "a human helps: %(human)s", human=committee.human_contact))
    await request.answer("\n".join(lines))


def open_to(request: Request, commands: Iterable[Command]) -> list[Command]:
    """The commands whose act the person's roles allow, in the order of the list."""
    return [each for each in commands if gate.may(request.person, each.act)]
