"""The child process of the sandbox: one file from standard input to JSON on standard output, under limits."""

import contextlib
import json
import resource
import sys
from typing import Any

_MEMORY = 280 * 1024 * 1024
_SECONDS = 8


def main() -> None:
    """Read the file whose suffix is the argument; whatever goes wrong is answered as a reason."""
    _limit()
    json.dump(_answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)


def _limit() -> None:
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(OSError, ValueError):  # a system without this limit, or with a lower one
            resource.setrlimit(kind, (most, most))


def _answer(suffix: str, raw: bytes) -> dict[str, Any]:
    from bot.appendix.kinds import read_file
    from bot.appendix.refusal import Reason, UnreadableFile

    try:
        return {"document": read_file(suffix, raw).as_json()}
    except UnreadableFile as exc:
        return {"reason": exc.reason.value}
    except MemoryError:
        return {"reason": Reason.TOO_LARGE.value}
    except Exception:  # a broken file breaks its reader in ways that cannot be listed
        return {"reason": Reason.DAMAGED.value}


if __name__ == "__main__":
    main()
