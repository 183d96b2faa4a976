"""Meeting finders of other sites read our feed."""

import json
import re
from pathlib import Path
from urllib.request import urlopen

from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from directory.extensions import db
from directory.listings.actions import hide
from tests.live import served
from tests.making import NOON, make_listing

# What a finder can show of each row (the format's own required set, and no key but its own).
KEYS = {
    *("name", "slug", "day", "time", "end_time", "timezone", "types", "attendance_option", "notes"),
    *("url", "group", "website", "email", "updated", "location", "region", "latitude"),
    *("longitude", "approximate", "formatted_address", "address", "city", "state"),
    *("postal_code", "country"),
}
# Codes that npm's @code4recovery/spec 1.1.9 names.
TYPES = {"W", "M", "Y", "LGBTQ", "SEN", "X", "ASL", "BA", "O"}


def test_every_sample_meeting_that_meets_stands_in_the_feed(
    app: Flask, client: FlaskClient, runner: FlaskCliRunner, shared: Path
) -> None:
    """Of 360 rows 47 are left out for a reason (see tests/exchange): they do not meet now, are for
    running the groups, or are a test. Three meet "on some Tuesdays", which the format, a day of
    every week, would tell wrongly."""
    file = shared / "data/meetings_al-anon.json"
    done = runner.invoke(args=["import", str(file), "--mapping", "al-anon-ma", "--publish"])
    assert done.exit_code == 0, done.output
    rows = client.get("/meetings.json").get_json()
    # Their names begin with the registration number, which is kept elsewhere.
    sent = json.loads(file.read_text("utf-8"))
    names = {re.sub(r"^\d{3,8} ", "", row["name"]) for row in sent}
    assert len(rows) == 360 - 47 - 3
    assert len({row["slug"] for row in rows}) == 360 - 47 - 3
    assert sum(row["name"] in names for row in rows) > 280
    for row in rows:
        assert row.keys() <= KEYS
        assert row["day"] in range(7)
        assert re.fullmatch(r"\d\d:\d\d", row["time"])
        assert row["timezone"] == "America/New_York"
        assert set(row.get("types", ())) <= TYPES
        online = row["attendance_option"] != "in_person"
        assert row["attendance_option"] == "online" or row["formatted_address"]
        assert online == (row["url"] in row.get("notes", ""))
    assert {row["attendance_option"] for row in rows} == {"in_person", "online", "hybrid"}
    told = json.dumps(rows)
    assert "zoom.us" not in told
    assert "passcode" not in told.lower()


def test_any_site_may_read_it_and_ask_again_cheaply(client: FlaskClient) -> None:
    assert client.get("/meetings.json").get_json() == []
    make_listing("Grief Circle")
    made_up = make_listing("Made Up", fictional=True)
    answer = client.get("/meetings.json")
    (row,) = answer.get_json()
    assert (row["name"], row["day"], row["time"]) == ("Grief Circle", 2, "18:30")
    assert made_up.service.name not in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/meetings.json", headers=tag).status_code == 304


def test_it_arrives_whole_over_a_real_line(app: Flask, client: FlaskClient) -> None:
    make_listing("Grief Circle")
    with served(app) as root:
        for path in ("/meetings.json", "/hsds/v3/services?format=ndjson"):
            with urlopen(f"{root}{path}") as answer:  # noqa: S310 - our own server
                assert b"Grief Circle" in answer.read()


def test_what_is_hidden_is_gone_from_the_next_answer(client: FlaskClient) -> None:
    record = make_listing("Grief Circle")
    tag = {"If-None-Match": client.get("/meetings.json").headers["ETag"]}
    hide(record.id, at=NOON)
    db.session.commit()
    answer = client.get("/meetings.json", headers=tag)
    assert (answer.status_code, answer.get_json()) == (200, [])
