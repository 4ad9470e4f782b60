"""The README tells the truth: every command and setting is there, and none that does not exist."""

import re
from pathlib import Path

from bot.cli import COMMANDS
from bot.config import variables
from handlers import COMMANDS as CHAT_COMMANDS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
MAKEFILE = (Path(__file__).parent.parent / "Makefile").read_text(encoding="utf-8")


def test_every_command_is_described() -> None:
    """`nhacviec --help` and the README list the same."""
    assert [each.words for each in COMMANDS if f"`nhacviec {each.words}`" not in README] == []


def test_no_command_is_made_up() -> None:
    """Each `nhacviec …` of the README is a command."""
    known = {each.words for each in COMMANDS}
    named = {match.strip() for match in re.findall(r"nhacviec ((?:[a-z]+ ?){1,2})(?=[`\s.,\-]|$)", README)}

    assert {words for words in named if not _is_command(words, known)} - {"speaks", "keeps", "keeps the"} == set()


def _is_command(words: str, known: set[str]) -> bool:
    return words in known or words.split()[0] in known


def test_every_setting_is_described() -> None:
    """Each variable of the settings has its row, and each named one exists."""
    known = set(variables().values()) | {"NHACVIEC_ENV_FILE"}

    assert known - set(re.findall(r"NHACVIEC_[A-Z_]+[A-Z]", README)) == set()
    assert set(re.findall(r"NHACVIEC_[A-Z_]+[A-Z]", README)) - known == set()


def test_every_chat_command_is_described() -> None:
    """The list of chat commands is whole."""
    assert [name for name in CHAT_COMMANDS if f"/{name}" not in README] == []


def test_no_chat_command_is_made_up() -> None:
    """Each slash command of the README is answered."""
    named = set(re.findall(r"`/([a-z]+)`", README))

    assert named - set(CHAT_COMMANDS) == set()


def test_every_make_target_exists() -> None:
    """`make …` of the README works."""
    named = set(re.findall(r"make ([a-z]+)", README)) - {"sure"}

    assert {name for name in named if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)} == set()
