"""The appendix files that come with the product's data, where they are at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.appendix import Appendix

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="NOT CHECKED: ../shared/data with the sample appendices is missing"
)

TEXTS = ("number", "content", "lead_text", "coordinating_text", "deadline_text")


def expected_rows(name: str) -> Any:
    """The rows that a file's expectation lists."""
    return json.loads((DATA / "appendices" / f"{name}.expected.json").read_text(encoding="utf-8"))


def plain_rows(appendix: Appendix) -> list[dict[str, Any]]:
    """What was read, in the form of the expectations."""
    return [
        {
            "section_path": [{"number": each.number, "title": each.title} for each in row.section_path],
            **{name: getattr(row, name) for name in TEXTS},
        }
        for row in appendix.rows
    ]
