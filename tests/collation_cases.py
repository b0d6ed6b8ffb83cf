"""Cases of reports that contradict each other or only seem to, and of acts told more than once, with what is found."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from regesta.collate import Collation
from regesta.collate.accounts import accounts_of
from regesta.collate.likeness import between
from regesta.flow.pages import readings_of
from regesta.flow.whole import together
from regesta.intake import Given, read_text
from regesta.lexicon import fold
from regesta.model import Claim, Conflict, Reading, Story
from regesta.reuse import kin

GOLD = Path(__file__).parent / "gold"
Said = Mapping[str, Any]
Mention = tuple[str, str]


class Case(NamedTuple):
    """Reports side by side. `kind` is what they contradict each other in, or only seem to where `conflict` is false."""

    id: str
    kind: str
    conflict: bool
    reports: tuple[Said, ...]
    origins: int | None = None

    @property
    def sort(self) -> str:
        """conflict, twin or quiet."""
        return "conflict" if self.conflict else "quiet" if self.kind == "quiet" else "twin"


class Answer(NamedTuple):
    """What the program makes of a case: its readings in the order of the reports, and what they say together."""

    case: Case
    readings: tuple[Reading, ...]
    found: Collation

    @property
    def alarms(self) -> list[Conflict]:
        """The contradictions it calls open."""
        return [one for one in self.found.conflicts if one.status == "open"]

    def is_right(self, alarm: Conflict) -> bool:
        """Whether it is the contradiction of the case."""
        return self.case.conflict and alarm.kind == self.case.kind

    def points_right(self, alarm: Conflict) -> bool:
        """Whether every claim of it stands in the words in question, and every side of the case is among them."""
        spans = self._evidence()
        told = [(claim, span) for claim, span in self._claims(spans) if claim.id in alarm.claims]
        inside = {claim.id for claim, span in told if _meet(claim.quote, span)}
        sides = {claim.story for claim, _ in told if claim.id in inside}
        return inside == set(alarm.claims) and len(sides) >= min(2, len(spans))

    @property
    def origins(self) -> int:
        """How many independent origins the act has that the words in question tell of."""
        meant = self._in_question()
        events = [one for one in self.found.events if set(one.claims) & meant]
        return len({fold(name) for one in events for name in one.origins})

    def _in_question(self) -> set[str]:
        """The claims of the contradiction, where it is found; else the acts that the words tell, else, but for offices
        told in passing, whatever else."""
        if right := [alarm for alarm in self.alarms if self.is_right(alarm)]:
            return {claim for alarm in right for claim in alarm.claims}
        told = self.claims_told()
        offices = [one.id for one in told if one.kind == "office"]
        if offices and self.case.kind in ("office", "title"):
            return set(offices)
        acts = {one.id for one in told if one.kind == "act"}
        return acts or {one.id for one in told if one.id not in offices} or set(offices)

    def claims_told(self) -> list[Claim]:
        """The claims whose sentences meet the words in question."""
        return [claim for claim, span in self._claims(self._evidence()) if _meet(claim.quote, span)]

    def _evidence(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for said, reading in zip(self.case.reports, self.readings, strict=True):
            if words := said.get("evidence"):
                start = reading.story.text.find(words)
                found[reading.story.id] = start, start + len(words)
        return found

    def _claims(self, spans: Mapping[str, tuple[int, int]]) -> Iterator[tuple[Claim, tuple[int, int]]]:
        for reading in self.readings:
            for claim in reading.claims if reading.story.id in spans else ():
                yield claim, spans[reading.story.id]


def cases(path: Path = GOLD / "conflicts.toml") -> list[Case]:
    """The cases of a file, or of a folder of little reports in threes."""
    if path.is_dir():
        return [one for file in sorted(path.glob("*.toml")) for one in _of_threes(file)]
    return [
        Case(one["id"], one["kind"], one["conflict"], tuple(one["report"]), one.get("origins"))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def _of_threes(path: Path) -> Iterator[Case]:
    """Of each three reports two cases: the first and the second contradict each other, the first and the third do not.

    Where there is no second, the first contradicts itself, and the third alone does not.
    """
    for kind, threes in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for number, told in enumerate(threes, 1):
            both = [_report(told[name]) for name in ("a", "b") if name in told]
            near = [_report(told[name]) for name in ("a", "twin")[len(both) == 1 :]]
            yield Case(f"{kind}-{number}", kind, True, tuple(both), told.get("origins"))
            yield Case(f"{kind}-{number}-twin", kind, False, tuple(near))


def agreeing(path: Path) -> list[Case]:
    """The groups of one act of a file of events, as reports that agree, with their origins."""
    return [
        Case(one["id"], "quiet", False, tuple({**said, "evidence": said["act"]} for said in one["report"]), origins)
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["group"]
        if one["same"] and (origins := one.get("origins")) is not None
    ]


def _report(line: str) -> Said:
    """What is said between ⟦ and ⟧ is the evidence; without them, all of it."""
    outlet, published, marked = (part.strip() for part in line.split("|", 2))
    _, _, inside = marked.partition("⟦")
    text = marked.replace("⟦", "").replace("⟧", "")
    evidence = inside.partition("⟧")[0] or text
    return {"title": "", "outlet": outlet, "published": published, "text": text, "evidence": evidence}


def answers(asked: Sequence[Case]) -> list[Answer]:
    """What the program makes of each case by itself."""
    stories = [tuple(story_of(said) for said in case.reports) for case in asked]
    readings = readings_of([one for told in stories for one in told])
    return [
        Answer(case, tuple(own), settled(own))
        for case, own in zip(asked, ([readings[one.id] for one in told] for told in stories), strict=True)
    ]


def story_of(said: Said) -> Story:
    """A report as it would come in."""
    return read_text(said["text"], Given(title=said["title"], outlet=said["outlet"], published=said["published"]))


def settled(readings: Sequence[Reading]) -> Collation:
    """What the readings say together."""
    return together(list(readings), (), kin(one.story for one in readings))[1]


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


# ------------------------------------------------------------------------------------------------------- events
class Groups(NamedTuple):
    """Mentions of acts with the group each belongs to, by hand and as the program has it; `read` are those it read."""

    true: Mapping[Mention, str]
    found: Mapping[Mention, str]
    read: frozenset[Mention]


def groups(path: Path = GOLD / "events.toml") -> Groups:
    """Acts told by several reports, and acts that only look alike, as told apart in one register of all reports."""
    asked = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    told = [(one, at, said, story_of(said)) for one in asked for at, said in enumerate(one["report"])]
    readings = readings_of([story for *_, story in told])
    homes = {claim: event.id for event in settled(list(readings.values())).events for claim in event.claims}
    true: dict[Mention, str] = {}
    found: dict[Mention, str] = {}
    for group, at, said, story in told:
        mention = group["id"], f"{at}"
        claim = _told(readings[story.id], said)
        true[mention] = group["id"] if group["same"] else f"{group['id']} {at}"
        found[mention] = homes[claim.id] if claim else f"unread {mention}"
    return Groups(true, found, frozenset(one for one in found if not found[one].startswith("unread")))


def apart(path: Path) -> Iterator[str]:
    """For every two mentions of one act that were read and not joined, what stood between them, in words."""
    asked = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    told = [[(said, story_of(said)) for said in one["report"]] for one in asked if one["same"]]
    readings = readings_of([story for group in told for _, story in group])
    known = list(readings.values())
    identities, found = together(known, (), kin(one.story for one in known))
    names = {member: one.entity.id for one in identities for member in one.members}
    world, accounts = accounts_of(known, names, {one.entity.id: one.entity for one in identities})
    by_id = {one.id: one for one in accounts}
    homes = {claim: event.id for event in found.events for claim in event.claims}
    for group in told:
        claims = [claim for said, story in group if (claim := _told(readings[story.id], said))]
        for a, b in combinations([by_id[claim.id] for claim in claims], 2):
            if homes[a.id] != homes[b.id]:
                yield between(a, b, world)


def _told(reading: Reading, said: Said) -> Claim | None:
    """The claim that tells the act: its trigger stands in the words, of the type if there is one."""
    start = reading.story.text.find(said["act"])
    span = start, start + len(said["act"])
    near = [one for one in reading.claims if one.kind == "act" and _meet(one.trigger, span)]
    return min(near, key=lambda one: (one.type != said["type"], one.mode != said.get("mode", ""), one.id), default=None)


def b_cubed(true: Mapping[Mention, str], found: Mapping[Mention, str]) -> tuple[float, float]:
    """Precision and recall of the groups, averaged over mentions."""
    own, said = _members(true), _members(found)
    both = [(len(own[true[one]] & said[found[one]]), len(said[found[one]]), len(own[true[one]])) for one in true]
    return sum(hit / wide for hit, wide, _ in both) / len(both), sum(hit / wide for hit, _, wide in both) / len(both)


def pairs(true: Mapping[Mention, str], found: Mapping[Mention, str]) -> tuple[int, int, int]:
    """How many pairs are rightly joined, how many are joined, and how many should be."""
    own, said = (
        {frozenset((a, b)) for group in _members(one).values() for a in group for b in group if a < b}
        for one in (true, found)
    )
    return len(own & said), len(said), len(own)


def _members(homes: Mapping[Mention, str]) -> dict[str, set[Mention]]:
    found: dict[str, set[Mention]] = {}
    for one, home in homes.items():
        found.setdefault(home, set()).add(one)
    return found


def share(part: Iterable[bool]) -> float:
    """The share of those that hold; of nothing, all."""
    held = list(part)
    return sum(held) / len(held) if held else 1.0
