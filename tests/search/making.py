"""Documents for tests: valid by default, override what matters."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from directory.search.document import Document, Spot, Text
from directory.search.query import Query

NOW = datetime(2026, 3, 3, 18, 20, tzinfo=UTC)  # a Tuesday
TODAY = (NOW - datetime(1970, 1, 1, tzinfo=UTC)).days

MINNEAPOLIS = (44.98, -93.27)
SAINT_PAUL = (44.95, -93.09)  # about 14 km east of it
DULUTH = (46.79, -92.10)  # about 220 km north


def listing_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def make_document(name: str = "Grief Circle", **changes: Any) -> Document:
    """`says`, `organization`, `point` and `week` are short for texts, organizations and spots."""
    says = changes.pop("says", "People meet and talk.")
    organization = changes.pop("organization", None)
    point = changes.pop("point", None)
    week = changes.pop("week", None)
    language = changes.pop("language", "en")
    texts = [Text("name", language, name), Text("description", language, says)]
    if organization:
        texts.append(Text("organization", language, organization))
    texts += [Text("name", language, other) for other in changes.get("other_names", ())]
    spot = Spot(
        location_id=listing_id(f"{name} location") if point else "",
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        zone=changes.pop("zone", "America/Chicago"),
        week=week or bytes(84),
        hours_known=week is not None,
    )
    values: dict[str, Any] = {
        "id": listing_id(name),
        "revision": 1,
        "name": name,
        "organizations": (organization,) if organization else (),
        "texts": (*texts, *changes.pop("texts", ())),
        "facets": {},
        "spots": (spot,),
        "checked": TODAY - 10,
        "lower_after": TODAY + 80,
        "hide_after": TODAY + 170,
    }
    return Document(**(values | changes))


def make_week(*spans: tuple[int, float, float]) -> bytes:
    """Open on these days (0 is Monday) from one hour to another; past 24 runs into the next."""
    bits = 0
    for day, start, end in spans:
        for quarter in range(int(start * 4), int(end * 4)):
            bits |= 1 << (day * 96 + quarter) % 672
    return bits.to_bytes(84, "little")


def make_query(text: str = "", **changes: Any) -> Query:
    values: dict[str, Any] = {"now": NOW, "words": tuple(text.split()), "typed": text}
    return Query(**(values | changes))
