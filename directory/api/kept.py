"""Documents as bytes, kept by what they were made from: a listing that did not change is not told
anew for each reader. A key holds the revision and the day, so nothing in here can be out of date;
who may see it was decided before it was asked for."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

LARGEST = 48 * 1024 * 1024  # bytes in one process


class Kept:
    def __init__(self, largest: int = LARGEST) -> None:
        self._lock = Lock()
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._largest, self._size = largest, 0

    def every(
        self, keys: Sequence[Hashable], make: Callable[[list[int]], list[bytes]]
    ) -> list[bytes]:
        """In the order of the keys. `make` is given the positions of those that are missing."""
        with self._lock:
            found = [self._held.get(key) for key in keys]
            for key in keys:
                if key in self._held:
                    self._held.move_to_end(key)
        missing = [at for at, document in enumerate(found) if document is None]
        made = dict(zip(missing, make(missing), strict=True)) if missing else {}
        self._keep([(keys[at], document) for at, document in made.items()])
        return [made[at] if document is None else document for at, document in enumerate(found)]

    def _keep(self, new: list[tuple[Hashable, bytes]]) -> None:
        with self._lock:
            for key, document in new:
                if key not in self._held:
                    self._held[key] = document
                    self._size += len(document)
            while self._size > self._largest:
                self._size -= len(self._held.popitem(last=False)[1])
