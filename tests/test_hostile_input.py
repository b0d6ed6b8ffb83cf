"""Whatever comes in at a door of the program is answered: findings, refusals, pages; never a traceback."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import paged
from regesta import flow
from regesta.intake import unpack
from regesta.lexicon.compile import check, rows
from regesta.model import Receipt, Refused
from regesta.register.judgements import read as judgements_in
from served import served

EXAMPLES = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ASKED = ("id", "text", "page", "html", "title", "published", "language", "url", "outlet")
NASTY = st.sampled_from([
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{7*7}}", "{%raw%}",
    "${7*7}", "../../etc/passwd", "..%2f..%2fetc", "=1+1", "\x00", "%00", "' OR 1=1 --", "\u202e", "9" * 400, "NaN",
])  # fmt: skip


# ------------------------------------------------------------------------------------------------ intake, JSON door
@EXAMPLES
@given(raw=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_opened_or_told_of(raw: bytes) -> None:
    for found in unpack(io.BytesIO(raw), Receipt(source="sent", obtained="unknown")):
        assert found is not None


@EXAMPLES
@given(lines=st.lists(st.binary(max_size=80) | JSON.map(lambda one: json.dumps(one).encode()), max_size=5))
def test_the_door_of_json_answers_every_line(lines: list[bytes]) -> None:
    whole = [line.replace(b"\n", b" ") for line in lines]
    assert len(list(flow.annotate_lines(whole, gated=True))) == len(whole)


@EXAMPLES
@given(asked=st.dictionaries(st.sampled_from(ASKED), NASTY | st.text(max_size=40) | JSON, max_size=5))
def test_the_door_of_json_answers_every_record(asked: dict[str, object]) -> None:
    (answer,) = flow.annotate_lines([json.dumps(asked)], gated=True)
    json.dumps(answer, allow_nan=True).encode("utf-8", "surrogatepass")


# ------------------------------------------------------------------------------------------------ judgements, lexicon
@EXAMPLES
@given(lines=st.lists(st.binary(max_size=120) | JSON.map(lambda one: json.dumps(one).encode()), max_size=6))
def test_any_file_of_judgements_is_read_with_findings(lines: list[bytes], tmp_path: Path) -> None:
    """What is no judgement is told of, line by line; nothing of the file is hidden."""
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    made, findings = judgements_in(path)
    written = [line for line in path.read_bytes().split(b"\n") if line.strip()]
    assert len(made) + len(findings) >= len(written)


TABLE = st.dictionaries(
    st.sampled_from(("id", "name", "aliases", "sort", "country", "lat", "parent")), JSON, max_size=5
)


@EXAMPLES
@given(table=st.lists(TABLE, max_size=3), sort=st.sampled_from(("state", "organisation", "facility", "agency")))
def test_the_lexicon_is_compiled_or_refused_with_reasons(table: list[dict[str, object]], sort: str) -> None:
    """Entries of any shape: what is wrong with them is said, by name where they have one."""
    try:
        written = rows({f"{sort}s": {sort: table}})
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        pytest.fail(f"{type(problem).__name__}: {problem}")
    assert all(isinstance(fault, str) for fault in check(written))


# ------------------------------------------------------------------------------------------------ the pages
@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("hostile") / "register"
    paged.fill(path)
    with served(path) as address, httpx.Client(base_url=address, timeout=60) as asked:
        yield asked


PAGES = ("/search", "/timeline", "/conflicts", "/events/x", "/entities/x", "/stories/x", "/claims/x", "/agenda", "/map")
FIELDS = (
    "q",
    "who",
    "between",
    "since",
    "until",
    "type",
    "status",
    "page",
    "kind",
    "borders",
    "on",
    "name",
    "limit",
    "sort",
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    page=st.sampled_from(PAGES),
    form=st.sampled_from(("", ".json", ".csv")),
    asked=st.lists(st.tuples(st.sampled_from(FIELDS), NASTY | st.text(max_size=30)), max_size=4),
)
def test_any_parameter_is_answered(client: httpx.Client, page: str, form: str, asked: list[tuple[str, str]]) -> None:
    """No parameter breaks a page, is run as a template, or comes back as markup."""
    words = "&".join(f"{name}={quote(value.encode('utf-8', 'replace'))}" for name, value in asked)
    answer = client.get(f"{page}{form}?{words}")
    assert answer.status_code < 500
    if "html" in answer.headers.get("content-type", ""):
        assert "<script>alert" not in answer.text
        assert "onerror=alert(1)>" not in answer.text.replace("&gt;", "")
        assert ">49<" not in answer.text or not any("7*7" in value for _, value in asked)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.lists(NASTY | st.text(max_size=12), min_size=1, max_size=4))
def test_any_address_is_answered(client: httpx.Client, path: list[str]) -> None:
    address = "/".join(quote(one.encode("utf-8", "replace"), safe="") for one in path)
    assert client.get(f"/{address}").status_code < 500


def test_a_register_of_another_folder_is_not_reached_by_a_name(client: httpx.Client) -> None:
    for address in ("/static/../../register.sqlite", "/static/%2e%2e/%2e%2e/register.sqlite", "/static//etc/passwd"):
        assert client.get(address).status_code in (400, 404)


def test_addresses_inside_are_refused() -> None:
    from regesta.fetch import Fetcher

    with Fetcher() as fetcher:
        for address in ("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://0x7f000001/"):
            assert isinstance(fetcher.get(address), Refused)
