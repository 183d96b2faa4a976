"""Which IP addresses lie on the public internet. The standard library's `is_private` and
`is_global` are no guard (TRUST F15): they let through translated, tunnelled and multicast ones,
so the list is our own, and an IPv4 address hidden in an IPv6 one is taken out and looked at."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# IANA's special-purpose registry and what is reserved beside it.
_NOT_PUBLIC_4 = [
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and where clouds keep their keys
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_PUBLIC_6 = ip_network("2000::/3")  # all that has been given out; anything else is special
_NOT_PUBLIC_6 = [
    ip_network(block)
    for block in (
        "2001::/23",  # Teredo, benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise, and long given up
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]
_MAPPED = ip_network("::ffff:0:0/96")
_TRANSLATED = ip_network("64:ff9b::/96")  # NAT64: how an IPv6-only network reaches IPv4
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: str) -> bool:
    """True if a request to this address can only reach the public internet."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return _is_public_4(ip) if isinstance(ip, IPv4Address) else _is_public_6(ip)


def _is_public_4(ip: IPv4Address) -> bool:
    return not any(ip in block for block in _NOT_PUBLIC_4)


def _is_public_6(ip: IPv6Address) -> bool:
    if ip.scope_id:
        return False
    embedded = IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _MAPPED or ip in _TRANSLATED:
        return _is_public_4(embedded)
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP and not _is_public_4(embedded):
        return False
    return ip in _PUBLIC_6 and not any(ip in block for block in _NOT_PUBLIC_6)
