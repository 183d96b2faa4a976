"""Records and listings for tests: valid unless the test says otherwise."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from directory.extensions import db
from directory.listings.actions import publish
from directory.listings.record import (
    Address,
    CostOption,
    Facts,
    Language,
    Location,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def an_id(word: str) -> str:
    """The same UUID for the same word."""
    return str(uuid5(NAMESPACE_URL, f"https://example.org/{word}"))


def make_record(
    name: str = "Grief Circle",
    *,
    key: str | None = None,
    facts: dict[str, Any] | None = None,
    terms: dict[str, list[str]] | None = None,
    service: dict[str, Any] | None = None,
    location: dict[str, Any] | None = None,
    **of_record: Any,
) -> Record:
    """Rosa's group in Minneapolis: weekly, in person, free, peer-led. `key` makes the ids."""
    key = key or name
    place = Location(
        id=an_id(f"{key}/location"),
        name="Lake Street Library",
        latitude=44.9483,
        longitude=-93.2484,
        precision="exact",
        town="Minneapolis",
        state="MN",
        country="US",
        addresses=[
            Address(
                id=an_id(f"{key}/address"),
                address_1="12 Lake Street",
                city="Minneapolis",
                state_province="MN",
                postal_code="55407",
                country="US",
            )
        ],
    )
    for field, value in (location or {}).items():
        setattr(place, field, value)
    what = Service(
        id=an_id(key),
        name=name,
        description="People who have lost somebody meet and talk. You can also listen.",
        application_process="Come along, no need to sign up.",
        email="hello@example.org",
        url="https://example.org/grief-circle",
        organization=Organization(
            id=an_id(f"{key}/organization"),
            name="Rosa's Circle",
            description="Neighbours who run free groups.",
            website="https://example.org",
        ),
        phones=[
            Phone(id=an_id(f"{key}/phone"), number="(612) 555-3142", type="voice", country="US")
        ],
        languages=[Language(id=an_id(f"{key}/language"), name="English", code="en")],
        cost_options=[CostOption(id=an_id(f"{key}/cost"), amount=0, currency="USD")],
        service_at_locations=[
            ServiceAtLocation(
                id=an_id(f"{key}/here"),
                location=place,
                schedules=[
                    Schedule(
                        id=an_id(f"{key}/schedule"),
                        freq="WEEKLY",
                        byday="TU",
                        dtstart="2026-01-06",
                        opens_at="18:30:00",
                        closes_at="20:00:00",
                        zone="America/Chicago",
                        group="regular",
                        purpose="event",
                        description="Every Tuesday, 6:30 pm to 8 pm",
                    )
                ],
            )
        ],
    )
    for field, value in (service or {}).items():
        setattr(what, field, value)
    known = {
        "answered_by": "peer",
        "on_contact": "Rosa or another member answers within two days.",
        "how_to_join": "drop_in",
        "led_by": "peer",
        "led_by_evidence": "Rosa told us on the phone.",
        "open_to_newcomers": True,
        "closed_group": False,
        "group_size": "8 to 12",
        "same_people": True,
        "first_visit": "You will be greeted at the door.",
    }
    axes = {
        "category": ["community"],
        "kind": ["support-group"],
        "support": ["emotional"],
        "source": ["peers"],
        "topic": ["grief"],
        "audience": ["adults"],
        "format": ["in-person"],
        "cost": ["free"],
    }
    source = Source(
        name="Rosa", url="https://example.org", id=key, seen_on="2026-11-01", licence="CC-BY-4.0"
    )
    values = {"source": source, **of_record}
    return Record(
        service=what,
        facts=Facts(**known | (facts or {})),
        terms={axis: codes for axis, codes in (axes | (terms or {})).items() if codes},
        **values,
    )


def make_listing(name: str = "Grief Circle", *, at: datetime = NOON, **overrides: Any) -> Record:
    """Publishes a record and commits."""
    record = make_record(name, **overrides)
    publish([record], role="operator", reason="for a test", at=at)
    db.session.commit()
    return record
