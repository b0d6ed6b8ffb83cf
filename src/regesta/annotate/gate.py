"""Whether a story is worth a parse, told from its words alone, for a fiftieth of what the parse costs.

A report that bears claims speaks of states, bodies, facilities and officials, and of several close together. So they
are counted against the length of the whole. A story is parsed whole or not at all: who "the minister" is may stand
in a paragraph that bears no claim itself.
"""

import re
from collections.abc import Iterator
from functools import cache

from regesta.annotate.words import Phrases, Words, find, folded
from regesta.lexicon import Lexicon, fold, load, words
from regesta.model import Story

ENOUGH = 5.5
"""Marks a hundred words: the reports of tests/gold have more, five of six stories of general news fewer."""
WORD = re.compile(r"\w+(?:[’']\w+)*")
NAMED = ("state", "org", "facility")
SHORTEST = 3  # letters of a body's name: "WHO" is one, "US" a state's


def may_bear_claims(story: Story) -> bool:
    """Whether so much is named in a story that it may tell of what states, bodies and officials do."""
    spoken = WORD.findall(f"{story.title}\n{story.text}")
    return sum(1 for _ in _marks(spoken)) * 100 >= ENOUGH * len(spoken) > 0


def _marks(spoken: list[str]) -> Iterator[str]:
    """Names of states, bodies and facilities, written with a capital, and nouns for officials and public bodies."""
    names, nouns = _phrases()
    count = len(spoken)
    told = Words(tuple(map(folded, spoken)), tuple(range(count)), (0,) * count)
    yield from (hit.phrase for hit in find(told, names, lambda at: not spoken[at][0].islower()))
    yield from (hit.phrase for hit in find(told, nouns))


@cache
def _phrases() -> tuple[Phrases, Phrases]:
    lexicon = load()
    return Phrases(frozenset(_names(lexicon))), Phrases(frozenset(_nouns(lexicon)))


def _names(lexicon: Lexicon) -> Iterator[str]:
    yield from lexicon.demonyms
    yield from (fold(lexicon.entries[capital].name) for capital in lexicon.tables["capitals"].values())
    for key, entry in lexicon.entries.core.items():
        sort = key.partition(":")[0]
        for name in map(fold, (entry.name, *entry.aliases)) if sort in NAMED else ():
            if sort == "state" or (len(name) >= SHORTEST if sort == "org" else " " in name):
                yield name


def _nouns(lexicon: Lexicon) -> Iterator[str]:
    """The nouns, in the singular and the plural."""
    tables = lexicon.tables
    told = {fold(noun) for actor in tables["actors"]["actor"] for noun in actor["nouns"]}
    told |= {fold(word) for body in tables["bodies"]["body"] for word in body["words"]}
    told |= {fold(name) for one in tables["portfolios"]["portfolio"] for name in one.get("departments", ())}
    told |= words("officials") | words("office-nouns")
    for noun in told:
        yield noun
        yield f"{noun[:-3]}men" if noun.endswith("man") else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
