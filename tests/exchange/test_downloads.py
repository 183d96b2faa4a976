"""The data to take away: of everything, of a search, and as it was each night."""

import csv
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select

from directory.exchange import snapshot
from directory.exchange.models import Snapshot
from directory.exchange.streams import FORMS
from directory.exchange.views import downloads
from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.actions import hide
from directory.listings.serializers.flat import COLUMNS
from tests.making import NOON, make_listing
from tests.pages.engine import PlainEngine


@pytest.fixture(autouse=True)
def listings(app: Flask) -> PlainEngine:
    engine = PlainEngine()
    app.extensions["search_engine"] = engine
    make_listing("Grief Circle")
    make_listing("Walking Group", terms={"kind": ["class"], "topic": ["exercise"]})
    make_listing("Made-up Group", fictional=True)
    hide(make_listing("Gone Group").id, at=NOON)
    db.session.commit()
    return engine


def names(body: str) -> set[str]:
    known = ("Grief Circle", "Walking Group", "Made-up Group", "Gone Group", "Hidden Noise")
    return {name for name in known if name in body}


def text_of(form: str, body: bytes) -> str:
    if form in ("hsds-tabular", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return body.decode()


@pytest.mark.parametrize("form", FORMS)
def test_everything_public_leaves_and_nothing_else(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/export/{form}")
    assert answer.status_code == 200
    assert names(text_of(form, answer.data)) == {"Grief Circle", "Walking Group"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    name = answer.headers["Content-Disposition"]
    assert name == f'attachment; filename="directory-{form}-{now():%Y-%m-%d}.{FORMS[form].ending}"'


@pytest.mark.parametrize("form", FORMS)
def test_a_search_leaves_as_a_file(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/export/{form}?q=walking+group&kind=class")
    assert names(text_of(form, answer.data)) == {"Walking Group"}
    assert 'filename="search-' in answer.headers["Content-Disposition"]


def test_the_page_of_results_leads_to_the_same_search_as_a_file(client: FlaskClient) -> None:
    page = client.get("/search?q=walking&kind=class").text
    assert 'href="/open-data?q=walking&amp;kind=class"' in page
    assert (
        "/export/hsds-json?q=walking&amp;kind=class"
        in client.get("/open-data?q=walking&kind=class").text
    )
    assert "/open-data?" not in client.post("/search", data={"q": "walking"}).text


def test_made_up_listings_leave_only_when_asked_for(client: FlaskClient) -> None:
    assert "Made-up Group" in client.get("/export/csv?fictional=yes").text


def test_where_search_cannot_answer_no_empty_file_is_given(
    client: FlaskClient, listings: PlainEngine
) -> None:
    listings.broken = True
    assert client.get("/export/csv?q=grief").status_code == 503
    assert client.get("/export/csv").status_code == 200


def test_only_so_many_read_at_once_and_each_place_becomes_free_again(client: FlaskClient) -> None:
    taken = [downloads.AT_ONCE.acquire(blocking=False) for _ in range(4)]
    assert all(taken)
    busy = client.get("/export/csv")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
    for _ in taken:
        downloads.AT_ONCE.release()
    assert [client.get("/export/csv").status_code for _ in range(6)] == [200] * 6


def test_a_file_is_sent_while_it_is_written(app: Flask) -> None:
    """Neither the log nor the packing of answers waits for its end."""
    for number in range(300):
        make_listing(f"Group {number}")
    answer = FlaskClient(app, Response).get("/export/hsds-ndjson", buffered=False)
    assert answer.is_streamed
    assert downloads.AT_ONCE._value == 3
    answer.close()
    assert downloads.AT_ONCE._value == 4


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\uff1d1+1",
    "=HYPERLINK(0)",
]


def test_a_workbook_runs_nothing_and_keeps_numbers(client: FlaskClient) -> None:
    for number, text in enumerate(HOSTILE):
        make_listing(f"Odd {number}", service={"description": text})
    book = load_workbook(io.BytesIO(client.get("/export/xlsx").data))
    rows = list(book.worksheets[0].iter_rows())
    assert tuple(cell.value for cell in rows[0]) == COLUMNS
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    at = COLUMNS.index("description")
    told = {str(row[at].value).replace("_x000D_", "\r") for row in rows}
    assert {text.strip() for text in HOSTILE} <= {text.strip() for text in told}
    assert {row[COLUMNS.index("longitude")].value for row in rows[1:]} == {-93.2484}


def test_a_table_for_spreadsheets_runs_nothing_and_keeps_signs(client: FlaskClient) -> None:
    for number, text in enumerate(HOSTILE):
        make_listing(f"Odd {number}", service={"description": text})
    make_listing("From London", service={"phones": []}, location={"longitude": -0.12})
    rows = list(csv.DictReader(io.StringIO(client.get("/export/csv").data.decode("utf-8-sig"))))
    starts = {row["description"][:1] for row in rows}
    assert not starts & set("=+-@\t\r\uff1d")
    assert "-0.12" in {row["longitude"] for row in rows}


def test_a_table_for_programs_keeps_every_text(client: FlaskClient) -> None:
    texts = [*HOSTILE, 'He said "hello",\nand went', "a\r\nb", "ünïcode ✓", "'quoted", ","]
    for number, text in enumerate(texts):
        make_listing(f"Odd {number}", service={"description": text})
    stream = io.StringIO(client.get("/export/csv-machine").data.decode(), newline="")
    told = {row["description"] for row in csv.DictReader(stream)}
    assert set(texts) <= told


def test_a_calendar_of_all_holds_each_clock_once(client: FlaskClient) -> None:
    calendar = Calendar.from_ical(client.get("/export/icalendar").data)
    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {
        "Grief Circle",
        "Walking Group",
    }
    zones = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    assert zones == ["America/Chicago"]
    assert list(Calendar.from_ical(client.get("/export/icalendar?kind=volunteering").data).walk())


def test_meetings_leave_in_the_form_that_meeting_finders_read(client: FlaskClient) -> None:
    rows = json.loads(client.get("/export/meetings").data)
    assert {row["name"] for row in rows} == {"Grief Circle", "Walking Group"}
    assert {"slug", "day", "time", "timezone", "types"} <= rows[0].keys()


def test_each_night_is_published_whole_with_checksums_and_sources(client: FlaskClient) -> None:
    assert "The first files come tonight" in client.get("/open-data").text
    run_due()
    night = db.session.scalars(select(Snapshot)).one()
    assert night.listings == 2
    assert night.sources == [
        {
            "name": "Rosa",
            "url": "https://example.org",
            "licence": "CC-BY-4.0",
            "credit": None,
            "listings": 2,
        }
    ]
    page = client.get("/open-data").text
    for about in night.files:
        answer = client.get(f"/open-data/{night.name}/{about['name']}", buffered=True)
        assert hashlib.sha256(answer.data).hexdigest() == about["sha256"]
        assert about["sha256"] in page
        known = {"If-None-Match": answer.headers["ETag"]}
        with client.get(f"/open-data/{night.name}/{about['name']}", headers=known) as again:
            assert again.status_code == 304
    lines = gzip.decompress(
        client.get(f"/open-data/{night.name}/hsds-ndjson.ndjson.gz", buffered=True).data
    ).splitlines()
    assert {json.loads(line)["name"] for line in lines} == {"Grief Circle", "Walking Group"}
    assert all(json.loads(line)["sd_source"]["licence"] == "CC-BY-4.0" for line in lines)


def test_a_night_that_breaks_off_is_never_seen(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(snapshot, "_measured", broken)
    with pytest.raises(OSError, match="full"):
        snapshot.make(now())
    assert list(snapshot.folder().iterdir()) == []
    assert "The first files come tonight" in client.get("/open-data").text


def test_old_nights_go_and_a_host_without_the_files_offers_none(
    app: Flask, client: FlaskClient
) -> None:
    note = snapshot.make(NOON)
    assert note
    note()
    db.session.commit()
    (old,) = [path.name for path in snapshot.folder().iterdir()]
    with client.get(f"/open-data/{old}/SHA256SUMS") as answer:
        assert answer.status_code == 200
    moved = snapshot.folder() / old
    moved.rename(moved.with_name("elsewhere"))
    assert client.get(f"/open-data/{old}/SHA256SUMS").status_code == 404
    assert old not in client.get("/open-data").text
    note = snapshot.make(now().replace(year=now().year + 1))
    assert note
    note()
    db.session.commit()
    assert old not in {row.name for row in db.session.scalars(select(Snapshot))}


@pytest.mark.parametrize("name", ["..", "2026-01-01-none", "%2e%2e", "a\\..\\b"])
def test_nothing_beside_the_snapshots_can_be_read(
    client: FlaskClient, home: Path, name: str
) -> None:
    (home / "files").mkdir()
    (home / "files" / "SHA256SUMS").write_text("secret")
    assert client.get(f"/open-data/{name}/SHA256SUMS").status_code == 404
