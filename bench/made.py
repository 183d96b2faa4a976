"""Files to import, made from a seed: the same rows in each run, in real towns with real ZIPs, so
that each row goes all the way the rules know. The listings are invented."""

import csv
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from directory.geo.gazetteer import SHIPPED
from directory.geo.place import Place
from directory.geo.shelf import Shelf

COLUMNS = (
    "name1 name2 street1 street2 city state zip zip4 county phone intake_prompt intake1 intake2"
    " website latitude longitude type_facility"
).split()
MAPPING = "samhsa-mh"
"""The mapping in seed/mappings that reads the table."""

_STATES = ("MN", "OR", "NM", "VT", "WI", "OH")
_FIRST = "Willow River Harbor Cedar Lantern Summit Meadow Juniper Bridge Maple Stone Clear".split()
_LAST = "House Center Circle Commons Place Partners Network Project Alliance Collective".split()
_WORDS = """people who meet every week to talk about grief anxiety sleep work family recovery peers
    listen without judging bring a friend or come alone tea and coffee are free the room has a
    ramp children are welcome ask at the desk we also walk cook paint and garden together""".split()
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def table(path: Path, rows: int, seed: int = 7) -> Path:
    """A CSV of facilities, one a row."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_facility(pick, number) for number in range(rows))
    return path


def lines(path: Path, rows: int, seed: int = 7) -> Path:
    """HSDS services, one JSON document a line."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(_service(pick, number)) + "\n" for number in range(rows))
    return path


def service_id(number: int) -> str:
    """The id of the service in a line of `lines`, counted from 0."""
    return _id(f"service/{number}")


def _facility(pick: random.Random, number: int) -> dict[str, Any]:
    at, (lat, lon) = _somewhere(pick)
    return {
        "name1": _name(pick),
        "name2": f"Unit {number}",
        "street1": f"{pick.randint(1, 900)} Main Street",
        "city": at.name,
        "state": at.state,
        "zip": at.code.lstrip("0"),
        "zip4": "NA",
        "county": at.county,
        "phone": _phone(pick),
        "website": f"http://www.place{number % 5000}.org",
        "latitude": lat,
        "longitude": lon,
        "type_facility": "MH",
    }


def _service(pick: random.Random, number: int) -> dict[str, Any]:
    at, (lat, lon) = _somewhere(pick)
    name, owner = _name(pick), number // 3  # an organization has three services
    return {
        "id": service_id(number),
        "name": f"{name} Group {number}",
        "status": "active",
        "description": " ".join(pick.choices(_WORDS, k=60)),
        "url": f"https://group{number}.org/",
        "organization": {
            "id": _id(f"organization/{owner}"),
            "name": f"{_FIRST[owner % len(_FIRST)]} Trust {owner}",
            "description": "An invented organization.",
        },
        "phones": [{"id": _id(f"phone/{number}"), "number": _phone(pick), "type": "voice"}],
        "schedules": [
            {
                "id": _id(f"schedule/{number}"),
                "freq": "WEEKLY",
                "byday": pick.choice(_DAYS),
                "opens_at": "18:00",
                "closes_at": "19:30",
            }
        ],
        "service_at_locations": [
            {
                "id": _id(f"here/{number}"),
                "location": {
                    "id": _id(f"location/{number}"),
                    "location_type": "physical",
                    "latitude": lat,
                    "longitude": lon,
                    "addresses": [
                        {
                            "id": _id(f"address/{number}"),
                            "address_1": f"{pick.randint(1, 900)} Main Street",
                            "city": at.name,
                            "state_province": at.state,
                            "postal_code": at.code,
                            "country": "US",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
    }


def _id(what: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://example.org/{what}"))


def _name(pick: random.Random) -> str:
    return f"{pick.choice(_FIRST)} {pick.choice(_FIRST)} {pick.choice(_LAST)}"


def _phone(pick: random.Random) -> str:
    return f"612-{pick.randint(330, 389)}-{pick.randint(0, 9999):04}"


def _somewhere(pick: random.Random) -> tuple[Place, tuple[float, float]]:
    """A ZIP, and a point of its own near the middle of it."""
    at = pick.choice(_zips())
    lat, lon = (round(x + pick.uniform(-0.01, 0.01), 6) for x in at.point)
    return at, (lat, lon)


@cache
def _zips() -> tuple[Place, ...]:
    every: Iterator[Place] = Shelf(SHIPPED, fixed=True).everything()
    return tuple(place for place in every if place.kind == "zip" and place.state in _STATES)
