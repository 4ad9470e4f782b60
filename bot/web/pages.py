"""Pages: templates that escape everything, the headers that keep a page to itself, static files, bounded bodies."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.render.summary_words import plan_name
from bot.texts import percent, say, short_day, short_time, weekday_name

_HERE = Path(__file__).parent
STATIC = _HERE / "static"

SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def in_address(text: str) -> str:
    """A text as one part of an address, whatever it holds."""
    return quote(text, safe="")


def download(name: str, content: bytes, kind: str = "application/octet-stream", *, shown: bool = False) -> web.Response:
    """A file under its own name; `shown`: the browser may open it in place of saving it (RFC 6266)."""
    disposition = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{in_address(name)}"
    return web.Response(body=content, content_type=kind, headers={"Content-Disposition": disposition})


@cache
def templates() -> Environment:
    """The templates of this folder, everything escaped, names that do not exist refused."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=say, plan_name=plan_name)
    environment.filters.update(short_day=short_day, short_time=short_time, weekday=weekday_name, percentage=percent)
    environment.filters["in_address"] = in_address
    return environment


def render_page(name: str, /, status: int = 200, **values: Any) -> web.Response:
    """A page from a template."""
    text = templates().get_template(name).render(**values)
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


def neutral_page(status: int = 404) -> web.Response:
    """What anybody gets who has no right to a page: it does not tell whether there was one."""
    return render_page("neutral.html", status=status)


@web.middleware
async def guard(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """Put the headers on everything; unknown addresses get the neutral page, faults no details."""
    try:
        response = await handler(request)
    except web.HTTPNotFound:
        response = neutral_page()
    except web.HTTPException as exc:
        exc.headers.update(SAFE_HEADERS)
        raise
    for name, value in SAFE_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def static_file(request: web.Request) -> web.StreamResponse:
    """A style sheet, script or face that ships with the pages."""
    path = STATIC / request.match_info["name"]
    if path.suffix not in {".css", ".js", ".woff2", ".svg"} or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "public, max-age=3600"})
