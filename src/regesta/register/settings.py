"""The settings of a register: `regesta.toml`, written with its comments when the register is made."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from regesta.model import Finding, Value

Grade = Literal["A", "B", "C", "D", "E", "F"]

TEMPLATE = """\
# Settings of this register. Every line may be removed; what is written here is the default.

# The language of reports that do not say which they are in (ISO 639-1).
language = "en"

# The spaCy model that reads. Empty: the best one that is installed.
reader = ""

# "on": a story that names hardly any state, body or official is kept and can be searched, but not parsed. "off": every
# story is read.
gate = "off"

# Where the hosts that pages are fetched from can reach you: an address of the web or of mail, told to every host.
contact = ""

# How reliable a source is, on the Admiralty scale: A completely, B usually, C fairly, D not usually, E not reliable,
# F cannot be judged. An outlet that is not named here counts as F. The grade is shown; it never decides anything.
[reliability]
# "An Outlet" = "B"

# What a language model costs for a million tokens read and a million written, so that `--reader llm` can tell the sum.
[prices]
# "a-model" = { read = 0.15, written = 0.60, currency = "USD" }
"""


class Price(Value, frozen=True):
    """What a language model costs for a million tokens read, and for a million written."""

    read: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    written: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    currency: str = ""


class Settings(Value, frozen=True):
    """What a person set for a register."""

    language: str = "en"
    reader: str = ""
    gate: Literal["on", "off"] = "off"
    contact: str = ""
    reliability: Mapping[str, Grade] = {}
    prices: Mapping[str, Price] = {}


def read(path: Path) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings; where the file cannot be read as settings, the defaults and a finding that says why."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings), ()
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError, RecursionError) as problem:
        what = f"the defaults are used, because: {problem}"
        return Settings(), (Finding(where=path.name, what=what, severity="error"),)
