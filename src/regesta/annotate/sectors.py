"""Which sector of PLOVER's codebook somebody acts in, as far as an office, a sort or the lexicon's own entry tells."""

from collections.abc import Mapping
from functools import cache

from regesta.lexicon import Lexicon

FORMER = "ELI"
UNTOLD = "UNK"


@cache
def by_sort(lexicon: Lexicon) -> Mapping[str, str]:
    """Sort of an entity → sector."""
    table: Mapping[str, str] = lexicon.tables["actors"]["sorts"]
    return table


@cache
def by_entry(lexicon: Lexicon) -> Mapping[str, str]:
    """Id of an organisation of the lexicon → the sector reviewed for it."""
    listed = lexicon.tables["organisations"]["organisation"]
    return {entry["id"]: entry["plover"] for entry in listed if "plover" in entry}


@cache
def by_office(lexicon: Lexicon) -> Mapping[str, str]:
    """Last part of an office's id → sector; an office that is not here is one of government."""
    listed = lexicon.tables["actors"]["offices"]
    return {name: sector for sector, names in listed.items() for name in names}


def sector_of_office(lexicon: Lexicon, key: str, manner: str) -> str:
    """The sector of who holds an office: those who held it are former elites; nothing where the office tells none."""
    sector = by_office(lexicon).get(key.rpartition(":")[2], "GOV")
    if sector == UNTOLD:
        return ""
    return FORMER if manner == "former" and sector == "GOV" else sector


def sector_of_body(lexicon: Lexicon, key: str | None, sort: str) -> str:
    """The sector of an organisation or state: its entry's own, else that of its sort."""
    keys = lexicon.tables["actors"]["keys"]
    return by_entry(lexicon).get(key or "") or keys.get((key or "").split(":")[0]) or by_sort(lexicon).get(sort, "")
