"""Listings by the hundred thousand for a whole site: those of the demonstration county again and
again, each time in another real town, with names and ids of their own. Invented, from a seed."""

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from directory.exchange.demonstration import demonstration_records
from directory.extensions import db
from directory.geo.gazetteer import SHIPPED
from directory.geo.place import Place
from directory.geo.shelf import Shelf
from directory.listings.actions import publish, record_check
from directory.listings.record import Location, Record

DAY = datetime(2026, 11, 24, 18, 20, tzinfo=UTC)  # a Tuesday
BATCH = 500
CHECKED = 0.8  # of all listings
_LARGE = 400  # towns that half of all listings lie in


def records(count: int, seed: int = 7) -> Iterator[Record]:
    """The same ones for the same count and seed."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    models = list(demonstration_records(DAY.date()))
    for number, model in enumerate(islice(cycle(models), count)):
        town = pick.choice(_towns()[:_LARGE] if pick.random() < 0.5 else _towns())
        yield _moved(model, number, town, pick)


def fill(count: int) -> None:
    """Publishes them in the database of the current application, most of them checked."""
    pick = random.Random(11)  # noqa: S311 - no secret
    every = records(count)
    while batch := list(islice(every, BATCH)):
        publish(batch, role="import", reason="bench", at=DAY)
        for record in batch:
            if pick.random() < CHECKED:
                at = DAY - timedelta(days=pick.randint(0, 200))
                record_check(record.id, how="called", role="moderator", at=at)
        db.session.commit()
        db.session.expunge_all()


def _moved(model: Record, number: int, town: Place, pick: random.Random) -> Record:
    record = deepcopy(model)
    _renew(record.service, str(number))
    record.fictional = False
    record.source.id = f"bench-{number}"
    record.service.name = f"{record.service.name} {town.name} {number}"
    for here in record.service.service_at_locations:
        if here.location is not None and here.location.location_type == "physical":
            _move(here.location, town, pick)
    return record


def _renew(node: Any, key: str) -> None:
    """Ids of their own for everything below, the organization included."""
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name == "id":
            node.id = str(uuid5(NAMESPACE_URL, f"https://example.org/bench/{key}/{value}"))
        for child in value if isinstance(value, list) else [value]:
            if is_dataclass(child):
                _renew(child, key)


def _move(location: Location, town: Place, pick: random.Random) -> None:
    location.latitude = town.latitude + pick.uniform(-0.05, 0.05)
    location.longitude = town.longitude + pick.uniform(-0.05, 0.05)
    location.town, location.state, location.country = town.name, town.state, town.country
    for address in location.addresses:
        address.city, address.state_province = town.name, town.state or ""
        address.postal_code, address.country = "", town.country


@cache
def _towns() -> list[Place]:
    """Towns of the United States, the largest first."""
    every = Shelf(SHIPPED, fixed=True).everything()
    towns = [place for place in every if place.kind == "town" and place.country == "US"]
    return sorted(towns, key=lambda place: -place.population)
