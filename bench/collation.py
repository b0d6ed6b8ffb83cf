"""How well contradictions are found and near misses left alone, origins counted, and acts told many times joined.

    python bench/collation.py [--worst 20] [--conflicts FILE|FOLDER …] [--events FILE …]

The files are gold written blind (`tests/gold/conflicts.toml`, `tests/gold/events.toml`), so figures alone are printed
unless `--worst` asks for cases: also at which link contradictions are lost, and what keeps tellings of one act apart.
`tests/gold/tellings`, `tellings_anew`, `told_again.toml` and `told_anew.toml` are those it is developed by.
An alarm is right where the reports do contradict each other in what it says; its evidence, where each of its claims
stands in the words in question and all sides are there. Acts are told apart in one register of all reports; what was
not read stands alone.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from collation_cases import GOLD, Answer, answers, apart, b_cubed, cases, groups, pairs, share
from regesta import edtf
from regesta.model import Conflict

Alarm = tuple[Answer, Conflict]


def conflicts(found: Sequence[Answer]) -> None:
    """Print how many of the contradictions are found, how many alarms are right, and who stays silent."""
    by_kind: dict[str, list[Answer]] = defaultdict(list)
    for one in found:
        by_kind[one.case.kind].append(one)
    print(f"{'kind':<12} conflicts found  false alarms  twins silent")
    for kind, told in sorted(by_kind.items()):
        true = [one for one in told if one.case.conflict]
        silent = [not one.alarms for one in told if not one.case.conflict]
        hit = sum(any(map(one.is_right, one.alarms)) for one in true)
        print(f"{kind:<12} {hit:>6} of {len(true):<6} {len(false(told)):>9} {sum(silent):>12} of {len(silent)}")
    for line in figures(found):
        print(line)


def figures(found: Sequence[Answer]) -> list[str]:
    """The figures over all kinds, a line each."""
    true = [one for one in found if one.case.conflict]
    right = [(one, alarm) for one in true for alarm in one.alarms if one.is_right(alarm)]
    alarms = len(right) + len(false(found))
    silent = {sort: [not one.alarms for one in found if one.case.sort == sort] for sort in ("twin", "quiet")}
    counted = [one.origins == one.case.origins for one in found if one.case.origins is not None]
    return [
        f"precision      {len(right) / max(1, alarms):.3f}  ({len(right)} of {alarms} alarms)",
        f"recall         {share(any(map(one.is_right, one.alarms)) for one in true):.3f}  ({len(true)} conflicts)",
        f"evidence right {share(one.points_right(alarm) for one, alarm in right):.3f}",
        f"twins silent   {share(silent['twin']):.3f}  ({len(silent['twin'])})",
        f"quiet silent   {share(silent['quiet']):.3f}  ({len(silent['quiet'])})",
        f"origins right  {share(counted):.3f}  ({len(counted)})",
    ]


def false(found: Sequence[Answer]) -> list[Alarm]:
    """The alarms that are none."""
    return [(one, alarm) for one in found for alarm in one.alarms if not one.is_right(alarm)]


def links(found: Sequence[Answer]) -> None:
    """Print at which link the contradictions that are not found are lost first, and how many at each."""
    missed = [one for one in found if one.case.conflict and not any(map(one.is_right, one.alarms))]
    for link, count in Counter(map(lost_at, missed)).most_common():
        print(f"  lost: {count:>3}  {link}")


def lost_at(one: Answer) -> str:
    """The first link that is broken between the words of the reports and an alarm."""
    sides = [[claim for claim in one.claims_told() if claim.story == reading.story.id] for reading in one.readings]
    sides = [told for told, said in zip(sides, one.case.reports, strict=True) if said.get("evidence")]
    if any(not edtf.valid(reading.story.published.edtf or "") for reading in one.readings):
        return "a report has no day of publication"
    if others := sorted({alarm.status for alarm in one.found.conflicts if alarm.kind == one.case.kind}):
        return f"it is found, and taken for {', '.join(others)}"
    if not all(sides):
        return "no claim is read in the words of a report"
    sorts = [{(claim.kind, claim.type) for claim in told} for told in sides]
    if not set.intersection(*sorts):
        return "the claims are of different types"
    named = [{f.words.casefold() for claim in told for role in claim.roles.values() for f in role} for told in sides]
    if not set.intersection(*named):
        return "the claims have no party in common, by its words"
    homes = [{e.id for e in one.found.events if {claim.id for claim in told} & set(e.claims)} for told in sides]
    return "no rule speaks: " + ("one event" if set.intersection(*homes) else "two events")


def worst(found: Sequence[Answer], number: int) -> None:
    """Print what went wrong, case by case."""
    for one, alarm in false(found)[:number]:
        print(f"  false: {one.case.id}: {alarm.kind}: {alarm.says}")
    missed = [one for one in found if one.case.conflict and not any(map(one.is_right, one.alarms))]
    for one in missed[:number]:
        others = [f"{alarm.kind} ({alarm.status})" for alarm in one.found.conflicts]
        print(f"  missed: {one.case.id}: {one.case.kind}; found {', '.join(others) or 'nothing'}")
    for one in [one for one in found if one.case.origins not in (None, one.origins)][:number]:
        print(f"  origins: {one.case.id}: {one.origins} for {one.case.origins}")


def acts(path: Path) -> None:
    """Print how well acts told many times are joined and look-alikes told apart."""
    told = groups(path)
    for title, among in (("all mentions", set(told.true)), ("mentions that were read", told.read)):
        true, found = ({one: homes[one] for one in homes if one in among} for homes in (told.true, told.found))
        precision, recall = b_cubed(true, found)
        hit, said, own = pairs(true, found)
        print(
            f"{title:<24} B³ precision {precision:.3f}, recall {recall:.3f},"
            f" F1 {2 * precision * recall / (precision + recall):.3f};"
            f" pairs precision {hit / max(1, said):.3f}, F1 {2 * hit / max(1, said + own):.3f}"
        )
    for what, count in Counter(apart(path)).most_common():
        print(f"  apart: {count:>3}  {what}")
    print(f"coverage {len(told.read) / len(told.true):.3f} of {len(told.true)} mentions")


def main() -> None:
    """Read the cases and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--conflicts", nargs="+", type=Path, default=[GOLD / "conflicts.toml"])
    parser.add_argument("--events", nargs="+", type=Path, default=[GOLD / "events.toml"])
    options = parser.parse_args()
    for path in options.conflicts:
        print(f"== contradictions, {path.name}")
        found = answers(cases(path))
        conflicts(found)
        links(found)
        worst(found, options.worst)
    for path in options.events:
        print(f"== acts told many times, {path.name}")
        acts(path)


if __name__ == "__main__":
    main()
