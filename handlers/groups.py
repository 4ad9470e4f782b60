"""In a group the bot answers only when it is named, and with totals: never with anything about a person or a task.

Who asks must be somebody whose summary is of the whole, so that a stranger's group learns nothing; the gate decides.
"""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import gate
from bot.domain.gate import Act, SummaryScope
from bot.domain.messages import Address, Incoming, IncomingKind, Outgoing
from bot.domain.owed import ANSWER, Owed
from bot.domain.people import Person
from bot.render.summary_chat import render_totals
from bot.texts import say
from handlers.request import Office, Request, UsageError
from handlers.tonghop import totals_asked
from storage.outbox import enqueue
from storage.roster import find_address, find_person


async def answer_in_group(session: AsyncSession, office: Office, incoming: Incoming, inbox_id: int) -> None:
    """Answer somebody known who named the bot; say nothing to anybody else."""
    now = office.clock.now()
    person = await _asker(session, office, incoming)
    if person is None or incoming.kind is not IncomingKind.TEXT:
        return
    request = Request(session, office, incoming, inbox_id, person, now)
    # To the chat alone: what the group reads is not what the person was told.
    owed = Owed(
        key=f"group:{inbox_id}",
        kind="reply",
        message=Outgoing(await _totals(request), quotes=incoming.ref if request.capabilities.quoting else ""),
        address=incoming.address,
        priority=ANSWER,
        cause_id=inbox_id,
    )
    await enqueue(session, owed, datetime.now(UTC))


async def _asker(session: AsyncSession, office: Office, incoming: Incoming) -> Person | None:
    private = Address(incoming.address.channel, incoming.sender, incoming.address.bot)
    known = await find_address(session, private)
    if known is None or known.state != "active":
        return None
    today = office.clock.now().astimezone(office.settings.timezone).date()
    return await find_person(session, known.person_id, today)


async def _totals(request: Request) -> str:
    person = request.person
    if not gate.may(person, Act.SUMMARY) or gate.summary_scope(person) is not SummaryScope.ALL:
        return say("group", "Here only the totals of the committee are given; please write to me privately.")
    try:
        summary = await totals_asked(request)
    except UsageError as exc:
        return str(exc)
    if summary is None:
        return say("group", "In a group: /tonghop gives the totals. Reports and questions, please, privately.")
    return render_totals(summary)
