"""Whole answers, kept while nothing changed: most readers ask what somebody asked before.

What is kept is known by the request and by how far the data had come. That is read from the
database each time, in the same transaction, so a hidden listing is gone from the very next answer
of every process.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from os import getpid
from secrets import token_hex
from threading import Lock
from typing import TypeVar

from flask import Response, current_app, g, request
from sqlalchemy import func, select

from directory.extensions import db
from directory.listings import classification
from directory.listings.models import ARCHIVED, HIDDEN, PUBLISHED, Listing, SearchChange
from directory.search.models import SearchFollower
from directory.web.guard import WORTH_PACKING

LARGEST = 32 * 1024 * 1024  # bytes in one process
_STARTED = token_hex(8)
KEEP = "public, no-cache"  # may be kept, but must be asked for again

# The last change, also after the indexers have passed it and its row is gone, and the newest
# moment in each state of a listing: three steps into an index.
_STATE = select(
    select(func.max(SearchChange.seq)).scalar_subquery(),
    select(func.max(SearchFollower.applied)).scalar_subquery(),
    *(
        select(func.max(Listing.changed_at)).where(Listing.visibility == state).scalar_subquery()
        for state in (PUBLISHED, HIDDEN, ARCHIVED)
    ),
)

Given = TypeVar("Given")


@dataclass(slots=True)
class Held:
    body: bytes
    etag: str
    changed: datetime | None
    packed: bytes | None = None

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed or b"") + 500

    def pack(self) -> bytes:
        if self.packed is None:
            self.packed = gzip.compress(self.body, compresslevel=6, mtime=0)
        return self.packed


class Answers:
    """The least recently used goes first. Counts are kept beside the answers: they are small."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._lock = Lock()
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self._counts: OrderedDict[Hashable, int] = OrderedDict()
        self._largest, self._size = largest, 0

    def find(self, key: Hashable) -> Held | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Hashable, held: Held) -> None:
        held.pack()
        with self._lock:
            if key in self._held:
                return
            self._held[key] = held
            self._size += held.size
            while self._size > self._largest:
                self._size -= self._held.popitem(last=False)[1].size

    def count(self, key: Hashable, count: Callable[[], int]) -> int:
        with self._lock:
            if key in self._counts:
                return self._counts[key]
        counted = count()
        with self._lock:
            self._counts[key] = counted
            while len(self._counts) > 1000:
                self._counts.popitem(last=False)
        return counted


def state_of_data() -> Hashable:
    """How far the data has come, as this transaction sees it."""
    return (*db.session.execute(_STATE).one(), classification.edition())


def remembered(begin: Callable[[], None], day: Callable[[], Hashable]) -> Callable[[Given], Given]:
    """Marks a view whose answer depends on nothing but the request, the data and the day. `begin`
    opens the reading."""

    def mark(view: Given) -> Given:
        @wraps(view)  # type: ignore[arg-type]
        def give(**values: str) -> Response:
            # A search depends on the index too, and is seldom the same twice.
            g.state_of_data = g.held = g.asked_for = None
            if request.method == "POST" or b"search" in request.query_string:
                return view(**values)  # type: ignore[operator]
            begin()
            g.state_of_data = state_of_data()
            key = (request.endpoint, tuple(values.items()), request.query_string)
            key = (*key, day(), g.state_of_data)  # type: ignore[assignment]
            g.asked_for = key
            answers: Answers = current_app.extensions["api_answers"]
            held = answers.find(key)
            if held is not None:
                return leave(held)
            response: Response = view(**values)  # type: ignore[operator]
            if g.held is not None:
                answers.keep(key, g.held)
            return response

        return give  # type: ignore[return-value]

    return mark


def current_mark() -> str | None:
    """What tells the answer to this request from any other, before it is made; None where it
    depends on more than the request, the data and the day."""
    return None if g.asked_for is None else mark_of(g.asked_for)


def mark_of(key: Hashable) -> str:
    """Good for this process alone: another may have other words or another version of ours."""
    told = f"{_STARTED} {getpid()} {key!r}".encode()
    return blake2b(told, digest_size=16).hexdigest()


def is_known(response: Response, mark: str) -> bool:
    """Whether the client holds this answer already; then `response` says so. To be asked while
    there is no body yet."""
    response.set_etag(mark, weak=True)
    response.make_conditional(request)
    del response.headers["Content-Length"]  # of the body that is not there yet
    return response.status_code == 304


def leave(held: Held) -> Response:
    """An answer that can be asked for again cheaply."""
    response = Response(held.body, mimetype="application/json")
    response.headers["Cache-Control"] = KEEP
    response.set_etag(held.etag)
    if held.changed:
        response.last_modified = held.changed
    response.make_conditional(request)
    if (
        held.packed is not None
        and response.status_code == 200
        and request.method == "GET"
        and len(held.body) >= WORTH_PACKING
        and request.accept_encodings["gzip"]
    ):
        response.set_data(held.packed)
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(held.etag, weak=True)
        response.vary.add("Accept-Encoding")
    return response
