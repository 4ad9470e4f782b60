"""Tokens to units: each the longest known phrase, tagged with what it speaks of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.replies.normalize import Token, fold, tone_and_letters
from bot.domain.replies.spelling import ABBREVIATIONS, is_syllable, slips, undo_telex
from bot.domain.replies.times import TIMES
from bot.domain.replies.words import PLAIN, WORDS

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_PLAIN = frozenset(PLAIN.split(", "))
_TAGS = {**WORDS, **TIMES}


@dataclass(frozen=True, slots=True)
class Unit:
    """A phrase in the reply: its tag, the tokens it covers (first, last), whether its marks were typed."""

    tag: str
    first: int
    last: int
    text: str = ""
    marked: bool = True
    value: object = None


@dataclass(frozen=True, slots=True)
class _Spelled:
    text: str
    folded: str
    token: int


def _index() -> tuple[dict[str, list[tuple[tuple[str, ...], str, bool]]], dict[str, int]]:
    """Phrases by their words without marks, and the longest phrase by its first word; "=" asks for the marks."""
    phrases: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    longest: dict[str, int] = {}
    for tag, listed in _TAGS.items():
        for phrase in listed.split(", "):
            words = tuple(_PIECE.findall(phrase))
            strict = phrase.startswith("=")
            if not words:
                continue
            folded = [fold(word) for word in words]
            phrases.setdefault(" ".join(folded), []).append((words, tag, strict))
            longest[folded[0]] = max(longest.get(folded[0], 0), len(words))
    return phrases, longest


_PHRASES, _LONGEST = _index()
_VOCABULARY = {word for entries in _PHRASES.values() for words, _, _ in entries for word in words if word.isalpha()}
_FOLDED = {fold(word) for word in _VOCABULARY}
_BY_TONE: dict[tuple[str, str], str] = {}
for _word in sorted(_VOCABULARY):
    _BY_TONE.setdefault(tone_and_letters(_word), _word)


def _slip_index() -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for folded in _FOLDED:
        if len(folded) >= 4:
            for slip in slips(folded):
                index.setdefault(slip, set()).add(folded)
    return index


_SLIPS = _slip_index()
_DECIDING = ("chua", "khong")


def _swapped_pairs() -> dict[str, str]:
    """Two-word phrases with two letters of one word swapped, where the result could be a word of its own."""
    found: dict[str, str] = {}
    for phrase in _PHRASES:
        first, _, second = phrase.partition(" ")
        if not second or " " in second or len(phrase) < 8:
            continue
        for one, two in [(a, second) for a in _swaps(first)] + [(first, b) for b in _swaps(second)]:
            if f"{one} {two}" not in _PHRASES:
                found.setdefault(f"{one} {two}", phrase)
    return found


def _swaps(word: str) -> list[str]:
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1) if word[i] != word[i + 1]]


_SWAPPED = _swapped_pairs()


@lru_cache(maxsize=16384)
def _spell(word: str) -> tuple[str, ...]:
    """The words that a typed word stands for; itself where nothing is known."""
    if word in ABBREVIATIONS:
        return tuple(ABBREVIATIONS[word].split())
    if word in _VOCABULARY:
        return (word,)
    known = _known(word)
    if known is not None:
        return (known,)
    short = re.sub(r"(.)\1+", r"\1", word)
    if short != word:
        if short in ABBREVIATIONS:
            return tuple(ABBREVIATIONS[short].split())
        known = _known(short)
        if known is not None:
            return (known,)
    return (_unslip(word),)


def _known(word: str) -> str | None:
    if word in _VOCABULARY:
        return word
    exact = _BY_TONE.get(tone_and_letters(word))
    if exact is not None:
        return exact
    meant = undo_telex(word)
    if meant is not None and meant in _BY_TONE:
        return _BY_TONE[meant]
    if meant is not None and not is_syllable(fold(word)) and fold(meant[1]) in _FOLDED:
        return fold(meant[1])
    return word if fold(word) in _FOLDED else None


def _unslip(word: str) -> str:
    """The one known word a slip away from something that is no syllable; a negation where it could be one."""
    folded = fold(word)
    if is_syllable(folded) or len(folded) < 3:
        return word
    near: set[str] = set()
    for slip in slips(folded):
        near |= _SLIPS.get(slip, set())
    for deciding in _DECIDING:
        if deciding in near:
            return deciding
    best = [each for each in near if each[0] == folded[0]] or sorted(near)
    return best[0] if len(best) == 1 else word


def spell_out(tokens: Sequence[Token]) -> list[_Spelled]:
    """The words of the tokens as they were meant; one token may stand for two words."""
    spelled = []
    for number, token in enumerate(tokens):
        if token.kind != "word":
            spelled.append(_Spelled(token.text, token.folded, number))
            continue
        for word in _spell(token.text):
            spelled.append(_Spelled(word, word if word.isascii() else fold(word), number))
    return spelled


def has_marks(words: Iterable[_Spelled]) -> bool:
    """Whether the writer puts marks at all: then a word without marks is meant as it stands."""
    marked = plain = 0
    for word in words:
        if not word.text.isascii():
            marked += 1
        elif word.folded in _FOLDED and word.folded not in _PLAIN and word.text not in _VOCABULARY:
            plain += 1
    return marked > plain


def _fits(typed: _Spelled, meant: str, marks: bool) -> bool:
    """Whether a typed word can be the word meant: the same, or the same with marks left out."""
    if typed.text == meant:
        return True
    if typed.text.isascii():
        return not (marks and (typed.folded in _PLAIN or typed.text in _VOCABULARY))
    tone, letters = tone_and_letters(typed.text)
    meant_tone, meant_letters = tone_and_letters(meant)
    if tone and tone != meant_tone:
        return False
    return all(one == other or one == fold(other) for one, other in zip(letters, meant_letters, strict=False)) and len(
        letters
    ) == len(meant_letters)


def find_units(tokens: Sequence[Token], kinds: Mapping[str, str]) -> list[Unit]:
    """Tag the tokens: known phrases by their words, other kinds of token by `kinds`, the rest as W."""
    words = spell_out(tokens)
    marks = has_marks(words)
    units = []
    place = 0
    while place < len(words):
        found = _phrase_at(words, place, marks)
        if found is None:
            units.append(_single(tokens, words[place], kinds))
            place += 1
            continue
        length, tag = found
        taken = words[place : place + length]
        text = " ".join(word.folded for word in taken)
        marked = marks or any(not word.text.isascii() for word in taken)
        units.append(Unit(tag, taken[0].token, taken[-1].token, text, marked))
        place += length
    return units


def _phrase_at(words: Sequence[_Spelled], place: int, marks: bool) -> tuple[int, str] | None:
    longest = max(_LONGEST.get(words[place].folded, 0), 2)
    for length in range(min(longest, len(words) - place), 0, -1):
        key = " ".join(word.folded for word in words[place : place + length])
        key = _SWAPPED.get(key, key) if length == 2 else key
        entries = _PHRASES.get(key)
        if not entries:
            continue
        typed = words[place : place + length]
        exact = " ".join(word.text for word in typed)
        fitting = [
            (meant, tag)
            for meant, tag, strict in entries
            if (" ".join(meant) == exact and (marks or not strict or not exact.isascii()))
            or (not strict and all(_fits(one, other, marks) for one, other in zip(typed, meant, strict=True)))
            or (not strict and length == 2 and exact not in _PHRASES and key != " ".join(word.folded for word in typed))
        ]
        if fitting:
            best = next((tag for meant, tag in fitting if " ".join(meant) == exact), fitting[0][1])
            return length, best
    return None


def _single(tokens: Sequence[Token], word: _Spelled, kinds: Mapping[str, str]) -> Unit:
    token = tokens[word.token]
    if token.kind == "word":
        return Unit("W", word.token, word.token, word.folded)
    tag = kinds.get(token.text) or kinds.get(token.kind, "MARK")
    return Unit(tag, word.token, word.token, token.text)
