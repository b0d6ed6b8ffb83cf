"""Backups by copy, as docs/register-folder.md describes them, also while the register is written to."""

import shutil
import threading
from pathlib import Path

from regesta import flow, views
from regesta.model import Judgement, Receipt
from regesta.register import Register

NOTICE = (
    "Accord {0} signed\n\nForeign Minister Tarek Mansour met the Latvian envoy in Windhoek on 3 May 2031. "
    "Namibia and Latvia signed accord {0} on fishing.\n"
)
RECORD = ("pages", "judgements.jsonl", "regesta.toml")


def copied(register: Path, backup: Path) -> None:
    """The record alone, as the documents advise."""
    backup.mkdir()
    for name in RECORD:
        one = register / name
        if one.is_dir():
            shutil.copytree(one, backup / name, ignore=shutil.ignore_patterns(".incoming"))
        elif one.exists():
            shutil.copy2(one, backup / name)


def test_a_register_is_made_again_from_a_copy_of_its_record(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    pages = [tmp_path / f"{number}.txt" for number in range(3)]
    for number, page in enumerate(pages):
        page.write_text(NOTICE.format(number), encoding="utf-8")
    with Register.open(folder, create=True) as register:
        list(flow.read_paths(register, [str(page) for page in pages]))
        flow.settle(register)
        claim = next(one.claims[0].id for one in register.readings() if one.claims)
        register.append_judgement(Judgement(act="reject", subjects=(claim,), by="Liis", at="2031-05-04T00:00:00Z"))
        flow.settle(register)
        expected = views.timeline(register, views.Question()), views.judgements(register)
    copied(folder, tmp_path / "backup")
    with Register.open(tmp_path / "backup") as backup:
        flow.rebuild(backup)
        assert (views.timeline(backup, views.Question()), views.judgements(backup)) == expected
        assert backup.verify() == ()


def test_a_copy_taken_while_pages_are_kept_is_whole(tmp_path: Path) -> None:
    """Every page that is in the copy is whole and has its note, however often it is taken."""
    folder, ended = tmp_path / "register", threading.Event()

    def keep() -> None:
        with Register.open(folder, create=True) as register:
            number = 0
            while not ended.is_set():
                number += 1
                receipt = Receipt(source=f"notice {number}", obtained="2031-05-02T09:00:00Z")
                register.keep_page(f"Notice {number} ".encode() * 2000, receipt)

    writer = threading.Thread(target=keep)
    writer.start()
    try:
        while not list(folder.glob("pages/??/*.json")):
            pass
        for number in range(5):
            copied(folder, tmp_path / f"backup{number}")
    finally:
        ended.set()
        writer.join()
    for number in range(5):
        with Register.open(tmp_path / f"backup{number}") as backup:
            assert [finding for finding in backup.verify() if finding.severity == "error"] == []
            assert {backup.receipt(page).obtained for page in backup.page_ids()} <= {"2031-05-02T09:00:00Z"}
