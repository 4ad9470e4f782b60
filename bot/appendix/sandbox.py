"""Reading in a process of its own, so that a hostile file costs ten seconds and 300 MB at most, and nobody waits.

The child gets the bytes on its standard input, no settings and no secrets, and answers with plain JSON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from bot.appendix.grid import Document
from bot.appendix.refusal import Reason, UnreadableFile

TIMEOUT_SECONDS = 9
LARGEST_FILE = 25 * 1024 * 1024
_ROOT = Path(__file__).parent.parent.parent


def read_in_child(name: str, raw: bytes) -> Document:
    """The lines of a file; raises UnreadableFile for what is no appendix, or takes too long or too much."""
    if not raw.strip():
        raise UnreadableFile(Reason.EMPTY)
    if len(raw) > LARGEST_FILE:
        raise UnreadableFile(Reason.TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "bot.appendix.worker", Path(name.casefold()).suffix],
            input=raw,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(Reason.TOO_SLOW) from None
    return _answer(done)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}


def _answer(done: "subprocess.CompletedProcess[bytes]") -> Document:
    if done.returncode != 0:
        raise UnreadableFile(Reason.TOO_LARGE if done.returncode < 0 else Reason.DAMAGED)
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise UnreadableFile(Reason(answer["reason"]))
    return Document.of_json(answer["document"])
