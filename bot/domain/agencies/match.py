"""One name to one agency: exactly, by abbreviation, with slips, by grammar; between two candidates a person decides."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

from bot.domain.agencies.grammar import agency_by_grammar
from bot.domain.agencies.model import Agency, AgencyKind, AgencyMatch, How
from bot.domain.agencies.offices import known_agencies
from bot.domain.agencies.words import abbreviates, is_elsewhere, key_words, likeness, plain

_NEAR = 0.74
_MARGIN = 0.1
_LONGEST_NAME = 160
# Words that make other bodies of the same kind: a slip never turns one into the other.
_TELLING = ({"uy", "hoi", "doan"}, {"quoc", "to"})

Words = tuple[str, ...]


def match_agency(text: str, known: Sequence[Agency] | None = None, *, on: date | None = None) -> AgencyMatch:
    """The agency that a name means; `known` are the committee's own (else what every province has).

    `on` only settles names that successors share ("Sở NN"): the one that existed on that day.
    """
    agencies = known_agencies() if known is None else tuple(known)
    name = " ".join(text.split()).strip(" .,;:-–*•+")
    if not name or len(name) > _LONGEST_NAME:
        return AgencyMatch(text, None, How.UNKNOWN)
    special = agency_by_grammar(name)
    if special is not None and special.kind in (AgencyKind.GROUP, AgencyKind.ROLE, AgencyKind.LOCALITY):
        own = _by_name(special.name, agencies)
        return AgencyMatch(text, own or special, How.EXACT if own else How.GRAMMAR)
    found = _settle(text, _candidates(name, agencies), on)
    if found is not None:
        return found
    if special is not None:
        return AgencyMatch(text, special, How.GRAMMAR)
    return AgencyMatch(text, None, How.UNKNOWN)


def _candidates(name: str, agencies: Sequence[Agency]) -> tuple[list[Agency], How]:
    """The agencies that fit by the first test that any of them passes."""
    words = key_words(name)
    exact = [agency for agency in agencies if plain(name) in _plain_names(agency)]
    if exact:
        return exact, How.EXACT
    if is_elsewhere(name):
        return [], How.UNKNOWN
    tests: tuple[Callable[[Words], bool], ...] = (
        lambda full: full == words,
        lambda full: _short_for(words, full),
        lambda full: len(words) > 1 and full[: len(words)] == words and len(words) * 2 >= len(full) - 2,
    )
    for test in tests:
        fitting = [agency for agency in agencies if any(test(full) for full in _full_names(agency))]
        if fitting:
            return fitting, How.EXACT
    return _near(words, agencies), How.NEAR


def _short_for(words: Words, full: Words) -> bool:
    """An abbreviation of the whole name, or of all but "Sở" ("KHĐT")."""
    if len(words) == 1 and len(words[0]) < 3:
        return False
    return abbreviates(words, full) or (full[0] == "so" and len("".join(words)) > 2 and abbreviates(words, full[1:]))


def _near(words: Words, agencies: Iterable[Agency]) -> list[Agency]:
    """The one that is nearest by a clear margin, or all that are about as near."""
    scored = []
    for agency in agencies:
        score = max((_score(words, full) for full in _full_names(agency)), default=0.0)
        if score >= _NEAR:
            scored.append((score, agency))
    best = max((score for score, _ in scored), default=0.0)
    return [agency for score, agency in scored if score > best - _MARGIN]


def _score(words: Words, full: Words) -> float:
    """Likeness, where the kind of the body (its first words) is the same."""
    if not words or words[0] != full[0] or any((set(words) ^ set(full)) & telling for telling in _TELLING):
        return 0.0
    return likeness(words, full)


def _settle(text: str, found: tuple[list[Agency], How], on: date | None) -> AgencyMatch | None:
    fitting, how = found
    if len(fitting) > 1:
        fitting = [agency for agency in fitting if agency.exists_on(on)] or fitting
    if len(fitting) == 1:
        return AgencyMatch(text, fitting[0], how, tuple(fitting))
    return AgencyMatch(text, None, How.AMBIGUOUS, tuple(fitting)) if fitting else None


def _by_name(name: str, agencies: Iterable[Agency]) -> Agency | None:
    wanted = plain(name)
    return next((agency for agency in agencies if wanted in _plain_names(agency)), None)


@lru_cache(maxsize=4096)
def _plain_names(agency: Agency) -> frozenset[str]:
    return frozenset(plain(each) for each in (agency.name, agency.short, *agency.spellings) if each)


@lru_cache(maxsize=4096)
def _full_names(agency: Agency) -> tuple[Words, ...]:
    """The names in full words, against which abbreviations and slips are held."""
    names = (key_words(each) for each in (agency.name, *agency.spellings))
    return tuple(dict.fromkeys(words for words in names if words))
