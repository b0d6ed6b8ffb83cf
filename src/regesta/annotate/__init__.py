"""Story → document: sentences, names, times, offices, quotations, and which mentions mean the same."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from regesta.annotate import refer
from regesta.annotate.actors import unnamed
from regesta.annotate.gate import may_bear_claims
from regesta.annotate.groups import groups, people_pairs
from regesta.annotate.link import Cast
from regesta.annotate.named import homed, letters, named_bodies, party_people, settled, unaffiliated, undertakings
from regesta.annotate.parse import Parse, model_name, parse
from regesta.annotate.people import Holder, Title, holders, office_table, ranked_people, surname_spots, surnames, titles
from regesta.annotate.pronouns import pronouns
from regesta.annotate.roles import Changes, ranked, ranks, roles, successions, taken_up
from regesta.annotate.spot import Spot, spots, strongest, text_of, unguessed_people
from regesta.annotate.tense import by_grammar
from regesta.annotate.timegrammar import future_signs
from regesta.annotate.times import tag
from regesta.annotate.words import words_of
from regesta.lexicon import Lexicon, fold, load
from regesta.lexicon.outlets import home_of
from regesta.model import Document, Holding, Quotation, Story, Time, Token

__all__ = ["annotate", "may_bear_claims", "model_name"]

TOGETHER = 32  # stories parsed in one go
# A straight mark that opens ends the quotation before: else each would be followed to the end of its paragraph.
MARKS = re.compile(
    r"[“„«]([^“”„«»\n]{2,4000})[”“»]|»([^«»\n]{2,4000})«|\"([^\"\n]{2,4000})\""
    r"|(?<![\w’])‘((?:[^‘’\n]|’(?=\w)){12,4000}+)’(?!\w)|(?<![\w'])'(?=[^\W\d])((?:[^'\n]|(?<=\w)'(?=\w)|'(?=\d)){12,4000}+)'(?!\w)"
)


def annotate(stories: Iterable[Story]) -> Iterator[Document]:
    """The document of each story, in order."""
    waiting = iter(stories)
    lexicon = load()
    while batch := list(islice(waiting, TOGETHER)):
        for story, grammar in zip(batch, parse(batch), strict=True):
            yield _document(story, grammar, lexicon)


def _document(story: Story, grammar: Parse, lexicon: Lexicon) -> Document:
    tokens = grammar.tokens
    told = tuple(quotations(story.text))
    cast, held = _cast(story, grammar, lexicon, told)
    entities, mentions = cast.finish()
    number = dict(zip(dict.fromkeys(m.entity for m in sorted(cast.mentions, key=lambda m: (m.start, m.end, m.entity))),
                      (e.id for e in entities), strict=False))  # fmt: skip
    return Document(
        story=story,
        tokens=tokens,
        sentences=grammar.sentences,
        entities=entities,
        mentions=mentions,
        times=_times(story, grammar),
        quotations=told,
        holdings=tuple(_holding(h, number) for h in held if h.person in number),
    )


def _times(story: Story, grammar: Parse) -> tuple[Time, ...]:
    """The time expressions; tense decides whether one looks ahead, and where it does not, the words around do."""
    spans = _spans(grammar.tokens, grammar.sentences)
    ahead = None if future_signs(story.language) else by_grammar(story.text, grammar.tokens, spans)
    return tag(story.text, story.published.edtf, spans, ahead, story.language)


def _spans(tokens: Sequence[Token], sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(tokens[first].start, tokens[last - 1].end) for first, last in sentences]


class Sighted(NamedTuple):
    """The names in a text, the titles in it, and which of these stand with whose name."""

    spots: list[Spot]
    titles: list[Title]
    holders: list[Holder]


def _cast(story: Story, grammar: Parse, lexicon: Lexicon, told: Sequence[Quotation]) -> tuple[Cast, list[refer.Held]]:
    """Everybody named, then what titles, counterparts, roles, groups and pronouns add."""
    seen = _sighted(story, grammar, lexicon)
    cast = Cast(grammar.tokens, story.text, lexicon)
    cast.add(seen.spots)
    refer.other_names(cast)
    held = _offices(cast, seen)
    refer.capitals(cast)
    refer.regimes(cast)
    changes = Changes(cast)
    held += successions(cast, held, changes)
    borne = {h.title.core for h in seen.holders}
    roles(cast, seen.titles, borne, [*held, *taken_up(cast, seen.titles, borne, changes)], changes)
    ranks(cast, ranked(cast))
    refer.bodies(cast)
    groups(cast)
    people_pairs(cast, held)
    refer.titled(cast, seen.holders)
    pronouns(cast, told)
    unnamed(cast, seen.titles, borne)
    for fact in held:
        if fact.of is not None and not any(m.entity == fact.of for m in cast.mentions):
            cast.mention(fact.title.core, fact.title.last, fact.of, "role")
    return cast, held


def _sighted(story: Story, grammar: Parse, lexicon: Lexicon) -> Sighted:
    """Names by the lexicon, by patterns, by titles and ranks, and by the model, made one."""
    tokens, words = grammar.tokens, words_of(grammar.tokens)
    found = spots(tokens, words, grammar.guesses, lexicon, home_of(story.outlet, story.url))
    found = strongest([*found, *named_bodies(tokens, found), *party_people(tokens)])
    found = homed(tokens, settled(tokens, strongest([*found, *letters(tokens, found)])), lexicon)
    named = titles(tokens, words, found, lexicon)
    titled = {at for title in named for at in range(title.first, title.last)}
    found = strongest([*_untitled(tokens, found, named, lexicon), *unguessed_people(tokens, titled)])
    bearers = holders(tokens, words, named, found, lexicon)
    borne = [Spot(h.first, h.last, "person", 90) for h in bearers]
    found = strongest([*found, *borne, *ranked_people(tokens, words, named, lexicon)])
    planned = undertakings(tokens)
    found = [unaffiliated(tokens, s) if s.kind == "person" else s for s in found if s.key or s.first not in planned]
    people = [s for s in found if s.kind == "person"]
    states = frozenset(n for s in found if s.kind == "state" for n in (tokens[s.first].text.casefold(),))
    found = strongest([*found, *surname_spots(tokens, surnames(tokens, people), states)])
    return Sighted(found, named, bearers)


def _untitled(
    tokens: Sequence[Token], found: Sequence[Spot], named: Sequence[Title], lexicon: Lexicon
) -> Iterator[Spot]:
    """The spots without those for which the model took words of an office: the "State" of "Secretary of State"."""
    at = {i: title for title in named for i in range(title.core, title.last)}
    for spot in found:
        title = at.get(spot.first)
        guessed = spot.key is None and spot.strength <= 61 and spot.kind in ("organisation", "person", "place")
        if title is None or not guessed:
            yield spot
        elif spot.last >= title.core + len(title.words.split()):
            office = fold(text_of(tokens, title.core, spot.last))
            if title.core == spot.first or office not in office_table(lexicon):
                yield spot


def _offices(cast: Cast, seen: Sighted) -> list[refer.Held]:
    """The offices told with names, those of counterparts and deputies included."""
    spot_at = {s.first: s for s in seen.spots if s.kind == "person"}
    held = refer.hold(cast, [h for h in seen.holders if h.first in spot_at], spot_at)
    held = refer.completed([*held, *refer.counterparts(cast, held)])
    return [*held, *refer.deputies(cast, held)]


def _holding(fact: refer.Held, number: dict[str, str]) -> Holding:
    return Holding(
        person=number[fact.person],
        office=fact.words,
        of=number.get(fact.of) if fact.of else None,
        start=fact.start,
        end=fact.end,
        manner=fact.title.manner,
    )


def quotations(text: str) -> Iterator[Quotation]:
    """What stands between quotation marks, of any style, inside one paragraph."""
    for match in MARKS.finditer(text):
        group = match.lastindex or 0
        yield Quotation(start=match.start(group), end=match.end(group))
