"""/caidat: what the committee has settled for itself, shown by number, changed after a yes, kept in the trail."""

import re
from datetime import timedelta
from typing import Any

from bot.domain.agencies import known_agencies, match_agency
from bot.domain.committee import CommitteeSettings
from bot.domain.committee_words import KEYS, Value, closing_words, read_setting
from bot.domain.gate import Act
from bot.domain.programmes import fold
from bot.texts import say
from handlers.looks import look_again
from handlers.plan_file import own_agencies
from handlers.registry import command, question
from handlers.request import Request, UsageError
from handlers.talks import STOP, YES, Option, ask, confirmed, is_command
from storage.conversations import Conversation, change_conversation, close_conversation, open_conversation
from storage.looks import load_open_views
from storage.plans import save_setting

KIND, PICK = "setting", "setting_pick"
_FORGOTTEN = timedelta(hours=1)
_NUMBERED = re.compile(r"^(\d{1,2})(?:[.):]|\s)\s*(.+)$")


async def _reads(request: Request) -> bool:
    return not request.argument or _named(request.argument) is not None


@command("caidat", act=Act.SETTINGS, help="The committee's settings", words=("cai dat",), accepts=_reads)
async def settings(request: Request) -> None:
    """Bare: all of them by number. With a number or name and a value: old and new, and whether it shall be so."""
    if await request.plan() is None:
        raise UsageError(say("summary", "There is no plan yet."))
    kept = await request.committee()
    if not request.argument:
        await _show(request, kept)
        return
    named = _named(request.argument)
    if named is None:
        raise UsageError(say("setting", "how to change"))
    await _propose(request, *named)


async def _propose(request: Request, key: str, words: str) -> None:
    """Read the words as a value, and ask whether it shall be so."""
    kept = await request.committee()
    value = await _read(request, key, words)
    if value == getattr(kept, key):
        await request.answer(say("setting", "It is so already: %(name)s: %(value)s", **_words(key, value)))
        return
    await _ask(request, key, value, getattr(kept, key))


async def _ask(request: Request, key: str, value: Value, before: Value) -> None:
    data = {"key": key, "value": _stored(value), "before": _stored(before)}
    options = (Option(YES, say("setting", "Save")), Option(STOP, say("setting", "Leave it")))
    text = say(
        "setting", "%(name)s: from “%(before)s” to “%(value)s”. Shall it be saved?",
        before=_words(key, before)["value"], **_words(key, value),
    )  # fmt: skip
    effect = say("setting", f"effect of {key}") if key in _WITH_EFFECT else ""
    await ask(request, KIND, data, f"{text}\n{effect}".strip(), options)


_WITH_EFFECT = frozenset({"submission_meets_term", "confirm_completions", "escalate_unasked", "standing_agency"})


async def _show(request: Request, kept: CommitteeSettings) -> None:
    lines = [
        say("setting", "%(number)s. %(name)s: %(value)s", number=number, **_words(key, getattr(kept, key)))
        for number, key in enumerate(KEYS, start=1)
    ]
    await request.answer(
        "\n".join([say("setting", "The committee's settings:"), *lines, say("setting", "how to change")]),
        numbers_taken=True,
    )
    await open_conversation(request.session, request.person.id, PICK, {"key": ""}, request.now)


@question(PICK, act=Act.SETTINGS)
async def answer_pick(request: Request, asked: Conversation) -> bool:
    """Under the list: "5" asks for the value, "5 Chuyên viên A" gives it; what names none is no answer."""
    if request.now - asked.asked_at > _FORGOTTEN:
        await close_conversation(request.session, asked.id, "forgotten", request.now)
        return False
    if await is_command(request):
        return False
    words, key = request.text.strip(), asked.data["key"]
    named = (key, words) if key else _named(words)
    if named is not None:
        await close_conversation(request.session, asked.id, "answered", request.now)
        await _propose(request, *named)
        return True
    if not words.rstrip(".").isdecimal() or not 1 <= int(words.rstrip(".")) <= len(KEYS):
        return False
    key = KEYS[int(words.rstrip(".")) - 1]
    await change_conversation(request.session, asked.id, {"key": key})
    kept = _words(key, getattr(await request.committee(), key))
    await request.answer(say("setting", "%(name)s is now “%(value)s”; what shall it be?", **kept))
    return True


def _named(words: str) -> tuple[str, str] | None:
    """The setting that words begin with, by number or by name, and the rest."""
    numbered = _NUMBERED.match(words)
    if numbered and 1 <= int(numbered[1]) <= len(KEYS):
        return KEYS[int(numbered[1]) - 1], numbered[2]
    name, _, rest = words.partition(":")
    for key in KEYS:
        if rest.strip() and fold(name) in {fold(say("setting", key)), fold(key.replace("_", " "))}:
            return key, rest.strip()
    return None


async def _read(request: Request, key: str, words: str) -> Value:
    try:
        value = read_setting(key, words)
    except ValueError as exc:
        raise UsageError(say("setting", f"how to write {_form(key)}", name=say("setting", key))) from exc
    return await _agency(request, str(value)) if key == "standing_agency" and value else value


def _form(key: str) -> str:
    default = getattr(CommitteeSettings(), key)
    if key == "periods":
        return "closing days"
    return "yes or no" if isinstance(default, bool) else "several" if isinstance(default, tuple) else "text"


async def _agency(request: Request, words: str) -> str:
    """The standing agency by its whole name, so that what compares names finds it."""
    match = match_agency(words, known_agencies(await own_agencies(request.session)), on=request.today)
    if match.agency is None:
        raise UsageError(say("invite", "The agency is not known: %(name)s", name=words))
    return match.agency.name


def _words(key: str, value: Value) -> dict[str, str]:
    if isinstance(value, bool):
        shown = say("setting", "yes" if value else "no")
    elif isinstance(value, tuple):
        shown = "; ".join(closing_words(each) if key == "periods" else each for each in value)
    else:
        shown = value
    empty = "as the decree has it" if key == "periods" else "nothing"
    return {"name": say("setting", key), "value": shown or say("setting", empty)}


def _stored(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


async def _settle(request: Request, asked: Conversation, yes: bool) -> None:
    plan = await request.plan()
    if not yes or plan is None:
        await request.answer(say("roster", "Nothing was changed."))
        return
    key, value, before = asked.data["key"], asked.data["value"], asked.data["before"]
    await save_setting(request.session, plan.id, key, value, request.now)
    await request.record("setting", f"plan:{plan.id}", before={key: before}, after={key: value})
    if key == "submission_meets_term":  # what was submitted is asked about, or is not
        await look_again(request, [view.id for view in await load_open_views(request.session, plan.id)])
    shown = _words(key, tuple(value) if isinstance(value, list) else value)
    await request.answer(say("setting", "Saved. %(name)s: %(value)s", **shown))


press_setting, answer_setting = confirmed(KIND, Act.SETTINGS, _settle)
