"""Where an outlet is at home: known by itself, by the place it is named after, or by the end of its address."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from regesta.lexicon import Lexicon, fold, is_own, load

__all__ = ["home_of"]

_SURE = 0.9  # share of the inhabitants of all places of one name that live in the country meant
_LONGEST = 3  # words in the name of a place that outlets are named after


@lru_cache(maxsize=512)
def home_of(outlet: str | None, address: str | None) -> str | None:
    """The country's code: of the outlet where the lexicon knows it, else of the one state, people or place in its
    name ("Muscat Ledger"), else of the letters its address ends in."""
    lexicon = load()
    folded = fold(outlet or "")
    for key in lexicon.names.get(folded, ()):
        if lexicon.entries[key].kind == "organisation" and lexicon.entries[key].country:
            return lexicon.entries[key].country
    named = set(_named(folded.split(), lexicon))
    by_letters: str | None = lexicon.tables["domains"].get(_host(address or "").rpartition(".")[2])
    return named.pop() if len(named) == 1 else by_letters


def _named(words: list[str], lexicon: Lexicon) -> Iterator[str]:
    """The countries of the places in a name."""
    for at in range(len(words)):
        for end in range(at + 1, min(at + _LONGEST, len(words)) + 1):
            country = _country(" ".join(words[at:end]), lexicon)
            if country:
                yield country


def _country(name: str, lexicon: Lexicon) -> str | None:
    """The country of whatever is called so, if nearly all that is called so lies in one."""
    people = lexicon.entries.get(lexicon.demonyms.get(name, ""))
    if people is not None:
        return people.country
    keys = [key for key in lexicon.names.get(name, ()) if name not in lexicon.tables["shy_names"]]
    towns = [key for key in keys if not key.startswith("place:adm:")]  # of a town rather than of a province
    bearers = [lexicon.entries[key] for key in towns or keys]
    states = [one.country for one in bearers if one.kind == "state"]
    weights: Counter[str] = Counter()
    for one in (each for each in bearers if is_own(name, each.name)):
        weights.update({one.country: one.weight} if one.kind == "place" and one.country else {})
    if states or not weights:
        return states[0] if states else None
    country, most = weights.most_common(1)[0]
    return country if most >= _SURE * weights.total() else None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
