"""Pat's system proposes; a moderator decides; nothing is published by a program."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings import actions as listings
from directory.listings.queries import entries, published
from directory.listings.record import Record
from directory.moderation import actions as moderation
from directory.moderation.diff import flat
from directory.partners import proposals
from directory.submissions.models import Submission
from tests.making import NOON, an_id, make_listing, make_record
from tests.partners.pat import Program

ID = an_id("Grief Circle")


@pytest.fixture
def pat(app: Flask) -> Program:
    return Program(app)


def served(client: FlaskClient, listing_id: str = ID) -> dict[str, Any]:
    document: dict[str, Any] = client.get(f"/hsds/v3/services/{listing_id}").get_json()
    return document


def new_service(client: FlaskClient) -> dict[str, Any]:
    """What a system would send of a group that is not here yet."""
    make_listing("Model")
    document = served(client, an_id("Model"))
    listings.archive(an_id("Model"), at=NOON)
    db.session.commit()
    for key in ("last_modified", "sd_source"):
        document.pop(key, None)
    found: dict[str, Any] = _without_ids(document)
    return found | {"name": "Tuesday Talk"}


def _without_ids(thing: Any) -> Any:
    if isinstance(thing, list):
        return [_without_ids(item) for item in thing]
    if isinstance(thing, dict):
        return {
            key: value if key == "taxonomy_term" else _without_ids(value)
            for key, value in thing.items()
            if key != "id"
        }
    return thing


def accept(submission_id: str) -> None:
    row = db.session.get_one(Submission, submission_id)
    moderation.accept(row, reason="seen", role="moderator", actor="max@example.org", at=now())
    db.session.commit()


def test_a_new_listing_waits_for_a_person_and_is_then_published(
    client: FlaskClient, pat: Program
) -> None:
    answer = pat.send(new_service(client), note="Our new group.")
    assert answer.status_code == 201, answer.get_json()
    told = answer.get_json()
    assert (told["kind"], told["state"]) == ("new", "pending")
    assert "listing" not in told
    listing_id = told["service_id"]
    assert published([listing_id]) == {}
    assert client.get(f"/hsds/v3/services/{listing_id}").status_code == 404
    row = db.session.get_one(Submission, told["id"])
    assert (row.answers["why"], row.sender_email) == ("Our new group.", "pat@example.org")

    accept(told["id"])
    assert served(client, listing_id)["name"] == "Tuesday Talk"
    told = pat.ask("GET", answer.headers["Location"].removeprefix("/partners/v1")).get_json()
    assert told["state"] == "accepted"
    assert told["listing"].endswith("/listings/tuesday-talk")


def test_what_was_read_and_sent_back_unchanged_changes_nothing(
    client: FlaskClient, pat: Program
) -> None:
    before = make_listing("Grief Circle")
    told = pat.send(served(client)).get_json()
    assert told["kind"] == "change"
    row = db.session.get_one(Submission, told["id"])
    assert changed_paths(before, row) == set()


def changed_paths(before: Record, row: Submission) -> set[str]:
    from directory.submissions.reading import restored

    old, new = flat(before), flat(restored(row.record))
    return {"/".join(p) for p in old.keys() | new.keys() if old.get(p) != new.get(p)}


def test_one_new_number_is_one_change_and_the_rest_stays(client: FlaskClient, pat: Program) -> None:
    before = make_listing("Grief Circle")
    document = served(client)
    document["phones"][0]["number"] = "(612) 555-3199"
    told = pat.send({"id": ID, "phones": document["phones"]}).get_json()
    row = db.session.get_one(Submission, told["id"])
    phone = an_id("Grief Circle/phone")
    assert changed_paths(before, row) == {f"service/phones/#{phone}/number"}
    assert served(client)["phones"][0]["number"] == "(612) 555-3142"
    accept(told["id"])
    assert served(client)["phones"][0]["number"] == "(612) 555-3199"


def test_a_null_takes_away_and_a_missing_row_is_gone(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    told = pat.send({"id": ID, "url": None, "phones": []}).get_json()
    accept(told["id"])
    record = entries([ID])[ID].record
    assert record.service.url is None
    assert record.service.phones == []
    assert record.service.email == "hello@example.org"


def test_private_facts_survive_a_program_that_never_saw_them(
    client: FlaskClient, pat: Program
) -> None:
    """The exact point of a place shown as a town, and what staff noted."""
    before = make_listing(
        "Grief Circle", location={"precision": "town", "latitude": 44.94831, "longitude": -93.24842}
    )
    document = served(client)
    assert document["service_at_locations"][0]["location"]["latitude"] != 44.94831
    document["description"] = "People who have lost somebody meet, talk and walk."
    told = pat.send(document).get_json()
    row = db.session.get_one(Submission, told["id"])
    assert changed_paths(before, row) == {"service/description"}
    assert "44.94831" not in pat.ask("GET", f"/submissions/{told['id']}").text


def test_labels_that_were_taken_away_are_gone(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle", terms={"topic": ["grief"], "audience": ["adults"]})
    document = served(client)
    document["attributes"] = [a for a in document["attributes"] if a["link_type"] != "topic"]
    told = pat.send(document).get_json()
    accept(told["id"])
    terms = entries([ID])[ID].record.terms
    assert "topic" not in terms
    assert terms["audience"] == ["adults"]


def test_what_a_partner_may_not_say_is_left_out_and_told(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    document = served(client) | {"assured_date": "2030-01-01", "sd_fictional": True, "colour": "x"}
    document["sd_crisis"] = True
    told = pat.send(document).get_json()
    expected = {"service.assured_date", "service.sd_fictional", "service.sd_crisis"}
    assert expected | {"service.colour"} <= set(told["left_out"])
    accept(told["id"])
    record = entries([ID])[ID].record
    assert not record.fictional
    assert not record.crisis


def test_faults_are_told_all_at_once_by_path_in_our_words(
    client: FlaskClient, pat: Program
) -> None:
    make_listing("Grief Circle")
    document = served(client)
    document["phones"][0]["number"] = "call us"
    document["url"] = "http://user:secret@example.org"
    document["minimum_age"] = "12"
    answer = pat.send(document)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    (shape,) = answer.get_json()["errors"]
    assert (shape["path"], shape["code"]) == ("service.minimum_age", "shape")
    document["minimum_age"] = 12
    errors = {e["path"]: e["detail"] for e in pat.send(document).get_json()["errors"]}
    assert {"service.phones[0].number", "service.url"} <= errors.keys()
    assert all(detail.endswith(".") for detail in errors.values())
    assert db.session.query(Submission).count() == 0


def test_a_new_listing_needs_what_the_form_asks_for(pat: Program) -> None:
    errors = pat.send({"name": "Tuesday Talk", "status": "active"}).get_json()["errors"]
    assert len(errors) > 3
    assert all(e["path"].startswith("service") for e in errors)


@pytest.mark.parametrize(
    "body",
    [{}, {"service": []}, {"service": {"name": "x"}, "publish": True}, {"service": None},
     {"service": {"id": "7", "name": "x"}}, {"service": {"name": "x", "phones": [{"id": 5}]}},
     {"service": {"name": "x"}, "seen": "yesterday"}, {"service": {"name": "x"}, "note": 5},
     {"service": {"phones": {"number": "1"}}}, {"service": {"name": None}}],
)  # fmt: skip
def test_a_body_that_is_none_is_refused_with_its_path(pat: Program, body: Any) -> None:
    answer = pat.ask("POST", "/submissions", body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["path"]


def test_bodies_that_cannot_be_read(app: Flask, pat: Program) -> None:
    client, path = app.test_client(), "/partners/v1/submissions"
    shown = {"Authorization": f"Bearer {pat.secret}", "Idempotency-Key": "1"}
    as_json = {"content_type": "application/json"}
    assert client.post(path, data="{", headers=shown, **as_json).status_code == 400
    assert client.post(path, data="[]", headers=shown, **as_json).status_code == 400
    assert client.post(path, data={"a": "b"}, headers=shown).status_code == 415
    deep: Any = "x"
    for _ in range(60):
        deep = {"location": deep}
    assert pat.send({"name": "x", "service_at_locations": [deep]}).status_code == 422
    big = '{"service": {"name": "' + "x" * 600_000 + '"}}'
    assert client.post(path, data=big, headers=shown, **as_json).status_code == 413


def test_the_same_request_twice_is_one(client: FlaskClient, pat: Program) -> None:
    service = new_service(client)
    first, second = pat.send(service, once="a"), pat.send(service, once="a")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert first.headers["Location"] == second.headers["Location"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert db.session.query(Submission).count() == 1
    other = pat.send(service | {"name": "Another"}, once="a")
    assert other.status_code == 422
    assert "another body" in other.get_json()["detail"]
    assert Program(pat.app, "other@example.org").send(service, once="a").status_code == 201


def test_a_refused_request_may_be_mended_under_the_same_value(
    client: FlaskClient, pat: Program
) -> None:
    service = new_service(client)
    assert pat.send(service | {"name": ""}, once="a").status_code == 422
    assert pat.send(service, once="a").status_code == 201


def test_without_that_value_nothing_is_taken(client: FlaskClient, pat: Program) -> None:
    answer = client.post(
        "/partners/v1/submissions",
        json={"service": {}},
        headers={"Authorization": f"Bearer {pat.secret}"},
    )
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.get_json()["detail"]


def test_what_waits_is_changed_and_withdrawn(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    one = f"/submissions/{pat.send({'id': ID, 'email': 'a@example.org'}).get_json()['id']}"
    told = pat.ask("PUT", one, {"service": {"id": ID, "email": "b@example.org"}}).get_json()
    assert (told["version"], told["state"]) == (2, "pending")
    assert pat.ask("DELETE", one).get_json()["state"] == "withdrawn"
    assert pat.ask("DELETE", one).status_code == 200
    late = pat.ask("PUT", one, {"service": {"id": ID, "email": "c@example.org"}})
    assert (late.status_code, late.get_json()["detail"]) == (
        409,
        "This cannot be done any more: the submission is withdrawn.",
    )
    assert served(client)["email"] == "hello@example.org"


def test_a_question_is_answered(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    told = pat.send({"id": ID, "email": "a@example.org"}).get_json()
    one = f"/submissions/{told['id']}"
    assert pat.ask("POST", f"{one}/answer", {"text": "Yes."}).status_code == 409
    row = db.session.get_one(Submission, told["id"])
    moderation.ask(row, question="Since when?", role="moderator", actor="Max", at=now())
    db.session.commit()
    told = pat.ask("GET", one).get_json()
    assert (told["state"], told["notes"][0]["text"]) == ("returned", "Since when?")
    told = pat.ask("POST", f"{one}/answer", {"text": "Since May."}).get_json()
    assert (told["state"], told["notes"][1]["by"]) == ("pending", "sender")


def test_a_rejection_says_why(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    told = pat.send({"id": ID, "email": "a@example.org"}).get_json()
    row = db.session.get_one(Submission, told["id"])
    moderation.reject(row, reason="Nobody reads it.", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    told = pat.ask("GET", f"/submissions/{told['id']}").get_json()
    assert (told["state"], told["reason"], told["notes"]) == ("rejected", "Nobody reads it.", [])


def test_changes_made_meanwhile_are_merged_by_a_person(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    seen = served(client)
    newer = make_record("Grief Circle")
    newer.service.email = "new@example.org"
    listings.publish([newer], role="editor", reason="", at=NOON + timedelta(hours=1))
    db.session.commit()
    mine = deepcopy(seen) | {"description": "People meet, talk and walk."}
    told = pat.send(mine, seen=seen["last_modified"]).get_json()
    row = db.session.get_one(Submission, told["id"])
    assert row.base_revision == 1
    with pytest.raises(moderation.Refused, match="has changed"):
        moderation.accept(row, reason="", role="moderator", actor="Max", at=now())
    moderation.accept(row, reason="", role="moderator", actor="Max", at=now(), choices={})
    db.session.commit()
    record = entries([ID])[ID].record
    assert record.service.email == "new@example.org"
    assert record.service.description == "People meet, talk and walk."


def test_a_shared_organization_is_not_changed_on_the_way(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    other = make_record("Other Group")
    other.service.organization = make_record("Grief Circle").service.organization
    listings.publish([other], role="editor", reason="", at=NOON)
    db.session.commit()
    owner = other.service.organization
    assert owner is not None
    change = {"id": ID, "organization": {"id": owner.id, "name": "Eve's Circle"}}
    told = pat.send(change).get_json()
    assert "service.organization" in told["left_out"]
    accept(told["id"])
    assert served(client, an_id("Other Group"))["organization"]["name"] == "Rosa's Circle"

    pat.key = db.session.merge(pat.key)
    pat.key.organization_id = owner.id
    db.session.commit()
    told = pat.send(change).get_json()
    assert told["left_out"] == []
    row = db.session.get_one(Submission, told["id"])
    assert row.sender_role == "The organization's own system"
    accept(told["id"])
    assert served(client, an_id("Other Group"))["organization"]["name"] == "Eve's Circle"


def test_a_place_of_another_listing_cannot_be_moved(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    make_listing("Other Group")
    theirs = served(client, an_id("Other Group"))["service_at_locations"][0]["location"]
    document = served(client)
    document["service_at_locations"][0]["location"] = theirs | {"name": "Nowhere"}
    told = pat.send(document).get_json()
    accept(told["id"])
    other = served(client, an_id("Other Group"))["service_at_locations"][0]["location"]
    assert other["name"] == "Lake Street Library"


def test_nobody_sees_what_others_sent(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    told = pat.send({"id": ID, "email": "a@example.org"}).get_json()
    eve = Program(pat.app, "eve@example.org")
    one = f"/submissions/{told['id']}"
    assert eve.ask("GET", one).status_code == 404
    assert eve.ask("DELETE", one).status_code == 404
    assert eve.ask("GET", "/submissions").get_json()["total_items"] == 0
    mine = pat.ask("GET", "/submissions").get_json()
    assert [item["id"] for item in mine["contents"]] == [told["id"]]


def test_hidden_listings_and_strangers_get_nothing(client: FlaskClient, pat: Program) -> None:
    make_listing("Grief Circle")
    listings.hide(ID, at=NOON)
    db.session.commit()
    assert pat.send({"id": ID, "email": "a@example.org"}).status_code == 409
    answer = client.post("/partners/v1/submissions", json={"service": {}})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert client.get("/partners/v1/nothing").mimetype == "application/problem+json"


def test_other_sites_pages_cannot_read_what_a_key_reads(pat: Program) -> None:
    answer = pat.ask("GET", "/")
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_whoever_writes_too_much_waits(
    client: FlaskClient, pat: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "WRITING", ((timedelta(hours=1), 2),))
    make_listing("Grief Circle")
    codes = [pat.send({"id": ID, "email": f"a{n}@example.org"}).status_code for n in range(3)]
    assert codes == [201, 201, 429]


def test_its_document_is_valid_and_answers_are_as_it_says(
    client: FlaskClient, pat: Program
) -> None:
    from jsonschema import Draft202012Validator
    from openapi_spec_validator import validate

    document = client.get("/partners/v1/openapi.json").get_json()
    validate(document)
    make_listing("Grief Circle")
    submission = pat.send({"id": ID, "email": "a@example.org"}).get_json()
    refused = pat.send({"id": ID, "email": "a"}).get_json()
    for name, thing in (
        ("submission", submission),
        ("about", pat.ask("GET", "/").get_json()),
        ("problem", refused),
    ):
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(thing)
