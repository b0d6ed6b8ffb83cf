"""Little registers, written by hand: a cast of invented officials, and reports made of claims and their sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from regesta.collate import Collation, collate
from regesta.model import (
    Claim,
    Conflict,
    Dated,
    Entity,
    Event,
    Filler,
    Judgement,
    Point,
    Quantity,
    Reading,
    Scope,
    Story,
    Voice,
    content_id,
)

STATES = {
    "Kenya": "KEN", "Uganda": "UGA", "Tanzania": "TZA", "Ghana": "GHA", "Togo": "TGO", "Senegal": "SEN", "Mali": "MLI",
    "Peru": "PER", "Chile": "CHL", "Bolivia": "BOL", "Ecuador": "ECU", "Japan": "JPN", "Vietnam": "VNM", "Laos": "LAO",
    "Nepal": "NPL", "India": "IND", "Norway": "NOR", "Finland": "FIN", "Latvia": "LVA", "Georgia": "GEO",
    "Armenia": "ARM", "Fiji": "FJI", "Tonga": "TON", "Oman": "OMN", "Jordan": "JOR", "Canada": "CAN", "Panama": "PAN",
}  # fmt: skip
TOWNS = {
    "Arusha": "Tanzania", "Dodoma": "Tanzania", "Nairobi": "Kenya", "Mombasa": "Kenya", "Kampala": "Uganda",
    "Accra": "Ghana", "Lome": "Togo", "Dakar": "Senegal", "Bamako": "Mali", "Lima": "Peru", "Cusco": "Peru",
    "Santiago": "Chile", "La Paz": "Bolivia", "Quito": "Ecuador", "Osaka": "Japan", "Tokyo": "Japan",
    "Hanoi": "Vietnam", "Vientiane": "Laos", "Kathmandu": "Nepal", "Pokhara": "Nepal", "Oslo": "Norway",
    "Bergen": "Norway", "Helsinki": "Finland", "Riga": "Latvia", "Tbilisi": "Georgia", "Batumi": "Georgia",
    "Yerevan": "Armenia", "Suva": "Fiji", "Muscat": "Oman", "Salalah": "Oman", "Amman": "Jordan", "Ottawa": "Canada",
}  # fmt: skip
PEOPLE = {
    "Wafula": "Kenya", "Otieno": "Kenya", "Kato": "Uganda", "Nankya": "Uganda", "Mushi": "Tanzania", "Asante": "Ghana",
    "Boateng": "Ghana", "Lawson": "Togo", "Faye": "Senegal", "Sarr": "Senegal", "Keita": "Mali", "Quispe": "Peru",
    "Huaman": "Peru", "Rojas": "Chile", "Condori": "Bolivia", "Zambrano": "Ecuador", "Sakamoto": "Japan",
    "Trinh": "Vietnam", "Phommasan": "Laos", "Gurung": "Nepal", "Adhikari": "Nepal", "Nair": "India",
    "Solberg": "Norway", "Aalto": "Finland", "Ozols": "Latvia", "Lomidze": "Georgia", "Petrosyan": "Armenia",
    "Vakatawa": "Fiji", "Al-Harthy": "Oman", "Khasawneh": "Jordan", "Tremblay": "Canada", "Boyd": "Panama",
    "Mwangi": "Kenya",
}  # fmt: skip
OTHERS = {
    "Kenyan Foreign Ministry": ("organisation", "Kenya", "ministry"),
    "Kenyan Treasury": ("organisation", "Kenya", "ministry"),
    "Ghanaian government": ("organisation", "Ghana", "government"),
    "Peruvian Defence Ministry": ("organisation", "Peru", "ministry"),
    "Norwegian delegation": ("organisation", "Norway", "delegation"),
    "Nepali delegation": ("organisation", "Nepal", "delegation"),
    "Fijian delegation": ("organisation", "Fiji", "delegation"),
    "Lake Mission": ("organisation", None, "mission"),
    "Strait Observer Force": ("organisation", None, "mission"),
    "Harbour Wire": ("organisation", None, "news agency"),
    "Bulletin Agency": ("organisation", None, "news agency"),
    "Resolution 9101": ("instrument", None, "resolution"),
    "Resolution 9102": ("instrument", None, "resolution"),
    "Lake Accord": ("instrument", None, "agreement"),
    "Fisheries Protocol": ("instrument", None, "agreement"),
    "Salt Pan air base": ("facility", "Oman", "air base"),
}


def _cast() -> dict[str, Entity]:
    cast = {name: Entity(id=f"r-{name}", kind="state", name=name, country=code) for name, code in STATES.items()}
    for name, state in TOWNS.items():
        cast[name] = Entity(id=f"r-{name}", kind="place", name=name, country=STATES[state], parent=f"r-{state}")
    for name, state in PEOPLE.items():
        cast[name] = Entity(id=f"r-{name}", kind="person", name=f"{name}", country=STATES[state])
    for name, (kind, home, sort) in OTHERS.items():
        country = STATES[home] if home else None
        cast[name] = Entity(id=f"r-{name}", kind=kind, name=name, country=country, sort=sort)  # type: ignore[arg-type]
    cast["Old Harbour"] = Entity(id="r-Old Harbour", kind="place", name="Old Harbour", place=Point(lat=1.0, lon=1.0))
    cast["North Cape"] = Entity(id="r-North Cape", kind="place", name="North Cape", place=Point(lat=9.0, lon=9.0))
    return cast


CAST = _cast()
LABELS = {one.id: one for one in CAST.values()}
_SYMBOLS = {"with_": "with"}


def told(kind: str, type_: str, sentence: str, **said: Any) -> dict[str, Any]:
    """A claim to be: `said` has fields of Claim and, under any other name, roles (a name, or several with commas)."""
    return {"kind": kind, "type": type_, "sentence": sentence, **said}


def act(type_: str, sentence: str, **said: Any) -> dict[str, Any]:
    return told("act", type_, sentence, **said)


def report(outlet: str, published: str | None, *claims: dict[str, Any], text: str | None = None) -> Reading:
    """A reading of a story whose text is the claims' sentences, or `text`."""
    body = text if text is not None else "\n".join(dict.fromkeys(claim["sentence"] for claim in claims))
    story = Story(
        id=content_id("story", outlet, published or "", body, repr(claims)),
        page=content_id("page", outlet, body),
        title="",
        text=body,
        outlet=outlet or None,
        published=Dated(edtf=published, basis="given" if published else "unknown"),
    )
    made = tuple(_claim(story, at, claim) for at, claim in enumerate(claims))
    return Reading(story=story, entities=(), mentions=(), times=(), voices=(), claims=made)


def _claim(story: Story, at: int, said: dict[str, Any]) -> Claim:
    fields = dict(said)
    sentence = fields.pop("sentence")
    start = story.text.index(sentence)
    trigger = fields.pop("trigger", sentence)
    begin = start + sentence.index(trigger)
    own = {name: fields.pop(name) for name in list(fields) if name in Claim.__struct_fields__ and name != "voices"}
    voices = tuple(_voice(one) for one in fields.pop("voices", ()))
    if own.get("when"):
        own.setdefault("when_words", own["when"])
    return Claim(
        id=content_id("claim", story.id, str(at)),
        story=story.id,
        quote=(start, start + len(sentence)),
        trigger=(begin, begin + len(trigger)),
        rule="written by hand",
        voices=voices,
        roles={
            _SYMBOLS.get(role, role): tuple(_filler(one) for one in str(names).split(", "))
            for role, names in fields.items()
        },
        **own,
    )


def _filler(name: str) -> Filler:
    return Filler(words=name, entity=name if name in CAST else None)


def _voice(name: str) -> Voice:
    if name == "unnamed":
        return Voice(kind="unnamed", name="")
    return Voice(kind="according-to", name=name, entity=name if name in CAST else None)


def names_of(readings: Sequence[Reading]) -> Mapping[str, str]:
    return {f"{one.story.id}/{name}": entity.id for one in readings for name, entity in CAST.items()}


def collated(*readings: Reading, judgements: Sequence[Judgement] = ()) -> Collation:
    """What the reports say together."""
    return collate(readings, names_of(readings), LABELS, judgements)


def events_of_kind(found: Collation, kind: str) -> list[Event]:
    return [one for one in found.events if one.kind == kind]


def kinds(found: Collation) -> list[str]:
    return sorted(one.kind for one in found.conflicts)


def only(found: Collation, kind: str) -> Conflict:
    """The one conflict of this kind."""
    (conflict,) = [one for one in found.conflicts if one.kind == kind]
    return conflict


def many(low: float, words: str, high: float | None = -1, unit: str = "") -> Quantity:
    return Quantity(low=low, high=low if high == -1 else high, words=words, unit=unit)


def first(of: str, since: str | None = None, rank: Any = "first") -> Scope:
    return Scope(rank=rank, of=of, since=since)


def talks(outlet: str, published: str, sentence: str, **said: object) -> Reading:
    fields = {"mode": "meeting", "who": "Wafula", "with_": "Mushi", "where": "Arusha", "when": "2024-04-17"} | said
    return report(outlet, published, act("CONSULT", sentence, **fields))


# ------------------------------------------------------------------------------------------------------- any register
_TYPES = ["CONSULT", "AGREE", "ACCUSE", "AID", "COERCE"]
_DAYS = ["2024-04-17", "2024-04-18", "2024-04", "2024", None]
_TWO = st.sampled_from(["Kato", "Nankya"])
_STATUSES = ["happened", "planned", "denied", "cancelled"]


def _saying(words: str, by: str) -> dict[str, Any]:
    return told("quotation", "quotation", f"“{words}”, {by} said", speaker=by, text=words)


def _vote(yes: int, text: str) -> dict[str, Any]:
    sentence = f"Members adopted {text} by {yes} votes to 2"
    return act("AGREE", sentence, mode="adoption", who="Lake Mission", instrument=text, when="2024-04-17")


_FACTS = st.one_of(
    st.builds(_saying, st.sampled_from(["We will open the lake road in May", "We will not open the lake road in May",
                                        "We will open the lake road in June"]), st.sampled_from(["Kato", "Nankya"])),
    st.builds(_vote, st.sampled_from([11, 12]), st.sampled_from(["Resolution 9101", "Resolution 9102"])),
    st.builds(lambda is_there: told("clause", "clause", f"It is {is_there} that the text has a clause on night ferries",
                                    instrument="Lake Accord", clause="night ferries", present=is_there), st.booleans()),
    st.builds(lambda day: told("mandate", "mandate", f"The mandate of the Lake Mission ends on {day}",
                               body="Lake Mission", until=day), st.sampled_from(["2024-06-01", "2024-07-01"])),
)  # fmt: skip


@st.composite
def readings_(draw: st.DrawFn) -> Reading:
    """A report of one to three acts by few people at few places and times, so that much of it meets."""
    made = []
    for _ in range(draw(st.integers(1, 3))):
        who, other = draw(st.permutations(["Wafula", "Mushi", "Kato", "Kenya", "Tanzania"]))[:2]
        number = draw(st.sampled_from([None, 3, 5, 400]))
        made.append(
            act(
                draw(st.sampled_from(_TYPES)),
                f"{who} and {other} did {draw(st.sampled_from(['this', 'that', 'much']))}",
                mode=draw(st.sampled_from(["", "meeting", "visit", "overthrow"])),
                status=draw(st.sampled_from(_STATUSES)),
                who=who,
                to=other,
                where=draw(st.sampled_from([None, "Arusha", "Nairobi", "Kenya"])),
                when=draw(st.sampled_from(_DAYS)),
                quantity=many(number, f"{number}", unit="boats") if number else None,
                voices=draw(st.sampled_from([[], ["Harbour Wire"], ["Harbour Wire", "unnamed"], ["Kato"]])),
            )
        )
    named, meant, when = draw(_TWO), draw(_TWO), draw(st.sampled_from(_DAYS))
    made.append(
        told("office", "", f"{named} minister", person=meant, office="Foreign Minister", of="Uganda", when=when)
    )
    made.append(draw(_FACTS))
    outlet = draw(st.sampled_from(["Rift Herald", "Coast Daily", "Lake Post"]))
    return report(outlet, draw(st.sampled_from(["2024-04-18", "2024-04-20", "2024-05", None])), *made)


REGISTERS = st.lists(readings_(), min_size=1, max_size=6)
EXAMPLES = max(200, settings.default.max_examples if settings.default else 0)  # more by a profile: see CONTRIBUTING.md
