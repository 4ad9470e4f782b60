"""Files by expiring signed links, for channels that cannot carry them: `GET /tep/<word>`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.domain.messages import OutgoingFile
from bot.domain.signed import read_signed, sign
from bot.web.pages import download
from storage.engine import Sessions
from storage.files import load_file

PURPOSE = "file"
LASTS = timedelta(days=7)
_SHOWN = {"image/png", "image/jpeg", "application/pdf"}


def link_maker(public_url: str, key: bytes) -> Callable[[OutgoingFile], str]:
    """Makes the address of a stored file; it ends after a week and can be fetched as often as needed till then."""

    def link(file: OutgoingFile) -> str:
        return f"{public_url.rstrip('/')}/tep/{sign(key, PURPOSE, file.stored, datetime.now(UTC) + LASTS)}"

    return link


def file_routes(sessions: Sessions, key: bytes) -> list[web.RouteDef]:
    """The route that hands files over."""

    async def hand_over(request: web.Request) -> web.Response:
        stored = read_signed(key, PURPOSE, request.match_info["word"], datetime.now(UTC))
        if stored is None:
            raise web.HTTPNotFound
        async with sessions() as session:
            file = await load_file(session, stored)
        if file is None:
            raise web.HTTPNotFound
        shown = file.kind in _SHOWN
        return download(file.name, file.content, file.kind if shown else "application/octet-stream", shown=shown)

    return [web.get(r"/tep/{word:[\w.-]+}", hand_over)]
