"""The public names of our bots, as their platforms tell them: invitations carry them in their links."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.messages import Address, Channel, DeliveryError
from storage.channel_state import load_state, save_state
from storage.engine import Sessions, writing

log = logging.getLogger(__name__)

KEY = "me"  # under it `{"name": …}` is kept for each channel and bot


async def learn_names(sessions: Sessions, channels: Mapping[str, Channel]) -> None:
    """Ask each bot who it is and keep it; one that does not answer is asked again next time."""
    for channel_name, channel in channels.items():
        for bot in getattr(channel, "bots", ("",)):
            address = Address(channel_name, "", bot)
            try:
                name = await channel.check(bot)
            except DeliveryError as exc:
                log.info("name_not_told channel=%s reason=%s", channel_name, exc.reason)
                continue
            async with writing(sessions) as session:
                if (await load_state(session, address, KEY) or {}).get("name") != name:
                    await save_state(session, address, KEY, {"name": name}, datetime.now(UTC))
