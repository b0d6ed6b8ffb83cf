"""The pages as a program gets them: what they hold, what they refuse, what they keep to themselves."""

import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

import handmade
import paged
from regesta import flow, views
from regesta.model import Judgement
from regesta.register import Basis, Register, identities, named
from regesta.views.spoken import act, dated
from regesta.web import axis, maps
from regesta.web.pages import PAGES
from regesta.web.sheet import Query
from samples_read import PAGES as SAMPLES
from served import LISTS, addresses, served

ROOT = Path(__file__).parents[1]
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hard") / "register"
    paged.fill(path)
    return path


@pytest.fixture(scope="module")
def client(hard: Path) -> Iterator[httpx.Client]:
    with served(hard) as address, httpx.Client(base_url=address) as asked:
        yield asked


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Path, httpx.Client]]:
    """A register of one's own, to be judged."""
    paged.fill(tmp_path / "register")
    with served(tmp_path / "register") as address, httpx.Client(base_url=address, timeout=120) as asked:
        yield tmp_path / "register", asked


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages, read: a join that rests on little, and two conflicts."""
    path = tmp_path_factory.mktemp("samples") / "register"
    with Register.open(path, create=True) as register:
        list(flow.read_paths(register, [str(one) for one in SAMPLES]))
        flow.settle(register)
    return path


@pytest.fixture
def read(samples: Path, tmp_path: Path) -> Iterator[tuple[Path, httpx.Client]]:
    """A copy of them, to be judged."""
    path = Path(shutil.copytree(samples, tmp_path / "read"))
    with served(path) as address, httpx.Client(base_url=address, timeout=120) as asked:
        yield path, asked


# ---------------------------------------------------------------------------------------------- every page
def test_every_page_answers_in_every_form(hard: Path, client: httpx.Client) -> None:
    for address in addresses(hard):
        path, _, asked = address.partition("?")
        assert client.get(address).status_code == 200, address
        for form in ("json", "csv"):
            told = client.get(f"{'/home' if path == '/' else path}.{form}?{asked}")
            assert told.status_code == 200, address
            assert form == "csv" or isinstance(told.json(), list)


def test_every_page_that_there_is_is_looked_at(hard: Path) -> None:
    """A page added is tested with the others."""
    asked = {urlsplit(one).path for one in addresses(hard)}
    patterns = [re.compile(re.sub(r"{\w+}", "[^/]+", one)) for one in PAGES]
    assert all(any(pattern.fullmatch(path) for path in asked) for pattern in patterns)


def test_what_a_program_gets_is_what_the_views_say(hard: Path, client: httpx.Client) -> None:
    with Register.open(hard) as register:
        assert client.get("/facilities.json").json() == json.loads(json.dumps(views.facilities(register)))
        assert client.get("/conflicts.json").json() == json.loads(json.dumps(views.open_conflicts(register)))


def test_every_link_leads_to_a_page(hard: Path, client: httpx.Client) -> None:
    seen: set[str] = set()
    for address in addresses(hard):
        for link in LINK.findall(client.get(address).text):
            target = link.replace("&amp;", "&").partition("#")[0]
            if target and target not in seen and "/judgements" not in target:
                seen.add(target)
                assert client.get(target).status_code == 200, (address, target)
    assert len(seen) > 100


def test_no_page_asks_another_host(hard: Path, client: httpx.Client) -> None:
    for address in addresses(hard):
        answer = client.get(address)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert [one for one in LINK.findall(answer.text) if not one.startswith(("/", "#"))] == [], address
        assert " style=" not in answer.text
        assert not re.search(r"\son\w+=", answer.text)


def test_our_own_javascript_is_small() -> None:
    assert (ROOT / "src/regesta/web/static/regesta.js").stat().st_size < 10_000


def test_hostile_names_stay_in_their_place(hard: Path, client: httpx.Client) -> None:
    for address in addresses(hard):
        told = client.get(address).text
        assert "<script>alert" not in told, address
        assert "<b>x</b>" not in told
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", told)


def test_names_are_kept_apart_from_what_surrounds_them(client: httpx.Client) -> None:
    told = client.get("/stories/story-arabic").text
    assert '<bdi><a href="/entities/person-toost">Ilmar Toost</a></bdi>' in told
    assert 'lang="ar" dir="auto"' in told


@pytest.mark.parametrize("address", ["/events/x", "/claims/x", "/entities/x", "/stories/x", "/conflicts/x", "/x",
                                     "/between/Nobody/Latvia", "/claims/%00", "/entities/..%2f..%2fetc"])  # fmt: skip
def test_what_is_not_there_is_said_to_be_missing(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "not" in answer.text


@pytest.mark.parametrize("asked", ["q=%22", "q=***", "q=a%00b", "page=-1", "page=99999999999", "since=yesterday",
                                   "view=x", "view=nan,0,1,1", "size=0", "with=nobody", "borders=ours", "type=%27",
                                   "among=%25", "on=x", "at=0", "dir=x", "kind=" + "x" * 5000])  # fmt: skip
def test_no_question_trips_a_page(client: httpx.Client, asked: str) -> None:
    assert {client.get(f"{address}?{asked}").status_code for address in LISTS} == {200}


def test_the_answer_to_a_question_is_in_its_address(client: httpx.Client) -> None:
    told = client.get("/search.json?q=visit&status=denied").json()
    assert [one["status"] for one in told] == []
    denied = client.get("/search.json?status=denied").json()
    assert {one["status"] for one in denied} == {"denied"}
    assert client.get("/search.csv?status=denied").text.count("\r\n") == len(denied) + 1


def test_everything_on_one_person_in_one_city(client: httpx.Client) -> None:
    told = client.get("/search.json?with=person-toost&with=place-riga").json()
    assert [one["outlet"] for one in told] == ["The Pier Gazette", "Quay Courier"]


def test_facets_can_be_searched(client: httpx.Client) -> None:
    told = client.get("/search?among=vaarik").text
    assert "Kadri Vaarik" in told.partition('class="facets"')[2]
    assert "Latvian Transport Ministry" not in told.partition('class="facets"')[2]


def test_fields_on_which_accounts_differ_are_marked(client: httpx.Client) -> None:
    told = client.get("/events/event-visit").text
    assert re.search(r'<tr class="differ"><th scope="row"><span class="odds neq">≠</span>Status', told)


def test_a_name_can_be_shown_without_transliteration(client: httpx.Client) -> None:
    names = (
        client.get("/entities/person-toost?transliteration=no")
        .text.partition('id="names"')[2]
        .partition("</section>")[0]
    )
    assert "Ильмар" in names
    assert "إلمار" in names
    assert '<dt class="meta">Latin' not in names


def test_the_agenda_is_a_calendar_and_changes_are_a_feed(client: httpx.Client) -> None:
    lines = client.get("/agenda.ics?past=yes").text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    feed = ET.fromstring(client.get("/changes.atom").text)  # noqa: S314 our own
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 4


def test_programs_are_told_what_they_can_ask(client: httpx.Client) -> None:
    told = client.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert {"/search.json", "/events/{id}.json", "/timeline.csv"} <= told["paths"].keys()


# ---------------------------------------------------------------------------------------------- who may come in
def test_only_this_machine_is_answered(client: httpx.Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_others_need_the_token(hard: Path) -> None:
    with served(hard, token="a-token") as address:  # noqa: S106 of a test
        assert httpx.get(f"{address}/").status_code == 401
        assert httpx.get(f"{address}/?token=wrong").status_code == 401
        with httpx.Client(base_url=address, follow_redirects=True) as known:
            shown = known.get("/conflicts?token=a-token")
            assert shown.status_code == 200
            assert "token" not in str(shown.url)
            assert known.get("/timeline").status_code == 200


# ---------------------------------------------------------------------------------------------- judgements
def token_of(client: httpx.Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/review").text)
    assert found
    return found[1]


def form(client: httpx.Client, act: str, *subjects: str, **fields: str) -> dict[str, str | list[str]]:
    told: dict[str, str | list[str]] = {"token": token_of(client), "act": act, "by": "M. Uibo", "back": "/changes"}
    return {**told, "subject": list(subjects), **fields}


def test_a_judgement_takes_effect_and_can_be_undone(own: tuple[Path, httpx.Client]) -> None:
    path, client = own
    denied = handmade.courier().claims[0].id
    answer = client.post("/judgements", data=form(client, "reject", denied, why="misread"))
    assert answer.status_code == 303
    with Register.open(path) as register:
        assert register.is_settled()
        (made,) = views.judgements(register)
    assert (made["by"], made["why"], made["in_force"]) == ("M. Uibo", "misread", True)
    assert "misread" in client.get("/changes").text
    shown = client.get(answer.headers["location"]).text
    assert "Undo" in shown
    client.post("/judgements", data=form(client, "undo", made["id"]))
    with Register.open(path) as register:
        assert register.judgements() == ()


@pytest.mark.parametrize(
    ("changed", "headers", "status"),
    [
        ({"token": "forged"}, {}, 403),
        ({"token": ""}, {}, 403),
        ({}, {"origin": "http://evil.example"}, 403),
        ({"by": " "}, {}, 422),
        ({"act": "burn"}, {}, 422),
        ({"subject": "claim-unknown"}, {}, 422),
        ({"act": "merge"}, {}, 422),
        ({"act": "fix", "field": "when", "value": "soon"}, {}, 422),
        ({"why": "x" * 200_000}, {}, 413),
    ],
)
def test_what_is_no_judgement_is_not_recorded(
    own: tuple[Path, httpx.Client], changed: dict[str, str], headers: dict[str, str], status: int
) -> None:
    path, client = own
    told = {**form(client, "reject", handmade.courier().claims[0].id), **changed}
    assert client.post("/judgements", data=told, headers=headers).status_code == status
    with Register.open(path) as register:
        assert register.judgements_made()[0] == ()


def test_a_judgement_leads_back_to_our_own_pages_only(own: tuple[Path, httpx.Client]) -> None:
    _, client = own
    told = form(client, "reject", handmade.courier().claims[0].id, back="//evil.example/")
    assert client.post("/judgements", data=told).headers["location"].startswith("/?done=")


def wait_until_settled(path: Path) -> None:
    """A form waits some seconds for its judgement to take effect; a slow machine may need more."""
    for _ in range(600):
        with Register.open(path) as register:
            if register.is_settled():
                return
        time.sleep(0.1)


def judged_in_review(client: httpx.Client, **answer: str) -> httpx.Response:
    """What the form of the page of review sends when a button of it is pressed."""
    shown = client.get("/review").text
    told = re.search(r'<form class="judge".*?</form>', shown, re.DOTALL)
    assert told
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', told[0])
    sent: dict[str, list[str]] = {"by": ["M. Uibo"]}
    for name, value in (*hidden, *answer.items()):
        sent.setdefault(name, []).append(value)
    return client.post("/judgements", data=sent)


def test_review_asks_what_the_command_asks(read: tuple[Path, httpx.Client]) -> None:
    path, client = read
    with Register.open(path) as register:
        asked = views.to_review(register)
    whats = [one["what"] for one in asked]
    assert set(whats) == {"join", "scope", "denial"}
    assert whats == sorted(whats, key=("join", "scope", "denial").index)
    assert client.get("/review.json").json() == asked
    assert client.get("/review.json?at=2").json() == asked[1:]
    assert client.get("/review.csv").text.splitlines()[0].startswith("what,id,says,subjects")
    shown = client.get("/review").text
    assert shown.index("<blockquote") < shown.index('class="judge"')  # evidence first


@pytest.mark.parametrize(
    ("answer", "acts"),
    [({"act": "merge"}, ["merge"]), ({"act": "split"}, ["split"]), ({"reject": ""}, ["reject"])],
)
def test_an_answer_in_review_is_a_judgement_that_can_be_taken_back(
    read: tuple[Path, httpx.Client], answer: dict[str, str], acts: list[str]
) -> None:
    path, client = read
    with Register.open(path) as register:
        first, *rest = [one["id"] for one in views.to_review(register)]
        subject = views.to_review(register)[0]["claims"][1]["claim"]
    said = judged_in_review(client, **{name: value or subject for name, value in answer.items()})
    assert said.status_code == 303
    with Register.open(path) as register:
        made = register.judgements()
        assert [one.act for one in made] == acts
        assert all(one.by == "M. Uibo" and one.anchors for one in made)
        assert first not in [one["id"] for one in views.to_review(register)]
    after = client.get("/review").text
    assert 'data-key="u"' in after
    undone = re.findall(r'name="subject" value="(judgement-[^"]+)"', after)
    assert client.post("/judgements", data=form(client, "undo", *set(undone))).status_code == 303
    wait_until_settled(path)
    with Register.open(path) as register:
        assert register.judgements() == ()
        assert [one["id"] for one in views.to_review(register)] == [first, *rest]


def test_a_wrong_merge_once_parted_stays_parted(tmp_path: Path) -> None:
    """Parted on the page of the entity, derived anew, and still parted."""
    path = tmp_path / "register"
    with Register.open(path, create=True) as register:
        list(flow.read_paths(register, [str(one) for one in SAMPLES[:2]]))
        flow.settle(register)
        joined = max(identities(register).values(), key=lambda one: len({m.split("/")[0] for m in one.members}))
    first, *others = joined.members
    with served(path) as address, httpx.Client(base_url=address, timeout=120) as client:
        shown = client.get(f"/entities/{joined.entity.id}?members=yes").text
        assert all(f'value="{member}"' in shown for member in joined.members)
        assert client.post("/judgements", data=form(client, "split", first, others[-1])).status_code == 303
    for again in (False, True):
        with Register.open(path) as register:
            if again:
                flow.rebuild(register)
            homes = {m: key for key, one in identities(register).items() for m in one.members}
        assert homes[first] != homes[others[-1]]


READS = """
import sys, time
from pathlib import Path
import handmade
from regesta.model import Receipt
from regesta.register import Register
with Register.open(Path(sys.argv[1])) as register:
    register.begin_writing()
    print("reading", flush=True)
    for number in range(40):
        raw = f"page {number}".encode()
        register.keep_page(raw, Receipt(source=f"{number}.txt", obtained=handmade.OBTAINED))
        register.put_reading(handmade.page_id(raw), [], reader="by hand")
        time.sleep(0.05)
    from regesta import flow
    flow.settle(register)
"""


def test_two_browsers_judge_while_pages_are_read(own: tuple[Path, httpx.Client]) -> None:
    """Nothing is lost, nothing is shown by halves, and in the end all of it has taken effect."""
    path, client = own
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}"}
    reader = subprocess.Popen([sys.executable, "-c", READS, str(path)], env=environment, stdout=subprocess.PIPE)
    assert reader.stdout
    assert reader.stdout.readline() == b"reading\n"
    claims = [one.id for reading in (handmade.gazette(), handmade.courier()) for one in reading.claims]
    told = form(client, "fix", field="status", value="unclear")
    answers: list[int] = []

    def judge(name: str, own_claims: list[str]) -> None:
        with httpx.Client(base_url=client.base_url, timeout=120) as browser:
            answers.extend(
                browser.post("/judgements", data={**told, "by": name, "subject": one}).status_code for one in own_claims
            )

    threads = [threading.Thread(target=judge, args=(f"browser {n}", claims[n:4:2])) for n in (0, 1)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        counts = client.get("/home.json")
        assert counts.status_code == 200
        shown = client.get("/events/event-visit")
        assert shown.status_code in (200, 404)  # settled anew, an event may have another id
        assert "</html>" in shown.text
    reader.communicate()
    assert reader.returncode == 0
    assert answers == [303] * 4
    with Register.open(path) as register:
        made = views.judgements(register)
        assert sorted(one["by"] for one in made) == ["browser 0"] * 2 + ["browser 1"] * 2
        assert len(register.pages_read()) == 44
    deadline = time.monotonic() + 60
    while not _is_settled(path) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _is_settled(path)


def _is_settled(path: Path) -> bool:
    with Register.open(path) as register:
        return register.is_settled()


def test_what_is_judged_while_all_is_settled_is_not_forgotten(tmp_path: Path) -> None:
    """A judgement made after the judgements were read, and before what follows was recorded."""
    paged.fill(tmp_path)
    with Register.open(tmp_path) as register, Register.open(tmp_path) as other:
        judged = register.judged_so_far()
        other.append_judgement(Judgement(act="reject", subjects=("key-0",), by="M. Uibo", at=handmade.OBTAINED))
        register.replace_settled((), (), (), (), Basis(judged=judged))
        assert not register.is_settled()


# ---------------------------------------------------------------------------------------------- words and drawings
@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2024-05-14", "14 May 2024"),
        ("2024-05", "May 2024"),
        ("2024", "2024"),
        ("2024-21", "spring 2024"),
        ("2024-35", "third quarter of 2024"),
        ("2024-05-14/2024-12-31", "14 May – 31 December 2024"),
        ("../2024-05", "before May 2024"),
        ("2015/..", "since 2015"),
        ("1984~", "1984 (about)"),
        ("199X", "199X"),
        (None, "undated"),
    ],
)
def test_dates_are_told_as_precisely_as_they_are_known(edtf: str | None, words: str) -> None:
    assert dated(edtf) == words


def test_a_deadline_is_a_day_by_which() -> None:
    assert dated("../2026-12-31", "happened", "mandate") == "by 31 December 2026"


def test_an_act_is_told_in_words() -> None:
    assert act({"kind": "act", "type": "CONSULT", "mode": "visit"}) == "visit"
    assert act({"kind": "act", "type": "AGREE", "mode": "sign"}) == "agreement: signing"


def test_an_address_is_changed_field_by_field() -> None:
    asked = Query("/search", [("q", "a b"), ("with", "x"), ("page", "3"), ("empty", " ")])
    assert asked.but(kind="act") == "/search?q=a+b&with=x&kind=act"
    assert asked.plus("with", "y") == "/search?q=a+b&with=x&with=y"
    assert asked.minus("with", "x") == "/search?q=a+b"
    assert asked.but(page=4) == "/search?q=a+b&with=x&page=4"


def test_open_and_uncertain_times_are_drawn_as_such(hard: Path) -> None:
    from regesta.register import spans

    with Register.open(hard) as register:
        drawing = axis.draw(spans(register))
    bars = {one["id"]: one for one in drawing["bars"]}
    assert bars["event-mandate"]["open_start"]
    assert bars["event-aid"]["uncertain"]
    assert not bars["event-visit"]["uncertain"]
    assert bars["event-march"]["x"] < bars["event-visit"]["x"]


def test_borders_are_drawn_as_asked_and_disputed_areas_are_named() -> None:
    view = maps.view_of("30,43,42,50", [])
    whole, joined, none = (maps.draw(view, borders, []) for borders in ("de-facto", "un", "none"))
    assert len(joined["dashed"]) < len(whole["dashed"])
    assert (none["lines"], none["dashed"], none["areas"]) == ("", "", [])
    named_areas = {one["name"]: one["claimed_by"] for one in whole["areas"]}
    assert named_areas["Crimea"] == ["Russia", "Ukraine"]
    assert all(one["claimed_by"] == sorted(one["claimed_by"], key=str.casefold) for one in whole["areas"])


def test_what_is_near_is_drawn_near() -> None:
    view = maps.View(20, 50, 30, 60)
    assert view.at(20, 60) == (0.0, 0.0)
    assert view.at(30, 50)[0] == maps.WIDTH


def test_a_state_of_one_name_is_found_by_it(hard: Path) -> None:
    with Register.open(hard) as register:
        assert named(register, "Ильмар Тоост") == ("person-toost",)
