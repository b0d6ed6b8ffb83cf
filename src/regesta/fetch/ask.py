"""One request and its answer."""

from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from ssl import SSLContext
from typing import cast

import httpcore

from regesta.fetch.addresses import Address
from regesta.fetch.answers import Answer, GivenUpError, Headers, Known, first, kept_headers
from regesta.fetch.machine import Machine
from regesta.fetch.policy import Policy
from regesta.fetch.unpack import packing, unpacked
from regesta.fetch.wire import Dialler, Exchange, Wire, too_long
from regesta.model import Value

SMALL = 1024 * 1024  # up to this size, a body may unpack to any number of times its own
ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/plain;q=0.9, */*;q=0.1"
)


class Request(Value, frozen=True):
    """What is asked for, and at which IP addresses. Of an `excerpt` only the beginning is read, so many bytes of it.

    A `body` is posted, with the headers of `said` beside or in place of the usual ones.
    """

    address: Address
    at: tuple[str, ...] = ()
    known: Known | None = None
    excerpt: int | None = None
    body: bytes | None = None
    said: Headers = ()


def ask(request: Request, policy: Policy, machine: Machine, trust: SSLContext | None) -> Answer:
    """The host's answer, over a connection of its own. Raises `GivenUpError` where there is none that can be used."""
    exchange = Exchange(policy, machine.clock)
    address = request.address
    url = httpcore.URL(
        scheme=address.scheme.encode(), host=address.host.encode(), port=address.port, target=address.target.encode()
    )
    dialler = Dialler(request.at, machine, exchange)
    connection = httpcore.HTTPConnection(url.origin, ssl_context=trust, network_backend=dialler)
    method = "GET" if request.body is None else "POST"
    said = _said(request, policy)
    try:
        with closing(dialler), connection.stream(method, url, headers=said, content=request.body) as response:
            exchange.in_head = False
            headers = kept_headers(response.headers)
            raw = _body(response, headers, exchange, request.excerpt) if response.status == 200 else b""
            return Answer(status=response.status, headers=headers, raw=raw)
    except httpcore.RemoteProtocolError as error:
        raise GivenUpError(exchange.trouble(str(error))) from None


def _said(request: Request, policy: Policy) -> list[tuple[bytes, bytes]]:
    known = request.known or Known()
    said = {
        "Host": request.address.authority,
        "User-Agent": policy.user_agent,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        "If-None-Match": known.etag or "",
        "If-Modified-Since": known.last_modified or "",
        **dict(request.said),
    }
    return [(name.encode(), value) for name, text in said.items() if (value := _sendable(text))]


def _sendable(text: str) -> bytes:
    """The text without what a header cannot hold; settings and earlier answers may have anything in them."""
    return "".join(sign for sign in text if sign.isprintable() and ord(sign) < 256).strip().encode("latin-1")


def _body(response: httpcore.Response, headers: Headers, exchange: Exchange, excerpt: int | None) -> bytes:
    length = _announced(headers)
    if length is not None and length > exchange.policy.largest_wire and excerpt is None:
        raise GivenUpError(too_long(exchange.policy.largest_wire))
    chunks = cast(Iterable[bytes], response.stream)
    pieces = unpacked(chunks, packing(headers))
    if excerpt is not None:
        return _beginning(pieces, excerpt)
    raw = _whole(pieces, exchange)
    wire = response.extensions["network_stream"]
    if length is not None and isinstance(wire, Wire) and wire.overruns(length):
        raise GivenUpError(f"more comes than the {length:,} bytes it announces; tell the site")
    return raw


def _announced(headers: Headers) -> int | None:
    """How long the body is to be, where its end is not marked otherwise."""
    length = first(headers, "content-length")
    return None if length is None or first(headers, "transfer-encoding") else int(length)


def _beginning(pieces: Iterable[bytes], most: int) -> bytes:
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) >= most:
            break
    return bytes(kept[:most])


def _whole(pieces: Iterable[bytes], exchange: Exchange) -> bytes:
    """All of the pieces, given up on where they go beyond size or ratio."""
    policy, kept, size = exchange.policy, BytesIO(), 0  # which hands its bytes over without a copy
    for piece in pieces:
        size += len(piece)
        if size > policy.largest:
            raise GivenUpError(f"unpacked, {too_long(policy.largest)}")
        if size > SMALL and size > policy.longest_ratio * exchange.body:
            raise GivenUpError(
                f"it unpacks to more than {policy.longest_ratio} times its size, as only traps do; tell the site"
            )
        kept.write(piece)
    return kept.getvalue()
