"""`nhacviec run`: the service."""

import argparse
import asyncio

from bot.cli import Refused
from bot.cli.serving import serve
from bot.config import load_settings
from bot.log import set_up_logging
from bot.texts import say
from storage.engine import outage_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything comes from the settings."""
    parser.epilog = say("cli", "The settings are NHACVIEC_… variables or a file; see the README")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    from bot.app import Service

    settings = load_settings()
    if not settings.telegram_token and not settings.zalo_bot_tokens:
        raise Refused(say("service", "No channel is turned on. Run nhacviec setup, or set NHACVIEC_TELEGRAM_TOKEN."))
    set_up_logging(settings.log_format, outage_of=outage_of)
    service = Service(settings)
    asyncio.run(serve(settings, service.start, service.stop))
    return 0
