"""Issuing a summary: the secretary adds remarks and proposals, previews, issues, and has it sent to the leaders."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.gate import Act
from bot.domain.messages import Button, Outgoing, OutgoingFile
from bot.domain.people import Role
from bot.domain.programmes import fold
from bot.domain.summary import ISSUE, Asked
from bot.render.summary_words import period_name
from bot.texts import say, short_day
from handlers.registry import action, question
from handlers.request import Request
from storage.conversations import Conversation, close_conversation, open_conversation
from storage.roster import people_with_role
from storage.summaries import draft_summary, files_of_issue, find_draft, find_issue, set_words
from storage.summary_orders import add_order

QUESTION = "summary_words"
SEND = "sumsend"
_LEAVE = ("thoi", "bo qua", "huy", "de sau")
_LONGEST = 4_000  # characters of remarks or proposals

Step = Callable[[Request, Asked, Mapping[str, Any]], Awaitable[None]]


async def ask_for_remarks(request: Request, asked: Asked, subject: Mapping[str, Any]) -> None:
    """The next message is the remarks."""
    await _ask(request, asked, "remarks")


async def ask_for_proposals(request: Request, asked: Asked, subject: Mapping[str, Any]) -> None:
    """The next message is the proposals."""
    await _ask(request, asked, "proposals")


async def _ask(request: Request, asked: Asked, part: str) -> None:
    draft_id = await _draft(request, asked)
    data = {"draft": draft_id, "part": part, "asked": asked.to_json()}
    await open_conversation(request.session, request.person.id, QUESTION, data, request.now)
    await request.answer(say("issuing", f"Please type the {part}."))


async def _draft(request: Request, asked: Asked) -> int:
    """The draft of the period, made where there is none; its figures are taken when it is issued."""
    draft = await find_draft(request.session, asked.plan_id, asked.period.key)
    if draft is not None:
        return draft.id
    return await draft_summary(
        request.session, asked.plan_id, asked.period.key, asked.on, asked.known_at, {}, request.now
    )


@question(QUESTION, act=Act.ISSUE_SUMMARY)
async def take_words(request: Request, conversation: Conversation) -> bool:
    """Keep what the secretary wrote, as written; a command or "thôi" leaves the question."""
    if request.text.startswith("/"):
        return False
    await close_conversation(request.session, conversation.id, "answered", request.now)
    if fold(request.text) in _LEAVE:
        await request.answer(say("issuing", "Nothing was changed."))
        return True
    part, draft_id = conversation.data["part"], conversation.data["draft"]
    draft = await find_issue(request.session, draft_id)
    if draft is None or draft.state != "draft":
        await request.answer(say("issuing", "This summary has been issued and is not changed any more."))
        return True
    words = request.text.strip()[:_LONGEST]
    await set_words(request.session, draft_id, **{part: words})
    before = {part: draft.remarks if part == "remarks" else draft.proposals}
    await request.record("summary_words", f"summary:{draft_id}", before=before, after={part: words})
    asked = Asked.from_json(conversation.data["asked"])
    await request.answer(
        say("issuing", f"The {part} are kept. The Word file shows how they will stand."),
        buttons=_next_steps(),
        subject={"summary": {"asked": asked.to_json(), "pages": []}},
    )
    return True


def _next_steps() -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say("issuing", "Preview (Word)"), "sum:docx"), Button(say("issuing", "Issue"), "sum:issue")),
        (Button(say("issuing", "Remarks"), "sum:remarks"), Button(say("issuing", "Proposals"), "sum:proposals")),
    )


async def confirm_issue(request: Request, asked: Asked, subject: Mapping[str, Any]) -> None:
    """Ask once more: what is issued stays."""
    draft = await find_draft(request.session, asked.plan_id, asked.period.key)
    lines = [
        say(
            "issuing", "Issue the summary of %(period)s, figures as of %(day)s? It gets a number and stays as it is.",
            period=period_name(asked.period), day=short_day(asked.on),
        )
    ]  # fmt: skip
    if draft is None or not draft.remarks:
        lines.append(say("issuing", "There are no remarks yet."))
    if draft is None or not draft.proposals:
        lines.append(say("issuing", "There are no proposals yet."))
    await request.answer(
        "\n".join(lines),
        buttons=((Button(say("issuing", "Issue"), "sum:issueyes"), Button(say("issuing", "Later"), "sum:leave")),),
        subject={"summary": {"asked": asked.to_json(), "pages": []}},
    )


async def issue(request: Request, asked: Asked, subject: Mapping[str, Any]) -> None:
    """Have the files made; with them the summary gets its number (see `bot.jobs.summary_orders`)."""
    draft_id = await _draft(request, asked)
    what = asked.as_form(ISSUE).to_json() | {"issue": draft_id, "is_now": False}
    await add_order(request.session, request.person.id, request.address, what, request.inbox_id, datetime.now(UTC))
    await request.answer(say("issuing", "The files are being made; the number follows."))


async def leave(request: Request, asked: Asked, subject: Mapping[str, Any]) -> None:
    """Not now: the draft is kept."""
    await request.answer(say("issuing", "The draft is kept. /tonghop shows it again."))


STEPS: dict[str, Step] = {
    "remarks": ask_for_remarks,
    "proposals": ask_for_proposals,
    "issue": confirm_issue,
    "issueyes": issue,
    "leave": leave,
}


@action(SEND, act=Act.ISSUE_SUMMARY)
async def send_to_leaders(request: Request) -> None:
    """The secretary's word: the leaders get the issued summary by their channel, each once."""
    number = request.arguments[0] if request.arguments else ""
    issued = await find_issue(request.session, int(number)) if number.isdecimal() else None
    if issued is None or issued.state != "issued":
        await request.answer(say("issuing", "This summary has not been issued."))
        return
    files = [each for each in await files_of_issue(request.session, issued.id) if each.name.endswith(".pdf")]
    text = say(
        "issuing", "The summary no. %(number)s, figures as of %(day)s, is sent for your information.",
        number=issued.number, day=short_day(issued.on),
    )  # fmt: skip
    leaders = await people_with_role(request.session, [Role.COMMITTEE_LEADER, Role.STANDING], request.today)
    told = 0
    for person in leaders:
        message = Outgoing(text, files=tuple(OutgoingFile(each.key, each.name, each.kind) for each in files))
        key = f"summary:{issued.id}:{person.id}"
        told += await request.tell(person.id, message, key=key, kind="summary") is not None
    await request.record("send_summary", f"summary:{issued.id}", after={"people": told})
    await request.answer(say("issuing", "Sent to %(count)s leaders.", count=told) if told else _nobody(bool(leaders)))


def _nobody(has_leaders: bool) -> str:
    return say("issuing", "They have it already.") if has_leaders else say("issuing", "No leader is in the roster.")
