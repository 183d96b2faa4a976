"""What search machines, feed readers and calendars take from the site."""

from datetime import timedelta
from xml.etree import ElementTree as XML

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from directory.extensions import db
from directory.listings.actions import hide, publish, take_down
from tests.making import NOON, make_listing, make_record

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
ROOT = "http://localhost:8000"


def locations(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [at.text or "" for at in XML.fromstring(answer.text).iter(f"{MAP}loc")]  # noqa: S314


def test_search_machines_find_every_public_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.api.feed_views.ADDRESSES", 4)
    for number in range(5):
        make_listing(f"Group {number}")
    make_listing("Made Up", fictional=True)
    assert f"Sitemap: {ROOT}/sitemap.xml" in client.get("/robots.txt").text
    files = locations(client, "/sitemap.xml")
    assert len(files) == 1 + 3
    found = [at for file in files for at in locations(client, file.removeprefix(ROOT))]
    listings = {at for at in found if "/listings/" in at}
    wanted = {f"{ROOT}{tongue}/listings/group-{n}" for n in range(5) for tongue in ("", "/es")}
    assert listings == wanted
    assert len(found) == len(set(found))
    for at in found:
        assert client.get(at.removeprefix(ROOT)).status_code == 200, at
    assert client.get("/sitemaps/9.xml").status_code == 404


def test_a_feed_tells_what_changed_last(client: FlaskClient) -> None:
    make_listing("Old & Quiet", at=NOON)
    make_listing("New", at=NOON + timedelta(hours=1))
    make_listing("Made Up", fictional=True)
    answer = client.get("/changes.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = XML.fromstring(answer.text)  # noqa: S314
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["New", "Old & Quiet"]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T13:00:00.000Z"
    link = next(feed.iter(f"{ATOM}entry")).find(f"{ATOM}link")
    assert link is not None
    assert client.get(str(link.get("href")).removeprefix(ROOT)).status_code == 200
    again = client.get("/changes.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_group_can_be_put_into_a_calendar(client: FlaskClient) -> None:
    make_listing()
    answer = client.get("/listings/grief-circle.ics")
    assert answer.mimetype == "text/calendar"
    assert "grief-circle.ics" in answer.headers["Content-Disposition"]
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["SUMMARY"] == "Grief Circle"
    assert event["LOCATION"] == "Lake Street Library, 12 Lake Street, Minneapolis, MN 55407"
    assert event["RRULE"]["BYDAY"] == ["TU"]
    assert event["URL"] == f"{ROOT}/listings/grief-circle"
    quiet = client.get("/listings/grief-circle.ics?neutral=yes")
    assert "Grief" not in quiet.text
    assert "grief" not in quiet.headers["Content-Disposition"]


def test_a_private_place_is_only_a_town_in_a_calendar(client: FlaskClient) -> None:
    make_listing("Shelter", location={"precision": "town"})
    text = client.get("/listings/shelter.ics").text
    assert "Lake Street" not in text
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["LOCATION"] == "Minneapolis, MN"


def test_calendars_follow_the_rules_of_pages(client: FlaskClient) -> None:
    gone, removed = make_listing("Gone"), make_listing("Removed")
    hide(gone.id, at=NOON)
    take_down(removed.id, at=NOON)
    record = make_record("Old Name")
    publish([record], role="operator", reason="new", at=NOON)
    record.service.name = "New Name"
    publish([record], role="operator", reason="renamed", at=NOON)
    db.session.commit()
    assert client.get("/listings/gone.ics").status_code == 410
    assert client.get("/listings/removed.ics").status_code == 404
    assert client.get("/listings/never.ics").status_code == 404
    moved = client.get("/listings/old-name.ics?neutral=yes")
    assert (moved.status_code, moved.location) == (301, "/listings/new-name.ics?neutral=yes")
