"""What sources bring by themselves: from a file at an address, from an HSDS API, and from another
directory like this one. The other side is a server on this machine."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.exchange.models import Delivery, Feed
from directory.extensions import db, now
from directory.jobs.actions import enqueue
from directory.jobs.worker import run_due
from directory.listings.actions import hide, publish
from directory.listings.models import Listing, Revision
from directory.listings.queries import count_published, entries
from directory.submissions.queries import count_pending
from directory.submissions.reports import open_reports
from tests.exchange.test_import import MAPPING
from tests.live import LiveSite
from tests.making import make_record
from tests.small_directory import open_small_site


@dataclass
class Source:
    """A server that gives one file, as people's servers do."""

    body: bytes = b""
    status: int = 200
    cut: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/list.csv"


@pytest.fixture
def source(app: Flask) -> Iterator[Source]:
    source = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            source.asked.append({name.lower(): value for name, value in self.headers.items()})
            tag = f'"{hashlib.sha256(source.body).hexdigest()[:16]}"'
            same = self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else source.status)
            self.send_header("ETag", tag)
            if not same:
                self.send_header("Content-Length", str(len(source.body)))
            self.end_headers()
            if not same:
                self.wfile.write(source.body[:-20] if source.cut else source.body)
                self.close_connection = source.cut

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    source.port = server.server_port
    _let_ask(app, source.port)
    yield source
    server.shutdown()
    thread.join()
    server.server_close()


def _let_ask(app: Flask, *ports: int) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=("pulls",))
    app.extensions["outside"].allowed = frozenset(("127.0.0.1", port) for port in ports)


def table(count: int = 30, start: int = 40) -> bytes:
    rows = "".join(f"Circle {n},800-200-{start}{n:02}\n" for n in range(count))
    return b"name,phone\n" + rows.encode()


def a_feed(url: str, kind: str = "csv", **more: Any) -> Feed:
    known = {"publish": True, "active": True, "next_at": now(), "reading": {}, "misses": 1}
    feed = Feed(
        name="A list", kind=kind, url=url, mapping=MAPPING if kind == "csv" else "",
        created_at=now(), **known | more,
    )  # fmt: skip
    db.session.add(feed)
    db.session.commit()
    return feed


def pull(feed: Feed) -> Delivery:
    enqueue("pull", feed_id=feed.id)
    db.session.commit()
    run_due()
    db.session.expire_all()
    newest = select(Delivery).where(Delivery.feed_id == feed.id).order_by(Delivery.at.desc())
    return db.session.scalars(newest.limit(1)).one()


def test_a_table_is_pulled_when_its_hour_comes(source: Source) -> None:
    source.body = table()
    feed = a_feed(source.url)
    run_due()
    db.session.expire_all()
    assert count_published() == 30
    done = db.session.scalars(select(Delivery)).one()
    assert (done.state, done.sent_by, done.report["changes"]) == ("taken", "", 30)
    assert feed.next_at is not None
    assert feed.next_at > now() + timedelta(hours=23)


def test_nothing_is_asked_until_the_operator_turned_pulls_on(app: Flask, source: Source) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=())
    feed = a_feed(source.url)
    run_due()
    assert source.asked == []
    run = pull(feed)
    assert (run.state, run.error) == ("failed", "Pulls are not turned on for this site.")
    assert source.asked == []


def test_what_has_not_changed_is_not_read_again(source: Source) -> None:
    source.body = table()
    feed = a_feed(source.url, active=False)
    pull(feed)
    revisions = db.session.query(Revision).count()
    assert pull(feed).state == "nothing new"
    assert "if-none-match" in source.asked[-1]
    source.body = table().replace(b"Circle 7,", b"Circle 7 ,")
    assert pull(feed).state == "taken"
    assert db.session.query(Revision).count() == revisions


@pytest.mark.parametrize("how", ["cut", "status", "page"])
def test_a_broken_answer_changes_nothing(source: Source, how: str) -> None:
    source.body = table()
    feed = a_feed(source.url, active=False, missing="hide")
    pull(feed)
    if how == "cut":
        source.body, source.cut = table(31), True
    elif how == "status":
        source.body, source.status = b"busy", 503
    else:
        source.body = b"<html>We are down for repairs</html>\n"
    assert pull(feed).state == "failed"
    assert count_published() == 30


def test_a_feed_that_lost_much_waits_for_a_person(source: Source) -> None:
    source.body = table()
    feed = a_feed(source.url, active=False, missing="hide")
    pull(feed)
    source.body = table(27)  # ten of a hundred are gone
    run = pull(feed)
    assert (run.state, run.look["many_missing"]) == ("looked", True)
    assert count_published() == 30
    asked = len(source.asked)
    pull(feed)
    assert len(source.asked) == asked, "the next pull waits for that person too"


@pytest.mark.parametrize(
    ("missing", "public", "told"), [("ignore", 60, 0), ("flag", 60, 2), ("hide", 58, 0)]
)
def test_what_is_no_longer_brought_is_settled_as_the_source_says(
    source: Source, missing: str, public: int, told: int
) -> None:
    source.body = table(60)
    feed = a_feed(source.url, active=False, missing=missing)
    pull(feed)
    source.body = table(58)
    pull(feed)
    assert (count_published(), len(open_reports())) == (public, told)
    source.body = table(60)
    pull(feed)
    if missing == "hide":
        assert count_pending() == 2  # they are back: a person decides


def test_a_listing_is_hidden_only_after_so_many_misses(source: Source) -> None:
    source.body = table(60)
    feed = a_feed(source.url, active=False, missing="hide", misses=2)
    pull(feed)
    source.body = table(59)
    pull(feed)
    assert count_published() == 60
    source.body = table(59) + b"\n"
    pull(feed)
    assert count_published() == 59


def test_the_source_with_the_higher_number_has_the_say(source: Source) -> None:
    source.body = table(30)
    pull(a_feed(source.url, active=False, priority=5))
    other = Feed(
        name="Another list", kind="csv", url=source.url, mapping=MAPPING, reading={},
        publish=True, created_at=now(),
    )  # fmt: skip
    db.session.add(other)
    db.session.commit()
    source.body = table(30, start=50)
    run = pull(other)
    assert run.look["figures"]["left_out"] == 30
    assert "has the say about this listing" in run.look["rows"][0]["sentence"]
    public = select(Listing.id).where(Listing.visibility == "published")
    listing = entries(list(db.session.scalars(public)))
    assert all("800-200-40" in e.record.service.phones[0].number for e in listing.values())


INSIDE = ["http://127.0.0.1:9/", "http://169.254.169.254/", "file:///etc/passwd"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_asked(source: Source, address: str) -> None:
    run = pull(a_feed(address, active=False))
    assert run.state == "failed"
    assert source.asked == []


@pytest.fixture
def other_site(
    app: Flask, tmp_path_factory: pytest.TempPathFactory, _template: Path
) -> Iterator[tuple[Flask, str]]:
    """Another directory, at an address of this machine."""
    with open_small_site(tmp_path_factory, _template) as other:
        site = LiveSite(other)
        _let_ask(app, site.port)
        yield other, f"http://127.0.0.1:{site.port}/hsds/v3"
        site.stop()


def test_one_directory_follows_another(app: Flask, other_site: tuple[Flask, str]) -> None:
    other, url = other_site
    feed = a_feed(url, kind="hsds-api", active=False, missing="hide")
    run = pull(feed)
    assert (run.state, run.error) == ("taken", "")
    # What is made up does not leave there; what the rules here object to does not go straight in.
    assert (count_published(), count_pending()) == (11, 1)
    with other.app_context():
        changed = make_record("Walking Group 2", terms={"kind": ["class"]})
        changed.service.email = "new@example.org"
        publish([changed], role="moderator", reason="They wrote", at=now())
        hide(make_record("Walking Group 3").id, at=now())
        db.session.commit()
        db.session.remove()
    run = pull(feed)
    # Few listings, so one that is gone is unusual: a person looks and takes it.
    assert (run.state, run.partial, run.look["missing"]) == ("looked", True, 1)
    run.state = "taking"
    enqueue("take delivery", delivery_id=run.id)
    db.session.commit()
    run_due()
    db.session.expire_all()
    ids = list(db.session.scalars(select(Listing.id).where(Listing.visibility == "published")))
    names = {e.record.service.name: e.record.service.email for e in entries(ids).values()}
    assert "Walking Group 3" not in names
    assert names["Walking Group 2"] == "new@example.org"
    assert len(names) == 10


def test_a_server_that_lists_services_without_their_parts_is_asked_for_each(
    app: Flask, other_site: tuple[Flask, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory.exchange import pulling

    whole, asked = pulling._json, []

    def plain(url: str) -> dict[str, Any]:
        asked.append(url)
        return whole(url.replace("full=true", "full=false"))

    monkeypatch.setattr(pulling, "_json", plain)
    feed = a_feed(other_site[1], kind="hsds-api", active=False)
    pull(feed)
    assert count_published() == 11
    assert sum("/services/" in url for url in asked) == 13
