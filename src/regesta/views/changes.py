"""What changed between two states of a register: stories, events, conflicts, judgements that came, went or are told
otherwise now."""

from collections.abc import Iterator, Mapping, Sequence

from regesta.docket import judgement_id
from regesta.door import Json
from regesta.register import Register, conflicts, events, stories
from regesta.views.events import conflicts_json, events_json

Rows = Mapping[str, Json]
_EVENT = ("type", "mode", "status", "when", "where", "who", "others", "origins", "disputed", "credibility")
_CONFLICT = ("status", "says")


def diff(old: Register, new: Register) -> list[Json]:
    """What the new state has that the old has not, what is gone, and what is told otherwise; nothing where nothing is.

    An event or a conflict is the same while it rests on claims that it rested on before.
    """
    return [
        *_came_and_went("story", _stories(old), _stories(new)),
        *_changes("event", _events(old), _events(new), _EVENT),
        *_changes("conflict", _conflicts(old), _conflicts(new), _CONFLICT),
        *_came_and_went("judgement", _judgements(old), _judgements(new)),
    ]


def _stories(register: Register) -> Rows:
    return {
        one.id: {"says": " · ".join(filter(None, (one.outlet, one.published, one.title)))} for one in stories(register)
    }


def _judgements(register: Register) -> Rows:
    made = register.judgements_made()[0]
    return {judgement_id(one): {"says": " ".join((one.act, *one.subjects))} for one in made}


def _events(register: Register) -> Rows:
    return {row["id"]: {**row, "says": _act(row)} for row in events_json(register, events(register))}


def _act(row: Json) -> str:
    acts = f"{row['type']}/{row['mode']}" if row["mode"] else row["type"]
    return " ".join(filter(None, (acts, ", ".join(row["who"]), "→", ", ".join(row["others"]), row["when"])))


def _conflicts(register: Register) -> Rows:
    return {row["id"]: row for row in conflicts_json(register, conflicts(register))}


def _came_and_went(what: str, old: Rows, new: Rows) -> Iterator[Json]:
    yield from (_row(what, "new", one, new[one]) for one in sorted(new.keys() - old.keys()))
    yield from (_row(what, "gone", one, old[one]) for one in sorted(old.keys() - new.keys()))


def _row(what: str, change: str, ident: str, told: Json, fields: Sequence[Json] = ()) -> Json:
    return {"what": what, "change": change, "id": ident, "says": told["says"], "fields": list(fields)}


def _changes(what: str, old: Rows, new: Rows, fields: Sequence[str]) -> Iterator[Json]:
    """The rows of one sort that came, that changed in these fields or in the claims they rest on, and that went."""
    before = _predecessors(old, new)
    for ident in sorted(new):
        was = old.get(before.get(ident, ""))
        if was is None:
            yield _row(what, "new", ident, new[ident])
        elif told := list(_differences(was, new[ident], fields)):
            yield _row(what, "changed", ident, new[ident], told)
    yield from (_row(what, "gone", one, old[one]) for one in sorted(old.keys() - set(before.values())))


def _predecessors(old: Rows, new: Rows) -> Mapping[str, str]:
    """New id → the old one that shares most claims with it; each old one has one successor at most."""
    homes: dict[str, list[str]] = {}
    for ident, row in old.items():
        for claim in _claims(row):
            homes.setdefault(claim, []).append(ident)
    shared: dict[tuple[str, str], int] = {}
    for ident, row in new.items():
        for former in (
            one for claim in _claims(row) for one in homes.get(claim, ()) if old[one]["kind"] == row["kind"]
        ):
            shared[(ident, former)] = shared.get((ident, former), 0) + 1
    found: dict[str, str] = {}
    taken: set[str] = set()
    for ident, former in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if ident not in found and former not in taken:
            found[ident] = former
            taken.add(former)
    return found


def _claims(row: Json) -> list[str]:
    return [claim["claim"] for claim in row["claims"]]


def _differences(old: Json, new: Json, fields: Sequence[str]) -> Iterator[Json]:
    told = [({**row, "claims": _claims(row)}) for row in (old, new)]
    for name in (*fields, "claims"):
        was, now = (row[name] for row in told)
        if was != now:
            yield {"field": name, "was": was, "is": now}
