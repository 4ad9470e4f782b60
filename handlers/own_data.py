"""/xemdulieu, /xoadulieu, /dunglai: what is kept about somebody, shown, emptied, or no longer used for messages."""

from datetime import UTC, datetime

from bot.domain.gate import Act
from bot.domain.messages import Button, Outgoing, OutgoingFile
from bot.domain.owed import ANSWER, Owed
from bot.texts import say, short_day, short_time
from handlers.desk import tell_desk
from handlers.registry import action, command
from handlers.request import Request
from handlers.unheard import tell_if_unheard_without
from storage.files import store_file
from storage.outbox import enqueue
from storage.people_data import PersonalData, erase_person, load_personal_data, set_addresses

VERB = "erase"


@command("xemdulieu", act=Act.MY_DATA, help="My personal data", words=("xem du lieu",))
async def show_data(request: Request) -> None:
    """What is kept, in short, and all of it as a file."""
    data = await load_personal_data(request.session, request.person.id)
    content = "\n".join([*_lines(request, data), *_report_lines(data)]).encode()
    name = say("data", "my-data.txt")
    key = await store_file(request.session, name, "text/plain; charset=utf-8", content, datetime.now(UTC))
    await request.record("data_shown", f"person:{request.person.id}")
    await request.answer(
        "\n".join([*_lines(request, data), say("data", "The whole is in the file. To erase: /xoadulieu")]),
        files=(OutgoingFile(key, name, "text/plain"),),
    )


def _lines(request: Request, data: PersonalData) -> list[str]:
    zone = request.office.settings.timezone
    agencies = ", ".join(dict.fromkeys(each.agency for each in request.person.memberships if each.agency))
    none = say("data", "none")
    lines = [
        say("data", "Name: %(name)s (%(form)s)", name=data.name, form=data.form_of_address),
        say("data", "Post: %(title)s; agency: %(agency)s", title=data.title or none, agency=agencies or none),
        say("data", "Telephone: %(phone)s", phone=data.phone or none),
    ]
    lines += [
        say(
            "data", "Channel: %(channel)s, agreed on %(moment)s",
            channel=say("channel", each.channel),
            moment=short_time(each.consented_at.astimezone(zone)) if each.consented_at else none,
        )
        for each in data.chats
    ]  # fmt: skip
    counts = {"reports": len(data.reports), "received": data.messages_in, "sent": data.messages_out}
    lines.append(say("data", "Reports: %(reports)s; messages from you: %(received)s, to you: %(sent)s", **counts))
    return lines


def _report_lines(data: PersonalData) -> list[str]:
    return [
        say("data", "%(day)s: %(words)s", day=short_day(on), words=" ".join(words.split()))
        for on, words in data.reports
    ]


@command("xoadulieu", act=Act.MY_DATA, help="Erase my personal data", words=("xoa du lieu",))
async def ask_to_erase(request: Request) -> None:
    """Says what is erased and what stays, and asks once."""
    buttons = (
        (
            Button(say("data", "Erase"), f"{VERB}:yes"),
            Button(say("data", "Do not erase"), f"{VERB}:no"),
        ),
    )
    await request.answer(say("data", "what is erased"), buttons=buttons)


@action(VERB, act=Act.MY_DATA)
async def press_erase(request: Request) -> None:
    """Empty the person; the last word goes to the chat itself, which belongs to nobody any more."""
    if request.arguments != ("yes",):
        await request.answer(say("data", "Nothing was erased."))
        return
    agencies = ", ".join(dict.fromkeys(each.agency for each in request.person.memberships if each.agency))
    await request.record("erased", f"person:{request.person.id}")
    await erase_person(request.session, request.person.id, request.now, request.today)
    told = say("data", "A focal point of %(agency)s has left the channel.", agency=agencies)
    await tell_desk(
        request.session, request.office, await request.calendar(), Outgoing(told), key=f"erased:{request.person.id}"
    )
    await tell_if_unheard_without(request)
    message = Outgoing(say("data", "Erased."), acknowledges=request.incoming.press)
    owed = Owed(f"reply:{request.inbox_id}:1", "reply", message, address=request.address, priority=ANSWER)
    await enqueue(request.session, owed, datetime.now(UTC))


@command("dunglai", act=Act.MY_DATA, help="Stop all messages", words=("dung lai", "ngung", "ngung nhan tin"))
async def stop(request: Request) -> None:
    """Nothing is sent any more until /start; the secretary hears whom the reminders no longer reach."""
    await set_addresses(request.session, request.person.id, "active", "stopped")
    await request.record("stopped", f"person:{request.person.id}")
    agencies = ", ".join(dict.fromkeys(each.agency for each in request.person.memberships if each.agency))
    told = say(
        "data", "%(person)s (%(agency)s) takes no messages any more. Telephone: %(phone)s",
        person=request.person.addressed, agency=agencies, phone=request.person.phone or say("data", "none"),
    )  # fmt: skip
    await tell_desk(
        request.session, request.office, await request.calendar(), Outgoing(told), key=f"stopped:{request.inbox_id}"
    )
    await tell_if_unheard_without(request)
    await request.answer(say("data", "Stopped. /start begins again."))


async def go_on(request: Request) -> bool:
    """Let messages come again where they were stopped; True where they were."""
    if not await set_addresses(request.session, request.person.id, "stopped", "active"):
        return False
    await request.record("resumed", f"person:{request.person.id}")
    return True
