"""Max says for which organization a partner's key may speak, and ends one that does harm."""

from flask import Flask

from directory.extensions import db
from directory.partners.models import Key
from tests.making import an_id, make_listing
from tests.partners.pat import Program
from tests.staff import signed_in


def test_a_key_is_tied_to_the_organization_of_a_listing_and_untied(app: Flask) -> None:
    pat, max_ = Program(app), signed_in(app)
    make_listing("Grief Circle")
    page = max_.get("/staff/partners")
    assert "pat@example.org" in page.text
    assert pat.secret not in page.text
    here = f"/staff/partners/{pat.id}"
    address = "http://localhost:8000/listings/grief-circle"
    assert max_.send(here, {"act": "tie", "listing": address}).status_code == 303
    assert "It speaks for: Rosa&#39;s Circle" in max_.get("/staff/partners").text
    owner = pat.ask("GET", "/").get_json()["organization_id"]
    assert owner == an_id("Grief Circle/organization")
    max_.send(here, {"act": "untie"})
    assert pat.ask("GET", "/").get_json()["organization_id"] is None
    assert "key tie" in signed_in(app, "admin").get("/staff/log").text


def test_an_address_that_is_none_changes_nothing_and_is_told(app: Flask) -> None:
    pat, max_ = Program(app), signed_in(app)
    answer = max_.send(f"/staff/partners/{pat.id}", {"act": "tie", "listing": "nothing"})
    assert answer.status_code == 422
    assert "not the address of a published listing" in answer.text
    assert db.session.get_one(Key, pat.id).organization_id is None


def test_a_key_that_harms_is_ended_at_once(app: Flask) -> None:
    pat, max_ = Program(app), signed_in(app)
    max_.send(f"/staff/partners/{pat.id}", {"act": "revoke"})
    assert pat.ask("GET", "/").status_code == 401


def test_who_only_reads_changes_no_key(app: Flask) -> None:
    pat, reader = Program(app), signed_in(app, "read-only")
    assert "pat@example.org" in reader.get("/staff/partners").text
    assert "End this key" not in reader.get("/staff/partners").text
    assert reader.send(f"/staff/partners/{pat.id}", {"act": "revoke"}).status_code == 403
    assert pat.ask("GET", "/").status_code == 200
