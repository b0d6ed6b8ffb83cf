"""The connection of one request: to an address that was checked, within its time, every byte counted."""

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from regesta.fetch.answers import GivenUpError
from regesta.fetch.machine import Machine
from regesta.fetch.policy import Policy

LARGEST_HEAD = 64 * 1024
AT_ONCE = 4096  # bytes taken from the socket at a time while the head is cut into lines
ADDRESSES_TRIED = 4
LISTENING = 0.5  # seconds in which bytes beyond the announced end are waited for; a host that closes ends it at once


class Exchange:
    """How far one request has come, and what it may still take."""

    def __init__(self, policy: Policy, clock: Callable[[], float]) -> None:
        self.policy = policy
        self.in_head = True
        self.ended = False
        self.head = 0
        self.body = 0
        self._clock = clock
        self._deadline = clock() + policy.seconds_in_all

    def patience(self, seconds: float) -> float:
        """For how long to wait now: the seconds given, or what is left of the time for all of it."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise GivenUpError(
                f"it did not come whole within {self.policy.seconds_in_all:g} seconds; try again later or allow more"
            )
        return min(seconds, left)

    def count(self, size: int) -> None:
        """Add to the bytes of the head or the body, and give up where they are too many."""
        if self.in_head:
            self.head += size
        else:
            self.body += size
        if self.head > LARGEST_HEAD:
            raise GivenUpError(f"its headers are longer than {LARGEST_HEAD:,} bytes; tell the site")
        if self.body > self.policy.largest_wire:
            raise GivenUpError(too_long(self.policy.largest_wire))

    def trouble(self, words: str) -> str:
        """What went wrong where the answer was not HTTP as it should be."""
        if not self.ended:
            return f"it does not speak HTTP as it should ({words[:100]}); tell the site"
        if self.in_head:
            return "the host hung up before it had answered; try again later"
        return "the answer ends early: less came than was announced; try again later"


def too_long(largest: int) -> str:
    """The reason why a body is refused that is too long as sent."""
    return f"it is longer than {largest:,} bytes; save it yourself and read the file, or allow more"


class Dialler(httpcore.NetworkBackend):
    """Connects to the addresses that were looked up and checked before, whatever the name may stand for by now."""

    def __init__(self, addresses: Sequence[str], machine: Machine, exchange: Exchange) -> None:
        self._addresses = addresses
        self._dial = machine.dial
        self._exchange = exchange
        self._wire: Wire | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the exchange knows the time
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """A connection to the first of the addresses that answers."""
        why = ""
        for address in self._addresses[:ADDRESSES_TRIED]:
            try:
                seconds = self._exchange.patience(self._exchange.policy.seconds_to_connect)
                self._wire = Wire(self._dial(address, port, seconds), self._exchange)
            except OSError as error:
                why = _words(error)
            else:
                return self._wire
        raise GivenUpError(f"{host} cannot be reached on port {port} ({why}); try again later")

    def close(self) -> None:
        """Hang up, however far the request has come."""
        if self._wire is not None:
            self._wire.close()


class Wire(httpcore.NetworkStream):
    """A connection as httpcore reads it.

    The head of an answer is handed over a line at a time. So nothing of the body has been handed over when the head
    has been read, and what comes after it can be counted.
    """

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock = sock
        self._exchange = exchange
        self._waiting = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the exchange knows the time
        """The next bytes; empty at the end."""
        in_head = self._exchange.in_head
        if not self._waiting:
            self._waiting = self._receive(AT_ONCE if in_head else max_bytes)
        cut = (self._waiting.find(b"\n") + 1 or len(self._waiting)) if in_head else max_bytes
        part, self._waiting = self._waiting[:cut], self._waiting[cut:]
        self._exchange.count(len(part))
        self._exchange.ended = not part
        return part

    def _receive(self, most: int) -> bytes:
        between = self._exchange.policy.seconds_between_bytes
        self._sock.settimeout(self._exchange.patience(between))
        try:
            return self._sock.recv(most)
        except TimeoutError:
            self._exchange.patience(between)
            raise GivenUpError(f"nothing came for {between:g} seconds; try again later") from None
        except OSError as error:
            raise GivenUpError(f"the connection broke off ({_words(error)}); try again later") from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send all of the bytes."""
        self._sock.settimeout(self._exchange.patience(self._exchange.policy.seconds_between_bytes))
        try:
            self._sock.sendall(buffer)
        except OSError as error:
            raise httpcore.WriteError(_words(error)) from None  # httpcore then looks for an answer all the same

    def overruns(self, announced: int) -> bool:
        """Whether more comes than was announced, once that much was read."""
        if self._waiting or self._exchange.body > announced:
            return True
        self._sock.settimeout(LISTENING)
        try:
            return bool(self._sock.recv(1))
        except OSError:
            return False

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, its other end proved to be the host asked for."""
        seconds = self._exchange.patience(self._exchange.policy.seconds_to_connect)
        self._sock.settimeout(seconds)
        try:
            # A body without a length is whole only where the host says so before it hangs up (RFC 9112, 9.8).
            self._sock = ssl_context.wrap_socket(
                self._sock, server_hostname=server_hostname, suppress_ragged_eofs=False
            )
        except ssl.SSLCertVerificationError as error:
            words = error.verify_message.rstrip(".")
            raise GivenUpError(f"the certificate of {server_hostname} does not hold ({words}); tell the site") from None
        except TimeoutError:
            reason = f"{server_hostname} made no secure connection within {seconds:g} seconds; try again later"
            raise GivenUpError(reason) from None
        except OSError as error:
            raise GivenUpError(
                f"{server_hostname} makes no secure connection ({_words(error)}); try again later"
            ) from None
        return self

    def close(self) -> None:
        """Hang up."""
        self._sock.close()


def _words(error: OSError) -> str:
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return error.strerror or str(error) or type(error).__name__
