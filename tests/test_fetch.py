"""Whatever the web answers, there is a page or a plain refusal, within time and memory; and no host is pressed."""

import gzip
import http.server
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hostile_web import (
    HOST,
    MISSING,
    PUBLIC,
    START,
    Hours,
    Talk,
    answer,
    bomb,
    drip,
    forever,
    machine,
    names,
    packed,
    redirect,
    web,
)
from regesta import __version__
from regesta.fetch import Fetcher, Known, Machine, NotModified, Policy, recall
from regesta.fetch.addresses import Address, read
from regesta.fetch.answers import GivenUpError
from regesta.fetch.gate import Gate
from regesta.fetch.reach import closed
from regesta.fetch.robots import parse
from regesta.fetch.unpack import PIECE, unpacked
from regesta.model import Received, Refused

PAGE = f"http://{HOST}/page"
QUICK = Policy(seconds_to_connect=2, seconds_between_bytes=0.3, seconds_in_all=0.6)
Outcome = Received | NotModified | Refused


def got(talk: Talk, policy: Policy | None = None, known: Known | None = None) -> Outcome:
    """What comes of asking for the page."""
    with web({"/page": talk}) as server, Fetcher(policy, machine(server)) as fetcher:
        return fetcher.get(PAGE, known)


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def raw(outcome: Outcome) -> bytes:
    assert isinstance(outcome, Received), outcome
    return outcome.raw


# ----------------------------------------------------------------------------------------------- what is received
def test_a_page_is_received_with_its_receipt() -> None:
    talk = answer(b"<p>The ferry left.</p>", "Content-Type: text/html", "ETag: W/7")
    outcome = got(talk)
    assert isinstance(outcome, Received)
    assert outcome.raw == b"<p>The ferry left.</p>"
    assert outcome.receipt.source == outcome.receipt.url == PAGE
    assert outcome.receipt.obtained == "2031-03-04T10:00:00Z"
    assert outcome.receipt.headers == (("content-type", "text/html"), ("etag", "W/7"), ("content-length", "22"))


def test_the_receipt_keeps_the_address_as_asked_and_the_last_one() -> None:
    with web({"/old": redirect("/new?a=b#part"), "/new?a=b": answer(b"here")}) as server:
        outcome = Fetcher(None, machine(server)).get(f"http://{HOST.upper()}/old#top")
    assert isinstance(outcome, Received)
    assert (outcome.receipt.source, outcome.receipt.url) == (f"http://{HOST.upper()}/old#top", f"http://{HOST}/new?a=b")
    assert server.paths == ["/old", "/new?a=b"]


def test_cookies_are_neither_kept_nor_sent() -> None:
    with web({"/page": answer(b"x", "Set-Cookie: id=7", "Set-Cookie2: b", "X-Kept: yes")}) as server:
        fetcher = Fetcher(None, machine(server))
        outcome = fetcher.get(PAGE)
        fetcher.get(PAGE)
    assert isinstance(outcome, Received)
    assert outcome.receipt.headers == (("x-kept", "yes"), ("content-length", "1"))
    assert "cookie" not in "".join(server.heads).lower()


def test_a_request_says_who_asks_and_asks_for_what_can_be_read() -> None:
    policy = Policy(contact="https://desk.example/\r\nX-Evil: 1")
    with web({"/page": answer(b"x")}) as server:
        Fetcher(policy, machine(server)).get(PAGE)
    lines = server.heads[-1].split("\r\n")
    assert lines[0] == "GET /page HTTP/1.1"
    assert f"Host: {HOST}" in lines
    assert f"User-Agent: regesta/{__version__} (+https://desk.example/X-Evil: 1)" in lines
    assert "Accept-Encoding: gzip, deflate" in lines


@pytest.mark.parametrize("size", [0, 1, 70_000, 1_500_000])
@pytest.mark.parametrize("how", ["gzip", "x-gzip", "deflate", "raw deflate", "two gzips", "chunked gzip", "identity"])
def test_a_body_is_unpacked(how: str, size: int) -> None:
    body = bytes(index * index % 251 for index in range(size % 70_001)) * (size // 70_001 + 1)
    bare = zlib.compressobj(wbits=-15)
    sent = {
        "gzip": packed(body),
        "x-gzip": packed(body, "x-gzip"),
        "deflate": answer(zlib.compress(body), "Content-Encoding: deflate"),
        "raw deflate": answer(bare.compress(body) + bare.flush(), "Content-Encoding: Deflate"),
        "two gzips": answer(gzip.compress(body[:500]) + gzip.compress(body[500:]), "Content-Encoding: gzip"),
        "chunked gzip": _chunked(gzip.compress(body), "Content-Encoding: gzip"),
        "identity": answer(body, "Content-Encoding: identity"),
    }
    assert raw(got(sent[how], Policy(longest_ratio=2000))) == body


def test_an_empty_body_that_is_said_to_be_packed_is_empty() -> None:
    assert raw(got(answer(b"", "Content-Encoding: gzip"))) == b""


def test_a_body_that_ends_where_the_host_hangs_up_is_received() -> None:
    assert raw(got(b"HTTP/1.1 200 OK\r\n\r\nThe ferry left.")) == b"The ferry left."


@settings(deadline=None)
@given(st.binary(max_size=300), st.lists(st.integers(1, 40), min_size=1), st.sampled_from([31, 15, -15]))
def test_how_a_body_is_cut_on_its_way_never_shows(body: bytes, cuts: list[int], bits: int) -> None:
    engine = zlib.compressobj(wbits=bits)
    sent = engine.compress(body) + engine.flush()
    assert b"".join(unpacked(_cut(sent, cuts), "gzip" if bits == 31 else "deflate")) == body


@pytest.mark.parametrize("over", range(1, 260, 7))
@pytest.mark.parametrize("bits", [31, 15, -15])
def test_what_the_unpacker_still_holds_at_the_end_is_not_lost(bits: int, over: int) -> None:
    """The last bytes of a raw deflate stand for hundreds, more than fit into the piece they begin in."""
    engine = zlib.compressobj(9, wbits=bits)
    sent = engine.compress(bytes(PIECE + over)) + engine.flush()
    assert b"".join(unpacked([sent], "gzip" if bits == 31 else "deflate")) == bytes(PIECE + over)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_given_up_on(sent: bytes, how: str) -> None:
    with suppress(GivenUpError):
        assert len(b"".join(unpacked([sent], how))) < 400_000


def _cut(sent: bytes, cuts: Sequence[int]) -> Iterator[bytes]:
    while sent:
        for cut in cuts:
            yield sent[:cut]
            sent = sent[cut:]


def _chunked(body: bytes, *headers: str) -> bytes:
    head = "\r\n".join(["HTTP/1.1 200 OK", *headers, "Transfer-Encoding: chunked", "", ""]).encode()
    return head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


# ------------------------------------------------------------------------------------------------- once more
def test_what_has_not_changed_is_not_sent_again() -> None:
    known = Known(etag='"7"', last_modified="Tue, 04 Mar 2031 09:00:00 GMT")
    with web({"/page": answer(b"", 'ETag: "7"', status="304 Not Modified")}) as server:
        outcome = Fetcher(None, machine(server)).get(PAGE, known)
    assert isinstance(outcome, NotModified)
    assert outcome.receipt.source == PAGE
    assert outcome.receipt.obtained == "2031-03-04T10:00:00Z"
    assert 'If-None-Match: "7"\r\nIf-Modified-Since: Tue, 04 Mar 2031 09:00:00 GMT\r\n' in server.heads[-1]


def test_a_receipt_tells_what_to_ask_with_the_next_time() -> None:
    outcome = got(answer(b"x", 'ETag: "7"', "Last-Modified: Tue, 04 Mar 2031 09:00:00 GMT"))
    assert isinstance(outcome, Received)
    assert recall(outcome.receipt) == Known(etag='"7"', last_modified="Tue, 04 Mar 2031 09:00:00 GMT")


def test_a_receipt_without_a_version_tells_nothing() -> None:
    outcome = got(answer(b"x"))
    assert isinstance(outcome, Received)
    assert recall(outcome.receipt) is None


def test_not_modified_is_no_answer_to_who_did_not_ask() -> None:
    assert "it answers 304" in reason(got(answer(b"", status="304 Not Modified")))


# -------------------------------------------------------------------------------------------------- statuses
@pytest.mark.parametrize(
    ("status", "part"),
    [
        ("404 Not Found", "it answers 404 (Not Found): check the address"),
        ("410 Gone", "take it off the list"),
        ("403 Forbidden", "save the page yourself"),
        ("500 Oops", "it answers 500 (Internal Server Error): try again later"),
        ("206 Partial Content", "it answers 206"),
        ("204 No Content", "it answers 204"),
        ("300 Multiple Choices", "it answers 300"),
        ("799 Odd", "it answers 799: try again later"),
    ],
)
def test_a_status_that_is_no_page_is_refused_by_number(status: str, part: str) -> None:
    assert part in reason(got(answer(b"", status=status)))


@pytest.mark.parametrize("retry", ["90", "Tue, 04 Mar 2031 10:01:30 GMT", "Tue, 04 Mar 2031 11:01:30 +0100"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_that_says_when_to_come_back_is_left_alone_until_then(status: str, retry: str) -> None:
    hours = Hours()
    with web({"/page": answer(b"", f"Retry-After: {retry}", status=status)}) as server:
        fetcher = Fetcher(Policy(robots=False), machine(server, hours=hours))
        assert "ask again after 2031-03-04 10:01:30 UTC" in reason(fetcher.get(PAGE))
        hours.sleep(80)
        assert "wants no request before 2031-03-04 10:01:30 UTC" in reason(fetcher.get(f"http://{HOST}/other"))
        hours.sleep(11)
        server.talks["/other"] = answer(b"back")
        assert raw(fetcher.get(f"http://{HOST}/other")) == b"back"
    assert server.paths == ["/page", "/other"]


@settings(deadline=None)
@given(st.text(max_size=40) | st.integers().map(str) | st.sampled_from(["Mon, 99 Jan 99999999999 00:00:00 GMT"]))
def test_any_retry_after_gives_an_instant_within_a_month_or_none(retry: str) -> None:
    gate = Gate(Policy(), Machine(now=lambda: START))
    until = gate.keep_away(HOST, retry)
    assert until is None or START <= until <= START + timedelta(days=30)


# ------------------------------------------------------------------------------------------------- redirects
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed(status: str) -> None:
    with web({"/page": redirect(f"//{HOST}/a/./b/../c", status), "/a/c": answer(b"there")}) as server:
        assert raw(Fetcher(None, machine(server)).get(PAGE)) == b"there"


def test_a_redirect_in_utf_8_is_followed() -> None:
    talk = answer(b"", "Location: /fähre à l'été", status="302 Found")
    with web({"/page": talk, "/f%C3%A4hre%20%C3%A0%20l'%C3%A9t%C3%A9": answer(b"there")}) as server:
        assert raw(Fetcher(None, machine(server)).get(PAGE)) == b"there"


@pytest.mark.parametrize(
    ("location", "part"),
    [
        ("http://10.0.0.7/", "it leads to http://10.0.0.7/: 10.0.0.7 is at 10.0.0.7, which is private"),
        ("http://169.254.169.254/latest/", "which is a cloud's metadata service"),
        ("http://[::1]/", "which is loopback"),
        ("http://inside.example/", "inside.example is at 192.168.0.4, which is private"),
        ("file:///etc/passwd", "only http: and https: are fetched, not file"),
        ("javascript:alert(1)", "only http: and https: are fetched, not javascript"),
        ("http://me:secret@other.example/", "user name or password"),
        ("http://other.example:22/", "its port is not one for the web"),
        ("http://[::1", "cannot be read as an address"),
        ("http://exa mple/", "no proper host name"),
    ],
)
def test_a_redirect_is_checked_as_an_address_is(location: str, part: str) -> None:
    with web({"/page": redirect(location)}) as server:
        resolve = names(**{"inside.example": "192.168.0.4"})
        outcome = Fetcher(None, machine(server, resolve)).get(PAGE)
    assert part in reason(outcome)
    assert isinstance(outcome, Refused)
    assert outcome.where == PAGE
    assert "secret" not in outcome.reason
    assert {address for address, _ in server.dialled} == {PUBLIC}


def test_a_redirect_that_says_nowhere_is_refused() -> None:
    assert "it answers 302 without saying where to" in reason(got(answer(b"", status="302 Found")))


@pytest.mark.parametrize("second", ["/page", "/other"])
def test_redirects_in_a_circle_are_refused(second: str) -> None:
    with web({"/page": redirect(second), "/other": redirect("/page#again")}) as server:
        assert "its redirects go round in a circle" in reason(Fetcher(None, machine(server)).get(PAGE))
    assert len(server.paths) <= 2


@pytest.mark.parametrize("most", [0, 2, 5])
def test_redirects_are_followed_so_far_and_no_farther(most: int) -> None:
    with web({f"/{n}": redirect(f"/{n + 1}") for n in range(9)}) as server:
        outcome = Fetcher(Policy(most_redirects=most), machine(server)).get(f"http://{HOST}/0")
        assert "and it leads on" in reason(outcome)
        assert server.paths == [f"/{n}" for n in range(most + 1)]
        server.talks[f"/{most}"] = answer(b"end")
        assert raw(Fetcher(Policy(most_redirects=most), machine(server)).get(f"http://{HOST}/0")) == b"end"


# ------------------------------------------------------------------------------------------------- addresses
@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("", "only http: and https:"),
        ("news.example/page", "only http: and https:"),
        ("file:///etc/passwd", "not file"),
        ("ftp://news.example/", "not ftp"),
        ("http:///page", "no proper host name"),
        ("http://", "no proper host name"),
        ("http://a..example/", "no proper host name"),
        ("http://-a.example/", "no proper host name"),
        ("http://a\\b.example/", "no proper host name"),
        (f"http://{'a' * 64}.example/", "no proper host name"),
        (f"http://{'a.' * 130}example/", "no proper host name"),
        ("http://1.2.3/", "no proper host name"),
        ("http://0x7f000001/", "no proper host name"),
        ("http://2130706433/", "no proper host name"),
        ("http://0177.0.0.1/", "no proper host name"),
        ("http://[fe80::1%25eth0]/", "no proper host name"),
        ("http://[::1/", "cannot be read as an address"),
        ("http://news.example:25/", "its port is not one for the web"),
        ("http://news.example:6667/", "its port is not one for the web"),
        ("http://news.example:99999/", "its port is not one for the web"),
        ("http://news.example:port/", "its port is not one for the web"),
        ("http://news.example/a\x00b", "control characters"),
        ("http://news.example/a\r\nX: y", "control characters"),
        ("http://news.example/\ud800", "half characters"),
        ("http://\ud800.example/", "no proper host name"),
        ("http://news.example/" + "a" * 8000, "longer than 8000 characters"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, part: str) -> None:
    with web({}) as server:
        assert part in reason(Fetcher(None, machine(server)).get(url))
    assert server.dialled == []


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with web({}) as server:
        outcome = Fetcher(None, machine(server)).get("https://desk:hunter2@news.example/?a@b")
    assert outcome == Refused(where="https://…@news.example/?a@b", reason=reason(outcome))
    assert "user name or password" in reason(outcome)


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("  http://news.example/a b?c d#e  ", "http://news.example/a%20b?c%20d"),
        ("http://news.example.:80/", "http://news.example/"),
        ("https://news.example:443/x%2Fy", "https://news.example/x%2Fy"),
        ("https://news.example:8443/", "https://news.example:8443/"),
        ("http://fähren.example/süd", "http://xn--fhren-gra.example/s%C3%BCd"),
        ("http://новости.example/", "http://xn--b1amnebsh.example/"),
        ("http://news。example/", "http://news.example/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://a_b.example/", "http://a_b.example/"),
    ],
)
def test_an_address_has_one_form(url: str, form: str) -> None:
    found = read(url)
    assert isinstance(found, Address)
    assert found.url == form
    assert read(form) == found


@settings(deadline=None)
@given(st.text() | st.text().map("http://".__add__) | st.text().map("http://news.example/".__add__))
def test_any_text_is_an_address_in_one_form_or_refused(url: str) -> None:
    found = read(url)
    if isinstance(found, Address):
        assert found.url.isascii()
        assert read(found.url) == found


def test_a_host_with_other_letters_is_asked_by_its_ascii_name() -> None:
    with web({"/": answer(b"x")}) as server:
        assert raw(Fetcher(None, machine(server)).get("http://новости.example/")) == b"x"
    assert "Host: xn--b1amnebsh.example\r\n" in server.heads[-1]


def test_an_ipv6_address_stands_in_brackets_in_the_host_header() -> None:
    with web({"/": answer(b"x")}) as server:
        assert raw(Fetcher(None, machine(server)).get("http://[2a00:1450::5]:8080/")) == b"x"
    assert server.dialled[-1] == ("2a00:1450::5", 8080)
    assert "Host: [2a00:1450::5]:8080\r\n" in server.heads[-1]


# ------------------------------------------------------------------------------------------- private addresses
CLOSED = [
    ("0.0.0.0", "unspecified"),  # noqa: S104
    ("10.1.2.3", "private"),
    ("100.64.0.1", "shared"),
    ("100.100.100.200", "shared"),
    ("127.0.0.1", "loopback"),
    ("127.8.8.8", "loopback"),
    ("168.63.129.16", "a cloud's metadata service"),
    ("169.254.169.254", "a cloud's metadata service"),
    ("169.254.1.1", "link-local"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "reserved"),
    ("192.0.2.7", "reserved"),
    ("192.168.1.1", "private"),
    ("198.19.0.1", "reserved"),
    ("224.0.0.251", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::127.0.0.1", "reserved"),
    ("::ffff:10.0.0.1", "private"),
    ("::ffff:7f00:1", "loopback"),
    ("64:ff9b::a9fe:a9fe", "a cloud's metadata service"),
    ("64:ff9b:1::1", "reserved"),
    ("2002:7f00:1::1", "loopback"),
    ("2002:c0a8:101::", "private"),
    ("2001:0:53aa::1", "reserved"),
    ("2001:db8::1", "reserved"),
    ("fd00:ec2::254", "a cloud's metadata service"),
    ("fd12::1", "private"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("ff02::1", "multicast"),
    ("4000::1", "reserved"),
    ("nonsense", "no address"),
]


@pytest.mark.parametrize(("address", "word"), CLOSED)
def test_a_name_at_an_address_that_is_not_public_is_refused(address: str, word: str) -> None:
    with web({"/page": answer(b"inside")}) as server:
        outcome = Fetcher(None, machine(server, names(**{HOST: address}))).get(PAGE)
    assert f"{HOST} is at {address}, which is {word}" in reason(outcome)
    assert "allow private addresses" in reason(outcome)
    assert server.dialled == []


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "100.63.255.255",
        "172.32.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2a00:1450::5",
    ],
)
def test_public_addresses_are_open(address: str) -> None:
    assert closed(address) is None


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_as_closed_as_itself(number: int) -> None:
    plain = IPv4Address(number)
    mapped = f"::ffff:{plain}", f"64:ff9b::{plain}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"
    assert {closed(one) for one in mapped} == {closed(str(plain))}


def test_private_addresses_are_read_where_they_are_allowed() -> None:
    with web({"/page": answer(b"inside")}) as server:
        fetcher = Fetcher(Policy(private=True), machine(server, names(**{HOST: "127.0.0.1"})))
        assert raw(fetcher.get(PAGE)) == b"inside"


def test_one_private_address_among_public_ones_closes_the_name() -> None:
    with web({"/page": answer(b"x")}) as server:
        outcome = Fetcher(None, machine(server, names(**{HOST: f"{PUBLIC} 10.0.0.1"}))).get(PAGE)
    assert "10.0.0.1, which is private" in reason(outcome)
    assert server.dialled == []


def test_a_name_that_moves_to_a_private_address_is_refused_from_then_on() -> None:
    places = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"]])
    with web({"/page": redirect("/other"), "/other": answer(b"inside")}) as server:
        fetcher = Fetcher(None, machine(server, lambda host, port: next(places)))  # noqa: ARG005
        assert "which is loopback" in reason(fetcher.get(PAGE))
    assert server.paths == ["/page"]
    assert next(places, None) is None  # the page and its robots.txt were looked up once each


def test_what_was_checked_is_what_is_connected_to() -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        looked_up.append(host)
        return [PUBLIC] if len(looked_up) == 1 else ["127.0.0.1"]

    with web({"/page": answer(b"x")}) as server:
        assert raw(Fetcher(Policy(robots=False), machine(server, resolve)).get(PAGE)) == b"x"
    assert looked_up == [HOST]
    assert server.dialled == [(PUBLIC, 80)]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with web({"/page": answer(b"x")}) as server:

        def dial(address: str, port: int, seconds: float) -> socket.socket:
            if address == PUBLIC:
                raise ConnectionRefusedError(111, "Connection refused")
            return server.dial(address, port, seconds)

        there = machine(server, names(**{HOST: f"{PUBLIC} 9.9.9.9"}))._replace(dial=dial)
        assert raw(Fetcher(None, there).get(PAGE)) == b"x"


def test_a_host_that_cannot_be_reached_is_refused() -> None:
    def dial(address: str, port: int, seconds: float) -> socket.socket:  # noqa: ARG001
        raise ConnectionRefusedError(111, "Connection refused")

    with web({}) as server:
        there = machine(server)._replace(dial=dial)
        outcome = Fetcher(Policy(robots=False), there).get(PAGE)
    assert "cannot be reached on port 80 (Connection refused)" in reason(outcome)


def test_a_name_that_does_not_resolve_is_refused() -> None:
    with web({}) as server:
        assert "nowhere.test does not resolve" in reason(Fetcher(None, machine(server)).get("http://nowhere.test/"))


def test_a_look_up_that_hangs_is_given_up_on() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        time.sleep(1.5)
        return [PUBLIC]

    with web({}) as server:
        fetcher = Fetcher(Policy(seconds_to_connect=0.1), machine(server, resolve))
        assert "looking up the name news.example took longer" in _within(1, lambda: fetcher.get(PAGE))


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert raw(got(answer(b"x"))) == b"x"


def test_the_machine_itself_refuses_its_own_address_and_reads_it_where_allowed() -> None:
    """No part of the machine is replaced here but its sleep."""
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        url = f"http://localhost:{server.server_port}/"
    there = Machine(sleep=lambda _: None)
    assert "which is loopback" in reason(Fetcher(None, there).get(url))
    assert "cannot be reached" in reason(Fetcher(Policy(private=True, robots=False), there).get(url))


# ----------------------------------------------------------------------------------------------- bodies that lie
def _within(seconds: float, work: Callable[[], Outcome]) -> str:
    """The reason of the refusal, which came in time."""
    start = time.monotonic()
    found = reason(work())
    assert time.monotonic() - start < seconds
    return found


@pytest.mark.parametrize(
    ("talk", "part"),
    [
        (answer(b"short", length=50), "ends early"),
        (answer(b"longer than that", length=4), "more comes than the 4 bytes"),
        (answer(b"x" * 200_000, length=199_999), "more comes than the 199,999 bytes"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "ends early"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", "does not speak HTTP as it should"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "does not speak HTTP as it should"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "does not speak HTTP as it should"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc", "does not speak HTTP as it should"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nabc", "longer than 20,971,520 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "hung up before it had answered"),
        (b"", "hung up before it had answered"),
        (b"HTPP/9 20 ok\r\n\r\n", "does not speak HTTP as it should"),
        (b"\x16\x03\x01\x00" * 40, "does not speak HTTP as it should"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "does not speak HTTP as it should"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "does not speak HTTP as it should"),
        (b"SSH-2.0-OpenSSH_9\r\n", "hung up before it had answered"),
        (answer(gzip.compress(b"x" * 999)[:-9], "Content-Encoding: gzip"), "its gzip is garbled (it ends early)"),
        (answer(b"plain text", "Content-Encoding: gzip"), "its gzip is garbled"),
        (answer(gzip.compress(b"x") + b"junk", "Content-Encoding: gzip"), "other bytes come after its end"),
        (answer(zlib.compress(b"x") + b"junk", "Content-Encoding: deflate"), "other bytes come after its end"),
        (answer(b"x", "Content-Encoding: br"), "it is packed as 'br', which was not asked for"),
        (answer(b"x", "Content-Encoding: gzip, gzip"), "it is packed as 'gzip, gzip'"),
        (answer(b"x", "Content-Encoding: gzip", "Content-Encoding: zstd"), "it is packed as 'gzip, zstd'"),
    ],
)
def test_an_answer_that_is_not_as_it_says_is_refused(talk: bytes, part: str) -> None:
    assert part in _within(2, lambda: got(talk))


def test_more_than_was_announced_is_noticed_when_it_comes_late() -> None:
    assert "more comes than the 4 bytes" in reason(got(drip([answer(b"fair"), b"and more"], 0.1)))


def test_a_host_that_does_not_hang_up_is_not_waited_for_long() -> None:
    def talk(sock: socket.socket) -> None:
        sock.sendall(answer(b"whole"))
        sock.recv(1)

    start = time.monotonic()
    assert raw(got(talk)) == b"whole"
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
)
def test_a_body_without_end_is_cut_off(start: bytes) -> None:
    part = b"8000\r\n" + b"x" * 32768 + b"\r\n"
    talk = forever(start, part)
    assert "it is longer than 1,000,000 bytes" in _within(3, lambda: got(talk, Policy(largest_wire=1_000_000)))


def test_a_body_may_be_as_long_as_is_allowed_and_no_longer() -> None:
    body = b"x" * 1000
    assert raw(got(packed(body), Policy(largest=1000))) == body
    assert "unpacked, it is longer than 999 bytes" in reason(got(packed(body), Policy(largest=999)))


@pytest.mark.parametrize(
    ("policy", "part"),
    [
        (Policy(), "unpacks to more than 100 times its size"),
        (Policy(longest_ratio=10_000), "unpacked, it is longer than 20,971,520 bytes"),
    ],
)
def test_a_bomb_is_put_down_before_it_fills_the_memory(policy: Policy, part: str) -> None:
    """Two hundred megabytes come in two hundred kilobytes; no more is held than is allowed and room to grow."""
    talk = answer(bomb(200), "Content-Encoding: gzip")
    assert len(talk) < 250_000
    tracemalloc.start()
    try:
        assert part in _within(3, lambda: got(talk, policy))
        assert tracemalloc.get_traced_memory()[1] < policy.largest * 9 / 8 + 1_000_000
    finally:
        tracemalloc.stop()


def test_a_large_body_is_held_once() -> None:
    talk = answer(bytes(10_000_000))
    tracemalloc.start()
    try:
        assert len(raw(got(talk))) == 10_000_000
        assert tracemalloc.get_traced_memory()[1] < 12_500_000
    finally:
        tracemalloc.stop()


def test_a_body_in_tiny_parts_takes_no_more_memory_than_a_whole_one() -> None:
    talk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 30_000 + b"0\r\n\r\n"
    tracemalloc.start()
    try:
        assert raw(got(talk)) == b"x" * 30_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_connection_is_closed_though_its_time_ends_before_it_is_used() -> None:
    hours, opened = Hours(), list[socket.socket]()
    with web({}) as server:

        def dial(address: str, port: int, seconds: float) -> socket.socket:
            hours.sleep(100)
            opened.append(server.dial(address, port, seconds))
            return opened[-1]

        fetcher = Fetcher(Policy(robots=False), machine(server, hours=hours)._replace(dial=dial))
        assert "within 60 seconds" in reason(fetcher.get(f"https://{HOST}/page"))
    assert [sock.fileno() for sock in opened] == [-1]


def test_thousands_of_empty_gzips_take_no_longer_than_is_allowed() -> None:
    talk = answer(gzip.compress(b"") * 900_000, "Content-Encoding: gzip")
    with web({"/page": talk}) as server:
        there = Fetcher(Policy(robots=False, seconds_in_all=0.5), machine(server))
        assert "within 0.5 seconds" in _within(1.5, lambda: there.get(PAGE))


def test_headers_without_end_are_cut_off() -> None:
    talk = b"HTTP/1.1 200 OK\r\n" + b"X-Flood: all of it\r\n" * 500_000
    assert len(talk) > 10_000_000
    assert "its headers are longer than 65,536 bytes" in _within(2, lambda: got(talk))


def test_one_header_without_end_is_cut_off() -> None:
    assert "its headers are longer" in _within(2, lambda: got(forever(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 999)))


def test_interim_answers_without_end_are_cut_off() -> None:
    assert "its headers are longer" in _within(2, lambda: got(forever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")))


@pytest.mark.parametrize(
    ("talk", "part"),
    [
        (drip([b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 20], 0.1), "did not come whole within 0.6 seconds"),
        (drip([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 20], 0.1), "did not come whole within 0.6 seconds"),
        (drip([b"HTTP/1.1 200 OK\r\n\r\n", b"x"], 0.5), "nothing came for 0.3 seconds"),
        (drip([b"HTTP/1.1 200 OK\r\n"], 0.5), "nothing came for 0.3 seconds"),
    ],
)
def test_a_host_that_answers_too_slowly_is_given_up_on(talk: Talk, part: str) -> None:
    with web({"/page": talk}) as server:
        fetcher = Fetcher(replace(QUICK, robots=False), machine(server))
        assert part in _within(1.5, lambda: fetcher.get(PAGE))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=200).map(b"HTTP/1.1 200 OK\r\n".__add__))
def test_any_bytes_are_an_answer_or_refused(talk: bytes) -> None:
    assert isinstance(got(talk, Policy(robots=False)), Received | Refused)


# ------------------------------------------------------------------------------------------------------- robots
def asked(robots: Talk, *paths: str, policy: Policy | None = None) -> list[str]:
    """What of the paths is received from a site with this robots.txt."""
    with web({"/robots.txt": robots, **dict.fromkeys(paths, answer(b"x"))}) as server:
        fetcher = Fetcher(policy, machine(server))
        return [path for path in paths if isinstance(fetcher.get(f"http://{HOST}{path}"), Received)]


@pytest.mark.parametrize(
    ("rules", "open_to_us"),
    [
        (b"", ["/", "/a", "/a/b?c"]),
        (b"User-agent: *\nDisallow: /", []),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b", ["/", "/a/b?c"]),
        (b"User-agent: other\nDisallow: /", ["/", "/a", "/a/b?c"]),
        (b"User-agent: Regesta\nDisallow: /a/\nUser-agent: *\nDisallow: /", ["/", "/a"]),
        (b"User-agent: other\nUser-agent: regesta/9 # us\nDisallow: /a\n\nUser-agent: *\nDisallow: /", ["/"]),
        (b"User-agent: reg\nDisallow: /", ["/", "/a", "/a/b?c"]),
        (b"User-agent: regesta-images\nDisallow: /", ["/", "/a", "/a/b?c"]),
        (b"user agent *\ndisallow /a", ["/"]),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*?", ["/", "/a"]),
        (b"<html>Not found</html>", ["/", "/a", "/a/b?c"]),
        (b"\xff\xfe\x00nonsense: \x00", ["/", "/a", "/a/b?c"]),
    ],
)
def test_robots_txt_is_kept_to(rules: bytes, open_to_us: list[str]) -> None:
    assert asked(answer(rules), "/", "/a", "/a/b?c") == open_to_us


@pytest.mark.parametrize("status", ["400 Bad", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"])
def test_a_site_without_robots_txt_allows_all(status: str) -> None:
    assert asked(answer(b"", status=status), "/a") == ["/a"]


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (answer(b"", status="500 Oops"), "it answers 500"),
        (answer(b"", status="503 Busy"), "it answers 503"),
        (answer(b"", status="429 Too Many Requests"), "it answers 429"),
        (b"", "the host hung up before it had answered"),
        (answer(b"x", length=50), "the answer ends early: less came than was announced"),
        (answer(b"x", "Content-Encoding: br"), "it is packed as 'br', which was not asked for and is not read"),
        (redirect("/robots.txt"), "its redirects go round in a circle"),
        (
            redirect("http://10.0.0.1/robots.txt"),
            "10.0.0.1 is at 10.0.0.1, which is private, not on the public internet",
        ),
    ],
)
def test_a_site_whose_robots_txt_is_in_trouble_is_left_alone(robots: Talk, why: str) -> None:
    with web({"/robots.txt": robots, "/page": answer(b"x")}) as server:
        outcome = Fetcher(None, machine(server)).get(PAGE)
    assert reason(outcome) == (
        f"the robots.txt of {HOST} could not be read ({why}), so nothing is asked of it; try again later"
    )
    assert server.paths == []


def test_a_refusal_by_robots_txt_says_so() -> None:
    with web({"/robots.txt": answer(b"User-agent: *\nDisallow: /")}) as server:
        assert f"the robots.txt of {HOST} forbids it" in reason(Fetcher(None, machine(server)).get(PAGE))


def test_robots_txt_is_not_asked_for_where_the_settings_say_so() -> None:
    forbidding = answer(b"User-agent: *\nDisallow: /")
    assert asked(forbidding, "/a", policy=Policy(robots=False)) == ["/a"]


def test_the_token_is_the_agent_without_its_version() -> None:
    named = answer(b"User-agent: deskbot\nDisallow: /a\n\nUser-agent: *\nDisallow: /b")
    assert asked(named, "/a", "/b", policy=Policy(agent="DeskBot/2.1")) == ["/b"]


def test_a_redirect_to_where_robots_txt_forbids_is_refused() -> None:
    talks = {"/robots.txt": answer(b"User-agent: *\nDisallow: /private"), "/page": redirect("/private/page")}
    with web(talks) as server:
        assert "it leads to http://news.example/private/page: the robots.txt" in reason(
            Fetcher(None, machine(server)).get(PAGE)
        )
    assert server.paths == ["/page"]


def test_a_robots_txt_that_was_moved_is_followed() -> None:
    with web(
        {"/robots.txt": redirect("http://other.example/r"), "/r": answer(b"User-agent: *\nDisallow: /")}
    ) as server:
        assert "forbids it" in reason(Fetcher(None, machine(server)).get(PAGE))


def test_robots_txt_is_asked_for_once_a_day_and_site() -> None:
    hours = Hours()
    with web({"/page": answer(b"x")}) as server:
        fetcher = Fetcher(None, machine(server, hours=hours))
        for url in (PAGE, PAGE, f"http://{HOST}:8080/page", PAGE):
            assert raw(fetcher.get(url)) == b"x"
        assert _robots_asked(server.heads) == 2
        hours.sleep(25 * 3600)
        assert raw(fetcher.get(PAGE)) == b"x"
        assert _robots_asked(server.heads) == 3


def test_a_robots_txt_in_trouble_is_asked_for_again_after_ten_minutes() -> None:
    hours = Hours()
    with web({"/robots.txt": answer(b"", status="502 Bad"), "/page": answer(b"x")}) as server:
        fetcher = Fetcher(None, machine(server, hours=hours))
        assert "could not be read" in reason(fetcher.get(PAGE))
        server.talks["/robots.txt"] = MISSING
        hours.sleep(500)
        assert "could not be read" in reason(fetcher.get(PAGE))
        hours.sleep(101)
        assert raw(fetcher.get(PAGE)) == b"x"


def _robots_asked(heads: Sequence[str]) -> int:
    return sum(head.startswith("GET /robots.txt ") for head in heads)


def test_of_a_long_robots_txt_the_first_500_kibibytes_count() -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    rest = b"# " + b"x" * (500 * 1024 - len(start) - 3) + b"\n"
    assert asked(answer(start + rest + b"Disallow: /b\n"), "/a", "/b") == ["/b"]
    assert asked(answer(gzip.compress(start + rest + bytes(9_000_000)), "Content-Encoding: gzip"), "/a", "/b") == ["/b"]


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: a%d\n",
        b"Disallow: /%d*a*a*a*a*a*a*a$\n",
        b"User-agent: regesta\nUser-agent: b%d\nDisallow: /c\n",
    ],
)
def test_a_hostile_robots_txt_costs_little(rules: bytes) -> None:
    """Tens of thousands of agents, each to have tens of thousands of rules, would be a billion of them."""
    flood = b"".join(rules % number for number in range(12_000))[: 250 * 1024]
    closing = b"".join(b"Disallow: /%d\n" % number for number in range(14_000))
    start = time.monotonic()
    parsed = parse(b"User-agent: *\n" + flood + closing, "regesta")
    assert parsed.can_fetch("http://news.example/" + "a" * 7000, "regesta")
    assert time.monotonic() - start < 3


# -------------------------------------------------------------------------------------------------- how often
def paused(policy: Policy, robots: Talk = MISSING, urls: Sequence[str] = (PAGE, PAGE, PAGE)) -> list[float]:
    """How long was waited before the requests for the addresses, each of which is received."""
    hours = Hours()
    with web({"/robots.txt": robots, "/page": answer(b"x")}) as server:
        fetcher = Fetcher(policy, machine(server, hours=hours))
        assert all(isinstance(fetcher.get(url), Received) for url in urls)
    return hours.slept


@pytest.mark.parametrize(
    ("policy", "delay", "pauses"),
    [
        (Policy(), "", [1, 1, 1]),
        (Policy(interval=4), "", [4, 4, 4]),
        (Policy(robots=False), "", [1, 1]),
        (Policy(), "Crawl-delay: 7", [1, 7, 7]),
        (Policy(), "Crawl-delay: 0.2", [1, 1, 1]),
        (Policy(), "Crawl-delay: 86400", [1, 30, 30]),
        (Policy(), "Crawl-delay: nan", [1, 1, 1]),
        (Policy(), "Crawl-delay: -5", [1, 1, 1]),
    ],
)
def test_a_host_is_asked_once_in_an_interval(policy: Policy, delay: str, pauses: list[float]) -> None:
    """The pause before the first page is the one after robots.txt, which had not told its delay yet."""
    assert paused(policy, answer(f"User-agent: *\n{delay}\n".encode())) == pauses


def test_another_host_need_not_wait() -> None:
    urls = [f"http://{name}.example/page" for name in ("a", "b", "a", "b")]
    assert paused(Policy(robots=False), urls=urls) == [1]


def test_the_same_host_waits_on_every_port_and_after_a_refusal() -> None:
    hours = Hours()
    with web({"/page": redirect(f"http://{HOST}:8080/gone")}) as server:
        fetcher = Fetcher(Policy(robots=False), machine(server, hours=hours))
        assert "it answers 404" in reason(fetcher.get(PAGE))
        assert "it answers 404" in reason(fetcher.get(PAGE))
    assert hours.slept == [1, 1, 1]


def test_the_interval_begins_when_the_answer_is_over() -> None:
    hours = Hours()
    with web({"/page": answer(b"x")}) as server:

        def dial(address: str, port: int, seconds: float) -> socket.socket:
            hours.seconds += 5
            return server.dial(address, port, seconds)

        fetcher = Fetcher(Policy(robots=False), machine(server, hours=hours)._replace(dial=dial))
        assert raw(fetcher.get(PAGE)) == raw(fetcher.get(PAGE)) == b"x"
    assert hours.slept == [1]


# ------------------------------------------------------------------------------------------------------- https
@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secure(authority: trustme.CA, name: str = HOST, until: datetime | None = None) -> ssl.SSLContext:
    """A server that proves to be the name, until the instant."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=until, not_before=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> Callable[[], ssl.SSLContext]:
    def trust() -> ssl.SSLContext:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    return trust


def securely(talks: Mapping[str, Talk], server: ssl.SSLContext, trust: Callable[[], ssl.SSLContext]) -> Outcome:
    """What comes of asking for the page over https."""
    with web(talks, server) as there:
        fetcher = Fetcher(Policy(robots=False), machine(there)._replace(trust=trust))
        return fetcher.get(f"https://{HOST}/page")


def test_a_page_is_received_over_https_by_the_name_asked_for(authority: trustme.CA) -> None:
    context, seen = secure(authority), list[str | None]()
    context.set_servername_callback(lambda sock, name, _: seen.append(name))  # noqa: ARG005
    assert raw(securely({"/page": answer(b"x")}, context, trusting(authority))) == b"x"
    assert seen == [HOST]


def test_a_certificate_for_an_ip_address_holds_for_it(authority: trustme.CA) -> None:
    with web({"/": answer(b"x")}, secure(authority, "8.8.4.4")) as server:
        there = machine(server)._replace(trust=trusting(authority))
        assert raw(Fetcher(Policy(robots=False), there).get("https://8.8.4.4/")) == b"x"


@pytest.mark.parametrize(
    ("name", "until", "part"),
    [
        ("other.example", None, "Hostname mismatch"),
        (HOST, datetime(2021, 1, 1, tzinfo=UTC), "certificate has expired"),
    ],
)
def test_a_certificate_for_another_name_or_time_is_refused(
    authority: trustme.CA, name: str, until: datetime | None, part: str
) -> None:
    outcome = securely({"/page": answer(b"x")}, secure(authority, name, until), trusting(authority))
    assert f"the certificate of {HOST} does not hold ({part}" in reason(outcome)


def test_a_certificate_that_nobody_trusts_is_refused(authority: trustme.CA) -> None:
    outcome = securely({"/page": answer(b"x")}, secure(authority), Machine().trust)
    assert f"the certificate of {HOST} does not hold (unable to get local issuer certificate)" in reason(outcome)


def test_a_certificate_that_signed_itself_is_refused(authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.cert_pem.tempfile() as cert, authority.private_key_pem.tempfile() as key:
        context.load_cert_chain(cert, key)
    outcome = securely({"/page": answer(b"x")}, context, Machine().trust)
    assert "does not hold (self-signed certificate)" in reason(outcome)


def test_a_host_that_speaks_no_tls_is_refused() -> None:
    with web({"/page": answer(b"x")}) as server:
        outcome = Fetcher(Policy(robots=False), machine(server)).get(f"https://{HOST}/page")
    assert f"{HOST} makes no secure connection (wrong version number)" in reason(outcome)


def test_a_host_that_keeps_silent_in_the_handshake_is_given_up_on() -> None:
    with web({"": drip([b"x"], 0.6)}) as server:
        fetcher = Fetcher(Policy(robots=False, seconds_to_connect=0.3), machine(server))
        assert "made no secure connection within 0.3 seconds" in _within(
            1.5, lambda: fetcher.get(f"https://{HOST}/page")
        )


def test_a_redirect_from_https_to_http_is_refused(authority: trustme.CA) -> None:
    outcome = securely({"/page": redirect(f"http://{HOST}/page")}, secure(authority), trusting(authority))
    assert "it leads to http://news.example/page: it leads from https to http" in reason(outcome)


def test_a_body_without_length_that_is_cut_off_over_https_is_refused(authority: trustme.CA) -> None:
    """Who hangs up without saying so may be anybody on the way."""

    def talk(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\nThe ferry")
        sock.shutdown(socket.SHUT_RDWR)

    assert "the connection broke off (unexpected eof while reading)" in reason(
        securely({"/page": talk}, secure(authority), trusting(authority))
    )


def test_a_body_without_length_that_ends_over_https_is_received(authority: trustme.CA) -> None:
    talk = b"HTTP/1.1 200 OK\r\n\r\nThe ferry left."
    assert raw(securely({"/page": talk}, secure(authority), trusting(authority))) == b"The ferry left."
