"""The one HTTP server: health, metrics, what channels hand over, the board, and in the demo the simulator."""

import ipaddress
import logging
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.web.pages import guard, static_file

log = logging.getLogger(__name__)

BODY_LIMIT = 20 * 1024 * 1024


def build_web(
    routes: Iterable[web.RouteDef],
    *,
    is_healthy: Callable[[], Awaitable[dict[str, object]]],
    metrics: Callable[[], Awaitable[bytes]],
    metrics_token: str | None = None,
) -> web.Application:
    """The application with the fixed routes and those handed over. `is_healthy` raises where the service is not."""

    async def healthz(_request: web.Request) -> web.Response:
        try:
            return web.json_response({"status": "ok", **await is_healthy()})
        except Exception:
            log.exception("health_failed")
            return web.json_response({"status": "failed"}, status=503)

    async def show_metrics(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "")
        if not _is_loopback(request.remote) and not (metrics_token and given == f"Bearer {metrics_token}"):
            raise web.HTTPNotFound
        return web.Response(body=await metrics(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    application = web.Application(middlewares=[guard], client_max_size=BODY_LIMIT)
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/metrics", show_metrics)
    application.router.add_get(r"/static/{name:[\w.-]+(?:/[\w.-]+)?}", static_file)
    application.add_routes(routes)
    return application


def _is_loopback(remote: str | None) -> bool:
    try:
        return remote is not None and ipaddress.ip_address(remote).is_loopback
    except ValueError:
        return False
