"""How often each key is used, by day: counted in the process and written now and then, so that
reading does not become writing. What a process had not written when it ended is lost."""

from datetime import date
from threading import Lock
from time import monotonic

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from directory.extensions import db

WRITE_AFTER = 20  # requests of all keys together
WRITE_EVERY = 60.0  # seconds
_ADD = text(
    "INSERT INTO partner_key_uses (key_id, day, requests) VALUES (:key_id, :day, :requests) "
    "ON CONFLICT (key_id, day) DO UPDATE SET requests = partner_key_uses.requests + :requests"
)


class Uses:
    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._written = monotonic()

    def add(self, key_id: str, day: date) -> None:
        with self._lock:
            one = (key_id, day.isoformat())
            self._counts[one] = self._counts.get(one, 0) + 1
            late = monotonic() - self._written > WRITE_EVERY
            due = late or sum(self._counts.values()) >= WRITE_AFTER
        if due:
            self.write()

    def write(self) -> None:
        with self._lock:
            counts, self._counts = self._counts, {}
            self._written = monotonic()
        rows = [{"key_id": k, "day": d, "requests": n} for (k, d), n in counts.items()]
        if not rows:
            return
        try:
            with db.engine.begin() as connection:
                connection.execute(_ADD, rows)
        except SQLAlchemyError:  # a key deleted meanwhile, a busy database: counts are not truth
            return
