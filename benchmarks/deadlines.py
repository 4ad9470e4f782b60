"""How many deadline phrases are read in a second, beside a bare loop of as many regular expressions.

Run as `python -m benchmarks.deadlines [rounds]`.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.domain.deadlines import read_deadline
from bot.domain.deadlines.reader import LEXICON

PHRASES = Path(__file__).parent.parent / "tests" / "data" / "deadlines.jsonl"
PLAN = {"plan_year": 2022, "plan_start": date(2022, 1, 1), "plan_end": date(2025, 12, 31)}


def main() -> None:
    """Print phrases a second: read, searched by the bare expressions, and per letter of a long cell."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    texts = [json.loads(line)["text"] for line in PHRASES.read_text(encoding="utf-8").splitlines()]
    patterns = [rule.pattern for rule in LEXICON.rules]
    print(f"read:  {_rate(texts, rounds, _read):9.0f} phrases/s")
    print(f"regex: {_rate(texts, rounds, lambda text: _search(patterns, text)):9.0f} phrases/s (nothing understood)")
    for length in (200, 400, 800, 1400):
        print(f"a cell of {length} letters: {1000 / _rate([('Quý III/2022; ' * 120)[:length]], rounds, _read):.1f} ms")


def _read(text: str) -> None:
    read_deadline(text, **PLAN)  # type: ignore[arg-type]


def _search(patterns: list[re.Pattern[str]], text: str) -> None:
    for pattern in patterns:
        pattern.search(text)


def _rate(texts: list[str], rounds: int, act: Callable[[str], None]) -> float:
    started = time.perf_counter()
    for _ in range(rounds):
        for text in texts:
            act(text)
    return rounds * len(texts) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
