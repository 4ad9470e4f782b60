"""What today's reader would read differently in reports that stand, for `nhacviec audit --reread`. Changes nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.replies import read_reply
from storage.reports import StoredReading, stored_readings


@dataclass(frozen=True)
class Difference:
    """One report that would be read differently; `before` and `after` are items as data/replies/GUIDE.md has them."""

    stored: StoredReading
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """For `nhacviec audit --reread --json`."""
        return {
            "report": self.stored.report_id,
            "code": self.stored.code,
            "agency": self.stored.agency,
            "reported_on": self.stored.reported_on.isoformat(),
            "text": self.stored.text,
            "reader": self.stored.reading["reader"],
            "before": self.before,
            "after": self.after,
        }


async def reread(session: AsyncSession) -> list[Difference]:
    """Every report that stands read once more, in the terms in which it was read; those that differ, the oldest first.

    A report of a button has no reading, one from before readings kept their terms cannot be read again.
    """
    found = []
    for stored in await stored_readings(session):
        kept = stored.reading
        today = date.fromisoformat(kept["today"])
        after = read_reply(stored.text, today=today, open_codes=kept["open"]).items_json()
        if after != kept["items"]:
            found.append(Difference(stored, kept["items"], after))
    return found
