"""The commands of `nhacviec`: a file each, imported only when it is called.

A command's module has `add_arguments(parser)` and `run(options)`, which returns the exit status. What it refuses it
raises as `Refused` with a sentence for a person; that is printed as one line and ends with status 1.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol, cast

from bot.texts import say


class Refused(Exception):
    """The command cannot be done; the argument is a Vietnamese sentence that says what to do."""


class CommandModule(Protocol):
    """What the file of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options, each naming its environment variable where it has one."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; returns the exit status."""


@dataclass(frozen=True)
class Command:
    """A command by the words that call it, with the catalogue key of its line of help."""

    words: str
    module: str
    help: str


# In the order in which `--help` lists them.
COMMANDS = (
    Command("demo", "bot.cli.demo", "Rehearse with the sample plan and the simulator"),
    Command("run", "bot.cli.run", "Run the service"),
    Command("setup", "bot.cli.setup", "Ask what is needed and write the settings"),
    Command("check", "bot.cli.check", "Check what is configured and reachable"),
    Command("migrate", "bot.cli.migrate", "Bring the database to the current schema"),
    Command("plan import", "bot.cli.plan_import", "Read a plan's appendix into tasks"),
    Command("plan show", "bot.cli.plan_show", "Show the plan's tasks and how they stand"),
    Command("plan doubts", "bot.cli.plan_doubts", "List what the import would not assume"),
    Command("plan answer", "bot.cli.plan_answer", "Answer what the import would not assume"),
    Command("task set", "bot.cli.task_set", "Change a task's deadline, lead, wording or state"),
    Command("agency succeed", "bot.cli.agency_succeed", "Hand an agency's tasks and people to its successor"),
    Command("event record", "bot.cli.event_record", "Record an event that terms wait for"),
    Command("roster template", "bot.cli.roster_template", "Write an empty roster to fill in"),
    Command("roster import", "bot.cli.roster_import", "Take the roster in"),
    Command("roster export", "bot.cli.roster_export", "Write the roster"),
    Command("invite", "bot.cli.invite", "Invite people by one-time codes"),
    Command("broadcast", "bot.cli.broadcast", "Announce something to an audience"),
    Command("backup", "bot.cli.backup", "Write a copy of all data"),
    Command("restore", "bot.cli.restore", "Put a copy of all data back"),
    Command("audit", "bot.cli.audit", "Check that nothing is forgotten, stuck or doubled"),
    Command("ledger", "bot.cli.ledger", "Every reminder with its outcome and answer"),
    Command("preview", "bot.cli.preview", "The messages that would go out, if nobody reported anything"),
    Command("tonghop", "bot.cli.tonghop", "The summary of the plan"),
    Command("read replies", "bot.cli.read_replies", "Read short status replies from JSON lines"),
    Command("read deadlines", "bot.cli.read_deadlines", "Read deadline phrases from JSON lines"),
    Command("read appendix", "bot.cli.read_appendix", "Read the appendix of a plan"),
)


class Parser(argparse.ArgumentParser):
    """argparse with a Vietnamese frame around it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(add_help=False, **kwargs)
        self._positionals.title = say("cli", "arguments")
        self._optionals.title = say("cli", "options")
        self.add_argument("-h", "--help", action="help", help=say("cli", "Show this help"))

    def format_help(self) -> str:
        return super().format_help().replace("usage:", say("cli", "usage:"), 1)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", say("cli", "usage:"), 1)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sentence = say("cli", "wrong use (%(detail)s); see %(command)s --help", detail=message, command=self.prog)
        self.exit(2, f"{sentence}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Find the command, run it, and turn refusals into one line on standard error; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = _find(given)
    if command is None:
        return _explain(given)
    module = cast(CommandModule, importlib.import_module(command.module))
    parser = Parser(prog=f"nhacviec {command.words}", description=say("cli", command.help))
    module.add_arguments(parser)
    options = parser.parse_args(given[len(command.words.split()) :])
    return _run(module, options)


def _run(module: CommandModule, options: argparse.Namespace) -> int:
    from bot.config import SettingError

    try:
        return module.run(options)
    except Refused as exc:
        print(exc, file=sys.stderr)
    except SettingError as exc:
        sentence = say("cli", "The setting %(name)s cannot be used: %(value)s", name=exc.variable, value=exc.value)
        print(sentence, file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    return 1


def _find(given: Sequence[str]) -> Command | None:
    for length in (2, 1):
        words = " ".join(given[:length])
        for command in COMMANDS:
            if command.words == words and len(given) >= length:
                return command
    return None


def _explain(given: Sequence[str]) -> int:
    """Print the list of commands: asked for, or because no command was recognised."""
    first = given[0] if given else ""
    asked = first in {"-h", "--help"} or (len(given) > 1 and given[1] in {"-h", "--help"})
    group = [command for command in COMMANDS if command.words.startswith(f"{first} ")]
    lines = [say("cli", "usage: nhacviec COMMAND [options]"), "", say("cli", "commands:")]
    lines += [f"  {command.words:<18}{say('cli', command.help)}" for command in group or COMMANDS]
    lines += ["", say("cli", "nhacviec COMMAND --help tells more about one command")]
    print("\n".join(lines), file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2
