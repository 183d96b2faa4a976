"""What one listing gives to take along: an address book's entry and a code for a camera."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import segno
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.actions import hide, publish, take_down
from directory.listings.publishable import publishable
from directory.listings.record import Phone
from directory.listings.serializers.vcard import vcard
from tests.making import NOON, make_listing, make_record

CANARY = "17 Canary Close"
ROOT = "http://localhost:8000"


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_a_group_can_be_saved_as_a_contact(client: FlaskClient) -> None:
    make_listing()
    answer = client.get("/listings/grief-circle.vcf")
    assert answer.mimetype == "text/vcard"
    assert "grief-circle.vcf" in answer.headers["Content-Disposition"]
    lines = unfolded(answer.data)
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert "FN:Grief Circle" in lines
    assert "ORG:Rosa's Circle" in lines
    assert "TEL;TYPE=WORK,VOICE:16125553142" in lines
    assert "EMAIL;TYPE=INTERNET:hello@example.org" in lines
    assert "ADR;TYPE=WORK:;;12 Lake Street;Minneapolis;MN;55407;US" in lines
    assert "GEO:44.94830;-93.24840" in lines
    assert f"NOTE:{ROOT}/listings/grief-circle" in lines
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75


def test_a_contact_may_have_a_name_that_says_nothing(client: FlaskClient) -> None:
    make_listing()
    quiet = client.get("/listings/grief-circle.vcf?neutral=yes")
    assert "FN:A number to call" in unfolded(quiet.data)
    assert "6125553142" in quiet.text
    for told in ("Grief", "grief", "Rosa", "example.org"):
        assert told not in quiet.text
    assert "grief" not in quiet.headers["Content-Disposition"]


@pytest.mark.parametrize("precision", ["town", "area"])
def test_a_private_place_is_in_no_address_book(client: FlaskClient, precision: str) -> None:
    record = make_record("Shelter", location={"precision": precision})
    place = record.service.service_at_locations[0].location
    assert place
    place.addresses[0].address_1 = CANARY
    publish([record], role="operator", reason="new", at=NOON)
    db.session.commit()
    text = client.get("/listings/shelter.vcf").text
    assert "TEL" in text
    for told in ("Canary", "ADR", "GEO", "44.94"):
        assert told not in text
    assert "Canary" not in client.get("/listings/shelter/code.svg").text


def test_odd_words_stay_in_their_line() -> None:
    record = make_record("Grief; circle, \\ and\r\nEND:VCARD", service={"phones": []})
    record.service.phones = [Phone(number="741741", type="sms", country="US", keyword="HOME")]
    clean = publishable(record, today=NOON.date())
    body = vcard(clean, url=ROOT + "/é" * 60, changed=NOON + timedelta(days=1))
    lines = unfolded(body)
    assert "FN:Grief\\; circle\\, \\\\ and\\nEND:VCARD" in lines
    assert lines.count("END:VCARD") == 1
    assert "TEL;TYPE=CELL:741741" in lines
    assert "NOTE:" + ROOT + "/é" * 60 in lines
    assert "REV:2026-11-24T12:00:00Z" in lines


def test_the_code_is_drawn_here_and_holds_the_address_of_the_page(client: FlaskClient) -> None:
    make_listing()
    answer = client.get("/es/listings/grief-circle/code.svg")
    assert answer.mimetype == "image/svg+xml"
    drawn = BytesIO()
    address = f"{ROOT}/es/listings/grief-circle"
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=4)
    (path,) = re.findall(r'class="qrline"[^>]* d="(M[^"]+)"', drawn.getvalue().decode()) or [""]
    assert path
    assert path in answer.text
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("kind", [".vcf", "/code.svg"])
def test_they_follow_the_rules_of_pages(client: FlaskClient, kind: str) -> None:
    gone, removed = make_listing("Gone"), make_listing("Removed")
    hide(gone.id, at=NOON)
    take_down(removed.id, at=NOON)
    record = make_record("Old Name")
    publish([record], role="operator", reason="new", at=NOON)
    record.service.name = "New Name"
    publish([record], role="operator", reason="renamed", at=NOON)
    db.session.commit()
    assert client.get(f"/listings/gone{kind}").status_code == 410
    assert client.get(f"/listings/removed{kind}").status_code == 404
    assert client.get(f"/listings/never{kind}").status_code == 404
    assert client.get(f"/listings/old-name{kind}").location == f"/listings/new-name{kind}"
