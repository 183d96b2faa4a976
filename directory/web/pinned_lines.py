"""Lines to addresses chosen before, each with an end: what `outside` speaks through."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress

from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """When all must be over. Waiting for one byte at a time has an end of its own, but a stranger
    who sends a byte now and then never meets it: so the line itself is cut when time is up."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer: threading.Timer | None = None

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    @property
    def passed(self) -> bool:
        return self.left <= 0

    def cut(self, line: socket.socket) -> None:
        """Cuts this line when time is up."""
        self.cancel()

        def end() -> None:
            with suppress(OSError):  # it may have ended by itself
                # Below any encryption, which another thread is reading through.
                socket.socket.shutdown(line, socket.SHUT_RDWR)

        self._timer = threading.Timer(max(self.left, 0), end)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        if self._timer:
            self._timer.cancel()


class Pinned(HTTPConnection):
    """A connection that speaks to a host by name and goes to an address chosen before."""

    addresses: list[str]
    deadline: Deadline

    def _new_conn(self) -> socket.socket:
        last: OSError = ConnectionError("no address")
        for address in self.addresses:
            if self.deadline.passed:
                raise TimeoutError
            try:
                line = socket.create_connection((address, self.port), timeout=self.deadline.left)
            except OSError as error:
                last = error
                continue
            self.deadline.cut(line)
            return line
        raise last


class PinnedSecure(Pinned, HTTPSConnection):
    """The same over TLS: the certificate must be good for the name, not for the address."""


def line_to(
    secure: bool,
    host: str,
    port: int,
    addresses: list[str],
    deadline: Deadline,
    certificates: str | None,
) -> Pinned:
    """A connection to the first of `addresses` that answers, speaking to `host`. `certificates` is
    a file of those that count; None: the system's."""
    left = max(deadline.left, 0.001)
    line: Pinned
    if secure:
        trust = ssl.create_default_context(cafile=certificates)
        line = PinnedSecure(host, port, timeout=left, ssl_context=trust)
    else:
        line = Pinned(host, port, timeout=left)
    line.addresses, line.deadline = addresses, deadline
    return line
