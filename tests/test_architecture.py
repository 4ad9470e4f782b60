"""The house keeps its walls: layers, sizes and words."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for folder in ("bot", "handlers", "storage") for path in (ROOT / folder).rglob("*.py"))


def test_a_layer_imports_only_what_lies_below() -> None:
    """The contracts in pyproject.toml hold."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_a_file_holds_one_idea() -> None:
    """No source file is over some 400 lines; migrations list tables and may."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert [str(path) for path, lines in lengths.items() if lines > 420 and "migrations" not in path.parts] == []


def test_no_file_is_called_by_a_word_that_says_nothing() -> None:
    """Files are named for what they hold."""
    assert not {path.stem for path in SOURCES} & {"utils", "util", "helpers", "manager", "common", "misc"}


def test_no_vietnamese_sentence_stands_in_the_code_that_speaks() -> None:
    """What handlers and commands say comes from the catalogue; comments and docstrings may quote."""
    marked = re.compile(
        r"(?:answer|print|Refused|UsageError)\(\s*f?[\"'][^\"']*[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]"
    )
    speaking = [path for path in SOURCES if "handlers" in path.parts or "cli" in path.parts]

    assert [str(path) for path in speaking if marked.search(path.read_text(encoding="utf-8"))] == []
