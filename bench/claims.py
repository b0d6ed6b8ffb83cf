"""How well acts and standing facts are read, beside a bare reading of subjects, verbs and objects, on labelled reports.

    python bench/claims.py FOLDER [FOLDER …] [--worst 20] [--bare] [--rivals]

A folder holds reports (a title, a line "outlet | date", paragraphs, parted by blank lines) and ``gold.toml`` with all
that a careful reader enters from each. A claim counts where frame, type, status and the heads of its parties are those
of an entry and the quotes overlap; an entry marked optional counts neither for nor against.
"""

import argparse
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from regesta.annotate import annotate
from regesta.annotate.parse import pipeline
from regesta.claims import read
from regesta.claims.desk import number_of
from regesta.intake import Given, read_text
from regesta.lexicon import fold
from regesta.model import Claim, Filler, Reading, Story, Voice

Entry = Mapping[str, Any]
KINDS = ("act", "office", "facility", "clause", "mandate", "relation", "quotation")
SMALL = frozenset("a an the of for at in on and to from with by new his her its their s".split())
PARTIES = {
    "act": (("who", ("who", "with")), ("to", ("to", "with", "who"))),
    "office": (("person", ("person",)),),
    "facility": (("name", ("facility",)),),
    "clause": (("instrument", ("instrument",)), ("clause", ("clause",))),
    "mandate": (("body", ("body",)),),
    "relation": (("who", ("who",)), ("to", ("to",))),
    "quotation": (("speaker", ("speaker",)),),
}
"""For each kind, which fields of an entry the roles of a claim must meet."""


class Report(NamedTuple):
    """A report with its entries and what was read from it."""

    name: str
    entries: tuple[tuple[str, Entry], ...]
    reading: Reading


class Pair(NamedTuple):
    """An entry and the claim nearest to it, with what is wrong with the claim."""

    kind: str
    entry: Entry
    claim: Claim | None
    wrong: tuple[str, ...]


# ------------------------------------------------------------------------------------------------ reports
def reports(folder: Path) -> Iterator[Report]:
    """The reports of a folder, read."""
    gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    pages = [(name, page) for name, page in gold["page"].items() if not name.endswith("_related")]
    stories = [_story(folder / page["file"], page) for _, page in pages]
    for (name, _), document in zip(pages, annotate(stories), strict=True):
        entries = tuple((kind, one) for kind in KINDS for one in gold.get(kind, ()) if one["page"] == name)
        yield Report(name, entries, read(document))


def _story(path: Path, page: Entry) -> Story:
    text = path.read_text(encoding="utf-8").split("\n\n", 2)[2]
    given = Given(title=page["title"], outlet=page["outlet"], published=page["published"], source=path.name)
    return read_text(text, given)


# ------------------------------------------------------------------------------------------------ fitting
def heads(words: str) -> frozenset[str]:
    """The words of a phrase that carry it, folded: without counts and without "(Peru)", which says whose it is."""
    found = (fold(word) for word in re.findall(r"[\w’'-]+", re.sub(r"\([^)]*\)", "", words)))
    told = [word for word in found if word not in SMALL]
    return frozenset([word for word in told if number_of(word) is None] or told)


def names(reading: Reading, filler: Filler) -> list[frozenset[str]]:
    """The words by which what fills a role is known."""
    entity = next((one for one in reading.entities if one.id == filler.entity), None)
    return [heads(words) for words in (filler.words, *((entity.name, *entity.aliases) if entity else ())) if words]


def is_named(reading: Reading, wanted: str, fillers: Iterable[Filler]) -> bool:
    """Whether one of the fillers is what an entry names: one has all words of the other, or they share most."""
    words = heads(wanted)
    found = [known for filler in fillers for known in names(reading, filler) if known]
    return any(known <= words or words <= known or len(known & words) * 2 > len(known | words) for known in found)


def listed(value: Any) -> list[str]:
    """A field as a list."""
    return [value] if isinstance(value, str) else list(value or ())


def faults(report: Report, kind: str, entry: Entry, claim: Claim) -> tuple[str, ...]:
    """What is wrong with a claim as a reading of an entry."""
    wrong = []
    for name, roles in PARTIES[kind]:
        fillers = [filler for role in roles for filler in claim.roles.get(role, ())]
        if not all(is_named(report.reading, one, fillers) for one in listed(entry.get(name))):
            wrong.append(name)
    if kind == "act":
        wrong += ["type"] * (claim.type != entry["type"]) + ["status"] * (claim.status != entry["status"])
    if kind == "clause" and claim.present is not None:
        wrong += ["present"] * (claim.present != entry["present"])
    return tuple(wrong)


def overlap(report: Report, entry: Entry, claim: Claim) -> bool:
    """Whether the quote of a claim and that of an entry share words."""
    text, quote = report.reading.story.text, entry.get("quote") or entry.get("text") or ""
    at = text.find(quote)
    return at >= 0 and claim.quote[0] < at + len(quote) and at < claim.quote[1]


def paired(report: Report) -> tuple[list[Pair], list[Claim]]:
    """Each entry with the claim nearest to it, each claim once, and the claims that are left."""
    offers = []
    for number, (kind, entry) in enumerate(report.entries):
        for claim in report.reading.claims:
            if claim.kind == kind and overlap(report, entry, claim):
                wrong = faults(report, kind, entry, claim)
                offers.append((len(wrong) + ("type" in wrong), number, claim.id, claim, wrong))
    found: dict[int, tuple[Claim, tuple[str, ...]]] = {}
    taken: set[str] = set()
    for *_, number, ident, claim, wrong in sorted(offers, key=lambda offer: offer[:3]):
        if number not in found and ident not in taken:
            found[number] = (claim, wrong)
            taken.add(ident)
    pairs = [
        Pair(kind, entry, *found.get(number, (None, ("missing",))))
        for number, (kind, entry) in enumerate(report.entries)
    ]
    return pairs, [claim for claim in report.reading.claims if claim.id not in taken and claim.kind in KINDS]


# ------------------------------------------------------------------------------------------------ figures
def rate(hit: int, of: int) -> str:
    """A share with its counts."""
    return f"{hit / of if of else 0:.3f}  {hit}/{of}"


def f1(hit: int, said: int, true: int) -> str:
    """Precision, recall and F1."""
    return f"P {hit / max(said, 1):.3f}  R {hit / max(true, 1):.3f}  F1 {2 * hit / max(said + true, 1):.3f}  ({hit})"


def score(all_reports: Sequence[Report], worst: int) -> None:
    """Print all figures."""
    pairs, left = [], []
    for report in all_reports:
        some, rest = paired(report)
        pairs += [(report, pair) for pair in some]
        left += [(report, claim) for claim in rest]
    counted = [(report, pair) for report, pair in pairs if not pair.entry.get("optional")]
    for kind in KINDS:
        of = [pair for _, pair in counted if pair.kind == kind]
        right = sum(not pair.wrong for pair in of)
        said = sum(pair.claim is not None for pair in of) + sum(claim.kind == kind for _, claim in left)
        print(f"  {kind:<10} {f1(right, said, len(of))}; met {rate(sum(p.claim is not None for p in of), len(of))}")
    right = sum(not pair.wrong for _, pair in counted)
    said = sum(pair.claim is not None for _, pair in counted) + len(left)
    print(f"  {'all':<10} {f1(right, said, len(counted))}")
    must = [pair for _, pair in counted if pair.entry.get("must")]
    print(f"  must-have entries found {rate(sum(not pair.wrong for pair in must), len(must))}")
    statuses(counted)
    voices(counted)
    absent = [pair for _, pair in counted if pair.kind == "clause" and not pair.entry["present"]]
    print(f"  absent clauses {rate(sum(not pair.wrong for pair in absent), len(absent))}")
    reliability(counted, left)
    confusion(counted)
    errors(counted, left, worst)


def statuses(counted: Sequence[tuple[Report, Pair]]) -> None:
    """Print F1 of each status, on acts whose claim has the type."""
    acts = [p for _, p in counted if p.kind == "act" and p.claim is not None and "type" not in p.wrong]
    for status in sorted({pair.entry["status"] for pair in acts}):
        said = sum(pair.claim.status == status for pair in acts if pair.claim)
        true = sum(pair.entry["status"] == status for pair in acts)
        hit = sum(pair.entry["status"] == status and pair.claim.status == status for pair in acts if pair.claim)
        print(f"    status {status:<13} {f1(hit, said, true)}")


def reliability(counted: Sequence[tuple[Report, Pair]], left: Sequence[tuple[Report, Claim]]) -> None:
    """Print, for acts by how sure the program is, how many are told and what share has the type of an entry, or all."""
    told = [(p.claim.confidence, "type" not in p.wrong, not p.wrong) for _, p in counted if p.kind == "act" and p.claim]
    told += [(claim.confidence, False, False) for _, claim in left if claim.kind == "act"]
    for low in range(0, 10, 2):
        some = [one for one in told if low <= one[0] * 10 < low + 2]
        typed, whole = (sum(one[n] for one in some) / max(len(some), 1) for n in (1, 2))
        print(
            f"    confidence .{low} to {(low + 2) / 10}: {len(some)} acts, type right {typed:.2f}, wholly {whole:.2f}"
        )


def voices(counted: Sequence[tuple[Report, Pair]]) -> None:
    """Print how often the head of the chain of voices is right, where a claim meets an entry, and all of the chain."""
    head = whole = of = 0
    for report, pair in counted:
        if pair.claim is None or not pair.entry.get("said_by"):
            continue
        of += 1
        wanted = pair.entry["said_by"]
        told = pair.claim.voices
        right = [_is_voice(report.reading, one, voice) for one, voice in zip(wanted, told, strict=False)]
        head += bool(right) and right[0]
        whole += len(wanted) == len(told) and all(right)
    print(f"  voices: head of the chain {rate(head, of)}; whole chain {rate(whole, of)}")


def _is_voice(reading: Reading, wanted: str, told: Voice) -> bool:
    """Whether a voice is the one of an entry; "unnamed" stands for a source that the page does not name."""
    if wanted == "unnamed":
        return told.kind == "unnamed"
    return is_named(reading, wanted, [Filler(words=told.name, entity=told.entity)])


def confusion(counted: Sequence[tuple[Report, Pair]]) -> None:
    """Print which types were taken for which."""
    mixed = Counter(
        (pair.entry["type"], pair.claim.type)
        for _, pair in counted
        if pair.kind == "act" and pair.claim is not None and "type" in pair.wrong
    )
    for (true, said), times in mixed.most_common(15):
        print(f"    {true} read as {said}: {times}")


def errors(counted: Sequence[tuple[Report, Pair]], left: Sequence[tuple[Report, Claim]], worst: int) -> None:
    """Print the entries and claims that are furthest from right."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for report, pair in sorted(counted, key=lambda one: (-len(one[1].wrong), not one[1].entry.get("must"))):
        if pair.wrong:
            quote = pair.entry.get("quote") or pair.entry.get("text", "")
            kinds["missing" if pair.claim is None else "wrong"].append(
                f"{report.name} {pair.kind} {pair.entry.get('type', '')} ({', '.join(pair.wrong)}): {quote[:110]}"
            )
    for report, claim in left:
        words = report.reading.story.text[slice(*claim.quote)]
        kinds["off gold"].append(
            f"{report.name} {claim.kind} {claim.type} {claim.status} [{claim.rule}]: {words[:110]}"
        )
    for kind, told in kinds.items():
        print(f"  {kind}: {len(told)}")
        for line in told[:worst]:
            print(f"    {line}")


# ------------------------------------------------------------------------------------------------ the bare reading
def bare(all_reports: Sequence[Report]) -> None:
    """Print how many parties of acts a bare reading of subjects and objects of verbs has, and how many it says."""
    hit = said = true = 0
    nlp = pipeline()
    for report in all_reports:
        text = report.reading.story.text
        triples = [
            (
                verb,
                [k.text for k in verb.children if k.dep_ == "nsubj"],
                [k.text for k in verb.children if k.dep_ == "dobj"],
            )
            for verb in nlp(text)
            if verb.pos_ == "VERB"
        ]
        triples = [one for one in triples if one[1] and one[2]]
        acts = [entry for kind, entry in report.entries if kind == "act" and not entry.get("optional")]
        said, true = said + len(triples), true + len(acts)
        for entry in acts:
            at = text.find(entry["quote"])
            inside = [one for one in triples if at <= one[0].idx < at + len(entry["quote"])]
            who, to = (frozenset().union(*map(heads, listed(entry.get(role)))) for role in ("who", "to"))
            hit += any(who & heads(" ".join(s)) and (not to or to & heads(" ".join(o))) for _, s, o in inside)
    print(f"  bare subject, verb, object (parties alone) {f1(hit, said, true)}")


# ------------------------------------------------------------------------------------------------ rivals
Said = tuple[Filler, tuple[int, int]]  # a speaker, and where the words quoted stand


def rivals(all_reports: Sequence[Report]) -> None:
    """Print how many quotations have their speaker, by textacy and by regesta, on the same reports and pipeline."""
    for name, reader in (("textacy", textacy_quotations), ("regesta", own_quotations)):
        hit = said = true = failed = 0
        for report in all_reports:
            try:
                told = reader(report)
            except Exception as error:  # noqa: BLE001, a rival may raise anything; that is counted, and it found nothing
                print(f"    {name} on {report.name}: {type(error).__name__}: {error}")
                told, failed = [], failed + 1
            entries = [entry for kind, entry in report.entries if kind == "quotation" and not entry.get("optional")]
            found = [entry for entry in entries if any(_is_quotation(report, entry, one) for one in told)]
            hit, said, true = hit + len(found), said + len(told), true + len(entries)
        print(f"  quotations by {name}: {f1(hit, said, true)}; reports on which it fails {failed}")


def textacy_quotations(report: Report) -> list[Said]:
    """What textacy takes for direct quotations, with the speaker of each."""
    from textacy.extract.triples import direct_quotations

    triples = direct_quotations(pipeline()(report.reading.story.text))
    return [
        (Filler(words=" ".join(token.text for token in one.speaker)), (one.content.start_char, one.content.end_char))
        for one in triples
    ]


def own_quotations(report: Report) -> list[Said]:
    """The quotations of regesta's reading, with their speakers."""
    claims = [claim for claim in report.reading.claims if claim.kind == "quotation"]
    return [(speaker, claim.quote) for claim in claims for speaker in claim.roles["speaker"]]


def _is_quotation(report: Report, entry: Entry, said: Said) -> bool:
    """Whether words quoted overlap those of an entry and are given to its speaker."""
    speaker, (start, end) = said
    at = report.reading.story.text.find(entry["text"])
    met = 0 <= at < end and start < at + len(entry["text"])
    return met and is_named(report.reading, entry["speaker"], [speaker])


def main() -> None:
    """Read the folders and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--worst", type=int, default=20)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--rivals", action="store_true", help="quotations by textacy beside (needs the extra bench)")
    options = parser.parse_args()
    found = [report for folder in options.folders for report in reports(folder)]
    print(f"{len(found)} reports, {sum(len(report.entries) for report in found)} entries")
    score(found, options.worst)
    if options.bare:
        bare(found)
    if options.rivals:
        rivals(found)


if __name__ == "__main__":
    main()
