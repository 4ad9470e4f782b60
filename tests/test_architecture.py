"""The house keeps its walls: layers, sizes and words."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_holds_one_idea(path: Path) -> None:
    """No source file is over some 400 lines; migrations list tables and may."""
    if "migrations" in path.parts:
        return
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


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
