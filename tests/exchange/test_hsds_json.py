import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.exchange.hsds_json import read
from directory.exchange.row import Row, Unreadable
from directory.listings.record import Location, Organization
from tests.exchange.files import SOURCE, opener, told
from tests.making import an_id


def service(key: str = "circle", **more: Any) -> dict[str, Any]:
    return {"id": an_id(key), "name": "Grief Circle", "status": "active", **more}


def rows(document: Any, **more: Any) -> list[Row]:
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    return list(read(opener(text), "file.json", SOURCE, **more))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([service("a"), service("b")]),
        json.dumps({"total_items": 2, "contents": [service("a"), service("b")]}),
        json.dumps({"contents": [service("a"), service("b")]}, indent=2),
        "\n".join(json.dumps(service(key)) for key in "ab"),
        "\ufeff" + json.dumps([service("a"), service("b")]),
    ],
    ids=["array", "page on one line", "page on many lines", "ndjson", "byte order mark"],
)
def test_many_services_come_in_any_of_the_usual_wrappings(text: str) -> None:
    found = rows(text)
    assert [row.record.id for row in found if row.record] == [an_id("a"), an_id("b")]
    assert [row.line for row in found] == [1, 2]


def test_utf_16_is_read_too() -> None:
    text = json.dumps([service(name="Café")]).encode("utf-16")
    (row,) = rows(text)
    assert row.record
    assert row.record.service.name == "Café"


def test_an_organization_gives_one_listing_for_each_of_its_services() -> None:
    found = rows(
        {
            "id": an_id("org"),
            "name": "Rosa's Circle",
            "description": "Neighbours",
            "services": [service("a"), service("b")],
        }
    )
    names = {row.record.service.organization.name for row in found if row.record}  # type: ignore[union-attr]
    assert (len(found), names) == (2, {"Rosa's Circle"})


def test_an_organization_without_services_and_a_place_alone_are_kept() -> None:
    organization, place = rows(
        [
            {"id": an_id("org"), "name": "Rosa's Circle", "description": "Neighbours"},
            {"id": an_id("place"), "location_type": "physical"},
        ]
    )
    assert isinstance(organization.alone, Organization)
    assert isinstance(place.alone, Location)


def test_places_of_one_service_in_documents_of_their_own_become_one_listing() -> None:
    documents = [
        {
            "id": an_id(f"here {n}"),
            "location": {"id": an_id(f"place {n}"), "location_type": "physical"},
            "service": service(),
        }
        for n in (1, 2)
    ]
    (row,) = rows(documents)
    assert row.record
    assert len(row.record.service.service_at_locations) == 2


def test_oddities_are_carried_and_not_judged() -> None:
    place = {"id": an_id("p"), "location_type": "physical", "latitude": 100, "longitude": 101}
    here = {"id": an_id("h"), "location": place}
    parent = {
        "id": an_id("o"),
        "name": "A",
        "description": "B",
        "parent_organization_id": an_id("nobody"),
    }
    (row,) = rows(service(service_at_locations=[here], organization=parent))
    assert row.record
    assert row.findings == []
    assert row.record.service.service_at_locations[0].location.latitude == 100  # type: ignore[union-attr]
    assert row.record.service.organization.parent_organization_id == an_id("nobody")  # type: ignore[union-attr]


def test_our_own_keys_and_terms_are_read_back() -> None:
    term = {"id": an_id("t"), "code": "topic:grief", "name": "Grief", "description": "Loss"}
    (row,) = rows(
        service(
            sd_facts={"answered_by": "peer"},
            sd_source={"name": "Rosa", "licence": "CC0-1.0"},
            sd_fictional=True,
            attributes=[{"id": an_id("x"), "taxonomy_term": term}],
        )
    )
    assert row.record
    assert row.record.facts.answered_by == "peer"
    assert row.record.source.name == "Rosa"
    assert row.record.fictional
    assert row.record.terms == {"topic": ["grief"]}


def test_a_record_without_a_source_of_its_own_gets_the_files() -> None:
    (row,) = rows(service())
    assert row.record
    assert (row.record.source.name, row.record.source.id) == ("Test source", an_id("circle"))


def test_wrong_values_are_named_by_path_and_unknown_keys_listed() -> None:
    (row,) = rows(service(phones=[{"id": an_id("p"), "number": 5, "colour": "red"}]))
    assert told([row]) == [("file.json", 1, "phones[0].number", "review")]
    assert row.not_carried == ["phones[0].colour"]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (service(name=""), "name"),
        ({"name": "A", "status": "active"}, "id"),
        ({"id": an_id("x"), "colour": "red"}, ""),
    ],
)
def test_what_cannot_be_a_listing_is_refused(document: Any, field: str) -> None:
    (row,) = rows([document])
    assert (row.record, told([row])) == (None, [("file.json", 1, field, "refused")])


def test_ids_that_are_no_uuids_come_out_the_same_every_time() -> None:
    document = {"id": "7", "name": "A", "status": "active", "phones": [{"number": "1"}]}
    first, second = rows([document])[0], rows([document])[0]
    assert first.record == second.record
    assert len(first.record.id) == 36  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    ["", "[{", '[{"id": 1}, {"id"', "{" * 5000, "hello", '{"contents": [1, 2', b"\x00\x01"],
)
def test_garbage_and_cut_files_are_refused_in_one_sentence(text: str | bytes) -> None:
    with pytest.raises(Unreadable):
        rows(text)


def test_a_document_nested_too_deeply_is_refused_by_itself() -> None:
    deep: Any = {"id": an_id("x")}
    for _ in range(100):
        deep = {"id": an_id("x"), "more": deep}
    wrong, right = rows([service(program=deep), service()])
    assert wrong.record is None
    assert right.record


_KEYS = st.sampled_from(
    ["id", "name", "status", "phones", "organization", "services", "location", "service",
     "location_type", "latitude", "sd_facts", "sd_source", "attributes", "taxonomy_term", "x"]
)  # fmt: skip
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(documents=st.lists(_ANYTHING, max_size=4))
def test_any_json_at_all_gives_rows_or_one_sentence(documents: list[Any]) -> None:
    with suppress(Unreadable):
        rows(documents)
