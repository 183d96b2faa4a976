"""A search that a calendar or a reader follows: what it finds, and what its address tells."""

from datetime import timedelta
from html import unescape
from xml.etree import ElementTree as XML

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from directory.extensions import db
from directory.listings.actions import hide, publish
from directory.search.actions import rebuild
from directory.search.engine import current_engine
from tests.making import NOON, make_listing, make_record

ATOM = "{http://www.w3.org/2005/Atom}"
CANARY = "17 Canary Close"


def index() -> None:
    db.session.commit()
    rebuild(current_engine())()
    db.session.commit()


@pytest.fixture(autouse=True)
def _three_groups(client: FlaskClient) -> None:
    make_listing("Grief Circle", terms={"topic": ["grief"], "kind": ["support-group"]})
    make_listing(
        "Walking Group",
        terms={"topic": ["stress"], "kind": ["class"]},
        at=NOON + timedelta(hours=1),
    )
    make_listing("Made Up", fictional=True, terms={"topic": ["grief"]})
    index()


def events(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return sorted(str(e["SUMMARY"]) for e in Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_calendar_holds_the_sessions_of_all_that_a_search_finds(client: FlaskClient) -> None:
    assert events(client, "/search.ics") == ["Grief Circle", "Walking Group"]
    assert events(client, "/search.ics?topic=grief") == ["Grief Circle"]
    assert events(client, "/search.ics?q=walking") == ["Walking Group"]
    # What is open this minute is no question for a calendar.
    assert events(client, "/search.ics?topic=grief&open=now") == ["Grief Circle"]


def test_a_calendar_that_others_see_says_nothing(client: FlaskClient) -> None:
    assert events(client, "/search.ics?neutral=yes") == ["Tuesday group", "Tuesday group"]
    answer = client.get("/search.ics?topic=grief&neutral=yes")
    assert "rief" not in answer.text
    assert "rief" not in answer.headers["Content-Disposition"]


def test_a_feed_has_what_changed_last_first_and_a_quiet_title(client: FlaskClient) -> None:
    answer = client.get("/search.atom?q=group")
    assert answer.mimetype == "application/atom+xml"
    feed = XML.fromstring(answer.text)  # noqa: S314
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[0] == "Walking Group"
    assert "Made Up" not in titles
    assert feed.findtext(f"{ATOM}title") == "Support Directory: a search"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    tag = answer.headers["ETag"]
    again = client.get("/search.atom?q=group", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_hidden_listings_and_private_addresses_are_in_no_feed(client: FlaskClient) -> None:
    record = make_record("Shelter", location={"precision": "town", "name": CANARY})
    place = record.service.service_at_locations[0].location
    assert place
    place.addresses[0].address_1 = CANARY
    publish([record], role="operator", reason="new", at=NOON)
    gone = make_listing("Gone Group")
    index()
    hide(gone.id, at=NOON)
    db.session.commit()
    for address in ("/search.ics", "/search.atom"):
        text = client.get(address).text
        assert "Shelter" in text
        assert "Canary" not in text
        assert "Gone" not in text


def addresses(text: str) -> list[str]:
    """The two that the page offers to copy."""
    return [
        unescape(text.split(f'id="{name}" value="')[1].split('"')[0])
        for name in ("calendar", "feed")
    ]


ASKED = {"q": "grief canary", "near": "Minneapolis", "topic": "grief", "made": "yes"}


def test_the_visitor_chooses_what_stands_in_the_address(client: FlaskClient) -> None:
    calendar, feed = addresses(client.post("/search/follow", data=ASKED).text)
    assert calendar == "http://localhost:8000/search.ics?topic=grief"
    assert feed == "http://localhost:8000/search.atom?topic=grief"
    wanted = ASKED | {"words": "yes", "place": "yes", "neutral": "yes"}
    calendar, feed = addresses(client.post("/search/follow", data=wanted).text)
    assert "q=grief+canary&near=Minneapolis&topic=grief" in calendar
    assert calendar.endswith("neutral=yes")
    assert "neutral" not in feed


def test_what_was_taken_out_of_the_words_stays_at_home_with_them(client: FlaskClient) -> None:
    asked = ASKED | {"not": "topic:canary", "exactly": "yes"}
    for address in addresses(client.post("/search/follow", data=asked).text):
        assert "canary" not in address
        assert "exactly" not in address


def test_results_lead_there(client: FlaskClient) -> None:
    text = client.get("/search?topic=grief&q=circle").text
    assert 'href="/search/follow?q=circle&amp;topic=grief"' in text
    private = client.post("/search", data={"q": "circle", "topic": "grief"}).text
    assert 'action="/search/follow"' in private
    assert "follow?q=" not in private
