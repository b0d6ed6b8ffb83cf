"""Spots → the entities of one story: one person under full name and surname, one ministry under all its wordings."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from regesta.annotate.sectors import sector_of_body
from regesta.annotate.spot import PARTICLES, Spot
from regesta.lexicon import Entry, Lexicon, fold
from regesta.model import Entity, EntityKind, Mention, Point, Token, unique


@cache
def leaders(lexicon: Lexicon) -> dict[str, str]:
    """Folded full name of somebody who led a state → that state's country."""
    listed = lexicon.tables["leaders"]["leaders"]
    return {fold(name): country for country, names in listed.items() for name in names}


class Draft(msgspec.Struct):
    """An entity while its mentions are being gathered."""

    kind: EntityKind
    key: str | None
    names: Counter[str]
    sort: str = ""
    country: str | None = None
    given: str = ""
    town: str | None = None
    sector: str = ""


class Cast:
    """Everybody and everything of one story, found by what they are called."""

    def __init__(self, tokens: Sequence[Token], text: str, lexicon: Lexicon) -> None:
        self.tokens, self.text, self.lexicon = tokens, text, lexicon
        self.drafts: dict[str, Draft] = {}
        self.by_surname: dict[str, list[str]] = {}
        self.mentions: list[Mention] = []
        self.acronyms: dict[str, str] = {}
        self.united: dict[str, str] = {}
        self.taken: set[int] = set()

    def add(self, spots: Iterable[Spot]) -> None:
        """Take in the named spots, in order of the text."""
        ordered = sorted(spots)
        for spot in ordered:  # full names first, so that a surname in the first line finds its bearer
            if spot.kind == "person" and spot.last - spot.first > 1:
                self._person(spot)
        for spot in ordered:
            self.mention(spot.first, spot.last, self.entity_of(spot), "name", kind=spot.kind)
            self._acronym_after(spot)

    def words(self, first: int, last: int) -> str:
        """These tokens as written, white space levelled."""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def mention(self, first: int, last: int, ident: str, how: str, kind: EntityKind | None = None) -> None:
        """Note that these tokens point at an entity."""
        self.taken.update(range(first, last))
        self._point(first, last, ident, how, kind)

    def beside(self, first: int, last: int, ident: str, how: str) -> None:
        """Note words that point at an entity without being its name: the tokens stay free for others."""
        self._point(first, last, ident, how, None)

    def _point(self, first: int, last: int, ident: str, how: str, kind: EntityKind | None) -> None:
        self.mentions.append(
            Mention(
                start=self.tokens[first].start,
                end=self.tokens[last - 1].end,
                kind=kind or self.drafts[ident].kind,
                entity=ident,
                how=how,  # type: ignore[arg-type]
            )
        )

    def entity_of(self, spot: Spot) -> str:
        """The identity of what a spot names, made where it is new."""
        if spot.kind == "person":
            return self._person(spot)
        words = spot.name or self.words(spot.first, spot.last)
        if spot.key is None and spot.kind == "organisation" and fold(words) in self.acronyms:
            return self.acronyms[fold(words)]
        kind: EntityKind = "state" if spot.kind == "nationality" and spot.key else spot.kind
        key = spot.key or self._lexicon_key(kind, words)
        if key and key.startswith("ministry:") and key.endswith(":"):
            key = self._ministry_meant(key)
        ident = key or f"{kind}:{fold(words)}"
        ident = self.united.get(ident, ident)
        draft = self.drafts.setdefault(ident, Draft(kind, key, Counter(), spot.sort, spot.country))
        draft.country, draft.town = draft.country or spot.country, draft.town or spot.town
        if spot.kind != "nationality" or not spot.key:
            draft.names[words] += 1
        return ident

    def unite(self, ident: str, other: str) -> None:
        """Make two names one entity, unless the lexicon knows them as two."""
        one, two = self.drafts[ident], self.drafts[other]
        if ident == other or (one.key and two.key):
            return
        kept, left = (other, ident) if two.key and not one.key else (ident, other)
        self.drafts[kept].names.update(self.drafts[left].names)
        self.mentions = [msgspec.structs.replace(m, entity=kept) if m.entity == left else m for m in self.mentions]
        for idents in self.by_surname.values():
            idents[:] = [kept if i == left else i for i in idents]
        self.united[left] = kept

    def named_at(self, spot: Spot) -> str:
        """The identity of a spot as it was taken in, with what was known up to there; made where it was not."""
        start = self.tokens[spot.first].start
        return next((m.entity for m in self.mentions if m.start == start and m.how == "name"), None) or self.entity_of(
            spot
        )

    def sentence_of(self, mention: Mention) -> int:
        """The number of the sentence a mention stands in."""
        return self.sentence_at(mention.start)

    def sentence_at(self, start: int) -> int:
        """The number of the sentence at a place of the text."""
        return self.tokens[self.token_at(start)].sentence

    def token_at(self, start: int) -> int:
        """The token that begins at or holds a place of the text."""
        return max(bisect_right(self.tokens, start, key=lambda t: t.start) - 1, 0)

    def head_of(self, mention: Mention) -> Token:
        """The token that heads the words of a mention."""
        return self.tokens[self.token_at(mention.end - 1)]

    def common(self, first: int, last: int, told: Draft) -> None:
        """Note somebody told by common nouns only; the same words mean the same in one story."""
        words = self.words(first, last)
        ident = f"common:{told.kind}:{fold(words)}"
        self.drafts.setdefault(ident, told).names[words] += 1
        self.beside(first, last, ident, "common")

    def tell(self, person: str, country: str | None, sector: str) -> None:
        """Note of what country and sector somebody is, where nothing stronger says so."""
        draft = self.drafts[person]
        draft.country = draft.country or country
        draft.sector = draft.sector or sector

    def belongs(self, person: str, body: str | None) -> None:
        """Note that a person holds an office of a state, or of a body of one."""
        country = self.drafts[body].country if body else None
        listed = self.drafts[person].country in {leaders(self.lexicon).get(fold(n)) for n in self.drafts[person].names}
        if country and (listed or not self.drafts[person].country):
            self.drafts[person].country = country

    def _lexicon_key(self, kind: EntityKind, words: str) -> str | None:
        """A composed facility or body that the lexicon knows under these words."""
        if kind not in ("facility", "organisation"):
            return None
        for ident in self.lexicon.names.get(fold(words), ()):
            if self.lexicon.entries[ident].kind == kind:
                return ident
        return None

    def _ministry_meant(self, key: str) -> str:
        """“The defence ministry” alone is the one named before with its state, where there is just one."""
        named = [k for k in self.drafts if k.startswith(key) and k != key]
        return named[0] if len(named) == 1 else key

    def _person(self, spot: Spot) -> str:
        words = self.words(spot.first, spot.last)
        parts = [p for w in words.split() if (p := _bare(w)) and p not in PARTICLES] or [fold(words)]
        surname, given = parts[-1], parts[0] if len(parts) > 1 else ""
        for ident in reversed(self.by_surname.get(surname, [])):
            known = self.drafts[ident].given
            if ident.endswith(f" {' '.join(parts)}"):
                given = known
            if (
                not given
                or not known
                or known == given
                or (len(min(given, known, key=len)) == 1 and given[0] == known[0])
            ):
                draft = self.drafts[ident]
                draft.given = known or given
                draft.names[words] += 1
                return ident
        ident = f"person:{' '.join(parts)}"
        self.drafts[ident] = Draft("person", None, Counter([words]), "", leaders(self.lexicon).get(fold(words)), given)
        self.by_surname.setdefault(surname, []).append(ident)
        return ident

    def _acronym_after(self, spot: Spot) -> None:
        """“Interim Force in Lebanon (UNIFIL)”: the letters in brackets are another name of what stands before."""
        at, tokens = spot.last, self.tokens
        if at + 2 < len(tokens) and tokens[at].text == "(" and tokens[at + 2].text == ")":
            letters = tokens[at + 1].text
            if (
                letters.isupper()
                and 2 <= len(letters) <= 10
                and spot.kind in ("organisation", "facility", "instrument")
            ):
                ident = self.mentions[-1].entity
                self.acronyms.setdefault(fold(letters), ident)
                self.drafts[ident].names[letters] += 1

    # --------------------------------------------------------------------------------- the finished entities
    def finish(self) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
        """Entities numbered in order of first mention, and their mentions in order of the text."""
        ordered = sorted(self.mentions, key=lambda m: (m.start, m.end, m.entity))
        idents = unique([*(m.entity for m in ordered), *self._states(ordered)])
        number = {ident: f"e{i}" for i, ident in enumerate(idents, 1)}
        entities = tuple(self._entity(number[i], i, number) for i in idents)
        return entities, tuple(msgspec.structs.replace(m, entity=number[m.entity]) for m in ordered)

    def _states(self, mentions: Sequence[Mention]) -> list[str]:
        """The states that what is mentioned belongs to, made where the story does not name them."""
        found = []
        for mention in mentions:
            country = self.drafts[mention.entity].country
            key = f"state:{country}"
            if country and key in self.lexicon.entries:
                self.drafts.setdefault(key, Draft("state", key, Counter(), "", country))
                found.append(key)
        return found

    def _entity(self, ident: str, known_as: str, number: dict[str, str]) -> Entity:
        draft = self.drafts[known_as]
        entry = self.lexicon.entries.get(draft.key) if draft.key else None
        seen = sorted(
            draft.names, key=lambda n: (-len(n.split()) if draft.kind == "person" else -draft.names[n], -len(n), n)
        )
        name = self._name(draft, entry, seen)
        aliases = unique(n for n in (*seen, *(entry.aliases if entry and entry.kind != "place" else ())) if n != name)
        state = f"state:{draft.country}" if draft.country else ""
        return Entity(
            id=ident,
            kind=draft.kind,
            name=name,
            sector=draft.sector or sector_of_body(self.lexicon, draft.key, entry.sort if entry else draft.sort),
            aliases=aliases[:24],
            key=draft.key if draft.key and not draft.key.endswith(":") else None,
            sort=(entry.sort if entry else draft.sort) or draft.sort,
            country=entry.country if entry else draft.country,
            place=_point(entry or (self.lexicon.entries.get(draft.town) if draft.town else None)),
            parent=number.get(state) if draft.kind != "state" else None,
        )

    def _name(self, draft: Draft, entry: Entry | None, seen: Sequence[str]) -> str:
        if entry:
            return entry.name
        if draft.key and draft.key.startswith("ministry:"):
            portfolio = draft.key.rsplit(":", 1)[0].removeprefix("ministry:")
            name = next(p["ministry"] for p in self.lexicon.tables["portfolios"]["portfolio"] if p["id"] == portfolio)
            state = self.lexicon.entries.get(f"state:{draft.country}")
            return f"{name} ({state.name})" if state else str(name)
        return seen[0] if seen else draft.key or ""


def _bare(word: str) -> str:
    """A part of a name without the article written onto it: "al-Hadi" is Hadi, "Asfaw-Lemma" stays one name."""
    folded = fold(word).split()
    return " ".join(folded[1:] if len(folded) > 1 and folded[0] in ("al", "el") else folded)


def _point(entry: Entry | None) -> Point | None:
    if entry is None or entry.lat is None or entry.lon is None:
        return None
    return Point(lat=entry.lat, lon=entry.lon, geonames=entry.geonames)


__all__ = ["Cast", "Draft"]
