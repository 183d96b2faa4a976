"""Listings' web addresses are asked only when the operator allows it, and what fails is a hint."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from flask import Flask

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.upkeep import links
from directory.upkeep.models import LinkCheck
from directory.web import outside
from tests.making import make_listing
from tests.staff import signed_in


class Site:
    """Rosa's web site; `says` is the status of every page."""

    def __init__(self) -> None:
        self.says, self.asked = 200, list[str]()


@pytest.fixture
def rosa(app: Flask) -> Iterator[tuple[Site, str]]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            self.send_response(site.says)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    means: outside.Means = app.extensions["outside"]
    means.look_up = lambda name, _port: ["127.0.0.1"]
    means.allowed = frozenset({("rosa.example", port)})
    yield site, f"http://rosa.example:{port}/circle"
    server.shutdown()
    server.server_close()


def allow(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=("links",))


def a_listing(url: str) -> str:
    record = make_listing(service={"url": url, "organization": None})
    db.session.commit()
    return record.id


def days_later(days: int) -> None:
    with time_machine.travel(now() + timedelta(days=days), tick=True):
        run_due()
    db.session.expire_all()


def test_nothing_is_asked_until_the_operator_says_so(app: Flask, rosa: tuple[Site, str]) -> None:
    site, url = rosa
    a_listing(url)
    days_later(0)
    assert site.asked == []
    assert not db.session.query(LinkCheck).count()


def test_each_address_is_asked_once_in_two_weeks(app: Flask, rosa: tuple[Site, str]) -> None:
    site, url = rosa
    allow(app)
    a_listing(url)
    for days in (0, 1, 3, 13):
        days_later(days)
    assert site.asked == ["/circle"]
    days_later(15)
    assert site.asked == ["/circle", "/circle"]


def test_a_site_that_fails_on_two_days_is_told_to_moderators(
    app: Flask, rosa: tuple[Site, str]
) -> None:
    site, url = rosa
    allow(app)
    listing = a_listing(url)
    site.says = 404
    days_later(0)
    assert links.broken() == []
    days_later(2)
    (row,) = links.broken()
    assert (row.listing_id, row.said, row.times) == (listing, "404", 2)
    max_ = signed_in(app)
    assert url in max_.get("/staff/links").text
    assert "does not answer" in max_.get(f"/staff/listings/{listing}").text
    site.says = 200
    days_later(4)
    assert links.broken() == []


def test_a_site_that_turns_programs_away_counts_as_there(
    app: Flask, rosa: tuple[Site, str]
) -> None:
    site, url = rosa
    allow(app)
    a_listing(url)
    site.says = 403
    for days in (0, 2, 4):
        days_later(days)
    assert links.broken() == []


def test_an_address_inside_our_own_network_is_never_asked(
    app: Flask, rosa: tuple[Site, str]
) -> None:
    site, url = rosa
    allow(app)
    a_listing(url.replace("rosa.example", "127.0.0.1"))
    days_later(0)
    assert site.asked == []
