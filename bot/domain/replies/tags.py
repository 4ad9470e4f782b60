"""Tags as single characters, so that rules over them are ordinary regular expressions."""

import re

from bot.domain.replies.times import TIMES
from bot.domain.replies.words import WORDS

MARKS = {
    ",": "COMMA",
    ";": "COMMA",
    "(": "COMMA",
    ")": "COMMA",
    "|": "COMMA",
    "•": "STOP",
    "*": "STOP",
    ".": "STOP",
    "!": "STOP",
    "…": "STOP",
    "\n": "STOP",
    "?": "QMARK",
    ":": "COLON",
    "=": "COLON",
    "+": "AND",
    "&": "AND",
    "/": "SLASH",
    "-": "DASH",
    "–": "DASH",
    "—": "DASH",
    ">": "DASH",
    "→": "DASH",
    '"': "QUOTE",
    "“": "OPEN",
    "”": "CLOSE",
    "«": "OPEN",
    "»": "CLOSE",
    "👍": "THUMB",
    "👌": "THUMB",
    "🆗": "THUMB",
    "🙏": "THUMB",
    "❤": "THUMB",
    "🫡": "THUMB",
    "✅": "TICK",
    "☑": "TICK",
    "✔": "TICK",
    "doc": "DOC",
    "range": "RANGE",
    "percent": "PCT",
    "code": "CODE",
    "span": "SPAN",
    "day": "DNUM",
    "number": "NUM",
}
_MADE = (
    "W",
    "MARK",
    "REF",
    "BADREF",
    "DATE",
    "DATE0",
    "PASTDATE",
    "NODATE",
    "LENGTH",
    "FRACTION",
    "DOCDATE",
    "DATEX",
    "PCT0",
    "PCT100",
)
_NAMES = sorted({*WORDS, *TIMES, *MARKS.values(), *_MADE})
CHAR = {name: chr(0x100 + number) for number, name in enumerate(_NAMES)}
USED = "_"  # what a rule has read is not read again

_GROUPS = {
    "VERB": "FIN ISSUE SUBMIT SIGN",
    "WORK": "DO STAGE",
    "ACT": "FIN ISSUE SUBMIT SIGN SEND DO STAGE",
    "NEG": "NOTYET NO",
    "WDAY": "WDAY2 WDAY3 WDAY4 WDAY5 WDAY6 WDAY7 WDAY8",
    "COUNT": "NUM FEW NUMWORD1 NUMWORD2 NUMWORD3 NUMWORD4 NUMWORD5 NUMWORD6 NUMWORD7 NUMWORD8 NUMWORD9 NUMWORD10",
    "NUMWORD": "NUMWORD1 NUMWORD2 NUMWORD3 NUMWORD4 NUMWORD5 NUMWORD6 NUMWORD7 NUMWORD8 NUMWORD9 NUMWORD10",
    "ROMAN": "ROMAN1 ROMAN2 ROMAN3 ROMAN4",
    "EDGE": "BEGIN MID END HET DAU",
    "WHEN": "DATE DATE0 NODATE",
    "PERCENT": "PCT PCT0 PCT100",
    "PAPER": "DOCN DOC",
    "OFFICE": "ORG ORGC TOP",
    "DONEWORD": "FIN ISSUE SUBMIT",
}
_TOKEN = re.compile(r"\(\?P<\w+>|\[\^?[A-Z0-9_ ]+\]|[A-Z][A-Z0-9]*|ANY")


def _set(name: str) -> str:
    members = _GROUPS.get(name, name).split()
    return "".join(CHAR[member] for member in members)


def _piece(match: re.Match[str]) -> str:
    word = match.group()
    if word.startswith("("):
        return word
    if word.startswith("["):
        negated = word[1] == "^"
        names = word.strip("[]^").split()
        return "[" + ("^" + USED if negated else "") + "".join(_set(name) for name in names) + "]"
    if word == "ANY":
        return f"[^{USED}]"
    members = _set(word)
    return members if len(members) == 1 else f"[{members}]"


def compile_tags(pattern: str) -> re.Pattern[str]:
    """A pattern over tag names ("NOTYET ANY{0,2} FIN") as one over the characters that stand for them."""
    return re.compile(_TOKEN.sub(_piece, pattern).replace(" ", ""))
