"""The rounds that the legal rhythm brings: each quarter of a live plan, as Nghị định 09/2019 closes it."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.periods import quarters_closing
from bot.domain.rounds import plan_round
from bot.domain.workdays import WorkCalendar
from storage.plans import Plan
from storage.rounds import StoredRound

AHEAD = timedelta(days=45)


def legal_rounds(
    plans: Iterable[Plan], from_on: date, calendar: WorkCalendar, until_on: date | None = None
) -> list[StoredRound]:
    """The quarterly rounds of these plans whose list goes out from `from_on` on, for some weeks or until a day.

    They have no id yet: a negative one, each its own.
    """
    found: list[StoredRound] = []
    for plan in plans:
        for period in quarters_closing(from_on, until_on or from_on + AHEAD):
            opens_on = plan_round(0, period.cut_off, calendar).opens_on
            if opens_on < from_on or not plan.start_on <= period.cut_off <= plan.end_on:
                continue
            days = (period.start, period.end, period.cut_off, opens_on)
            found.append(StoredRound(-len(found) - 1, plan.id, period.key, *days, "planned", None))
    return found
