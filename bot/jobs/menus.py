"""Each person's menu of commands: only what the role allows, set anew when the roles or the commands change."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

from bot.domain import gate
from bot.domain.messages import Address, Channel, DeliveryError
from bot.domain.people import Person
from bot.texts import say
from handlers import COMMANDS
from handlers.request import Office
from storage.channel_state import load_states, save_state
from storage.engine import Sessions, writing
from storage.roster import active_addresses, load_people

log = logging.getLogger(__name__)

_KEY = "menu:"
Menu = Sequence[tuple[str, str]]


@runtime_checkable
class WithMenus(Protocol):
    """A channel whose chats can have a menu of their own."""

    async def set_commands(self, chat: str, commands: Menu) -> None:
        """Set the menu of a chat: (name, description) of each command; raises DeliveryError."""


def menu_of(person: Person) -> Menu:
    """The commands that the person's roles open, in the order of the list."""
    return [(each.name, say("menu", each.help)) for each in COMMANDS.values() if gate.may(person, each.act)]


async def set_menus(sessions: Sessions, office: Office, channels: Mapping[str, Channel]) -> int:
    """Set the menus that are not up to date; returns how many. One that fails is tried again next time."""
    today = office.clock.now().astimezone(office.settings.timezone).date()
    done = 0
    for name, channel in channels.items():
        if not isinstance(channel, WithMenus):
            continue
        async with sessions() as session:
            known = await active_addresses(session, name)
            people = await load_people(session, {each.person_id for each in known}, today)
            kept = await load_states(session, _KEY)
        for each in known:
            menu = menu_of(people[each.person_id])
            mark = hashlib.sha256(repr(menu).encode()).hexdigest()[:16]
            key = (name, each.address.bot, f"{_KEY}{each.address.chat}")
            if kept.get(key, {}).get("mark") != mark and await _set(channel, each.address, menu):
                async with writing(sessions) as session:
                    await save_state(session, each.address, key[2], {"mark": mark}, datetime.now(UTC))
                done += 1
    return done


async def _set(channel: WithMenus, address: Address, menu: Menu) -> bool:
    try:
        await channel.set_commands(address.chat, menu)
    except DeliveryError as exc:
        log.info("menu_not_set channel=%s reason=%s", address.channel, exc.reason)
        return False
    return True
