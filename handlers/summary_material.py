"""Brings together what a file of a summary is made of: the figures, the committee, the trend, Sổ đôn đốc."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import ISSUE, Asked
from bot.render.chart import TrendPoint
from bot.render.ledger import answer_words, outcome_words, stage_words
from bot.render.making import Order
from bot.render.urging import Urging
from bot.texts import say
from storage.ledger import LedgerLine, load_ledger
from storage.plans import Plan, load_agencies, load_settings_of
from storage.summaries import find_draft, load_summary, load_trend

_WITH_LEDGER = frozenset({"xlsx", ISSUE})
_CHANNELS = {"telegram": "Telegram", "zalo_bot": "Zalo", "zalo_oa": "Zalo"}


async def load_order(session: AsyncSession, plan: Plan, asked: Asked, zone: ZoneInfo) -> Order:
    """The order of a file; a summary of the whole carries what the secretary has written into its draft."""
    draft = await find_draft(session, plan.id, asked.period.key) if asked.is_whole else None
    summary = await load_summary(session, plan, asked)
    codes = {(row.code, row.agency) for row in summary.rows}
    lines = await load_ledger(session) if asked.form in _WITH_LEDGER else []
    return Order(
        form=asked.form,
        summary=summary,
        committee=CommitteeSettings.from_stored(await load_settings_of(session, plan.id)),
        remarks=draft.remarks if draft else "",
        proposals=draft.proposals if draft else "",
        trend=tuple(TrendPoint(*each) for each in await load_trend(session, plan.id, asked.on, asked.known_at)),
        short_names={each.name: each.short_name for each in await load_agencies(session)},
        ledger=tuple(
            _urging(line, zone) for line in lines if line.day <= asked.on and (line.code, line.agency) in codes
        ),
    )


def _urging(line: LedgerLine, zone: ZoneInfo) -> Urging:
    row = {"channel": _CHANNELS.get(line.channel, line.channel), "outcome": line.outcome, "reason": line.reason}
    answer = line.answer
    told = (
        ""
        if answer is None
        else answer.text
        or answer_words({"day": answer.on.isoformat(), "status": answer.status, "percent": answer.percent})
    )
    return Urging(
        day=line.day,
        at=line.at.astimezone(zone) if line.at else None,
        agency=line.agency,
        person=line.person or say("ledger", "nobody"),
        channel=row["channel"],
        code=line.code,
        about=stage_words(line.stage),
        outcome=outcome_words(row | {"repeated": line.repeated}),
        answered_on=answer.on if answer else None,
        answer=told,
    )
