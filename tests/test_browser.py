"""The pages as a person has them, in Chromium: quiet, readable, reached by keys, usable without scripts."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import paged
from hands import Hand
from regesta import flow
from regesta.register import Register, events
from regesta.web import publish, publish_single
from samples_read import PAGES as SAMPLES
from served import addresses, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine (Debian: chromium)", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
AXE = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULE = "| --- | --- | --- | --- | --- |\n"
ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "pages.md"
REPORTS = sorted((ROOT / "tests" / "gold" / "reports").glob("d*.txt"))


class Place(NamedTuple):
    """A register that is served: where, and the addresses of its pages."""

    url: str
    register: Path
    addresses: tuple[str, ...]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    path = tmp_path_factory.mktemp("hard") / "register"
    paged.fill(path)
    with served(path) as url:
        yield Place(url, path, addresses(path))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    path = tmp_path_factory.mktemp("samples") / "register"
    with Register.open(path, create=True) as register:
        list(flow.read_paths(register, [str(one) for one in SAMPLES]))
        flow.settle(register)
    with served(path) as url:
        yield Place(url, path, addresses(path))


Open = Callable[..., Any]


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    """Opens a page whose complaints and requests are listened to; the test fails where there was any to complain of."""
    contexts, heard = [], []

    def open_page(url: str, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        home = re.match(r"[a-z]+://[^/]*", url)
        page.on("console", lambda said: heard.append(said.text))
        page.on("pageerror", lambda problem: heard.append(str(problem)))
        page.on("request", lambda one: None if home and one.url.startswith(home[0]) else heard.append(one.url))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def faults(page: Any) -> list[str]:
    """What axe-core finds wrong."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def overflow(page: Any) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


# ---------------------------------------------------------------------------------------------- every page
@pytest.mark.parametrize(("direction", "scheme"), [("ltr", "light"), ("rtl", "dark")])
def test_axe_finds_nothing(hard: Place, samples: Place, opened: Open, direction: str, scheme: str) -> None:
    for place in (hard, samples):
        page, found = opened(place.url, color_scheme=scheme), {}
        for address in place.addresses:
            page.goto(f"{place.url}{address}{'&' if '?' in address else '?'}dir={direction}")
            assert page.evaluate("document.dir") == direction
            found[address] = faults(page)
        assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_page_fits_a_narrow_window(
    hard: Place, samples: Place, opened: Open, scripts: bool, direction: str
) -> None:
    for place in (hard, samples):
        page, wide = opened(place.url, viewport={"width": 320, "height": 640}, java_script_enabled=scripts), {}
        for address in place.addresses:
            page.goto(f"{place.url}{address}{'&' if '?' in address else '?'}dir={direction}")
            wide[address] = overflow(page)
        assert {address: by for address, by in wide.items() if by > 0} == {}


def test_every_page_prints_with_its_sources(samples: Place, opened: Open) -> None:
    page = opened(samples.url)
    page.emulate_media(media="print")
    for address in samples.addresses:
        page.goto(samples.url + address)
        assert not page.locator("nav ul").first.is_visible()
        assert all(one.is_visible() for one in page.locator(".said").all()[:5])


def test_every_page_has_one_heading_and_a_title(hard: Place, opened: Open) -> None:
    page = opened(hard.url, java_script_enabled=False)
    for address in hard.addresses:
        page.goto(hard.url + address)
        assert page.locator("h1").count() == 1, address
        assert page.title().endswith("regesta")


# ---------------------------------------------------------------------------------------------- tasks, counted
class Task(NamedTuple):
    """A task as the document tells it: what, what it may take at most, and how it is done."""

    what: str
    limit: tuple[str, float]
    done: Callable[[Hand, Place], None]


def on_one_person_in_one_city(hand: Hand, _: Place) -> None:
    page = hand.page
    hand.think()
    hand.click(page.locator("#ask"))
    hand.write(page.locator("#ask"), "Thinh")
    hand.think()
    hand.click(page.locator(".facet a", has_text="Manila").first)
    assert page.locator("blockquote", has_text="will travel to Manila").first.is_visible()
    assert "with=" in page.url


def only_what_is_disputed(hand: Hand, _: Place) -> None:
    hand.think()
    hand.click(hand.page.locator("nav a", has_text="Disputed"))
    assert hand.page.locator(".conflict").count() == 2


def from_statement_to_story(hand: Hand, place: Place) -> None:
    hand.page.goto(place.url + next(one for one in place.addresses if one.startswith("/claims/")))
    sentence = hand.page.locator("blockquote").first.inner_text()
    hand.click(hand.page.locator("a", has_text="Read it in its story"))
    assert sentence[:40] in hand.page.locator("mark:target").inner_text()


def any_sentence(hand: Hand, _: Place) -> None:
    hand.click(hand.page.locator("nav a", has_text="Timeline"))
    assert hand.page.locator(".events blockquote").count() >= 40
    hand.click(hand.page.locator(".events .said a[href^='/stories/']").nth(5))
    assert hand.page.locator("mark:target").is_visible()


def both_sides_of_a_contradiction(hand: Hand, _: Place) -> None:
    hand.click(hand.page.locator("nav a", has_text="Disputed"))
    first = hand.page.locator(".conflict").first
    sides = [one.bounding_box() for one in first.locator(".side").all()]
    assert sides[0]["y"] == sides[1]["y"]
    assert sides[0]["x"] != sides[1]["x"]


def what_i_see_as_a_table(hand: Hand, place: Place) -> None:
    hand.page.goto(f"{place.url}/search?q=port")
    hand.think()
    with hand.page.expect_download() as download:
        hand.click(hand.page.locator("footer a", has_text="CSV"))
    assert download.value.suggested_filename == "search.csv"


def what_i_see_as_a_table_by_key(hand: Hand, place: Place) -> None:
    hand.page.goto(f"{place.url}/search?q=port")
    hand.think()
    with hand.page.expect_download() as download:
        hand.press("c")
    assert "quote" in Path(download.value.path()).read_text(encoding="utf-8").splitlines()[0]


def two_states(hand: Hand, _: Place) -> None:
    hand.think()
    hand.click(hand.page.locator("a", has_text="Vietnam").first)
    hand.think()
    hand.click(hand.page.locator("a", has_text="both").first)
    assert hand.page.locator("h2", has_text="Chronology").is_visible()


TASKS = (
    Task("Everything on one person in one city", ("s", 8.0), on_one_person_in_one_city),
    Task("Only what is disputed", ("s", 3.0), only_what_is_disputed),
    Task("From a statement to its sentence in the story", ("clicks", 2), from_statement_to_story),
    Task("From the home page to any sentence in its story", ("clicks", 2), any_sentence),
    Task("Both sides of a contradiction side by side", ("actions", 3), both_sides_of_a_contradiction),
    Task("What I see as CSV, by mouse", ("s", 3.0), what_i_see_as_a_table),
    Task("What I see as CSV, by key", ("s", 3.0), what_i_see_as_a_table_by_key),
    Task("What stands between two states", ("s", 8.0), two_states),
)


@pytest.mark.parametrize("scripts", [True, False])
def test_tasks_take_what_the_document_says(
    samples: Place, opened: Open, scripts: bool, request: pytest.FixtureRequest
) -> None:
    """Each task is done from the home page, with scripts and, but for keys of one's own, without."""
    rows = []
    for task in TASKS:
        if not scripts and task.what.endswith("by key"):
            continue
        hand = Hand(opened(samples.url, viewport={"width": 1280, "height": 900}, java_script_enabled=scripts))
        task.done(hand, samples)
        unit, limit = task.limit
        taken = {"s": hand.seconds, "clicks": hand.clicks, "actions": hand.actions}[unit]
        assert taken <= limit, (task.what, taken)
        rows.append(f"| {task.what} | {hand.clicks} | {hand.actions} | {hand.seconds:.1f} | {limit:g} {unit} |")
    if scripts and request.config.getoption("--update-golden"):
        told = DOCUMENT.read_text(encoding="utf-8")
        head, _, rest = told.partition("| --- | --- | --- | --- | --- |\n")
        after = re.sub(r"\A(?:\|.*\n)*", "", rest)
        DOCUMENT.write_text(
            f"{head}| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + f"\n{after}", encoding="utf-8"
        )
    told = DOCUMENT.read_text(encoding="utf-8")
    assert [row for row in rows if row not in told] == []


# ---------------------------------------------------------------------------------------------- by keys alone
def tab_to(page: Any, selector: str, most: int = 150) -> None:
    """Go on by Tab until something that fits has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


@pytest.mark.parametrize("scripts", [True, False])
def test_all_is_reached_by_keys(tmp_path: Path, opened: Open, scripts: bool) -> None:
    """Search, narrow down, read the story; reject what was misread, signed; undo it."""
    paged.fill(tmp_path)
    with served(tmp_path) as url:
        page = opened(url, java_script_enabled=scripts)
        tab_to(page, ".skip")
        tab_to(page, "#ask")
        page.keyboard.type("Toost")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=Toost")
        tab_to(page, ".facet a")
        page.keyboard.press("Enter")
        page.wait_for_url("**with=**")
        tab_to(page, ".said a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/stories/**")
        page.goto(f"{url}/review")
        tab_to(page, "#by")
        page.keyboard.type("M. Uibo")
        tab_to(page, "#why")
        page.keyboard.type("misread")
        page.keyboard.press("Enter")
        assert page.url == f"{url}/review"  # Enter in a field judges nothing
        tab_to(page, "button[name=reject]")
        assert "1 was misread" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        page.wait_for_url("**done=judgement**")
        rejected = page.url
        tab_to(page, ".notice button")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "done=judgement" in url and url != rejected)
    with Register.open(tmp_path) as register:
        made, _ = register.judgements_made()
        assert [one.act for one in made] == ["reject", "undo"]
        assert {one.by for one in made} == {"M. Uibo"}


def test_the_focus_is_seen(hard: Place, opened: Open) -> None:
    page = opened(hard.url)
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert width >= 2
        assert style != "none"


def test_review_is_done_by_single_keys(samples: Place, tmp_path: Path, opened: Open) -> None:
    with served(Path(shutil.copytree(samples.register, tmp_path / "own"))) as url:
        _review(opened(f"{url}/review"))


def _review(page: Any) -> None:
    """On and back, an answer that must be signed, the next thing, the answer taken back, the search."""
    address = page.url
    first = page.locator("blockquote").first.inner_text()
    page.keyboard.press("j")
    page.wait_for_url("**at=2")
    page.keyboard.press("k")
    page.wait_for_url("**at=1")
    assert page.locator("blockquote").first.inner_text() == first
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "by"  # no judgement without a name
    page.keyboard.type("M. Uibo")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url("**done=judgement**")
    assert page.locator("blockquote").first.inner_text() != first
    judged = page.url
    page.keyboard.press("u")
    page.wait_for_url(lambda url: "done=judgement" in url and url != judged)
    page.goto(address)
    assert page.locator("blockquote").first.inner_text() == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "ask"


def test_what_is_chosen_is_shown_at_once_with_scripts(hard: Place, opened: Open) -> None:
    page = opened(f"{hard.url}/search")
    page.locator("[name=disputed]").check()
    page.wait_for_url("**disputed=yes**")
    assert page.locator("#found .lead").inner_text().startswith("4 statements")


# ---------------------------------------------------------------------------------------------- two at work
def reject(page: Any, url: str, claim: str, name: str) -> None:
    """Fill in the form that rejects a statement, and send it without waiting for the answer."""
    page.goto(f"{url}/claims/{claim}")
    page.locator("summary", has_text="misread").click()
    form = page.locator("form:has([name=act][value=reject])")
    form.locator("[name=by]").fill(name)
    form.evaluate("form => form.requestSubmit()")


def is_whole(page: Any, url: str) -> None:
    """Every event on the timeline has its sentence, and every conflict both its sides."""
    page.goto(f"{url}/timeline")
    assert page.locator(".events > li").count() >= 40
    assert page.locator(".events > li:not(:has(blockquote))").count() == 0
    page.goto(f"{url}/conflicts")
    for one in page.locator(".conflict").all():
        assert one.locator(".side blockquote").count() >= 2


def test_two_windows_judge_while_pages_are_read(samples: Place, tmp_path: Path, opened: Open) -> None:
    """Every judgement of both is on disk at once and takes effect; no page shows anything by halves meanwhile."""
    path = Path(shutil.copytree(samples.register, tmp_path / "own"))
    with Register.open(path) as register:
        claims = [event.claims[0] for event in events(register) if len(event.claims) == 1][:4]
    before = len(list((path / "pages").rglob("*")))
    command = [sys.executable, "-m", "regesta", "--register", str(path), "read", *map(str, REPORTS)]
    with served(path) as url:
        windows = {name: opened(url) for name in ("M. Uibo", "L. Sepp")}
        looking = opened(url)
        reader = subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.DEVNULL
        )
        while reader.poll() is None and len(list((path / "pages").rglob("*"))) <= before:
            time.sleep(0.05)
        at_work: list[bool] = []
        for pair in zip(claims[::2], claims[1::2], strict=True):
            for (name, page), claim in zip(windows.items(), pair, strict=True):
                reject(page, url, claim, name)
            is_whole(looking, url)
            for page in windows.values():
                page.wait_for_url("**done=judgement**")
                assert page.locator(".notice", has_text="Recorded as").is_visible()
            at_work.append(reader.poll() is None)
        reader.wait()
        with Register.open(path) as register:
            assert Counter(one.by for one in register.judgements()) == {"M. Uibo": 2, "L. Sepp": 2}
        for _ in range(200):
            with Register.open(path) as register:
                if register.is_settled():
                    break
            time.sleep(0.1)
        is_whole(looking, url)
    assert at_work[0]  # the first two were answered while pages were read
    with Register.open(path) as register:
        assert register.is_settled()
        assert len(register.page_ids()) == len(SAMPLES) + len(REPORTS)
        assert not {claim for event in events(register) for claim in event.claims} & set(claims)


# ---------------------------------------------------------------------------------------------- the folder
@pytest.fixture(scope="module")
def folder(samples: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published")
    with Register.open(samples.register) as register, register.snapshot():
        publish(register, path / "dossier")
        publish_single(register, path / "dossier.html")
    return path


def test_a_folder_opens_without_a_server(folder: Path, opened: Open) -> None:
    """Every page, without scripts and network; each link leads to a page, and to a part that is there."""
    pages = sorted((folder / "dossier").rglob("*.html"))
    assert len(pages) > 30
    page = opened((folder / "dossier" / "index.html").as_uri(), java_script_enabled=False, offline=True)
    ids: dict[Path, set[str]] = {}
    for file in pages:
        page.goto(file.as_uri())
        assert page.locator("h1").count() == 1
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
            name, _, part = link.partition("#")
            target = (file.parent / name).resolve() if name else file
            assert target.exists(), (file, link)
            if target not in ids:
                ids[target] = set(re.findall(r'\bid="([^"]+)"', target.read_text(encoding="utf-8")))
            assert not part or part in ids[target], (file.name, link)


def test_a_folder_has_no_faults(folder: Path, opened: Open) -> None:
    page = opened((folder / "dossier" / "index.html").as_uri(), viewport={"width": 320, "height": 640})
    files = sorted((folder / "dossier").rglob("*.html"))
    for file in (*files[:4], *(one for one in files if one.parent == folder / "dossier")):
        page.goto(file.as_uri())
        assert faults(page) == [], file
        assert overflow(page) <= 0, file


def test_from_home_to_a_sentence_in_the_folder(folder: Path, opened: Open) -> None:
    page = opened((folder / "dossier" / "index.html").as_uri(), java_script_enabled=False)
    page.locator("a", has_text="Search").first.click()
    page.locator("p", has_text="Nguyen Quoc Thinh").first.locator("a").nth(1).click()
    assert "stories/" in page.url
    assert page.locator("section:has(:target) blockquote, section:target blockquote").first.is_visible()


def test_one_file_holds_everything(folder: Path, opened: Open) -> None:
    page = opened((folder / "dossier.html").as_uri(), java_script_enabled=False, viewport={"width": 320, "height": 640})
    told = (folder / "dossier.html").read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', told)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', told)) <= set(ids)
    assert overflow(page) <= 0


def test_the_folder_is_small(folder: Path, samples: Place) -> None:
    """At most 500 KB for 150 statements, reckoned from the samples, which tell of four relations."""
    size = sum(file.stat().st_size for file in (folder / "dossier").rglob("*") if file.is_file())
    with Register.open(samples.register) as register:
        claims = sum(len(one.claims) for one in events(register))
    fixed = sum((folder / "dossier" / name).stat().st_size for name in ("map.html", "style.css", "method.html"))
    assert (size - fixed) / claims * 150 + fixed <= 500_000
