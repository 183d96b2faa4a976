"""What is wrong with a record, field by field, through the one door."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.listings.record import (
    Address,
    Attribute,
    Contact,
    CostOption,
    Language,
    Location,
    Metadata,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Source,
    TaxonomyTerm,
    Unit,
    Url,
)
from directory.listings.rules import problems

TODAY = date(2026, 3, 10)


def record(**service: Any) -> Record:
    """A sound listing of Rosa's, with something changed."""
    service.setdefault("name", "Grief Circle")
    service.setdefault("organization", Organization(name="Rosa's circle", description="A group."))
    return Record(service=Service(**service), source=Source(name="Rosa", licence="CC0-1.0"))


def at(location: Location) -> Record:
    return record(service_at_locations=[ServiceAtLocation(location=location)])


def refused(thing: Record, **more: Any) -> set[tuple[str, str]]:
    found = problems(thing, today=TODAY, **more)
    return {(p.path, p.code) for p in found if p.severity == "refuse"}


def found(thing: Record, **more: Any) -> set[tuple[str, str]]:
    return {(p.path, p.code) for p in problems(thing, today=TODAY, **more)}


def test_a_sound_record_is_not_refused() -> None:
    sound = record(
        phones=[Phone(number="612-332-4400", country="US", type="voice")],
        url="https://circle.org",
        email="rosa@circle.org",
        minimum_age=18,
        cost_options=[CostOption(amount=0)],
        schedules=[Schedule(freq="WEEKLY", byday="TU", opens_at="18:30:00", closes_at="20:00:00")],
        languages=[Language(code="en"), Language(code="spa"), Language(code="ase")],
        assured_date="2026-03-10",
    )
    assert refused(sound) == set()


PLACE = "service.service_at_locations[0].location"
TABLE: list[tuple[Record, str, str]] = [
    (record(name=" "), "service.name", "empty"),
    (record(name="x" * 201), "service.name", "long"),
    (record(name="Circle\u202e"), "service.name", "characters"),
    (record(name="Circle\x00"), "service.name", "characters"),
    (record(status="Active"), "service.status", "status"),
    (record(phones=[Phone(number="")]), "service.phones[0].number", "phone-empty"),
    (record(phones=[Phone(number="call us")]), "service.phones[0].number", "phone-words"),
    (
        record(phones=[Phone(number="123-456-7890", country="US")]),
        "service.phones[0].number",
        "phone-invalid",
    ),
    (
        record(phones=[Phone(number="+1211", country="US")]),
        "service.phones[0].number",
        "phone-short",
    ),
    (
        record(phones=[Phone(number="08457 90 90 90", country="GB")]),
        "service.phones[0].number",
        "phone-retired",
    ),
    (
        record(phones=[Phone(number="+44 161 226 3871", country="US")]),
        "service.phones[0].number",
        "phone-elsewhere",
    ),
    (
        record(phones=[Phone(number="612-555-0123", country="US")]),
        "service.phones[0].number",
        "phone-fictional",
    ),
    (
        record(phones=[Phone(number="911", country="US")]),
        "service.phones[0].number",
        "phone-emergency",
    ),
    (
        record(phones=[Phone(number="988", country="US", type="mobile")]),
        "service.phones[0].type",
        "phone-type",
    ),
    (
        record(phones=[Phone(number="988", country="USA")]),
        "service.phones[0].country",
        "country",
    ),
    (
        record(phones=[Phone(number="988", country="US", extension=1.5)]),
        "service.phones[0].extension",
        "phone-extension",
    ),
    (record(url="http://"), "service.url", "url-empty"),
    (record(url="javascript:alert(1)"), "service.url", "url-scheme"),
    (record(url="https://zoom.us/j/81234567"), "service.url", "url-join"),
    (record(url="https://circle.example"), "service.url", "url-reserved"),
    (record(additional_urls=[Url(url="")]), "service.additional_urls[0].url", "empty"),
    (record(email="rosa at circle.org"), "service.email", "email"),
    (
        record(contacts=[Contact(email="rosa@localhost")]),
        "service.contacts[0].email",
        "email",
    ),
    (at(Location(latitude=100, longitude=10)), f"{PLACE}.latitude", "coordinates-range"),
    (at(Location(latitude=10, longitude=-181)), f"{PLACE}.longitude", "coordinates-range"),
    (at(Location(latitude=float("nan"), longitude=1)), f"{PLACE}.latitude", "coordinates-range"),
    (at(Location(latitude=0, longitude=0)), f"{PLACE}.latitude", "coordinates-zero"),
    (at(Location(latitude=10)), f"{PLACE}.latitude", "coordinates-half"),
    (at(Location(location_type="virtual")), f"{PLACE}.url", "virtual-url"),
    (
        at(Location(location_type="virtual", url="https://c.org", latitude=1, longitude=1)),
        f"{PLACE}.latitude",
        "virtual-coordinates",
    ),
    (
        at(Location(location_type="virtual", url="https://c.org", addresses=[Address()])),
        f"{PLACE}.addresses",
        "virtual-address",
    ),
    (at(Location(location_type="hall")), f"{PLACE}.location_type", "location-type"),
    (at(Location(precision="vague")), f"{PLACE}.precision", "precision"),
    (
        at(Location(addresses=[Address(country="United Kingdom")])),
        f"{PLACE}.addresses[0].country",
        "country",
    ),
    (
        at(Location(addresses=[Address(country="GB", address_type="home")])),
        f"{PLACE}.addresses[0].address_type",
        "address-type",
    ),
    (
        record(service_areas=[ServiceArea(extent="extent", extent_type="geojson")]),
        "service.service_areas[0].extent",
        "extent",
    ),
    (
        record(service_areas=[ServiceArea(extent="x", extent_type="map")]),
        "service.service_areas[0].extent_type",
        "extent-type",
    ),
    (
        record(service_areas=[ServiceArea(coverage="Narnia")]),
        "service.service_areas[0].coverage",
        "country",
    ),
    (record(minimum_age=30, maximum_age=20), "service.minimum_age", "ages-order"),
    (record(minimum_age=-1), "service.minimum_age", "age"),
    (record(maximum_age=1000), "service.maximum_age", "age"),
    (record(assured_date="2026-02-30"), "service.assured_date", "date"),
    (record(assured_date="01/02/2026"), "service.assured_date", "date"),
    (record(assured_date="2026-03-12"), "service.assured_date", "date-future"),
    (record(last_modified="yesterday"), "service.last_modified", "instant"),
    (
        record(cost_options=[CostOption(valid_from="2026-02-01", valid_to="2026-01-01")]),
        "service.cost_options[0].valid_to",
        "dates-order",
    ),
    (
        record(cost_options=[CostOption(amount=5, currency="quid")]),
        "service.cost_options[0].currency",
        "currency",
    ),
    (
        record(cost_options=[CostOption(amount=5)]),
        "service.cost_options[0].currency",
        "currency-missing",
    ),
    (
        record(cost_options=[CostOption(amount=-5, currency="GBP")]),
        "service.cost_options[0].amount",
        "amount",
    ),
    (
        record(capacities=[ServiceCapacity(unit=Unit(name="places"), available=12, maximum=10)]),
        "service.capacities[0].available",
        "capacity-order",
    ),
    (
        record(languages=[Language(code="english")]),
        "service.languages[0].code",
        "language",
    ),
    (record(schedules=[Schedule(opens_at="banana")]), "service.schedules[0].opens_at", "time"),
    (record(schedules=[Schedule(opens_at="24:00:00")]), "service.schedules[0].opens_at", "time"),
    (record(schedules=[Schedule(dtstart="2026-13-01")]), "service.schedules[0].dtstart", "date"),
    (
        record(schedules=[Schedule(dtstart="2026-02-01", until="2026-01-01")]),
        "service.schedules[0].until",
        "dates-order",
    ),
    (record(schedules=[Schedule(byday="Tuesday")]), "service.schedules[0].byday", "byday"),
    (
        record(schedules=[Schedule(freq="WEEKLY", byday="1SA")]),
        "service.schedules[0].byday",
        "byday",
    ),
    (
        record(schedules=[Schedule(bymonthday="32")]),
        "service.schedules[0].bymonthday",
        "bymonthday",
    ),
    (record(schedules=[Schedule(interval=0)]), "service.schedules[0].interval", "interval"),
    (record(schedules=[Schedule(count=1.5)]), "service.schedules[0].count", "count"),
    (record(schedules=[Schedule(timezone=15)]), "service.schedules[0].timezone", "timezone"),
    (record(schedules=[Schedule(zone="Central")]), "service.schedules[0].zone", "zone"),
    (record(schedules=[Schedule(freq="DAILY")]), "service.schedules[0].freq", "freq"),
    (
        record(attributes=[Attribute(link_entity="link_entity")]),
        "service.attributes[0].link_entity",
        "link-entity",
    ),
    (
        record(metadata=[Metadata(resource_type="nothing")]),
        "service.metadata[0].resource_type",
        "resource-type",
    ),
    (
        record(
            phones=[
                Phone(id="p", number="988", country="US"),
                Phone(id="p", number="211", country="US"),
            ]
        ),
        "service.phones[1].id",
        "id-repeated",
    ),
    (
        record(attributes=[Attribute(taxonomy_term=TaxonomyTerm(id="t", name="x", parent_id="t"))]),
        "service.attributes[0].taxonomy_term.parent_id",
        "reference-cycle",
    ),
    (
        Record(service=Service(name="Circle"), terms={"topic": ["grieving"]}),
        "terms.topic[0]",
        "term",
    ),
    (
        Record(service=Service(name="Ann Lee, counsellor"), individual=True),
        "facts.consent",
        "consent",
    ),
    (Record(service=Service(name="Circle"), language="english"), "language", "language"),
]


@pytest.mark.parametrize(
    ("thing", "path", "code"), TABLE, ids=[f"{t[2]}-{n}" for n, t in enumerate(TABLE)]
)
def test_what_is_wrong_is_refused_at_its_field(thing: Record, path: str, code: str) -> None:
    assert (path, code) in refused(thing)


def test_each_sentence_is_whole_and_ends_like_a_sentence() -> None:
    for thing, _, _ in TABLE:
        for problem in problems(thing, today=TODAY):
            words = str(problem.sentence)
            assert words.endswith((".", "?")), words
            assert "%(" not in words
            assert "!" not in words


@dataclass
class Somewhere:
    """A gazetteer that knows one thing."""

    answer: bool | None
    asked: tuple[str, str] | None = None

    def contains(self, country: str, state: str, lat: float, lon: float) -> bool | None:
        self.asked = country, state
        return self.answer


VERMONT = Address(
    address_1="49 School Street",
    city="Hartford",
    state_province="VT",
    postal_code="05047",
    country="US",
)


@pytest.mark.parametrize(("answer", "refuses"), [(False, True), (True, False), (None, False)])
def test_a_point_outside_its_state_is_refused_only_when_known_to_be(
    answer: bool | None, refuses: bool
) -> None:
    gazetteer = Somewhere(answer)
    wrong = at(Location(latitude=41.75, longitude=-72.69, addresses=[VERMONT]))
    codes = refused(wrong, places=gazetteer)
    assert ((f"{PLACE}.latitude", "coordinates-elsewhere") in codes) is refuses
    assert gazetteer.asked == ("US", "VT")


def test_a_phone_without_country_takes_that_of_the_address() -> None:
    listing = at(Location(addresses=[VERMONT]))
    listing.service.phones = [Phone(number="802-295-3032")]
    assert "service.phones[0].number" not in {path for path, _ in found(listing)}
    listing.service.service_at_locations = []
    assert ("service.phones[0].number", "phone-country") in found(listing)
    assert refused(listing) == set()


def test_a_dear_number_warns_and_does_not_block() -> None:
    listing = record(phones=[Phone(number="0909 879 0123", country="GB")])
    assert ("service.phones[0].number", "phone-premium") in found(listing)
    assert refused(listing) == set()


def test_an_example_listing_uses_only_numbers_kept_for_examples() -> None:
    example = record(phones=[Phone(number="612-555-0123", country="US")], url="https://a.example")
    example.fictional = True
    assert refused(example) == set()
    example.service.phones[0].number = "612-332-4400"
    assert refused(example) == {("service.phones[0].number", "phone-real")}


def test_an_emergency_number_needs_the_step_that_makes_it_a_helpline() -> None:
    line = record(phones=[Phone(number="119", country="ID", after_answer="extension 8")])
    assert refused(line) == set()


def test_a_malformed_postal_code_is_flagged_and_not_guessed() -> None:
    odd = Address(
        address_1="1 High Street",
        city="Altrincham",
        state_province="Trafford",
        postal_code="WA154 1HF",
        country="GB",
    )
    listing = at(Location(addresses=[odd]))
    assert (f"{PLACE}.addresses[0].postal_code", "postcode") in found(listing)
    assert refused(listing) == set()


def test_a_missing_part_of_an_address_is_asked_for() -> None:
    listing = at(Location(addresses=[Address(country="US", city="Hartford")]))
    asked = {p.path: p.severity for p in problems(listing, today=TODAY)}
    assert asked[f"{PLACE}.addresses[0].postal_code"] == "incomplete"


def test_a_schedule_that_does_not_say_when_is_asked_about() -> None:
    vague = record(schedules=[Schedule(freq="WEEKLY", opens_at="18:30:00")])
    asked = {p.path: p.severity for p in problems(vague, today=TODAY)}
    assert asked["service.schedules[0].byday"] == "incomplete"


def test_the_worst_comes_first() -> None:
    severities = [p.severity for p in problems(record(name="", url="x"), today=TODAY)]
    assert severities == sorted(severities, key=["refuse", "incomplete", "warn"].index)


words = st.none() | st.text(max_size=20) | st.sampled_from(["2026-01-01", "US", "GB", "988", "MO"])
numbers = st.none() | st.floats() | st.integers(-10, 200)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_record_makes_the_rules_fail(data: st.DataObject) -> None:
    def some(cls: type, **fixed: Any) -> Any:
        from directory.listings.codec import shapes

        values: dict[str, Any] = {}
        for shape in shapes(cls):
            if shape.kind == "text":
                value = data.draw(words)
                values[shape.name] = value if value is not None or shape.nullable else ""
            elif shape.kind == "number":
                values[shape.name] = data.draw(numbers)
        return cls(**values | fixed)

    listing = Record(
        service=some(
            Service,
            phones=[some(Phone)],
            schedules=[some(Schedule)],
            cost_options=[some(CostOption)],
            capacities=[some(ServiceCapacity)],
            organization=some(Organization),
            service_areas=[some(ServiceArea)],
            service_at_locations=[
                ServiceAtLocation(location=some(Location, addresses=[some(Address)]))
            ],
        ),
        terms={"topic": [data.draw(st.text(max_size=5))], data.draw(st.text(max_size=5)): ["x"]},
        translations={"es": {"name": data.draw(st.text(max_size=10))}},
        crisis=data.draw(st.booleans()),
        individual=data.draw(st.booleans()),
        fictional=data.draw(st.booleans()),
    )
    for problem in problems(listing, today=TODAY, audience="form", places=Somewhere(None)):
        assert str(problem.sentence)
