"""Reporting rounds (đợt báo cáo): which day the list goes out, which days remind, when it closes, who was silent.

The legal periods and their cut-off days are in `bot.domain.periods`; here a round is made from a cut-off day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.workdays import WorkCalendar

OPENS_BEFORE = 5  # working days before the cut-off
REMINDS_BEFORE = (2, 0)  # working days before the last working day of the round


@dataclass(frozen=True)
class Round:
    """The days of one round. It closes when `cut_off_on` is over; `last_on` is its last working day."""

    id: int
    cut_off_on: date
    opens_on: date
    reminds_on: tuple[date, ...]
    last_on: date
    until_on: date = date.max  # terms after it are not asked about: nobody reports on next year's quarter
    plan_id: int = 0  # 0: of whatever plan

    def step_on(self, day: date) -> int | None:
        """0 for the day of the list, 1 and 2 for those of the reminders, None for the others."""
        return next((n for n, step in enumerate((self.opens_on, *self.reminds_on)) if step == day), None)

    def step_due(self, today: date, asked_on: date | None) -> int | None:
        """The step to take today though its own day was missed; `asked_on` is the day of the last one taken."""
        if not self.opens_on <= today <= self.last_on:
            return None
        steps = enumerate((self.opens_on, *self.reminds_on))
        return max((n for n, day in steps if day <= today and (asked_on is None or day > asked_on)), default=None)

    def is_over(self, today: date) -> bool:
        """Time to close and to draft the summary: the cut-off day has passed."""
        return today > self.cut_off_on


def plan_round(
    round_id: int, cut_off_on: date, calendar: WorkCalendar, opens_on: date | None = None, plan_id: int = 0
) -> Round:
    """The round of a cut-off day: the list 5 working days before, two reminders; `opens_on` where a person chose it.

    Cut-off Wednesday 14/9/2022: list on 7/9, reminders on 12/9 and 14/9. A cut-off on a day off stays that day
    (Nghị định 09/2019/NĐ-CP, Điều 12); the last reminder comes on the working day before. Asked about are the terms up
    to the end of the cut-off's year, as in a summary, and what has no term.
    """
    last_on = calendar.on_or_before(cut_off_on)
    opens = calendar.on_or_after(opens_on) if opens_on else calendar.add_working_days(cut_off_on, -OPENS_BEFORE)
    reminds = (calendar.add_working_days(last_on, -days) for days in REMINDS_BEFORE)
    reminds_on = tuple(day for day in reminds if day > opens)
    return Round(round_id, cut_off_on, opens, reminds_on, last_on, date(cut_off_on.year, 12, 31), plan_id)


def concerns(reporting: Round, plan_id: int, due_on: date | None) -> bool:
    """Is an occurrence with this term asked about in the round?"""
    return reporting.plan_id in (0, plan_id) and (due_on is None or due_on <= reporting.until_on)


def answered(reporting: Round, reported_on: date | None) -> bool:
    """Was something reported in the round, by whatever way: chat, letter, telephone?"""
    return reported_on is not None and reported_on >= reporting.opens_on


def not_reported(reporting: Round, asked: Mapping[int, date | None]) -> list[int]:
    """Of the occurrences asked about (id → day of the last report), those on which nobody said anything.

    Never to be mixed with "chưa thực hiện": there somebody said so.
    """
    return [occurrence_id for occurrence_id, reported_on in asked.items() if not answered(reporting, reported_on)]
