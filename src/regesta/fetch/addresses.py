"""Addresses of the web, read strictly: what is asked is what was understood."""

import ipaddress
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from regesta.model import Refused, Value

LONGEST = 8000
DEFAULT_PORTS = {"http": 80, "https": 443}
# Ports above 1023 where other protocols live, which could be made to obey the lines of a request; browsers refuse them.
OTHER_TRADES = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)
# What RFC 3986 lets stand in a path and a query; the percent sign too, since what is encoded stays so.
PATH_SIGNS = "/%:@!$&'()*+,;=~-._"
QUERY_SIGNS = PATH_SIGNS + "?"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SECRET = re.compile(r"(?<=//)[^/?#]*@")


class Address(Value, frozen=True):
    """An address in the one form in which it is asked for: ASCII, no fragment, no credentials.

    `host` is a name or an IP address without brackets; `target` is the path with its query.
    """

    scheme: str
    host: str
    port: int
    target: str = "/"

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address written out."""
        return self.site + self.target


def read(url: str) -> Address | Refused:
    """The address that a text names, or why it is not asked for. A password in it is not repeated."""
    found = _parts(url.strip())
    address = _address(found) if isinstance(found, SplitResult) else found
    return address if isinstance(address, Address) else Refused(where=shown(url), reason=address)


def redirect(here: Address, location: str) -> Address | Refused:
    """Where an answer's Location leads."""
    try:
        there = read(urljoin(here.url, location.strip()))
    except ValueError:
        return Refused(where=shown(location), reason="it cannot be read as an address; tell the site")
    if isinstance(there, Address) and (here.scheme, there.scheme) == ("https", "http"):
        reason = "it leads from https to http, where anybody on the way could change it; look for its https address"
        return Refused(where=there.url, reason=reason)
    return there


def shown(url: str) -> str:
    """The address as it may be shown: without credentials and control characters."""
    return _CONTROL.sub("�", _SECRET.sub("…@", url[:LONGEST]))


def _parts(url: str) -> SplitResult | str:
    if len(url) > LONGEST:
        return f"the address is longer than {LONGEST} characters; check it"
    if _CONTROL.search(url):
        return "there are control characters in the address; check it"
    try:
        return urlsplit(url)
    except ValueError:
        return "it cannot be read as an address; check it"


def _address(parts: SplitResult) -> Address | str:
    if parts.scheme not in DEFAULT_PORTS:
        return (
            f"only http: and https: are fetched, not {parts.scheme or 'an address without either'}; check the address"
        )
    if "@" in parts.netloc:
        return "there is a user name or password in the address; take it out: pages behind a login are not fetched"
    host, port = _host(parts.hostname or ""), _port(parts)
    if host is None:
        return "there is no proper host name in the address; check it"
    if port is None:
        return "its port is not one for the web: 80, 443, or above 1023 and used by no other service; check the address"
    try:
        return Address(scheme=parts.scheme, host=host, port=port, target=_target(parts))
    except UnicodeEncodeError:
        return "there are half characters in the address; check it"


def _port(parts: SplitResult) -> int | None:
    """The port, where it is one that pages are served on."""
    try:
        port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    except ValueError:
        return None
    web = port in DEFAULT_PORTS.values() or (port > 1023 and port not in OTHER_TRADES)
    return port if web else None


def _host(name: str) -> str | None:
    """A host as DNS has it, or an IP address in its usual form."""
    if ":" in name:
        return _ip(name)
    name = _ascii(name.removesuffix("."))
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # as in "127.1" or "0x7f000001", which look-up would take for an address
        return _ip(name)
    return name if len(name) <= 253 and all(map(_LABEL.fullmatch, labels)) else None


def _ip(name: str) -> str | None:
    try:
        return None if "%" in name else str(ipaddress.ip_address(name))
    except ValueError:
        return None


def _ascii(name: str) -> str:
    """A name in other letters as its `xn--` form; empty where there is none."""
    if name.isascii() or len(name) > 253:
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError:
        return ""


def _target(parts: SplitResult) -> str:
    path = quote(_without_dots(parts.path), safe=PATH_SIGNS)
    return path + (f"?{quote(parts.query, safe=QUERY_SIGNS)}" if parts.query else "")


def _without_dots(path: str) -> str:
    """The path with `.` and `..` worked out, so that a robots.txt is asked about the page that is meant."""
    kept: list[str] = []
    step = ""
    for segment in path.split("/")[1:]:
        step = segment.lower().replace("%2e", ".")
        if step == "..":
            kept = kept[:-1]
        elif step != ".":
            kept.append(segment)
    return "/" + "/".join([*kept, ""] if step in (".", "..") else kept)
