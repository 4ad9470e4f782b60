"""A summary that somebody asked for, as it is kept until it is made: the same words give the same figures again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.domain.periods import Period
from bot.domain.summary.summary import EVERYTHING, Narrowing

CHAT, ISSUE = "chat", "issue"  # forms beside those of files


@dataclass(frozen=True)
class Asked:
    """Of which plan, over which period, as of which day and moment of knowledge, about whose work, in which form."""

    plan_id: int
    period: Period
    on: date
    known_at: datetime
    narrowing: Narrowing = EVERYTHING
    form: str = CHAT

    @property
    def is_whole(self) -> bool:
        """About everybody's work: only such a summary can be issued."""
        return self.narrowing == EVERYTHING

    def as_form(self, form: str) -> "Asked":
        """The same in another form."""
        return replace(self, form=form)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        period = self.period
        return {
            "plan_id": self.plan_id,
            "period": {
                "kind": period.kind,
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "data_from": period.data_from.isoformat(),
                "cut_off": period.cut_off.isoformat(),
            },
            "on": self.on.isoformat(),
            "known_at": self.known_at.isoformat(),
            "agencies": sorted(self.narrowing.agencies),
            "programmes": sorted(self.narrowing.programmes),
            "overdue_only": self.narrowing.overdue_only,
            "form": self.form,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Asked":
        """What `to_json` gave."""
        period = data["period"]
        days = {key: date.fromisoformat(period[key]) for key in ("start", "end", "data_from", "cut_off")}
        return cls(
            plan_id=data["plan_id"],
            period=Period(period["kind"], **days),
            on=date.fromisoformat(data["on"]),
            known_at=datetime.fromisoformat(data["known_at"]),
            narrowing=Narrowing(
                frozenset(data["agencies"]), frozenset(data["programmes"]), overdue_only=data["overdue_only"]
            ),
            form=data["form"],
        )
