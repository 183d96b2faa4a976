"""Fetching what a source holds now, by the one door to the internet.

A pull is a delivery that nobody sent: it is looked at first, and taken in by itself only where
nothing about it is unusual. An answer that was cut off is no file at all, so nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from sqlalchemy import select

from directory.exchange import deliveries, stored
from directory.exchange.models import (
    AT_WORK,
    FAILED,
    HSDS_API,
    LOOKED,
    NOTHING_NEW,
    TAKING,
    Delivery,
    Feed,
)
from directory.exchange.row import Unreadable
from directory.extensions import begin_write, db, now
from directory.jobs.actions import enqueue
from directory.listings.record import new_id
from directory.web.outside import NotAnswered, ask, may_ask

LARGEST = 500_000_000  # bytes of one file
LARGEST_PAGE = 50_000_000  # of an API's answer
SECONDS = 600.0
PAGE = 100
MOST_PAGES = 20_000
AGAIN = timedelta(minutes=5)  # asked for once more before what an API changed since

Pieces = Iterator[bytes]


class NotPulled(Exception):
    """Nothing came that can be used; the text says why."""


def due(at: datetime) -> list[int]:
    """Sources whose hour has come; the next hour is noted."""
    if not may_ask("pulls"):
        return []
    rows = list(db.session.scalars(select(Feed).where(Feed.active, Feed.next_at <= at)))
    for feed in rows:
        feed.next_at = at + timedelta(hours=feed.every_hours)
        enqueue("pull", key=f"pull {feed.id}", feed_id=feed.id)
    return [feed.id for feed in rows]


def pull(feed_id: int) -> Iterator[None]:
    """Fetches, looks and takes in. A step for each batch."""
    feed = db.session.get(Feed, feed_id)
    if feed is None or _busy(feed_id):
        return
    at, url, kind = now(), feed.url, feed.kind
    known = {"etag": feed.etag, "modified": feed.modified}
    since, digest = feed.pulled_at, feed.digest
    db.session.rollback()
    marks: dict[str, str] = {}
    try:
        if kind == HSDS_API:
            kept = stored.keep(_from_api(url, since, marks), "pulled.ndjson", may_be_empty=True)
            if since is not None:
                stored.ids_of(kept[0]).write_text("\n".join(_ids(url)) + "\n")
        else:
            kept = stored.keep(_file(url, known, marks), _name(url, kind))
    except _NotModified:
        yield from _note(feed_id, at, NOTHING_NEW, "", marks)
        return
    except (NotPulled, NotAnswered, Unreadable, OSError) as error:
        yield from _note(feed_id, at, FAILED, _sentence(error), {})
        return
    if kept[2] == digest and kind != HSDS_API:
        stored.forget(kept[0])
        yield from _note(feed_id, at, NOTHING_NEW, "", marks)
        return
    delivery_id = _received(feed_id, at, kept, kind, partial=kind == HSDS_API and since is not None)
    yield
    yield from deliveries.look(delivery_id)
    begin_write()
    delivery = db.session.get_one(Delivery, delivery_id)
    if delivery.state != LOOKED:
        delivery.state = FAILED
        yield
        return
    if delivery.look["many_missing"] or delivery.look["many_phones"]:
        yield  # a person must look first (TRUST T15); the next pull waits for them too
        return
    delivery.state, delivery.rows_done = TAKING, 0
    yield
    yield from deliveries.take(delivery_id)
    begin_write()
    feed = db.session.get_one(Feed, feed_id)
    if db.session.get_one(Delivery, delivery_id).state != FAILED:
        feed.pulled_at, feed.etag, feed.modified = (
            at,
            marks.get("etag", ""),
            marks.get("modified", ""),
        )
    yield


def _busy(feed_id: int) -> bool:
    """One of its deliveries is at work, or was pulled and waits for a person."""
    statement = select(Delivery.id).where(
        Delivery.feed_id == feed_id,
        Delivery.state.in_(AT_WORK) | ((Delivery.state == LOOKED) & (Delivery.sent_by == "")),
    )
    return db.session.scalar(statement.limit(1)) is not None


def _received(
    feed_id: int, at: datetime, kept: tuple[str, int, str], kind: str, *, partial: bool
) -> str:
    begin_write()
    feed = db.session.get_one(Feed, feed_id)
    delivery = Delivery(
        id=new_id(), feed_id=feed_id, at=at, file_name=_shown(feed.url), stored=kept[0],
        bytes=kept[1], digest=kept[2], form="hsds-json" if kind == HSDS_API else kind,
        choices=dict(feed.reading), mapping=feed.mapping, publish=feed.publish, partial=partial,
        state="looking", role="import",
    )  # fmt: skip
    db.session.add(delivery)
    db.session.flush()
    return delivery.id


def _note(
    feed_id: int, at: datetime, state: str, error: str, marks: dict[str, str]
) -> Iterator[None]:
    """A run that brought nothing stands in the history too."""
    begin_write()
    feed = db.session.get_one(Feed, feed_id)
    db.session.add(
        Delivery(
            id=new_id(),
            feed_id=feed_id,
            at=at,
            file_name=_shown(feed.url),
            form=feed.kind[:20],
            state=state,
            error=error,
            finished_at=now(),
        )
    )
    if state == NOTHING_NEW:
        feed.pulled_at = at
        feed.etag = marks.get("etag") or feed.etag
        feed.modified = marks.get("modified") or feed.modified
    yield


class _NotModified(Exception):
    pass


def _file(url: str, known: dict[str, str], marks: dict[str, str]) -> Pieces:
    headers = {}
    if known["etag"]:
        headers["If-None-Match"] = known["etag"]
    if known["modified"]:
        headers["If-Modified-Since"] = known["modified"]
    with ask("GET", url, purpose="pulls", headers=headers, largest=LARGEST, seconds=SECONDS) as got:
        marks["etag"] = got.headers.get("ETag", "")[:500]
        marks["modified"] = got.headers.get("Last-Modified", "")[:100]
        if got.status == 304:
            raise _NotModified
        if got.status != 200:
            raise NotPulled(f"The source answered with {got.status}.")
        yield from got.pieces()


def _from_api(base: str, since: datetime | None, marks: dict[str, str]) -> Pieces:
    """Whole services, one a line: all, or those that changed since."""
    asked: dict[str, str] = {"full": "true"}
    if since is not None:
        asked["modified_after"] = (since - AGAIN).strftime("%Y-%m-%dT%H:%M:%SZ")
    for service in _each(base, "services", asked):
        whole = service
        if "service_at_locations" not in service and "phones" not in service:
            # A server that does not know `full` lists services without what is below them.
            whole = _json(f"{base.rstrip('/')}/services/{service['id']}")
        yield orjson.dumps(whole) + b"\n"
    _ = marks


def _ids(base: str) -> Iterator[str]:
    """What there is at all: what we hold beyond that was taken off there."""
    for service in _each(base, "services", {"minimal": "true"}):
        yield str(service["id"])


def _each(base: str, what: str, asked: dict[str, str]) -> Iterator[dict[str, Any]]:
    for number in range(1, MOST_PAGES):
        # Servers call the size of a page by one of two names, and know nothing of the other.
        query = asked | {"page": str(number), "per_page": str(PAGE)}
        page = _json(f"{base.rstrip('/')}/{what}?{urlencode(query)}")
        contents = page.get("contents")
        if not isinstance(contents, list):
            raise NotPulled("The source did not answer like an HSDS API.")
        for item in contents:
            if not isinstance(item, dict) or not isinstance(item.get("id"), str):
                raise NotPulled("The source did not answer like an HSDS API.")
            yield item
        last = page.get("last_page")
        if last is True or not contents:
            return
        if last is None and number >= int(page.get("total_pages") or 1):
            return
    raise NotPulled("The source has more pages than we read.")


def _json(url: str) -> dict[str, Any]:
    with ask("GET", url, purpose="pulls", largest=LARGEST_PAGE, seconds=60.0) as got:
        if got.status != 200:
            raise NotPulled(f"The source answered with {got.status}.")
        try:
            found = orjson.loads(got.body())
        except orjson.JSONDecodeError:
            raise NotPulled("The source did not answer with whole JSON.") from None
    if not isinstance(found, dict):
        raise NotPulled("The source did not answer like an HSDS API.")
    return found


def _name(url: str, kind: str) -> str:
    """What the file would be called: its ending says how it begins."""
    last = urlsplit(url).path.rpartition("/")[2].lower()
    if last.endswith(stored.ENDINGS):
        return last
    return "pulled.csv" if kind == "csv" else "pulled.json"


def _shown(url: str) -> str:
    """Without what may be secret in an address."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"[:200]


_WHY = {
    "off": "Pulls are not turned on for this site.",
    "name": "Nobody has this name.",
    "connect": "Nobody answers there.",
    "tls": "Its certificate is not good for its name.",
    "time": "It took too long.",
    "large": "It sent more than we take.",
    "broken": "What came was cut off or damaged.",
    "redirects": "It points on too often.",
}


def _sentence(error: Exception) -> str:
    if isinstance(error, NotAnswered):
        return _WHY.get(error.code, "This is no address that we would ask. Check it.")
    return deliveries.sentence_of(error) if isinstance(error, Unreadable) else str(error)
