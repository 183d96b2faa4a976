"""When something fails: what happened, what to do, a reference, the crisis numbers. No trace."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.pages.engine import PlainEngine


@pytest.fixture
def faulty(app: Flask, engine: PlainEngine, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A site whose home page breaks."""

    def broken() -> str:
        raise RuntimeError("canary: SELECT secret FROM table")

    monkeypatch.setitem(app.view_functions, "pages.home", broken)
    app.testing = False
    return app.test_client()


def test_a_fault_shows_no_trace_and_the_crisis_numbers(
    faulty: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = faulty.get("/")
    assert response.status_code == 500
    assert "canary" not in response.text
    assert "Traceback" not in response.text
    assert "Night Line" in response.text
    assert 'href="tel:911"' in response.text
    reference = response.text.partition("Reference: ")[2][:8]
    assert any(reference in record.getMessage() for record in caplog.records)


def test_a_database_that_is_away_is_a_busy_site_with_crisis_help(
    app: Flask, engine: PlainEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> str:
        raise OperationalError("SELECT canary", {}, Exception("no such file"))

    monkeypatch.setitem(app.view_functions, "pages.home", away)
    response = app.test_client().get("/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "canary" not in response.text
    assert "Night Line" in response.text


def test_search_stays_up_with_crisis_help_when_the_engine_is_down(
    client: FlaskClient, engine: PlainEngine
) -> None:
    engine.broken = True
    response = client.get("/search?q=i+want+to+die")
    assert response.status_code == 200
    assert "Search does not work at the moment." in response.text
    assert 'id="crisis-help" data-level="urgent"' in response.text


def test_the_crisis_page_needs_no_database(
    client: FlaskClient, engine: PlainEngine, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory.extensions import db

    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(db.session, "execute", refuse)
    monkeypatch.setattr(db.session, "scalars", refuse)
    engine.broken = True
    response = client.get("/crisis")
    assert response.status_code == 200
    assert "Night Line" in response.text


def test_a_site_without_any_line_says_so_and_shows_the_emergency_number(
    client: FlaskClient,
) -> None:
    page = client.get("/crisis").text
    assert "We have no crisis line for this country yet." in page
    assert 'href="tel:911"' in page


def test_what_is_written_down_of_a_visit_holds_nothing_of_the_visitor(
    client: FlaskClient, engine: PlainEngine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="directory.requests")
    client.get("/search?q=canary", headers={"User-Agent": "canary", "Referer": "http://canary/"})
    client.get("/listings/canary")
    lines = [r.getMessage() for r in caplog.records if r.name == "directory.requests"]
    assert [line.split()[:3] for line in lines] == [
        ["GET", "pages.results", "200"],
        ["GET", "pages.listing", "404"],
    ]
    assert "canary" not in caplog.text
