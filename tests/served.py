"""Registers served on a port of this machine, for tests that ask over HTTP or through a browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from regesta.register import Register, entities_of_kind, events, identities, stories
from regesta.register import conflicts as conflicts_of
from regesta.web import application


@contextmanager
def served(path: Path, **options: Any) -> Iterator[str]:
    """The address at which a register is served meanwhile."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        application(path, **options), host="127.0.0.1", port=port, log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


LISTS = ("/", "/search", "/timeline", "/conflicts", "/instruments", "/facilities", "/map", "/network", "/agenda",
         "/sources", "/review", "/changes", "/method")  # fmt: skip


def addresses(path: Path) -> tuple[str, ...]:
    """An address of every page, of each thing one, and of lists with what one can ask of them."""
    with Register.open(path) as register:
        event = max(events(register), key=lambda one: len(one.claims))
        known = max(identities(register).values(), key=lambda one: len(one.members))
        states = [one.id for one in entities_of_kind(register, "state")]
        return (
            *LISTS,
            "/search?q=visit&disputed=yes",
            "/search?q=nothingofthekind",
            "/timeline?facts=yes&since=2012",
            "/agenda?past=yes",
            "/map?borders=un&view=20,50,40,65",
            "/map?borders=none",
            f"/events/{event.id}",
            f"/claims/{event.claims[0]}",
            f"/entities/{states[0]}",
            f"/entities/{known.entity.id}?members=yes",
            f"/between/{states[0]}/{states[1]}",
            f"/conflicts/{conflicts_of(register)[0].id}",
            *(f"/stories/{one.id}" for one in stories(register)[:4]),
        )
