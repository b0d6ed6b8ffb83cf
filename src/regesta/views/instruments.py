"""Agreements, resolutions, mandates and lists: which reports speak of one, its parties, states over time and clauses.

Reports seldom name an instrument. Within one story "the agreement", "the accord" and "the text" are taken for the one
instrument of that kind the story tells of; where it tells of two, for neither. Across stories only a name, a number,
or the same parties and a common topic make one of two: "the agreement" alone never does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from regesta import edtf
from regesta.collate import is_name
from regesta.door import Json
from regesta.lexicon import fold, load
from regesta.model import Entity, Value
from regesta.register import Account, Register, accounts_of_kind, identities
from regesta.views.events import account_json
from regesta.views.naming import Naming, grouped, meant_by, role_words

_SORTS = {
    **dict.fromkeys(("agreement", "accord", "deal", "pact", "treaty"), "agreement"),
    **dict.fromkeys(("document", "draft", "paper", "text"), ""),  # said of an instrument of any sort
    **{sort: sort for sort in ("contract", "convention", "lease", "list", "mandate", "memorandum", "protocol")},
    **{sort: sort for sort in ("declaration", "resolution", "decree", "law")},
}
_OTHER = frozenset({"another", "further", "new", "other", "second", "separate", "similar", "third"})
_SMALL = _OTHER | frozenset(
    "a an and any at between by for from in into it its of on or signed such that the their there these this those to "
    "under which with".split()
)
_AFTER_HEAD = frozenset("at between by for from in of on signed that there to under which with".split())
_SIGNED_WHERE = re.compile(r"\b(?:at|by|in)(?: [A-Z]\S*)+")  # where, when and by whom it was signed is no topic
_NEGATIVE = re.compile(r"^(?:no|any|neither)\s+(?=\S)", re.IGNORECASE)


class Told(Value, frozen=True):
    """An instrument as one claim speaks of it: its `key` where the register knows it, else its `sort`, and the
    beginnings of the words that say which, before its noun and after it. `bare` words could be said of any of its sort:
    "the agreement"."""

    account: Account
    key: str
    sort: str
    before: frozenset[str]
    after: frozenset[str]
    numbers: frozenset[str]
    other: bool
    bare: bool

    @property
    def topic(self) -> frozenset[str]:
        """All that says which instrument it is."""
        return self.before | self.after


Group = list[Told]


def instruments(register: Register, name: str | None = None) -> list[Json]:
    """Agreements, resolutions, mandates and lists: their parties, states over time, and clauses present and absent."""
    reports = accounts_of_kind(register, "instrument", "clause", "mandate")
    naming = Naming(register, reports)
    known = {key: one.entity for key, one in identities(register).items() if one.entity.kind == "instrument"}
    groups = [[told.account for told in group] for group in _across(list(_within(reports, naming)), naming)]
    groups += _of_bodies(reports, naming)
    found = {_key(group, naming): None for group in groups}
    rows = [_row(group, known.get(_key(group, naming)), naming) for group in groups]
    rows += [_row((), entity, naming) for key, entity in known.items() if key not in found]
    if name is not None:
        meant, words = meant_by(register, name), fold(name)
        rows = [row for row in rows if row["id"] in meant or any(words in fold(one) for one in row["names"])]
    return sorted(rows, key=lambda row: (fold(row["name"]), row["id"] or "", [one["claim"] for one in row["claims"]]))


# ---------------------------------------------------------------------------------------------- which is which
def _within(reports: Iterable[Account], naming: Naming) -> Iterator[Group]:
    """The instruments that each story speaks of."""
    told = [_told(account, naming) for account in reports if account.claim.roles.get("instrument")]
    for story in grouped(told, lambda one: one.account.story):
        groups: list[Group] = []
        for one in sorted(story, key=_most_telling):
            home = _home(one, groups)
            if home is None:
                groups.append([one])
            else:
                home.append(one)
        yield from groups


def _most_telling(told: Told) -> tuple[object, ...]:
    """What says most comes first, so that bare words find all they may point at."""
    return told.bare, not told.sort, told.account.claim.trigger, told.account.claim.id


def _home(told: Told, groups: Sequence[Group]) -> Group | None:
    """The instrument of its story that a claim speaks of, if it is one spoken of before."""
    if not told.bare:
        return next((group for group in groups if any(_one_of(told, one) for one in group)), None)
    alike = [group for group in groups if told.sort and any(one.sort == told.sort for one in group)]
    if not alike and told.sort in ("", "agreement"):
        alike = list(groups)
    return alike[0] if len(alike) == 1 else next((one for one in alike if one[0].bare), None)


def _same(a: Told, b: Told) -> bool:
    """Whether two that are more than bare words are one: by name or number, else by sort and topic."""
    if a.key or b.key:
        return a.key == b.key
    if a.numbers or b.numbers:
        return a.sort == b.sort and a.numbers == b.numbers
    if a.other or b.other or a.sort != b.sort:
        return False
    if a.before and b.before:
        return bool(a.before & b.before)
    return bool(a.topic & b.topic) or bool(a.before & _beginnings(b) or b.before & _beginnings(a))


def _one_of(a: Told, b: Told) -> bool:
    """Whether two of one story are one, by what they say or because it says the same of both."""
    words = [fold(role_words(one.account.claim, "instrument")) for one in (a, b)]
    return words[0] == words[1] or _same(a, b)


def _beginnings(told: Told) -> frozenset[str]:
    """What is said beside an instrument that has no word before its noun: "signed an agreement … on a ferry"."""
    return frozenset() if told.before else _starts(fold(told.account.quote).split())


def _across(groups: Sequence[Group], naming: Naming) -> list[Group]:
    """The instruments of all stories, those made one that share a name, a number, or parties and topic."""
    home = list(range(len(groups)))
    buckets: dict[tuple[str, str], list[int]] = {}
    for at, group in enumerate(groups):
        for mark in _marks(group, naming):
            buckets.setdefault(mark, []).append(at)
    for mark, members in sorted(buckets.items()):
        for a, b in combinations(members, 2):
            if home[a] != home[b] and (mark[0] != "party" or _of_one_topic(groups[a], groups[b])):
                first, second = sorted((home[a], home[b]))
                home = [first if one == second else one for one in home]
    joined: dict[int, Group] = {}
    for at, group in zip(home, groups, strict=True):
        joined.setdefault(at, []).extend(group)
    return list(joined.values())


def _marks(group: Group, naming: Naming) -> set[tuple[str, str]]:
    """What two instruments must share to be one: a name or number, or a party (and then a topic too)."""
    named = {("key", one.key) for one in group if one.key}
    numbered = {("number", f"{one.sort} {number}") for one in group for number in one.numbers if one.sort}
    sorts = {one.sort for one in group if one.sort and not (one.bare or one.key or one.numbers)}
    parties = {key for one in group for key in naming.keys(one.account, "parties")}
    lands = {entity.country for key in parties if (entity := naming.entity(key)) and entity.country}
    return named | numbered | {("party", f"{sort} {party}") for sort in sorts for party in parties | lands}


def _of_one_topic(left: Group, right: Group) -> bool:
    return any(_same(a, b) for a in left for b in right if not (a.bare or b.bare))


def _told(account: Account, naming: Naming) -> Told:
    words = role_words(account.claim, "instrument")
    said = set(fold(words).split()) - _SMALL - _SORTS.keys()
    known = [naming.key(account, one.entity) for one in account.claim.roles["instrument"] if one.entity]
    plain = fold(_SIGNED_WHERE.sub("", words)).split()
    head = next((at for at, word in enumerate(plain) if word in _SORTS), None)
    if head is None:
        after = next((at for at, word in enumerate(plain) if word in _AFTER_HEAD), len(plain))
        head = max(after - 1, 0)
    return Told(
        account=account,
        key="; ".join(known),
        sort=_SORTS.get(plain[head], plain[head]) if plain else "",
        before=_topic(plain[:head]),
        after=_topic(plain[head + 1 :]),
        numbers=_numbers(plain[head + 1 : head + 3]),
        other=bool(_OTHER & set(plain[:head])),
        bare=not (known or said),
    )


def _numbers(after: Sequence[str]) -> frozenset[str]:
    """The number an instrument bears: in "Resolution 77", "Protocol No 14", but not in "the accord of 1994"."""
    beside = after[1:] if after[:1] in (["no"], ["number"]) else after[:1]
    return frozenset(word for word in beside if word[:1].isdigit())


def _topic(words: Iterable[str]) -> frozenset[str]:
    """The beginnings of words that say which one is meant; with whom it was made is told by its parties."""
    return _starts(word for word in words if word not in _SMALL and not _of_state(word))


def _of_state(word: str) -> bool:
    """Whether a word names a state or its people."""
    lexicon = load()
    return word in lexicon.demonyms or any(key.startswith("state:") for key in lexicon.names.get(word, ()))


def _starts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:5] for word in words if len(word) > 2 and word not in _SMALL)


def _of_bodies(reports: Iterable[Account], naming: Naming) -> list[list[Account]]:
    """The mandates of which no instrument is told, by their bodies; a body without a name is of its story alone."""
    loose = [account for account in reports if not account.claim.roles.get("instrument")]
    return grouped(loose, lambda account: _body(account, naming))


def _body(account: Account, naming: Naming) -> tuple[str, ...]:
    keys = naming.keys(account, "body") or [account.claim.id]
    names = naming.names(account, "body")
    own = () if any(map(is_name, names)) else (account.story,)
    return (account.claim.kind, *own, *keys)


# ---------------------------------------------------------------------------------------------- rows
def _key(group: Sequence[Account], naming: Naming) -> str:
    fillers = ((account, one) for account in group for one in account.claim.roles.get("instrument", ()))
    return next((naming.key(account, one.entity) for account, one in fillers if one.entity), "")


def _row(group: Sequence[Account], entity: Entity | None, naming: Naming) -> Json:
    group = sorted(group, key=lambda account: (account.published or "~", account.story, account.claim.trigger))
    names = _names(group, entity, naming)
    by_kind = {kind: [one for one in group if one.claim.kind == kind] for kind in ("instrument", "clause", "mandate")}
    return {
        "id": entity.id if entity else None,
        "name": names[0],
        "names": names,
        "sort": entity.sort or None if entity else None,
        "parties": sorted({name for account in group for name in naming.names(account, "parties")}),
        "states": _states(by_kind["instrument"]),
        "clauses": _clauses(by_kind["clause"]),
        "mandates": [mandate_json(account, naming) for account in by_kind["mandate"]],
        "claims": [account_json(account, naming) for account in group],
    }


def _names(group: Iterable[Account], entity: Entity | None, naming: Naming) -> list[str]:
    """What the instrument is called: its name, else the words that say most of it first."""
    if entity:
        return [entity.name, *(alias for alias in entity.aliases if alias != entity.name)]
    told = [name for account in group for name in naming.names(account, "instrument") or _of_body(account, naming)]
    return sorted(dict.fromkeys(told), key=lambda words: len(_topic(fold(words).split())), reverse=True)


def _of_body(account: Account, naming: Naming) -> list[str]:
    """What an instrument that has no name of its own may be called: "mandate of the commission"."""
    body = ", ".join(naming.names(account, "body"))
    return [f"{account.claim.kind} of {body}" if body else account.claim.kind]


def _states(reports: Iterable[Account]) -> list[Json]:
    """The states of an instrument, each once however many claims tell it, in order of publication."""
    return [_state(group) for group in grouped(reports, lambda one: (_stage(one), one.claim.status, one.claim.when))]


def _stage(account: Account) -> str:
    return role_words(account.claim, "state") or account.claim.mode or account.claim.type


def _state(group: Sequence[Account]) -> Json:
    claim = group[0].claim
    ids = [account.claim.id for account in group]
    return {"state": _stage(group[0]), "status": claim.status, "when": claim.when, "claim": claim.id, "claims": ids}


def _clauses(reports: Sequence[Account]) -> list[Json]:
    """Each clause that is said to be in the instrument, or not to be in it, with the claims that say so."""
    groups = grouped(reports, lambda account: (fold(_clause(account)), str(account.claim.present)))
    return [
        {
            "clause": _clause(group[0]),
            "present": group[0].claim.present,
            "claims": [account.claim.id for account in group],
        }
        for group in groups
    ]


def _clause(account: Account) -> str:
    """What the clause is about; that it is absent is not said twice ("no ceiling")."""
    words = role_words(account.claim, "clause")
    return _NEGATIVE.sub("", words) if account.claim.present is False else words


def mandate_json(account: Account, naming: Naming) -> Json:
    """A mandate as one report tells it: whose, until when, and what follows."""
    until = role_words(account.claim, "until")
    return {
        "body": "; ".join(naming.names(account, "body")) or None,
        "until": until if edtf.valid(until) else account.claim.when,
        "then": role_words(account.claim, "then_what") or role_words(account.claim, "then") or None,
        "term": account.claim.term,
        "claim": account.claim.id,
    }
