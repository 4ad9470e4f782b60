"""The catalogue as data: complete, its placeholders right, in the words that officials welcome."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.cli import COMMANDS as CLI_COMMANDS
from handlers import COMMANDS as CHAT_COMMANDS

ROOT = Path(__file__).parent.parent
PO = ROOT / "locales" / "vi" / "LC_MESSAGES" / "messages.po"
# facts: bạn, mình, emoji, "!", whole words in capitals as alarms, English words, and words that scold.
AVOIDED = re.compile(
    r"\b(bạn|mình|hey|deadline|update|task|cảnh báo|vi phạm|chây ì|chậm trễ nghiêm trọng|lần cuối|xin lỗi)\b"
    r"|!|[\U0001F300-\U0001FAFF]",
    re.IGNORECASE,
)
_IN_TEMPLATE = re.compile(r"say\(\s*(['\"])(?P<context>\w+)\1\s*,\s*(['\"])(?P<key>(?:(?!\3).)+)\3")


def catalogue() -> Catalog:
    """The file as Babel reads it."""
    with PO.open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


ENTRIES = [entry for entry in catalogue() if entry.id]


def keys_in_code() -> Iterator[tuple[str, str]]:
    """Every (context, key) that code asks for in so many words."""
    for folder in ("bot", "handlers", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                    found = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
                    if len(found) == 2:
                        yield str(found[0]), str(found[1])
        for path in (ROOT / folder).rglob("*.html"):
            for match in _IN_TEMPLATE.finditer(path.read_text(encoding="utf-8")):
                yield match["context"], match["key"]


def test_every_sentence_that_code_asks_for_is_there() -> None:
    """No key is without its Vietnamese."""
    known = {(entry.context or "", str(entry.id)) for entry in ENTRIES}

    assert sorted(set(keys_in_code()) - known) == []


def test_every_command_has_its_line_of_help() -> None:
    """On the command line and in chat."""
    known = {(entry.context or "", str(entry.id)) for entry in ENTRIES}
    asked = {("cli", each.help) for each in CLI_COMMANDS} | {("menu", each.help) for each in CHAT_COMMANDS.values()}

    assert sorted(asked - known) == []


def test_no_sentence_stands_twice() -> None:
    """Context and key are unique; Babel would merge them silently."""
    text = PO.read_text(encoding="utf-8")
    pairs = re.findall(r'^msgctxt (".*")\nmsgid ((?:".*"\n)+)', text, re.MULTILINE)

    assert sorted({pair for pair in pairs if pairs.count(pair) > 1}) == []


def _fault(entry: Message) -> str:
    """What is wrong with the sentence of an entry, "" where nothing is."""
    sentence, key = str(entry.string), str(entry.id)
    names = set(re.findall(r"%\((\w+)\)", sentence))
    asked = set(re.findall(r"%\((\w+)\)", key))
    if not sentence.strip():
        return "empty"
    if asked and not names <= asked:
        return "placeholders"
    try:
        return "" if sentence % dict.fromkeys(names, "7") or not names else "format"
    except (TypeError, ValueError):
        return "format"


def test_every_sentence_is_filled_in_and_formats() -> None:
    """None is empty; each has the placeholders of its key and formats with values."""
    assert [(entry.context, entry.id, fault) for entry in ENTRIES if (fault := _fault(entry))] == []


def test_every_sentence_is_in_good_tone() -> None:
    """None of the words to avoid, no exclamation mark, no emoji."""
    assert [(entry.context, entry.string) for entry in ENTRIES if AVOIDED.search(str(entry.string))] == []
