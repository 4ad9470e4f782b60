"""The faces that files are set in: Liberation Serif (metric-compatible with Times New Roman) and Liberation Sans.

SIL Open Font License 1.1, see LICENSE.txt beside them.
"""

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SERIF, SANS = "Liberation Serif", "Liberation Sans"
_MM_PER_POINT = 25.4 / 72


def width_mm(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a line of the serif face is, in millimetres: lines of the form are drawn by the words beside them."""
    advances, units = _advances("LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf")
    return sum(advances.get(ord(letter), units // 2) for letter in text) * points / units * _MM_PER_POINT


@cache
def _advances(name: str) -> tuple[dict[int, int], int]:
    """Code point → advance width, and the units of an em; from the tables head, hhea, hmtx and cmap of the file."""
    data = (FOLDER / name).read_bytes()
    tables = {}
    for n in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * n)
        tables[tag] = offset
    units: int = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = [struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * n)[0] for n in range(metrics)]
    glyphs = _glyphs(data, tables[b"cmap"])
    return {code: widths[min(glyph, metrics - 1)] for code, glyph in glyphs.items()}, units


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code point → glyph, from the Unicode subtable of format 4."""
    for n in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        table: int = cmap + struct.unpack_from(">HHL", data, cmap + 4 + 8 * n)[2]
        if struct.unpack_from(">H", data, table)[0] == 4:
            return _segments(data, table)
    return {}


def _segments(data: bytes, table: int) -> dict[int, int]:
    count = struct.unpack_from(">H", data, table + 6)[0] // 2
    ends, starts, deltas, offsets = (table + 14, table + 16 + 2 * count, table + 16 + 4 * count, table + 16 + 6 * count)
    found = {}
    for n in range(count):
        end, start, delta, offset = (
            struct.unpack_from(">H", data, place + 2 * n)[0] for place in (ends, starts, deltas, offsets)
        )
        for code in range(start, min(end, 0xFFFE) + 1):
            if offset:
                glyph = struct.unpack_from(">H", data, offsets + 2 * n + offset + 2 * (code - start))[0]
                found[code] = (glyph + delta) % 65536 if glyph else 0
            else:
                found[code] = (code + delta) % 65536
    return found
