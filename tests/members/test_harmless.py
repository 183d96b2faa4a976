"""What may show before anybody read it. A number never does, however it is dressed up."""

from copy import deepcopy
from datetime import date

import pytest

from directory.listings.record import Location, Record, ServiceAtLocation, Url
from directory.members.harmless import harmless_part, may_write
from tests.making import make_record

TODAY = date(2026, 11, 23)


def part(change: object) -> tuple[Record, Record]:
    before = make_record()
    after = deepcopy(before)
    change(after)  # type: ignore[operator]
    return before, harmless_part(before, after, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Call 612 555 3199.",
        "Write to eve@evil.example",
        "See https://evil.example",
        "Visit evil.org for more",
        "6 1 2 5 5 5 3 1 9 9",
    ],
)
@pytest.mark.parametrize("field", ["description", "application_process", "fees_description"])
def test_a_text_that_brings_a_contact_waits(field: str, text: str) -> None:
    before, shown = part(lambda record: setattr(record.service, field, text))
    assert shown == before


@pytest.mark.parametrize(
    "field", ["name", "email", "url", "status", "alternate_name", "licenses", "alert"]
)
def test_names_and_ways_to_reach_them_wait(field: str) -> None:
    before, shown = part(lambda record: setattr(record.service, field, "new"))
    assert shown == before


def test_a_place_that_was_not_there_waits_whole() -> None:
    def add(record: Record) -> None:
        place = Location(id="2", town="Elsewhere")
        times = deepcopy(record.service.service_at_locations[0].schedules)
        times[0].id = "3"
        new = ServiceAtLocation(id="1", location=place, schedules=times)
        record.service.service_at_locations.append(new)

    before, shown = part(add)
    assert shown == before


def test_an_address_waits_and_a_time_shows() -> None:
    def move(record: Record) -> None:
        here = record.service.service_at_locations[0]
        assert here.location
        here.location.addresses[0].address_1 = "1 Other Road"
        here.schedules[0].opens_at = "19:00:00"

    before, shown = part(move)
    here = shown.service.service_at_locations[0]
    assert here.schedules[0].opens_at == "19:00:00"
    assert here.location == before.service.service_at_locations[0].location


def test_a_link_in_a_list_waits() -> None:
    before, shown = part(
        lambda r: r.service.additional_urls.append(Url(id="9", url="https://evil.example"))
    )
    assert shown == before


def test_words_that_harm_wait() -> None:
    before, shown = part(
        lambda r: setattr(r.service, "description", "We cure depression, guaranteed.")
    )
    assert shown == before


def test_another_organization_waits() -> None:
    before, shown = part(lambda r: setattr(r.service.organization, "name", "Eve's Clinic"))
    assert shown == before


@pytest.mark.parametrize(
    ("path", "theirs"),
    [
        (("service", "name"), True),
        (("service", "phones", "#1", "number"), True),
        (("facts", "first_visit"), True),
        (("terms", "topic"), True),
        (("terms", "kind"), False),
        (("source", "licence"), False),
        (("crisis",), False),
        (("service", "assured_date"), False),
        (("facts", "led_by_evidence"), False),
        (("translations", "es", "name"), False),
    ],
)
def test_what_is_theirs_to_write(path: tuple[str, ...], theirs: bool) -> None:
    assert may_write(path) is theirs
