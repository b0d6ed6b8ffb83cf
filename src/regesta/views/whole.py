"""The register as a whole: how it does, and whom it draws on."""

from collections import Counter
from collections.abc import Iterator

from regesta.door import Json
from regesta.lexicon import READS
from regesta.register import Register, StoryLine, counts, findings, stories


def doctor(register: Register) -> list[Json]:
    """How the register does: one row a check, its `state` ``ok``, ``note`` or ``wrong``; `what` says what to do."""
    return [
        {"check": check, "state": state, "what": what}
        for check, state, what in (*_contents(register), *_freshness(register), *_oddities(register))
    ]


Row = tuple[str, str, str]
_PLURALS = {
    "page": "pages",
    "story": "stories",
    "claim": "claims",
    "entity": "entities",
    "event": "events",
    "conflict": "conflicts",
}


def _contents(register: Register) -> Iterator[Row]:
    many = counts(register)
    told = ", ".join(f"{number} {name if number == 1 else _PLURALS[name]}" for name, number in many.items())
    yield "contents", "ok", told
    undated = sum(1 for story in stories(register) if story.published is None)
    if undated:
        yield "dates", "note", f"stories without a date of publication: {undated}"
    unread = Counter(story.language for story in stories(register) if story.language not in READS)
    if unread:
        told = ", ".join(f"{language}: {number}" for language, number in sorted(unread.items()))
        yield (
            "languages",
            "note",
            f"stories in languages that are not read yet ({told}); they are kept for `regesta rebuild`",
        )


def _freshness(register: Register) -> Iterator[Row]:
    unread = len(set(register.page_ids()) - {page.id for page in register.pages_read()})
    if unread:
        yield "pages", "wrong", f"kept but not read: {unread}; run `regesta rebuild`"
    if not register.is_settled():
        yield "settled", "wrong", "events and conflicts are older than what was read or judged; run `regesta rebuild`"
    read = [page.reader.partition("; ") for page in register.pages_read()]
    readers = Counter(reader or "unknown" for reader, _, _ in read)
    for model, number in sorted(Counter(model for _, _, model in read if model).items()):
        yield "language model", "note", f"pages read beside the rules by {model}: {number}"
    if len(readers) > 1:
        told = ", ".join(f"{name}: {number}" for name, number in sorted(readers.items()))
        yield "readers", "note", f"pages were read by several readers ({told}); `regesta rebuild` reads all anew"
    elif readers:
        yield "reader", "ok", next(iter(readers))


def _oddities(register: Register) -> Iterator[Row]:
    odd = Counter(finding.severity for finding in findings(register))
    for severity, number in sorted(odd.items()):
        state = "wrong" if severity == "error" else "note"
        yield f"findings: {severity}", state, f"{number}; `regesta export --jsonl` lists them"
    _, torn = register.judgements_made()
    _, unset = register.settings()
    for finding in (*torn, *unset):
        yield finding.where, "wrong", finding.what


def sources(register: Register) -> list[Json]:
    """The outlets, each with its reliability as it is set, its stories and claims, and the span of its dates."""
    groups: dict[str, list[StoryLine]] = {}
    for story in stories(register):
        groups.setdefault(story.outlet or "", []).append(story)
    grades = register.settings()[0].reliability
    return [_source(outlet, groups[outlet], grades.get(outlet, "F")) for outlet in sorted(groups)]


def _source(outlet: str, group: list[StoryLine], grade: str) -> Json:
    dates = [story.published for story in group if story.published]
    return {
        "outlet": outlet or None,
        "reliability": grade,
        "stories": len(group),
        "claims": sum(story.claims for story in group),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
    }
