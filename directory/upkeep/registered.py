"""Does a domain that proves something still stand, and since when is it in the same hands? Asks the
name servers of this machine, and the register of domains by RDAP (RFC 9082, RFC 9083), where the
operator allows `domains` (DIRECTORY_OUTSIDE)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import dns.exception
import dns.resolver
import orjson
from dateutil.parser import isoparse
from flask import Flask, current_app

from directory.config import current_settings
from directory.web.outside import NotAnswered, ask

SECONDS = 5.0  # for one question
LARGEST = 200_000  # bytes of an answer of the register


@dataclass(frozen=True, slots=True)
class Standing:
    """`there` is None where nobody could tell; so is `registered`, the moment since when the
    domain is in one pair of hands."""

    there: bool | None
    registered: datetime | None = None


def init_app(app: Flask) -> None:
    """Tests put a name server of their own in this place."""
    app.extensions["name_servers"] = None


def standing(domain: str) -> Standing:
    there = _is_there(domain)
    return Standing(there, _registered(domain) if there else None)


def _is_there(domain: str) -> bool | None:
    """Takes mail, or is a host. A name server that fails says nothing about the domain."""
    try:
        resolver = current_app.extensions["name_servers"] or dns.resolver.Resolver()
        for kind in ("MX", "A", "AAAA"):
            try:
                resolver.resolve(domain, kind, lifetime=SECONDS)
            except dns.resolver.NoAnswer:
                continue
            return True
    except dns.resolver.NXDOMAIN:
        return False
    except dns.exception.DNSException:
        return None
    return False


def _registered(domain: str) -> datetime | None:
    """A register knows example.org, not mail.example.org: its parents are asked in turn."""
    register = current_settings().domain_register
    labels = domain.split(".")
    for start in range(len(labels) - 1 if register else 0):
        name = ".".join(labels[start:])
        url = f"{register}/domain/{name}"
        accept = {"Accept": "application/rdap+json"}
        try:
            with ask(
                "GET", url, purpose="domains", headers=accept, largest=LARGEST, seconds=SECONDS
            ) as answer:
                if answer.status == 404:
                    continue
                return _since(answer.body()) if answer.status == 200 else None
        except NotAnswered:
            return None
    return None


def _since(body: bytes) -> datetime | None:
    """The last event that gave it a holder."""
    try:
        events = orjson.loads(body)["events"]
        days = [
            isoparse(event["eventDate"])
            for event in events
            if event.get("eventAction") in ("registration", "reregistration")
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return max((day for day in days if day.tzinfo is not None), default=None)
