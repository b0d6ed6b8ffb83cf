"""An endpoint on this machine that answers a chat as a test says, however wrong that is, and keeps what it was sent."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from regesta.model import Value

Talk = Callable[[socket.socket], None]
Json = dict[str, Any]


class Says(Value, frozen=True):
    """An answer: its body, its status, and headers beside the usual ones."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


Script = Callable[[Json], Says | Talk]
"""What to answer to a question: the request's body, decoded."""


def chat(text: str | None, read: Any = 800, written: Any = 90, **beside: Any) -> Says:
    """The answer of a chat with this text in it."""
    message = {"role": "assistant", "content": text, **beside}
    body = {"id": "chat-1", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return Says(body=json.dumps({**body, "usage": {"prompt_tokens": read, "completion_tokens": written}}).encode())


def proposing(*records: Any) -> Says:
    """The answer that proposes these records."""
    return chat(json.dumps({"claims": list(records)}))


def act(quote: str, trigger: str, **fields: Any) -> Json:
    """A record of an act, all of whose fields are there."""
    blank = {"kind": "act", "type": "SUPPORT", "mode": "", "status": "happened", "who": [], "to": [], "with": []}
    return {
        **blank,
        "about": "",
        "where": "",
        "when": "",
        "when_words": "",
        "quote": quote,
        "trigger": trigger,
        **fields,
    }


class Endpoint:
    """The server: what it was asked, and where it is."""

    def __init__(self, script: Script) -> None:
        self.asked: list[Json] = []
        self.headers: list[Mapping[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, script))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(endpoint: Endpoint, script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append({"path": self.path, **asked})
            endpoint.headers.append(dict(self.headers))
            says = script(asked)
            with suppress(OSError):
                if isinstance(says, Says):
                    self._say(says)
                else:
                    says(self.connection)
            self.close_connection = True

        def do_GET(self) -> None:
            endpoint.asked.append({"path": self.path})
            self.send_error(404)

        def _say(self, says: Says) -> None:
            self.send_response(says.status)
            for name, value in (*says.headers, ("Content-Length", str(len(says.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(says.body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextmanager
def endpoint(script: Script | Says | Sequence[Says]) -> Iterator[Endpoint]:
    """An endpoint while it lasts: one answer for all questions, one after another, or as a script says."""
    server = Endpoint(_script(script))
    try:
        yield server
    finally:
        server.close()


def _script(script: Script | Says | Sequence[Says]) -> Script:
    if isinstance(script, Says):
        return lambda _: script
    if callable(script):
        return script
    waiting = iter(script)
    return lambda _: next(waiting)


# ------------------------------------------------------------------------------------------ how it can go wrong
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def stalls(sock: socket.socket) -> None:
    """Sends its head and then nothing."""
    sock.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
    with suppress(OSError):
        sock.settimeout(10)
        sock.recv(1)


def drips(sock: socket.socket) -> None:
    """Sends a letter now and then, without end."""
    sock.sendall(HEAD + b"Content-Length: 30000\r\n\r\n")
    while True:
        time.sleep(0.05)
        sock.sendall(b" ")


def hangs_up(sock: socket.socket) -> None:
    """Ends in the middle."""
    sock.sendall(HEAD + b'Content-Length: 100\r\n\r\n{"choices": [')
    sock.shutdown(socket.SHUT_RDWR)


def never_ends(sock: socket.socket) -> None:
    """Sends more and more."""
    sock.sendall(HEAD + b"\r\n")
    while True:
        sock.sendall(b" " * 65536)
