"""Many pages by many processes: nothing lost, nothing doubled, whoever is killed; what hangs is put aside."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from regesta import farm
from regesta.cli import main
from regesta.farm import foreman, rows
from regesta.farm.shards import Manifest, Unsuitable, manifest_of
from regesta.register import Register, RegisterLocked

pytest.importorskip("pyarrow", reason="segments are written by the extra `parquet`")

# The worker itself, but that a page with one of these words in it does what the word says.
STUB = """
import os, sys, time
from regesta.farm import hand
whole = hand.read_page
def read_page(raw, receipt):
    if b"HANGS" in raw: time.sleep(60)
    if b"GORGES" in raw: keep = b"x" * (700 << 20); time.sleep(60)
    if b"CRASHES" in raw: os._exit(3)
    if b"DELAYS" in raw: time.sleep(0.05)
    return whole(raw, receipt)
hand.read_page = read_page
hand.reader = lambda *_: "a reader"
hand.readings_of = lambda stories, gated=False: {
    one.id: hand.rows.Reading(story=one, entities=(), mentions=(), times=(), voices=(), claims=()) for one in stories}
hand.main()
"""
BOUNDS = farm.Bounds(seconds=3, megabytes=600)


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser is left out of what is tested here, and pages may ask for trouble."""
    monkeypatch.setattr(foreman, "WORKER", (sys.executable, "-c", STUB))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def lines(folder: Path, name: str, texts: list[str]) -> str:
    path = folder / name
    made = ({"title": f"Notice {n}", "text": text, "outlet": "Gulf Courier"} for n, text in enumerate(texts))
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in made))
    return str(path)


def notices(number: int, what: str = "") -> list[str]:
    told = "The quay master of Paldiski closed berth {} on Monday because of the ice, and opened it again at noon. {}"
    return [told.format(at, what) for at in range(number)]


def through(folder: Path, manifest: Manifest, workers: int = 1) -> farm.Account:
    return farm.summed(farm.read_shards(folder, manifest, workers, BOUNDS))


def read(folder: Path, manifest: Manifest) -> list[tuple[str, str]]:
    return [(row.page, row.fate) for shard in manifest.shards for row in rows.rows(folder, shard.id)]


@pytest.mark.usefixtures("stubbed")
def test_pages_that_end_their_reader_are_put_aside(tmp_path: Path) -> None:
    """Of forty pages one takes too long, one too much, one ends its process: these are quarantined, and no other is."""
    texts, troubles = notices(40), {5: "HANGS", 21: "GORGES", 38: "CRASHES"}
    for at, trouble in troubles.items():
        texts[at] = f"{texts[at]} {trouble}"
    out = tmp_path / "out"
    manifest = farm.planned([lines(tmp_path, "in.jsonl", texts)], out, gated=False)
    total = through(out, manifest)
    assert (total.pages, total.read, total.refused, total.quarantined) == (40, 37, 0, 3)
    found = {row.number: row for row in rows.rows(out, manifest.shards[0].id) if row.fate == "quarantined"}
    assert {number: troubles[number].encode() in row.raw for number, row in found.items()} == dict.fromkeys(
        troubles, True
    )
    why = [row.findings[0].what for row in found.values()]
    assert [("seconds" in one, "memory" in one, "died" in one) for one in why] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert len(list(farm.put_aside(out, manifest))) == 3


@pytest.mark.usefixtures("stubbed")
def test_killed_workers_lose_and_double_nothing(tmp_path: Path) -> None:
    """Workers are killed from outside again and again; each page is there once, and none is blamed."""
    texts = notices(150, "DELAYS")
    paths = [lines(tmp_path, f"{name}.jsonl", [f"{text} {name}" for text in texts]) for name in ("a", "b")]
    manifest = farm.planned(paths, tmp_path / "out", gated=False)
    ended, kills, written = threading.Event(), 0, 0

    def kill() -> None:
        """Kill all workers whenever one of them has got on, a few times."""
        nonlocal kills, written
        while kills < 4 and not ended.wait(0.05):
            now = sum(path.stat().st_size for path in (tmp_path / "out" / "shards").glob(".*.journal"))
            if now > written:
                written = now
                for worker in children():
                    os.kill(worker, signal.SIGKILL)
                    kills += 1

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        total = through(tmp_path / "out", manifest, workers=2)
    finally:
        ended.set()
        thread.join()
    assert kills
    found = read(tmp_path / "out", manifest)
    assert len(found) == len({page for page, _ in found}) == 300
    assert total.pages == total.read + total.quarantined == 300
    assert total.quarantined <= 1  # one that was killed twice just as a page was read alone


def children() -> Iterator[int]:
    """The workers of this process."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        line = (path.parent / "cmdline").read_bytes() if int(told[1]) == os.getpid() else b""
        if b"hand.main" in line:
            yield int(path.parent.name)


@pytest.mark.usefixtures("stubbed")
def test_what_is_there_is_not_read_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = lines(tmp_path, "in.jsonl", notices(5))
    manifest = farm.planned([path], out, gated=False)
    through(out, manifest)
    (segment,) = (out / "shards").glob("*.parquet")
    before = segment.stat().st_mtime_ns
    again = farm.planned([path], out, gated=False)
    assert again == manifest
    assert through(out, again).read == 5
    assert segment.stat().st_mtime_ns == before
    other = farm.planned([path, lines(tmp_path, "more.jsonl", notices(3, "More."))], out, gated=False)
    assert through(out, other).pages == 8
    with pytest.raises(Unsuitable, match="other settings"):
        farm.planned([path], out, gated=True)


@pytest.mark.usefixtures("stubbed")
def test_a_file_is_read_in_parts_and_each_page_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(farm.shards, "LARGE", 2000)
    manifest = farm.planned([lines(tmp_path, "in.jsonl", notices(60))], tmp_path / "out", gated=False)
    assert len(manifest.shards) > 2
    assert through(tmp_path / "out", manifest, workers=2).read == 60
    pages = [page for page, _ in read(tmp_path / "out", manifest)]
    assert len(set(pages)) == len(pages) == 60


@pytest.mark.usefixtures("stubbed")
def test_pages_without_a_story_are_refused_and_counted(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "half.jsonl").write_text('{"text": "The half \\ud800 of a sign stands in this notice of Paldiski."}\n')
    names = ("empty.txt", "picture.png", "half.jsonl")
    manifest = farm.planned([str(tmp_path / name) for name in names], tmp_path / "out", gated=False)
    total = through(tmp_path / "out", manifest)
    assert total.pages == total.read + total.refused
    assert total.read >= 1
    assert total.refused >= 1


def test_a_register_is_made_of_all_segments_and_is_what_read_makes(tmp_path: Path) -> None:
    """The real reader: the claims are those that `regesta read` finds; a second run adds nothing."""
    page = tmp_path / "page.txt"
    page.write_text(
        "Accord on fishing signed\n\nForeign Minister Tarek Mansour met the Latvian envoy in Windhoek on 3 May 2031. "
        "Namibia and Latvia signed a fishing accord.\n",
        encoding="utf-8",
    )
    out, run = tmp_path / "out", CliRunner()
    told = run.invoke(main, ["farm", str(page), "--out", str(out)])
    assert told.exit_code == 0, told.output
    assert "1 in = 1 read + 0 refused + 0 quarantined" in told.output
    assert run.invoke(main, ["read", str(page), "--register", str(tmp_path / "register")]).exit_code == 0
    with Register.open(out / "register") as farmed, Register.open(tmp_path / "register") as plain:
        assert [one.claims for one in farmed.readings()] == [one.claims for one in plain.readings()]
        assert next(farmed.readings()).claims
        assert farmed.is_settled()
    assert "0 pages added" in run.invoke(main, ["farm", str(page), "--out", str(out)]).output


def test_two_farms_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        farm.holding(tmp_path),
        pytest.raises(RegisterLocked, match="being written to by process"),
        farm.holding(tmp_path),
    ):
        pass


def test_pages_of_the_web_are_not_for_a_farm(tmp_path: Path) -> None:
    with pytest.raises(Unsuitable, match="regesta read"):
        manifest_of(["https://news.example/1"], tmp_path, gated=False)
    with pytest.raises(Unsuitable, match="could not be opened"):
        manifest_of([str(tmp_path / "none.txt")], tmp_path, gated=False)


def test_addresses_of_fsspec_are_read(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="addresses are opened by the extra `cluster`")
    with fsspec.open("memory://press/notice.txt", "wb") as file:
        file.write(b"The quay master of Paldiski closed berth 4.")
    (shard,) = manifest_of(["memory://press"], tmp_path, gated=False).shards
    assert [one.place for one in shard.inputs] == ["memory:///press/notice.txt"]


def test_a_page_is_put_aside_only_for_a_known_reason_or_at_its_second_death() -> None:
    suspect = foreman.Suspicion()
    assert suspect.of(list(range(16)), "slow") == {}
    assert suspect.alone == 16
    assert suspect.of([3], "") == {}
    assert suspect.of([3], "")
    assert suspect.of([5], "too slow") == {5: "too slow"}


@pytest.mark.usefixtures("stubbed")
def test_verify_finds_a_changed_and_a_missing_segment(tmp_path: Path) -> None:
    """Each of the segments' bytes is turned in its turn; the hash tells, where Parquet may not."""
    out = tmp_path / "out"
    manifest = farm.planned([lines(tmp_path, "in.jsonl", notices(5))], out, gated=False)
    assert [finding.severity for finding in farm.check(out)] == ["warning"]
    through(out, manifest)
    assert list(farm.check(out)) == []
    segment = rows.place(out, manifest.shards[0].id)
    whole = segment.read_bytes()
    for at in range(0, len(whole), len(whole) // 20):
        segment.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [finding.severity for finding in farm.check(out)] == ["error"]
    segment.unlink()
    assert "missing" in next(farm.check(out)).what


def test_verify_looks_at_exported_segments(tmp_path: Path) -> None:
    run, told = CliRunner(), ["--register", str(tmp_path / "register")]
    page = tmp_path / "page.txt"
    page.write_text("Accord\n\nForeign Minister Tarek Mansour met the Latvian envoy in Windhoek.\n", encoding="utf-8")
    assert run.invoke(main, ["read", str(page), *told]).exit_code == 0
    out = tmp_path / "segments"
    assert run.invoke(main, ["export", "--format", "parquet", "-o", str(out), *told]).exit_code == 0
    assert run.invoke(main, ["verify", "--segments", str(out), *told]).exit_code == 0
    segment = out / "segment-00000.parquet"
    segment.write_bytes(segment.read_bytes()[:-9] + b"\0" * 9)
    damaged = run.invoke(main, ["verify", "--segments", str(out), *told])
    assert damaged.exit_code == 1
    assert "segment-00000.parquet" in damaged.output
    (out / "manifest.json").write_text("[]", encoding="utf-8")
    assert run.invoke(main, ["verify", "--segments", str(out), *told]).exit_code == 1
