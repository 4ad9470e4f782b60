"""/tonghop: the summary in one's scope, page by page, as a file, or with its picture."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act, SummaryScope, summary_scope
from bot.domain.messages import Button
from bot.domain.people import Person, Role
from bot.domain.periods import Period, PeriodTable, period_of_key, whole_plan
from bot.domain.programmes import fold
from bot.domain.summary import Asked, Narrowing, Summary
from bot.domain.summary.words import NotUnderstood, SummaryRequest, Vocabulary, parse_summary_words, vocabulary
from bot.render.summary_chat import render_pages
from bot.render.summary_words import period_name
from bot.texts import say
from handlers.board_link import board_buttons
from handlers.issuing import STEPS
from handlers.registry import action, command
from handlers.request import Buttons, Request, UsageError
from storage.plans import Plan, load_agencies, load_programmes, load_spellings
from storage.sent import Sent, find_newest_about, find_sent
from storage.summaries import count_occurrences, load_summary
from storage.summary_orders import add_order

TOPIC = "summary"  # of a message's subject: what was asked for and the pages that follow
VERB = "sum"
AT_ONCE = 2_000  # occurrences of a plan; what is larger is counted beside the service
_MORE = ("xem them", "xem tiep")
_FORM_NAMES = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "png": "chart"}


async def _understands(request: Request) -> bool:
    if fold(request.text) in _MORE:
        return await find_newest_about(request.session, request.address, TOPIC) is not None
    words = await _read(request)
    return isinstance(words, SummaryRequest) and words.says_something


@command(
    "tonghop", act=Act.SUMMARY, help="The summary", words=("tong hop", "xem them", "xem tiep"), accepts=_understands
)
async def tonghop(request: Request) -> None:
    """The summary of a period, a part of it, or a file of it; "xem thêm" goes on with the last one."""
    if fold(request.text) in _MORE:
        await show_more(request)
        return
    words = await _read(request)
    if isinstance(words, NotUnderstood):
        await _offer_choices(request)
        return
    await _give(request, words)


async def totals_asked(request: Request) -> Summary | None:
    """The summary whose totals somebody asks for in a group; None where the words ask for none. Raises UsageError."""
    argument = _after_name(request.text)
    plan = await request.plan()
    if argument is None:
        return None
    if plan is None:
        raise UsageError(say("summary", "There is no plan yet."))
    if await count_occurrences(request.session, plan.id) > AT_ONCE:
        raise UsageError(say("summary", "The plan is large; please ask for its summary privately."))
    words = await _read(replace(request, argument=argument))
    if isinstance(words, NotUnderstood) or words.form:
        raise UsageError(say("summary", "choices"))
    return await load_summary(request.session, plan, await _asked(request, plan, words))


def _after_name(text: str) -> str | None:
    """What follows the command's name, with or without its slash; None where it is not named."""
    words = text.lstrip("/ ").split()
    for length in (1, 2):
        if fold(" ".join(words[:length])) in {"tonghop", "tong hop"}:
            return " ".join(words[length:])
    return None


async def _read(request: Request) -> SummaryRequest | NotUnderstood:
    committee = await request.committee()
    known = await load_vocabulary(request.session)
    return parse_summary_words(request.argument, request.today, known, PeriodTable.from_entries(committee.periods))


async def load_vocabulary(session: AsyncSession) -> Vocabulary:
    """What agencies and programmes are called."""
    spellings = await load_spellings(session)
    agencies = {each.name: (each.short_name, *spellings.get(each.id, ())) for each in await load_agencies(session)}
    return vocabulary(agencies, programme_names=await load_programmes(session))


async def _give(request: Request, words: SummaryRequest) -> None:
    plan = await request.plan()
    if plan is None:
        raise UsageError(say("summary", "There is no plan yet."))
    asked = await _asked(request, plan, words)
    if words.form:
        await order(request, asked.as_form(words.form))
    else:
        await show(request, plan, asked)


async def _asked(request: Request, plan: Plan, words: SummaryRequest) -> Asked:
    narrowing = narrow(request.person, words)
    if narrowing is None:
        committee = await request.committee()
        raise UsageError(
            say("summary", "This is beyond your scope; please ask %(human)s.", human=committee.human_contact)
        )
    period = words.period or whole_plan(plan.start_on, request.today)
    return Asked(plan.id, period, period.figures_on(request.today), request.now, narrowing)


def narrow(person: Person, words: SummaryRequest) -> Narrowing | None:
    """What was asked for within what the person may see; None where it reaches beyond."""
    agencies, programmes = words.agencies, words.programmes
    match summary_scope(person):
        case SummaryScope.PROGRAMME if own := person.programmes:
            if not programmes <= own:
                return None
            programmes = programmes or own
        case SummaryScope.PROGRAMME | SummaryScope.AGENCY:
            own = _agencies(person)
            if not agencies <= own:
                return None
            agencies = agencies or own
        case SummaryScope.ALL:
            pass
    return Narrowing(agencies, programmes, overdue_only=words.overdue_only)


def _agencies(person: Person) -> frozenset[str]:
    return frozenset(each.agency for each in person.memberships if each.agency_id is not None)


# --- answering


async def show(request: Request, plan: Plan, asked: Asked) -> None:
    """The first page now, or as soon as it is counted; with the picture where pictures are shown."""
    if await count_occurrences(request.session, plan.id) > AT_ONCE:
        await _add_order(request, asked)
    else:
        summary = await load_summary(request.session, plan, asked)
        names = {each.name: each.short_name for each in await load_agencies(request.session)}
        pages = render_pages(summary, names)
        issues = may_issue(request.person, asked)
        buttons = buttons_of(asked, more=len(pages) > 1, issues=issues) if request.capabilities.buttons else ()
        buttons = (*buttons, *await board_buttons(request, plan))
        await request.answer(pages[0], buttons=buttons, subject={TOPIC: subject_of(asked, pages[1:])})
    if request.capabilities.pictures and not asked.narrowing.agencies:
        await _add_order(request, asked.as_form("png"))


def may_issue(person: Person, asked: Asked) -> bool:
    """Only the secretary issues, and only the whole."""
    return Role.SECRETARY in person.roles and asked.is_whole


def subject_of(asked: Asked, following: list[str]) -> dict[str, Any]:
    """What a message remembers: the request, and the pages that were not shown yet."""
    return {"asked": asked.to_json(), "pages": following}


def buttons_of(asked: Asked, *, more: bool, issues: bool) -> Buttons:
    """Going on, the files, and for the secretary what leads to issuing."""
    rows: list[tuple[Button, ...]] = []
    if more:
        rows.append((Button(say("summary", "See more"), f"{VERB}:more"),))
    rows.append(tuple(Button(say("summary", name), f"{VERB}:{form}") for form, name in _FORM_NAMES.items()))
    if issues:
        rows.append(
            (
                Button(say("summary", "Remarks"), f"{VERB}:remarks"),
                Button(say("summary", "Proposals"), f"{VERB}:proposals"),
                Button(say("summary", "Issue"), f"{VERB}:issue"),
            )
        )
    return tuple(rows)


async def order(request: Request, asked: Asked) -> None:
    """Have a file made; it comes as a message of its own."""
    name = say("summary", _FORM_NAMES[asked.form])
    await request.answer(say("summary", "The %(form)s file is being made and will be sent.", form=name))
    await _add_order(request, asked)


async def _add_order(request: Request, asked: Asked, **further: Any) -> None:
    what = asked.to_json() | {"is_now": asked.on == request.today} | further
    await add_order(request.session, request.person.id, request.address, what, request.inbox_id, datetime.now(UTC))


async def show_more(request: Request) -> None:
    """The next page of the summary that was shown last, or of the one whose button was pressed."""
    shown = await shown_summary(request)
    pages = list(shown.subject[TOPIC]["pages"]) if shown else []
    if shown is None or not pages:
        await request.answer(say("summary", "There is nothing more to show. /tonghop shows the summary."))
        return
    asked = Asked.from_json(shown.subject[TOPIC]["asked"])
    buttons = buttons_of(asked, more=len(pages) > 1, issues=False) if request.capabilities.buttons else ()
    await request.answer(pages[0], buttons=buttons, subject={TOPIC: subject_of(asked, pages[1:])})


async def shown_summary(request: Request) -> Sent | None:
    """The message that is meant: the one with the button, the one quoted, else the newest summary."""
    pressed = await find_sent(request.session, request.address, request.incoming.ref)
    for sent in (pressed, request.quoted):
        if sent is not None and TOPIC in sent.subject:
            return sent
    return await find_newest_about(request.session, request.address, TOPIC)


@action(VERB, act=Act.SUMMARY)
async def press_summary(request: Request) -> None:
    """A button under a summary: its next page, a file of it, or a step towards issuing it."""
    word = request.arguments[0] if request.arguments else ""
    if word == "more":
        await show_more(request)
        return
    shown = await shown_summary(request)
    if shown is None or (word not in _FORM_NAMES and word not in STEPS):
        await request.answer(say("summary", "There is nothing more to show. /tonghop shows the summary."))
        return
    asked = Asked.from_json(shown.subject[TOPIC]["asked"])
    if word in _FORM_NAMES:
        _check_scope(request, asked)
        await order(request, asked.as_form(word))
    else:
        request.check(Act.ISSUE_SUMMARY)
        await STEPS[word](request, asked, shown.subject[TOPIC])


def _check_scope(request: Request, asked: Asked) -> None:
    """Roles end: an old button opens no more than the roles of today do."""
    words = SummaryRequest(agencies=asked.narrowing.agencies, programmes=asked.narrowing.programmes)
    if narrow(request.person, words) != Narrowing(asked.narrowing.agencies, asked.narrowing.programmes):
        raise UsageError(say("summary", "This is beyond your scope now. /tonghop shows yours."))


# --- choices

ASK = "sumask"


async def _offer_choices(request: Request) -> None:
    """What can be asked for, by example and by button; never only an error."""
    rows = tuple(tuple(Button(name, f"{ASK}:{key}") for name, key in row) for row in _periods_offered(request.today))
    await request.answer(say("summary", "choices"), buttons=rows)


def _periods_offered(today: date) -> tuple[tuple[tuple[str, str], ...], ...]:
    def named(kind: str, months_back: int) -> tuple[str, str]:
        months = today.year * 12 + today.month - 1 - months_back
        length = {"month": 1, "quarter": 3}[kind]
        period = period_of_key(f"{kind}:{months // 12}-{months % 12 // length + 1}")
        return _capital(period_name(period)), period.key

    return (
        (named("quarter", 0), named("quarter", 3)),
        (named("month", 0), (say("summary", "Overdue tasks"), "overdue")),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


@action(ASK, act=Act.SUMMARY)
async def ask_for_period(request: Request) -> None:
    """A button that names a period, or what is overdue."""
    key = ":".join(request.arguments)
    period = None if key == "overdue" else _period(key)
    await _give(request, SummaryRequest(period=period, overdue_only=key == "overdue"))


def _period(key: str) -> Period:
    try:
        return period_of_key(key)
    except ValueError as exc:
        raise UsageError(say("summary", "choices")) from exc
