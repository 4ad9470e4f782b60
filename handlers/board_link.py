"""The way to the board, for whoever may see a summary: a link of one's own, under one's own roles."""

from datetime import UTC, datetime

from bot.domain.board import GOES_ON, LASTS, board_address
from bot.domain.messages import Button
from bot.texts import say
from handlers.request import Buttons, Request
from storage.board_links import add_board_link, newest_board_link
from storage.plans import Plan


async def board_buttons(request: Request, plan: Plan) -> Buttons:
    """A row with the board's button; none where the service has no address from outside."""
    settings = request.office.settings
    if not settings.public_url:
        return ()
    now = datetime.now(UTC)
    link = await newest_board_link(request.session, request.person.id, plan.id, now + GOES_ON)
    link_id, expires_at = (link.id, link.expires_at) if link else (0, now + LASTS)
    if not link_id:
        link_id = await add_board_link(request.session, request.person.id, plan.id, now, expires_at)
    address = board_address(settings.public_url, request.office.key, link_id, expires_at)
    return ((Button(say("summary", "The board"), url=address),),)
