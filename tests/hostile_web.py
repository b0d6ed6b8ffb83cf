"""A web of one server on this machine, which answers as a test says, byte for byte, however wrong that is.

Names are looked up in a table and every connection, whatever the address, ends at the server: a name can be said to
be at a public address, and no test leaves the machine.
"""

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Protocol

from regesta.fetch import Machine

PUBLIC = "8.8.8.8"
HOST = "news.example"
START = datetime(2031, 3, 4, 10, 0, tzinfo=UTC)
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

Talk = bytes | Callable[[socket.socket], None]


class Names(Protocol):
    def __call__(self, host: str, port: int) -> Sequence[str]: ...


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer as it should be, its length said right unless it is given."""
    said = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*said, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", status=status)


def packed(body: bytes, coding: str = "gzip") -> bytes:
    return answer(gzip.compress(body), f"Content-Encoding: {coding}")


@cache
def bomb(megabytes: int) -> bytes:
    """So many megabytes of nothing, in a gzip of a thousandth of that."""
    engine = zlib.compressobj(9, wbits=31)
    return b"".join(engine.compress(bytes(1 << 20)) for _ in range(megabytes)) + engine.flush()


def drip(parts: Iterable[bytes], every: float) -> Callable[[socket.socket], None]:
    """Sends the parts one after another, with a pause before each."""

    def talk(sock: socket.socket) -> None:
        for part in parts:
            time.sleep(every)
            sock.sendall(part)

    return talk


def forever(start: bytes, part: bytes) -> Callable[[socket.socket], None]:
    """Sends the start and then the part, again and again, until the other end hangs up."""

    def talk(sock: socket.socket) -> None:
        sock.sendall(start)
        while True:
            sock.sendall(part)

    return talk


class Web:
    """The server, what it answers to each path, and what it was asked."""

    def __init__(self, talks: Mapping[str, Talk], tls: ssl.SSLContext | None) -> None:
        self.talks = dict(talks)
        self.heads: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order, but for robots.txt."""
        return [path for head in self.heads if (path := head.split(" ")[1]) != "/robots.txt"]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(self._listener.getsockname(), timeout=seconds)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(5)
        with suppress(OSError, ValueError), self._opened(sock) as open_sock:
            talk = self.talks.get(self._path(open_sock), MISSING)
            if isinstance(talk, bytes):
                open_sock.sendall(talk)
            else:
                talk(open_sock)
            if isinstance(open_sock, ssl.SSLSocket):
                open_sock.unwrap()

    def _path(self, sock: socket.socket) -> str:
        """The path asked for; empty where what came is no request."""
        head = sock.recv(4096)
        while head.startswith(b"GET ") and b"\r\n\r\n" not in head and (more := sock.recv(4096)):
            head += more
        if not head.startswith(b"GET "):
            return ""
        self.heads.append(head.decode("latin-1"))
        return self.heads[-1].split(" ")[1]

    @contextmanager
    def _opened(self, sock: socket.socket) -> Iterator[socket.socket]:
        with sock:
            if self._tls is None:
                yield sock
            else:
                with self._tls.wrap_socket(sock, server_side=True) as secure:
                    yield secure


@contextmanager
def web(talks: Mapping[str, Talk], tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server that gives these answers, while it lasts."""
    server = Web(talks, tls)
    try:
        yield server
    finally:
        server.close()


def names(**table: str) -> Names:
    """Looks names up in a table; every other `.example` is at a public address."""

    def resolve(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        if host in table:
            return table[host].split()
        if host.endswith(".example"):
            return [PUBLIC]
        if host[0].isdigit() or ":" in host:
            return [host]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    return resolve


class Hours:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.seconds += seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 1000)


def machine(server: Web, resolve: Names | None = None, hours: Hours | None = None) -> Machine:
    """A machine whose connections all end at the server, and which does not wait."""
    plain = Machine(resolve=resolve or names(), dial=server.dial, sleep=lambda _: None, now=lambda: START)
    return plain if hours is None else plain._replace(clock=hours.clock, sleep=hours.sleep, now=hours.now)
