"""`nhacviec demo`: the whole bot with the sample plan and the simulator, on a clock that can be moved."""

import argparse
import asyncio
import logging
import tempfile
import webbrowser
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from bot.cli import Refused
from bot.cli.serving import serve
from bot.config import Settings, load_settings
from bot.log import set_up_logging
from bot.texts import say, short_day

START = date(2022, 9, 20)
HOUR = time(8, 0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it is served, and what is rehearsed."""
    parser.add_argument("--host", default="127.0.0.1", help=say("demo", "address to serve on (127.0.0.1)"))
    parser.add_argument("--port", type=int, default=8080, help=say("demo", "port to serve on (8080)"))
    parser.add_argument("--no-browser", action="store_true", help=say("demo", "do not open a browser"))
    parser.add_argument(
        "--folder", type=Path, help=say("demo", "folder to keep the rehearsal in; else a temporary one")
    )
    parser.add_argument("--plan", type=Path, help=say("demo", "plan to rehearse instead of the sample"))
    parser.add_argument("--roster", type=Path, help=say("demo", "roster to rehearse with"))
    parser.add_argument(
        "--start",
        type=date.fromisoformat,
        help=say("demo", "first day of the rehearsal (the script's own, else 2022-09-20)"),
    )
    parser.add_argument("--script", type=Path, help=say("demo", "play scripted people without a page"))
    kept = say("demo", "file for all that is said while a script is played")
    parser.add_argument("--transcript", type=Path, help=kept)


def run(options: argparse.Namespace) -> int:
    """Serve the page, or play the script and print the summary."""
    set_up_logging(level=logging.WARNING if options.script else logging.INFO)
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        return _in_folder(options.folder, options)
    with tempfile.TemporaryDirectory(prefix="nhacviec-demo-") as folder:
        return _in_folder(Path(folder), options)


def _in_folder(folder: Path, options: argparse.Namespace) -> int:
    from bot.demo.filling import Unfillable, filler, title_of
    from bot.demo.stage import Stage

    settings = _settings(folder, options)
    for file in (options.plan, options.roster, options.script):
        if file is not None and not file.is_file():
            raise Refused(say("demo", "There is no file %(file)s.", file=file))
    fill = filler(settings, options.plan, options.roster)

    def stage_from(day: date) -> Stage:
        start = datetime.combine(day, HOUR, settings.timezone)
        return Stage(settings, start, fill, title_of(options.plan), serve_http=options.script is None)

    if options.script is not None:
        from bot.demo.script import ScriptError, play, read_script

        try:
            script = read_script(options.script)
            print(asyncio.run(play(stage_from(options.start or script.start), script, options.transcript)))
        except (ScriptError, Unfillable) as exc:
            raise Refused(str(exc)) from None
        return 0
    stage = stage_from(options.start or START)

    async def begin() -> None:
        await stage.open()
        _announce(settings, options)

    try:
        asyncio.run(serve(settings, begin, stage.close))
    except Unfillable as exc:
        raise Refused(str(exc)) from None
    return 0


def _settings(folder: Path, options: argparse.Namespace) -> Settings:
    """The settings of a rehearsal: nothing of the office's own but its rhythm and hours."""
    given = load_settings()
    return replace(
        given,
        database_url=f"sqlite+aiosqlite:///{folder / 'nhacviec.db'}",
        http_host=options.host,
        http_port=options.port,
        public_url=f"http://{options.host}:{options.port}",
        telegram_token=None,
        zalo_bot_tokens=(),
        clock_rate=1.0,
    )


def _announce(settings: Settings, options: argparse.Namespace) -> None:
    address = f"http://{settings.http_host}:{settings.http_port}/"
    print(say("demo", "The rehearsal is at %(address)s (from %(day)s). Ctrl+C ends it.", address=address,
              day=short_day(options.start or START)), flush=True)  # fmt: skip
    if not options.no_browser:
        webbrowser.open(address)
