"""Which IP addresses are on the public internet, and which a name stands for."""

import queue
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolve = Callable[[str, int], Sequence[str]]

# From IANA's registries of special-purpose addresses, in our own words and not Python's, whose answers differ from
# release to release. The first that fits is told.
_CLOSED_4 = tuple(
    (IPv4Network(network), word)
    for network, word in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a provider's customers"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's metadata service"),
        ("169.254.169.254/32", "a cloud's metadata service"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved for examples"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "reserved for measurements"),
        ("198.51.100.0/24", "reserved for examples"),
        ("203.0.113.0/24", "reserved for examples"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_CLOSED_6 = tuple(
    (IPv6Network(network), word)
    for network, word in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("fd00:ec2::254/128", "a cloud's metadata service"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "reserved for examples"),
        ("3fff::/20", "reserved for examples"),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
# Networks whose addresses carry an IPv4 address, and how many bits stand to the right of it.
_CARRIERS = tuple(
    (IPv6Network(network), shift) for network, shift in (("::ffff:0:0/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80))
)


def closed(address: str) -> str | None:
    """What an address is that is not on the public internet ("loopback"); `None` for one that is."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "no address"
    return _closed_4(ip) if isinstance(ip, IPv4Address) else _closed_6(ip)


def _closed_4(ip: IPv4Address) -> str | None:
    return next((word for network, word in _CLOSED_4 if ip in network), None)


def _closed_6(ip: IPv6Address) -> str | None:
    if (carried := _carried(ip)) is not None:
        return _closed_4(carried)
    word = next((word for network, word in _CLOSED_6 if ip in network), None)
    return word or (None if ip in _GLOBAL_6 else "reserved")


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that traffic to this one would end at (mapped, NAT64, 6to4)."""
    return next((IPv4Address(int(ip) >> shift & 0xFFFFFFFF) for network, shift in _CARRIERS if ip in network), None)


def look_up(resolve: Resolve, host: str, port: int, seconds: float) -> tuple[str, ...] | str:
    """The addresses of a name, or why it has none. The system's look-up knows no time limit, so it has a thread."""
    found: queue.SimpleQueue[tuple[str, ...] | str] = queue.SimpleQueue()
    threading.Thread(target=lambda: found.put(_looked_up(resolve, host, port)), daemon=True).start()
    try:
        return found.get(timeout=seconds)
    except queue.Empty:
        return f"looking up the name {host} took longer than {seconds:g} seconds; try again later"


def _looked_up(resolve: Resolve, host: str, port: int) -> tuple[str, ...] | str:
    try:
        found = tuple(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError):
        found = ()
    return (
        found or f"the name {host} does not resolve; check its spelling and that there is a network, or try again later"
    )
