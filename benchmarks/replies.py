"""What reading a reply costs, beside a bare scan of the same texts with one regular expression."""

import re
import time
from datetime import date
from pathlib import Path

from bot.domain.replies import read_reply

_OWN = Path(__file__).parents[1] / "tests" / "data" / "replies.txt"
_TODAY = date(2022, 10, 10)
_CODES = ("I.1.1", "I.2.a.2", "II.3")
_BARE = re.compile(r"xong|hoàn thành|trình|đang|chưa|vướng", re.IGNORECASE)


def main() -> None:
    """Print replies per second and the ratio to the bare scan, then the longest time of one message."""
    texts = [line.split("|")[1] for line in _OWN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for text in texts:
        read_reply(text, today=_TODAY, open_codes=_CODES)
    began = time.perf_counter()
    for text in texts:
        read_reply(text, today=_TODAY, open_codes=_CODES)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    for text in texts:
        _BARE.findall(text)
    bare = time.perf_counter() - began
    print(f"replies: {len(texts) / ours:,.0f} a second; {ours / bare:,.0f} times a bare scan of {len(texts)} texts")
    for name, piece in (("many tasks", "1 xong, "), ("no task", "đang làm "), ("days", "5/10 "), ("one word", "x")):
        for size in (2_000, 10_000):
            began = time.perf_counter()
            read_reply((piece * size)[:size], today=_TODAY, open_codes=_CODES)
            print(f"replies: {size:,} characters of {name}: {(time.perf_counter() - began) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
