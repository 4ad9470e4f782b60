"""Photos, documents and telephone numbers that people send."""

from bot.texts import say
from handlers.request import Request


async def take_file(request: Request) -> None:
    """Keep a file with the report that it proves."""
    await request.answer(say("files", "no report to keep it with"))


async def take_contact(request: Request) -> None:
    """Keep the person's own telephone number."""
    from storage.roster import set_phone

    await set_phone(request.session, request.person.id, request.text)
    await request.record("phone", f"person:{request.person.id}")
    await request.answer(say("files", "phone kept"))
