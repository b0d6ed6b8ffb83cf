"""A reader of pages is killed at any instant: what it acknowledged is there, and the register opens and is whole."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from regesta import views
from regesta.model import Judgement, Receipt
from regesta.register import Register

KILLS = 36

# Keeps pages without end, each with a reading of its own, settles now and then, and judges; says what is done.
READER = """
import sys
from regesta.model import Entity, Event, Identity, Judgement, Reading, Receipt, Story, content_id
from regesta.register import Register

def say(*words):
    print(*words, flush=True)

with Register.open(sys.argv[1], create=True) as register:
    say("open")
    for number in range(int(sys.argv[2]), 1_000_000):
        raw = (f"Port notice {number}. The quay master of Paldiski closed berth {number}. " * 40).encode()
        page, _ = register.keep_page(raw, Receipt(source=f"notice {number}", obtained="2024-06-01T09:00:00Z"))
        say("kept", page.id)
        text = raw.decode()
        story = Story(id=content_id("story", page.id), page=page.id, title=f"Notice {number}", text=text)
        entity = Entity(id="e1", kind="person", name=f"Quay master {number}")
        register.put_reading(
            page.id, [Reading(story=story, entities=(entity,), mentions=(), times=(), voices=(), claims=())]
        )
        say("read", page.id)
        if number % 3 == 0:
            say("judged", register.append_judgement(
                Judgement(act="reject", subjects=(story.id,), by="Liis", at=f"2024-06-01T09:00:{number:06}Z")
            ))
        if number % 5 == 0:
            identities = [
                Identity(entity=Entity(id=f"person-{one.story.id}", kind="person", name=one.entities[0].name),
                         members=(f"{one.story.id}/e1",))
                for one in register.readings()
            ]
            register.replace_settled(identities, [], [])
            say("settled", len(identities))
"""


def killed_after(path: Path, first: int, seconds: float) -> list[list[str]]:
    """What a reader acknowledged that was killed after so many seconds of work."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", READER, str(path), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as reader:
        assert reader.stdout is not None
        said = reader.stdout.readline()
        time.sleep(seconds)
        reader.kill()
        rest = reader.stdout.read()
    assert said == "open\n"
    lines = rest.split("\n")[:-1]  # what follows the last line break was cut off in mid-word
    return [line.split() for line in lines]


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Thirty-six kills at instants spread over the work, in one and the same register."""
    instants = random.Random(7)  # noqa: S311 any spread will do, the same each time
    acknowledged: dict[str, set[str]] = {"kept": set(), "read": set(), "judged": set()}
    settled = 0
    for kill in range(KILLS):
        for what, value in killed_after(tmp_path, kill * 1000, instants.uniform(0.0, 0.3)):
            if what == "settled":
                settled += 1
            else:
                acknowledged[what].add(value)
        with Register.open(tmp_path) as register:
            assert [finding for finding in register.verify() if finding.severity == "error"] == []
            assert acknowledged["kept"] <= set(register.page_ids())
            assert acknowledged["read"] <= {page.id for page in register.pages_read()}
            assert acknowledged["judged"] <= {row["id"] for row in views.judgements(register)}
            assert {reading.story.page for reading in register.readings()} >= acknowledged["read"]
    assert all(acknowledged.values())
    assert settled > 0


def test_a_register_killed_while_it_is_made_can_be_made(tmp_path: Path) -> None:
    """Six kills from the first instant on; whatever was made by then, the register opens, and is whole."""
    for kill in range(6):
        path = tmp_path / str(kill)
        command = [sys.executable, "-c", READER, str(path), "0"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as reader:
            time.sleep(0.12 + kill * 0.03)
            reader.kill()
        with Register.open(path, create=True) as register:
            assert [finding for finding in register.verify() if finding.severity == "error"] == []
            assert register.keep_page(b"after", Receipt(source="after.txt", obtained="2024-06-01T09:00:00Z"))[1]


def test_after_a_kill_the_next_writer_goes_on(tmp_path: Path) -> None:
    killed_after(tmp_path, 0, 0.1)
    with Register.open(tmp_path) as register:
        page, is_new = register.keep_page(b"after", Receipt(source="after.txt", obtained="2024-06-01T09:00:00Z"))
        assert is_new
        assert register.page(page.id).raw == b"after"
        key = register.append_judgement(Judgement(act="reject", subjects=("a",), by="Liis", at="2024-06-02T09:00:00Z"))
        assert key in {row["id"] for row in views.judgements(register)}
