"""After any change to an occurrence the planner looks at it anew, in the same transaction."""

from collections.abc import Iterable

from handlers.request import Request
from storage.looks import refresh_looks


async def look_again(request: Request, occurrence_ids: Iterable[int]) -> None:
    """Have the planner decide anew what is next said of these."""
    ids = sorted(set(occurrence_ids))
    if ids:
        await refresh_looks(request.session, ids, request.today, await request.calendar(), await request.policy())
