"""A report typed in a few words."""

from bot.texts import say
from handlers.request import Request


async def read_report(request: Request) -> None:
    """Record what the words say of which task, read it back, or ask one short question."""
    await request.answer(say("report", "not understood"))


async def read_edited(request: Request) -> None:
    """An edited message takes the place of what it said before."""
    await read_report(request)
