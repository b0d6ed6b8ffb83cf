"""What is written out for other programs, read by those programs' own readers.

Two registers are written: the sample pages, read and settled, and the two handmade reports with a third one beside them
in which everything that a format could trip over is said.
"""

import csv
import hashlib
import importlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import handmade
from regesta import exports, views
from regesta.cli import commands, main
from regesta.exports import (
    calendars,
    chronicle,
    countries,
    ftm,
    geo,
    graph,
    polecat,
    provenance,
    references,
    segments,
    sheets,
)
from regesta.exports.headlines import span
from regesta.flow import settle
from regesta.model import Dated, Judgement, Reading, Receipt
from regesta.register import Register
from samples_read import PAGES

HEADER = Path(__file__).parents[2] / "shared" / "data" / "plover" / "polecat_header.tsv"
HOSTILE = (
    '=HYPERLINK("http://evil.example") </data>]]> <script>alert(1)</script> {\\input{x}} [^1]: `a` **b** | & % $ # _ ^'
    " ~ \x01\x0b END:VEVENT; ER  - ,, “said” \u202etxt"
)
TITLE = "@SUM(A1) <b>Talks</b> & {more} [here](x)"


def need(name: str) -> Any:
    """A package that the reader of a format is in; the test is left out where it is not installed."""
    return pytest.importorskip(name, reason=f"{name} is not installed")


def hostile() -> Reading:
    """A report in which everything is written that some format could take for a sign of its own."""
    base = handmade.courier()
    text = f"{HOSTILE}\n\nKadri Vaarik went to Latvia."
    story = msgspec.structs.replace(
        base.story,
        id="story-hostile",
        page=handmade.page_id(text.encode()),
        title=TITLE,
        text=text,
        outlet="+Outlet; Ltd, and sons",
        authors=("-A. Author and B. Author", "C, D"),
        published=Dated(edtf="2024-06-02", basis="metadata"),
        url="https://news.example/a{b}?x=1&y=%20<z>#top",
        blocks=(),
    )
    claim = handmade.told(
        story, HOSTILE, "act", "CONSULT", {"who": ["e3"], "to": ["e4"]}, mode="visit", when="2024-06-01"
    )
    return msgspec.structs.replace(base, story=story, claims=(claim,), voices=())


@pytest.fixture(scope="module")
def handmade_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("handmade")
    handmade.fill(path)
    with Register.open(path) as register:
        reading = hostile()
        register.keep_page(reading.story.text.encode(), Receipt(source="hostile.txt", obtained=handmade.OBTAINED))
        register.put_reading(reading.story.page, [reading], reader="by hand")
        register.append_judgement(Judgement(act="split", subjects=("a/e1", "b/e1"), by="L. Kask", at=handmade.OBTAINED))
        settle(register)
        yield register


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, sample_readings: list[Reading]) -> Iterator[Register]:
    with Register.open(tmp_path_factory.mktemp("samples"), create=True) as register:
        for path in PAGES:
            page, _ = register.keep_page(path.read_bytes(), Receipt(source=path.name, obtained=handmade.OBTAINED))
            register.put_reading(page.id, [one for one in sample_readings if one.story.page == page.id])
        settle(register)
        yield register


@pytest.fixture(params=["handmade_register", "samples"])
def matter(request: pytest.FixtureRequest) -> exports.Matter:
    return exports.Matter(register=request.getfixturevalue(request.param))


def written(form: str, matter: exports.Matter) -> bytes:
    file = io.BytesIO()
    exports.write(form, matter, file)
    return file.getvalue()


def text(form: str, matter: exports.Matter) -> str:
    return written(form, matter).decode("utf-8")


def table(form: str, matter: exports.Matter, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(form, matter), newline=""), delimiter=delimiter))


def squeezed(words: str) -> str:
    """Words as they stand on one line of a format that allows no control characters."""
    return " ".join(words.replace("\x01", "\ufffd").replace("\x0b", "\ufffd").split())


# ---------------------------------------------------------------------------------------------- all formats
@pytest.mark.parametrize("form", exports.FORMATS)
def test_the_same_register_gives_the_same_bytes(form: str, matter: exports.Matter) -> None:
    if form == "parquet":
        need("pyarrow")
    assert written(form, matter) == written(form, matter) != b""


def test_the_command_offers_every_format() -> None:
    assert tuple(exports.FORMATS) == commands.FORMATS


@pytest.mark.parametrize("form", sorted(exports.FORMATS.keys() - exports.BINARY))
def test_what_is_chosen_holds_for_every_format(form: str, samples: Register) -> None:
    """A question leaves out of each format what it leaves out of the timeline, and leaves in what it leaves in."""
    question = views.Question(between=("Philippines", "Vietnam"), until="2012-08-15")
    some = text(form, exports.Matter(register=samples, question=question))
    every = text(form, exports.Matter(register=samples))
    assert len(some) < len(every)
    assert "Luzon Maritime Post" in some
    assert "Mangystau" in every
    assert "Mangystau" not in some


def test_an_empty_choice_is_written_too(samples: Register) -> None:
    """Each format says "nothing" in its own way, and its reader takes it."""
    matter = exports.Matter(register=samples, question=views.Question(type="ASSAULT", status="cancelled"))
    assert json.loads(text("geojson", matter))["features"] == json.loads(text("csl", matter)) == []
    assert json.loads(text("timelinejs", matter)) == {"events": []}
    assert json.loads(text("prov", matter)) == {"prefix": provenance.PREFIX}
    assert text("ris", matter) == text("bibtex", matter) == text("ftm", matter) == ""
    assert table("csv", matter) == table("polecat", matter, "\t") == []
    assert len(need("networkx").read_graphml(io.BytesIO(written("graphml", matter)))) == 0
    assert need("icalendar").Calendar.from_ical(written("ical", matter)).walk("VEVENT") == []
    (sheet,) = need("openpyxl").load_workbook(io.BytesIO(written("xlsx", matter))).worksheets
    assert sheet.max_row == 1


class Endless:
    """A matter that never ends, to show that what is written is written as it comes."""

    def __init__(self, matter: exports.Matter, kind: str) -> None:
        self._matter, self._kind = matter, kind
        self.taken = 0

    def __getattr__(self, name: str) -> Any:
        return self._rows if name == self._kind else getattr(self._matter, name)

    def _rows(self) -> Iterator[Any]:
        row = next(getattr(self._matter, self._kind)())
        for _ in count():
            self.taken += 1
            yield row


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (sheets.table, "claims"),
        (polecat.table, "acts"),
        (geo.features, "events"),
        (graph.network, "events"),
        (ftm.entities, "events"),
        (references.ris, "reports"),
        (references.csl, "reports"),
        (references.bibtex, "reports"),
        (calendars.icalendar, "events"),
        (calendars.timeline, "events"),
        (chronicle.chronology, "events"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_rows_are_written_as_they_come(told: Any, kind: str, handmade_register: Register) -> None:
    """However many rows there are, the first pieces are written when but a few of them were taken."""
    endless = Endless(exports.Matter(register=handmade_register), kind)
    pieces = list(islice(told(endless), 200))
    assert len(pieces) == 200
    assert 0 < endless.taken <= 200


# ---------------------------------------------------------------------------------------------- tables
def test_csv_by_the_csv_module(matter: exports.Matter) -> None:
    rows = table("csv", matter)
    told = list(matter.claims())
    assert [row["claim"] for row in rows] == [row["claim"] for row in told]
    for row, claim in zip(rows, told, strict=True):
        assert row["quote"].removeprefix("'") == claim["quote"].replace("\0", "")
        assert row["language"] == claim["language"]
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


def test_a_claim_leads_back_to_its_words(handmade_register: Register) -> None:
    (row,) = (
        one for one in table("csv", exports.Matter(register=handmade_register)) if one["story"] == "story-hostile"
    )
    assert row["quote"] == f"'{HOSTILE}"
    assert row["title"] == f"'{TITLE}"
    assert row["outlet"] == "'+Outlet; Ltd, and sons"
    assert row["source"] == "hostile.txt"
    assert row["url"] == "https://news.example/a{b}?x=1&y=%20<z>#top"
    assert row["permalink"].startswith(f"{row['url']}:~:text=%3DHYPERLINK")
    assert row["permalink"].endswith("%2C%2C%20%E2%80%9Csaid%E2%80%9D%20%E2%80%AEtxt")


@pytest.mark.parametrize(
    ("url", "words", "link"),
    [
        ("https://a.example/x", "Two-way talks", "https://a.example/x#:~:text=Two%2Dway%20talks"),
        ("https://a.example/x#y", "a, b & c", "https://a.example/x#y:~:text=a%2C%20b%20%26%20c"),
        ("https://a.example/", "1 2 3 4 5 6 7 8 9", "https://a.example/#:~:text=1%202%203%204,6%207%208%209"),
        ("page.txt", "words", None),
        (None, "words", None),
    ],
)
def test_permalinks_open_a_report_at_the_quoted_words(url: str | None, words: str, link: str | None) -> None:
    assert views.permalink(url, words) == link


def test_workbooks_by_openpyxl(matter: exports.Matter) -> None:
    """The cells of the workbook are those of the table; none is a formula."""
    book = need("openpyxl").load_workbook(io.BytesIO(written("xlsx", matter)))
    (sheet,) = book.worksheets
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header] == list(sheets.COLUMNS)
    told = table("csv", matter)
    assert len(rows) == len(told)
    for cells, row in zip(rows, told, strict=True):
        values = dict(zip(sheets.COLUMNS, cells, strict=True))
        assert all(cell.data_type != "f" for cell in cells)
        assert float(values["confidence"].value) == float(row["confidence"])
        assert values["quote"].value == row["quote"].replace("\x01", "\ufffd").replace("\x0b", "\ufffd")
        assert (values["outlet"].value or "") == row["outlet"]
    assert sheet.freeze_panes == "A2"


def test_what_does_not_go_on_a_sheet_goes_on_the_next(samples: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_ROWS", 40)
    matter = exports.Matter(register=samples)
    book = need("openpyxl").load_workbook(io.BytesIO(written("xlsx", matter)))
    found = [row[0] for sheet in book.worksheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [row["claim"] for row in matter.claims()]
    assert len(book.worksheets) == -(-len(found) // 40)


def test_a_cell_holds_what_a_cell_can(samples: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_LETTERS", 10)
    book = need("openpyxl").load_workbook(io.BytesIO(written("xlsx", exports.Matter(register=samples))))
    values = [v for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) for v in row if isinstance(v, str)]
    assert max(map(len, values)) == 10
    assert any(value.endswith("…") for value in values)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_columns_have_the_names_of_spreadsheets(number: int, letters: str) -> None:
    assert sheets._letter(number) == letters


# ---------------------------------------------------------------------------------------------- Parquet
def test_parquet_by_pyarrow(matter: exports.Matter) -> None:
    found = need("pyarrow.parquet").read_table(io.BytesIO(written("parquet", matter))).to_pylist()
    told = list(matter.claims())
    assert [(row["claim"], row["quote"]) for row in found] == [(row["claim"], row["quote"]) for row in told]
    for row, claim in zip(found, told, strict=True):
        assert row["roles_who"] == claim["roles"].get("who", [])
        days = span(claim["when"])
        known = row["first_day"] or row["last_day"], row["last_day"] or row["first_day"]
        assert known == (days or (None, None))


def test_segments_by_duckdb(matter: exports.Matter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are sorted by entity and day, hold each claim once for each entity and role, and have their hashes."""
    need("pyarrow")
    duckdb = need("duckdb")
    monkeypatch.setattr(segments, "_SEGMENT", 7)
    folder = tmp_path / "segments"
    exports.write_segments(matter, folder)
    manifest = json.loads((folder / segments.MANIFEST).read_bytes())
    assert sorted(path.name for path in folder.glob("*.parquet")) == [one["file"] for one in manifest["segments"]]
    for one in manifest["segments"]:
        assert hashlib.sha256((folder / one["file"]).read_bytes()).hexdigest() == one["sha256"]
    asked = f"FROM read_parquet('{folder}/*.parquet', file_row_number = true, filename = true)"
    rows = duckdb.sql(f"SELECT entity, day, claim, role {asked} ORDER BY filename, file_row_number").fetchall()
    assert len(rows) == sum(one["rows"] for one in manifest["segments"]) > 7
    assert rows == sorted(rows, key=lambda row: (row[0], str(row[1] or "~"), row[2], row[3]))
    assert {(entity, claim, role) for entity, _, claim, role in rows} == {
        (row["entity"]["id"], row["claim"], row["role"]) for row in matter.parties()
    }
    last = manifest["segments"][-1]
    assert (rows[-1][0], str(rows[-1][1] or "")) == (last["last"]["entity"], last["last"]["day"])


def test_segments_do_not_mix_with_what_is_there(samples: Register, tmp_path: Path) -> None:
    need("pyarrow")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(exports.FolderNotEmpty):
        exports.write_segments(exports.Matter(register=samples), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_parquet_says_what_is_missing(samples: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(exports.NotInstalled, match=r"regesta\[parquet\]"):
        written("parquet", exports.Matter(register=samples))


# ---------------------------------------------------------------------------------------------- POLECAT
def test_polecat_has_its_forty_columns() -> None:
    assert len(polecat.COLUMNS) == len(set(polecat.COLUMNS)) == 40
    if not HEADER.exists():
        pytest.skip("the published header is not beside the checkout")
    assert tuple(HEADER.read_text(encoding="utf-8").strip("\r\n").split("\t")) == polecat.COLUMNS


def test_polecat_by_the_csv_module(matter: exports.Matter) -> None:
    lines = text("polecat", matter).splitlines()
    rows = table("polecat", matter, "\t")
    assert len(rows) == len(lines) - 1
    assert len({row["Event ID"] for row in rows}) == len(rows)
    for row in rows:
        assert row["Quad Code"] in polecat._QUADS[1:]
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row["Event Date"])
        assert not row["Actor COW"] or row["Actor Country"]


def test_polecat_tells_an_act_and_leaves_out_what_is_denied(handmade_register: Register) -> None:
    rows = table("polecat", exports.Matter(register=handmade_register), "\t")
    aid = next(row for row in rows if "AGREE" in row["Event Type"])
    assert {name: aid[name] for name in ("Quad Code", "Intensity", "Actor Name", "Actor Country", "Actor COW")} == {
        "Quad Code": "VERBAL COOPERATION",
        "Intensity": "2.5",
        "Actor Name": "Latvian Transport Ministry",
        "Actor Country": "LVA",
        "Actor COW": "367",
    }
    assert (aid["Recipient Name"], aid["Recipient COW"]) == ("Estonia", "366")
    assert (aid["Event Date"], aid["Publication Date"]) == ("", "2024-05-14")
    assert "Ilmar Toost" in aid["Story People"]
    visit = next(row for row in rows if row["Event Date"] == "2024-05-14")
    assert (visit["Event Type"], visit["Event Mode"], visit["Intensity"]) == ("CONSULT", "visit", "4.0")
    assert len([row for row in rows if row["Actor Name"] == "Ilmar Toost"]) == 1, "the denial has no row of its own"


def test_polecat_tells_where_an_act_was(samples: Register) -> None:
    rows = table("polecat", exports.Matter(register=samples), "\t")
    visit = next(row for row in rows if row["Placename"] == "Manila")
    assert (visit["City"], visit["Country"], visit["Feature Type"]) == ("Manila", "PHL", "capital")
    assert (round(float(visit["Latitude"])), round(float(visit["Longitude"]))) == (15, 121)
    assert visit["GeoNames ID"] == "1701668"


def test_states_have_the_codes_of_others() -> None:
    assert countries.codes("GBR") == ("GB", "200")
    assert countries.codes("PRI") == ("PR", "")
    assert countries.codes(None) == countries.codes("ZZZ") == ("", "")
    members = [one.cow for one in countries.STATES.values() if one.cow]
    assert len(members) == len(set(members)) == 195
    assert len({one.alpha2 for one in countries.STATES.values()}) == len(countries.STATES) == 250


# ---------------------------------------------------------------------------------------------- maps and networks
def test_maps_by_geojson(matter: exports.Matter) -> None:
    whole = need("geojson").loads(text("geojson", matter))
    assert whole.is_valid, whole.errors()
    events = list(matter.events())
    assert [feature["id"] for feature in whole["features"]] == [event["id"] for event in events]
    for feature, event in zip(whole["features"], events, strict=True):
        assert [one["quote"] for one in feature["properties"]["claims"]] == [one["quote"] for one in event["claims"]]
        assert (feature["geometry"] is None) == (feature["properties"]["placed_by"] is None)


def test_a_place_lies_where_it_lies(samples: Register) -> None:
    """Longitude comes first; the base at Cam Ranh lies at 109 degrees east, 12 north."""
    found = json.loads(text("geojson", exports.Matter(register=samples)))["features"]
    spots = {one["properties"]["place"]: one["geometry"]["coordinates"] for one in found if one["geometry"]}
    assert [round(number) for number in spots["Cam Ranh Naval Base"]] == [109, 12]


def test_networks_by_networkx(matter: exports.Matter) -> None:
    network = need("networkx").read_graphml(io.BytesIO(written("graphml", matter)))
    kinds = [told["node"] for _, told in network.nodes(data=True)]
    events, entities = list(matter.events()), list(matter.entities())
    assert kinds.count("event") == len(events)
    assert kinds.count("entity") == len(entities)
    for event in events:
        into = {source for source, _, told in network.in_edges(event["id"], data=True) if told["role"] == "who"}
        assert into == {one["id"] for one in event["parties"]["who"]}
        tellers = {source for source, _, told in network.in_edges(event["id"], data=True) if told["role"] == "tells"}
        assert {network.nodes[one]["label"] for one in tellers} == {one["outlet"] for one in event["claims"]}


def test_entities_by_followthemoney(matter: exports.Matter) -> None:
    """Every line is an entity of the model with nothing but its properties, and what it points at is there."""
    model = need("followthemoney").model
    lines = [json.loads(line) for line in text("ftm", matter).splitlines()]
    proxies = {line["id"]: model.get_proxy(line, cleaned=True) for line in lines}
    assert len(proxies) == len(lines)
    for line in lines:
        proxy = proxies[line["id"]]
        proxy.schema.validate(line)
        assert set(line["properties"]) == {prop.name for prop, _ in proxy.itervalues()}
        for prop, value in proxy.itervalues():
            assert prop.type.name != "entity" or value in proxies, (prop, value)
            assert prop.type.name != "country" or prop.type.validate(value), value
            assert prop.type.name != "date" or prop.type.validate(value), value
    summaries = [one for proxy in proxies.values() if proxy.schema.name == "Event" for one in proxy.get("summary")]
    assert len(summaries) == len({(row["quote"], row["story"], row["event"]) for row in matter.claims()})


# ---------------------------------------------------------------------------------------------- provenance
def test_provenance_by_prov(matter: exports.Matter) -> None:
    """The document is PROV; every claim is a quotation from its story, which is derived from its page."""
    model = need("prov.model")
    document = model.ProvDocument.deserialize(content=text("prov", matter), format="json")
    elements = {str(one.identifier) for one in document.get_records(model.ProvElement)}
    for relation in document.get_records(model.ProvRelation):
        missing = [str(end) for _, end in relation.formal_attributes[:2] if end and str(end) not in elements]
        assert all(one.startswith(("regesta:a-", "regesta:b-")) for one in missing), (relation, missing)
    derived = {
        (str(one.args[0]), str(one.args[1])): {str(kind) for kind in one.get_asserted_types()}
        for one in document.get_records(model.ProvDerivation)
    }
    for claim in matter.claims():
        assert "prov:Quotation" in derived[(f"regesta:{claim['claim']}", f"regesta:{claim['story']}")]
        assert (f"regesta:{claim['story']}", f"regesta:page-{claim['page']}") in derived
    values = {
        str(one.identifier): next(iter(one.value))
        for one in document.get_records(model.ProvEntity)
        if str(one.identifier).startswith("regesta:claim-")
    }
    assert values == {f"regesta:{claim['claim']}": claim["quote"] for claim in matter.claims()}


def test_provenance_tells_who_judged_and_who_said_it(handmade_register: Register) -> None:
    model = need("prov.model")
    told = text("prov", exports.Matter(register=handmade_register))
    document = model.ProvDocument.deserialize(content=told, format="json")
    labels = {str(one.identifier): str(one.label) for one in document.get_records(model.ProvAgent)}
    assert {"L. Kask", "BDA", "The Pier Gazette", "a Latvian official", "by hand"} <= set(labels.values())
    said = [
        labels[str(one.args[1])]
        for one in document.get_records(model.ProvAttribution)
        if str(one.args[0]) == f"regesta:{handmade.claim_of(handmade.gazette(), 'act', 'CONSULT')}"
    ]
    assert said == ["BDA", "The Pier Gazette"]
    (judged,) = (one for one in document.get_records(model.ProvActivity) if "judgement" in str(one.identifier))
    assert judged.get_startTime().isoformat().startswith("2024-06-01T09:00:00")


def test_provenance_is_put_aside_on_disk(samples: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = exports.Matter(register=samples)
    whole = text("prov", matter)
    monkeypatch.setattr(provenance, "_IN_MEMORY", 64)
    assert text("prov", matter) == whole


# ---------------------------------------------------------------------------------------------- references
def test_references_by_rispy(matter: exports.Matter) -> None:
    found = need("rispy").loads(text("ris", matter))
    told = list(matter.reports())
    assert [one["id"] for one in found] == [row["story"] for row in told]
    for one, row in zip(found, told, strict=True):
        assert one["type_of_reference"] == "NEWS"
        assert one.get("title", "") == row["title"]
        assert one.get("authors", []) == list(row["authors"])
        assert one.get("notes", []) == list(dict.fromkeys(f"“{squeezed(c['quote'])}”" for c in row["claims"]))


def test_references_by_citeproc(matter: exports.Matter) -> None:
    source = need("citeproc.source.json")
    found = source.CiteProcJSON(json.loads(text("csl", matter)))
    told = {row["story"]: row for row in matter.reports()}
    assert set(found) == set(told)
    for ident, row in told.items():
        assert str(found[ident].get("title", "")) == row["title"]
        published = row["published"] or ""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", published):
            issued = found[ident].issued
            assert (issued.year, issued.month, issued.day) == tuple(map(int, published.split("-")))


def test_references_by_bibtexparser(matter: exports.Matter) -> None:
    bibtexparser = need("bibtexparser")
    library = bibtexparser.parse_string(text("bibtex", matter))
    assert library.failed_blocks == []
    told = list(matter.reports())
    assert [entry.key for entry in library.entries] == [row["story"] for row in told]
    for entry, row in zip(library.entries, told, strict=True):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert ("author" in fields) == bool(row["authors"])
        assert fields.get("author", "").count(" and ") >= len(row["authors"]) - 1
        assert all(text.count("{") == text.count("}") for text in fields.values())


def test_what_tex_would_run_prints() -> None:
    assert references._tex(r"50% of {A_1} & \input{x}") == r"50\% of \{A\_1\} \& \textbackslash{}input\{x\}"


@pytest.mark.parametrize(
    ("when", "parts"),
    [
        ("2024-05-14", [2024, 5, 14]), ("2024-05", [2024, 5]), ("2024", [2024]), ("2024-05-01/2024-05-09", [2024, 5]),
        ("2024-05/2024-07", [2024]), ("2023/2024", []), ("2024/..", []), (None, []), ("someday", []),
    ],
)  # fmt: skip
def test_a_date_is_given_as_far_as_it_is_certain(when: str | None, parts: list[int]) -> None:
    assert references._parts(when) == parts


# ---------------------------------------------------------------------------------------------- time
def test_calendars_by_icalendar(matter: exports.Matter) -> None:
    """Every dated event is an entry on all the days that its time allows, and on no other."""
    raw = written("ical", matter)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    entries = {str(one["UID"]): one for one in need("icalendar").Calendar.from_ical(raw).walk("VEVENT")}
    dated = {f"{row['id']}@regesta": row for row in matter.events() if span(row["when"])}
    assert set(entries) == set(dated)
    for ident, row in dated.items():
        entry, (first, last) = entries[ident], span(row["when"]) or (date.min, date.min)
        assert entry["DTSTART"].dt == first
        assert (entry["DTEND"].dt - last).days == 1
        assert all(squeezed(claim["quote"]) in str(entry["DESCRIPTION"]) for claim in row["claims"])
        assert entry["DTSTAMP"].dt.isoformat().startswith("2024-06-01T09:00:00")


def test_timelines_are_what_timelinejs_takes(matter: exports.Matter) -> None:
    """Each slide has a year, a headline and a text in which nothing of what a page says is markup."""
    slides = json.loads(text("timelinejs", matter))["events"]
    dated = [row for row in matter.events() if span(row["when"])]
    assert [slide["unique_id"] for slide in slides] == [row["id"] for row in dated]
    for slide, row in zip(slides, dated, strict=True):
        first, last = (
            date(**slide[name]) for name in ("start_date", "end_date" if "end_date" in slide else "start_date")
        )
        assert (first, last) == span(row["when"])
        assert set(re.findall(r"</?(\w+)", slide["text"]["headline"] + slide["text"]["text"])) <= {"p", "br"}
        assert len(re.findall("<p>", slide["text"]["text"])) == len(row["claims"])


def test_a_chronology_by_markdown_it(matter: exports.Matter) -> None:
    """Each event is an item, each account a footnote; what a page says is text and nothing else."""
    markdown_it, footnotes = need("markdown_it"), need("mdit_py_plugins.footnote")
    reader = markdown_it.MarkdownIt("commonmark").use(footnotes.footnote_plugin)
    tokens = reader.parse(text("markdown", matter))
    events = list(matter.events())
    inline = [child for token in tokens for child in token.children or ()]
    assert sum(token.type == "list_item_open" for token in tokens) == len(events)
    assert sum(token.type == "footnote_open" for token in tokens) == sum(len(row["claims"]) for row in events)
    kinds = {token.type for token in inline}
    assert kinds <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "footnote_ref",
        "footnote_anchor",
        "link_open",
        "link_close",
    }
    notes = reader.render(text("markdown", matter))
    assert "<script" not in notes
    assert "&lt;script&gt;" in notes or "alert" not in notes


@pytest.mark.parametrize(
    ("line", "parts"), [("a" * 75, 1), ("a" * 76, 2), ("é" * 38, 2), ("😀" * 40, 3), ("", 1)], ids=range(5)
)
def test_lines_of_a_calendar_are_folded_between_characters(line: str, parts: int) -> None:
    folded = calendars._line(line)
    assert folded.count("\r\n") == parts
    assert folded.replace("\r\n ", "").removesuffix("\r\n") == line
    assert all(len(one.encode()) <= 75 for one in folded.split("\r\n"))


# ---------------------------------------------------------------------------------------------- there and back
def test_a_register_comes_back_from_its_lines(matter: exports.Matter, tmp_path: Path) -> None:
    """Written, read back and written again it is the same, byte for byte; so are pages, settings and judgements."""
    flow = importlib.import_module("regesta.flow")
    lines = written("jsonl", matter)
    with Register.open(tmp_path / "back", create=True) as back:
        results = list(flow.restore(back, io.BytesIO(lines)))
        assert [finding for one in results for finding in one.findings] == []
        flow.settle(back)
        assert written("jsonl", exports.Matter(register=back)) == lines
        assert back.page_ids() == matter.register.page_ids()
        assert all(back.page(one) == matter.register.page(one) for one in back.page_ids())
        assert back.judgements_made() == matter.register.judgements_made()
        assert back.settings_text() == matter.register.settings_text()
        assert all(one.known for one in flow.restore(back, io.BytesIO(lines)))
        assert written("jsonl", exports.Matter(register=back)) == lines


def lines_of(matter: exports.Matter) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text("jsonl", matter).splitlines()]


def restored(path: Path, rows: list[Any]) -> tuple[list[str], list[str]]:
    """What is told of when these lines are taken in, and the stories that are then held."""
    flow = importlib.import_module("regesta.flow")
    with Register.open(path, create=True) as register:
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        told = [finding.what for one in flow.restore(register, lines) for finding in one.findings]
        return told, [reading.story.id for reading in register.readings()]


def changed(row: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    return {**row, **fields}


def test_lines_that_are_none_are_told_of_and_left_out(samples: Register, tmp_path: Path) -> None:
    rows = lines_of(exports.Matter(register=samples))
    page = next(at for at, row in enumerate(rows) if row["record"] == "page" and rows[at + 1]["record"] == "story")
    first, story = rows[page], rows[page + 1]
    bad = [b"", b"no JSON", b"[1]", b'{"record": "letter"}', b'{"record": "judgement"}', b'{"a": ' * 50_000]
    told, held = restored(tmp_path / "bad", [*bad, first, story])
    assert held == [story["id"]]
    assert len(told) == 5
    assert all(one.startswith("the line is left out: ") for one in told)


@pytest.mark.parametrize(
    ("of_page", "of_story", "why"),
    [
        ({"text": "other words"}, {}, "SHA-256"),
        ({"base64": "%%%"}, {}, "cannot be read"),
        ({}, {"text": "short"}, "quotes what its story does not hold"),
        ({}, {"reading": {}}, "missing required field"),
        ({}, {"reading": {"story": 3}}, "missing required field"),
    ],
)
def test_what_does_not_agree_with_itself_is_left_out(
    of_page: dict[str, Any], of_story: dict[str, Any], why: str, samples: Register, tmp_path: Path
) -> None:
    rows = lines_of(exports.Matter(register=samples))
    page = next(at for at, row in enumerate(rows) if row["record"] == "page" and rows[at + 1]["record"] == "story")
    told, held = restored(tmp_path / "odd", [changed(rows[page], **of_page), changed(rows[page + 1], **of_story)])
    assert held == []
    assert len(told) == 1
    assert why in told[0]


def test_a_story_under_another_page_is_left_out(samples: Register, tmp_path: Path) -> None:
    rows = lines_of(exports.Matter(register=samples))
    pages = [row for row in rows if row["record"] == "page"]
    story = next(row for row in rows if row["record"] == "story" and row["page"] == pages[0]["id"])
    told, held = restored(tmp_path / "other", [pages[1], story])
    assert (held, len(told)) == ([], 1)


def test_pages_that_are_no_text_come_back(tmp_path: Path) -> None:
    with Register.open(tmp_path / "a", create=True) as register:
        page, _ = register.keep_page(b"\xff\x00\xfe", Receipt(source="odd.bin", obtained=handmade.OBTAINED))
        register.put_reading(page.id, [])
        rows = lines_of(exports.Matter(register=register))
    assert rows[1]["base64"] == "/wD+"
    told, _ = restored(tmp_path / "b", rows)
    assert told == []
    with Register.open(tmp_path / "b") as register:
        assert register.page(page.id).raw == b"\xff\x00\xfe"


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "damaged"])
def test_a_page_that_is_not_whole_is_written_without_its_bytes(tmp_path: Path, gone: bool) -> None:
    with Register.open(tmp_path / "a", create=True) as register:
        page, _ = register.keep_page(b"words", Receipt(source="a.txt", obtained=handmade.OBTAINED))
        register.put_reading(page.id, [])
        file = tmp_path / "a" / "pages" / page.id[:2] / page.id
        file.unlink() if gone else file.write_bytes(b"other words")
        rows = lines_of(exports.Matter(register=register))
    assert not {"text", "base64"} & set(rows[1])
    told, _ = restored(tmp_path / "b", rows)
    assert "gone or damaged" in told[0]


def test_settings_that_are_there_are_kept(samples: Register, tmp_path: Path) -> None:
    rows = lines_of(exports.Matter(register=samples))
    with Register.open(tmp_path / "mine", create=True) as register:
        register.write_settings('contact = "me"\n')
        register.keep_page(b"mine", Receipt(source="a.txt", obtained=handmade.OBTAINED))
    restored(tmp_path / "mine", rows)
    with Register.open(tmp_path / "mine") as register:
        assert register.settings()[0].contact == "me"


# ---------------------------------------------------------------------------------------------- the commands
def run(folder: Path, *words: str, **rest: Any) -> Result:
    return CliRunner().invoke(main, ["--register", str(folder), *words], **rest)


def test_the_command_writes_each_format(samples: Register, tmp_path: Path) -> None:
    for form in exports.FORMATS.keys() - {"parquet"}:
        result = run(samples.path, "export", "--format", form, "--who", "vietnam", "-o", str(tmp_path / form))
        assert (result.exit_code, result.output) == (0, ""), form
        matter = exports.Matter(register=samples, question=views.Question(who="Vietnam"))
        assert (tmp_path / form).read_bytes() == written(form, matter), form


def test_the_command_writes_parquet_into_a_file_or_a_folder(samples: Register, tmp_path: Path) -> None:
    need("pyarrow")
    assert run(samples.path, "export", "--format", "parquet", "-o", str(tmp_path / "a.parquet")).exit_code == 0
    assert (tmp_path / "a.parquet").read_bytes()[:4] == b"PAR1"
    assert run(samples.path, "export", "--format", "parquet", "-o", str(tmp_path / "parts")).exit_code == 0
    assert {path.name for path in (tmp_path / "parts").iterdir()} == {"segment-00000.parquet", "manifest.json"}
    again = run(samples.path, "export", "--format", "parquet", "-o", str(tmp_path / "parts"))
    assert again.exit_code == 2
    assert "is not empty" in again.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--format", "csv", "--jsonl"], 2, "An export has one format"),
        (["--format", "doc"], 2, "markdown"),
        (["--who", "Nobody At All"], 4, "Nobody and nothing"),
        (["--since", "soon"], 2, "2025-10-31"),
    ],
)
def test_what_cannot_be_written_is_said(words: list[str], code: int, said: str, samples: Register) -> None:
    result = run(samples.path, "export", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


def test_what_cannot_be_written_leaves_nothing(
    samples: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run(samples.path, "export", "--csv", "-o", str(tmp_path))
    assert (folder.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "is a folder" in folder.stderr
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in ("a.parquet", "parts"):
        missing = run(samples.path, "export", "--format", "parquet", "-o", str(tmp_path / name))
        assert (missing.exit_code, list(tmp_path.iterdir())) == (2, [])
        assert "pip install 'regesta[parquet]'" in missing.stderr


def test_the_same_is_said_in_two_ways(samples: Register) -> None:
    assert run(samples.path, "export", "--csv").stdout == run(samples.path, "export", "--format", "csv").stdout
    assert run(samples.path, "export").stdout == run(samples.path, "export", "--jsonl", "--format", "jsonl").stdout


def test_the_timeline_tells_what_is_disputed(samples: Register) -> None:
    rows = json.loads(run(samples.path, "timeline", "--disputed", "--json").stdout)
    every = json.loads(run(samples.path, "timeline", "--json").stdout)
    assert rows == [row for row in every if row["disputed"]]
    assert 0 < len(rows) < len(every)


def test_the_command_makes_a_register_of_an_export(samples: Register, tmp_path: Path) -> None:
    lines = written("jsonl", exports.Matter(register=samples))
    result = run(tmp_path / "back", "import", input=lines)
    assert result.exit_code == 0, result.output
    assert "8 pages read, 0 known already" in result.stderr
    assert run(tmp_path / "back", "export").stdout_bytes == lines
    torn = run(tmp_path / "back", "import", "--json", input=lines[:100])
    assert (torn.exit_code, json.loads(torn.stdout)["page"]) == (1, "")


def test_an_export_is_not_read_as_pages(samples: Register, tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    path.write_bytes(written("jsonl", exports.Matter(register=samples)))
    result = run(tmp_path / "new", "read", str(path))
    assert result.exit_code == 1
    assert "`regesta import` takes it" in result.stdout
    with Register.open(tmp_path / "new") as register:
        assert register.page_ids() == ()


# ---------------------------------------------------------------------------------------------- whatever a page says
class Said:
    """A matter of one report, one claim and one event, in which the same words stand wherever a page may put words."""

    def __init__(self, matter: exports.Matter, words: str) -> None:
        names = {"title": words, "quote": words, "outlet": words, "name": words, "headline": words, "says": words}
        replaced = partial(put_into, names=names)
        self.claims, self.events, self.reports = (
            partial(map, replaced, list(rows())[:1]) for rows in (matter.claims, matter.events, matter.reports)
        )
        self.entities = partial(map, replaced, list(matter.entities()))
        self.conflicts = matter.conflicts


def put_into(value: Any, names: Mapping[str, str]) -> Any:
    """The value with other words at every key that is named."""
    if isinstance(value, dict):
        return {key: names.get(key, put_into(inner, names)) for key, inner in value.items()}
    return [put_into(inner, names) for inner in value] if isinstance(value, list) else value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(words=st.text(min_size=1))
@example(words="]]>\x85\u2028\r\nEND:VEVENT\r\nER  - \n@misc{x,\n}\n\n# Title\n[^1]: note")
@example(words="\\\\}{\\")
def test_whatever_a_page_says_no_format_is_broken(words: str, handmade_register: Register) -> None:
    matter: Any = Said(exports.Matter(register=handmade_register), words)
    assert len(list(csv.reader(io.StringIO(text("csv", matter), newline="")))) == 2
    network = ET.fromstring(text("graphml", matter))  # noqa: S314 - written by ourselves
    assert len(network.findall(".//{*}node")) == 2 + len(list(matter.entities()))
    with zipfile.ZipFile(io.BytesIO(written("xlsx", matter))) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    assert len(sheet.findall(".//{*}row")) == 2
    calendar = written("ical", matter)
    assert re.findall(rb"^(?:BEGIN|END):VEVENT\r$", calendar, re.MULTILINE) == [b"BEGIN:VEVENT\r", b"END:VEVENT\r"]
    assert re.findall(r"^(?:TY|ER)\b", text("ris", matter), re.MULTILINE) == ["TY", "ER"]
    assert len(json.loads(text("csl", matter))) == 1
    assert len(json.loads(text("timelinejs", matter))["events"]) == 1
    assert len(json.loads(text("geojson", matter))["features"]) == 1
    assert len(text("markdown", matter).splitlines()) == len(re.findall("\n", text("markdown", matter)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(words=st.text(min_size=1))
@example(words="}\n@misc{x, title={y}}")
def test_whatever_a_page_says_a_bibliography_holds_one_entry(words: str, handmade_register: Register) -> None:
    matter: Any = Said(exports.Matter(register=handmade_register), words)
    library = need("bibtexparser").parse_string(text("bibtex", matter))
    assert (len(library.entries), library.failed_blocks) == (1, [])
