"""The site on a port of its own, served as in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from waitress.wasyncore import close_all

from directory.operations.server import listen, make_server


class LiveSite:
    """The site, which can go away and come back under the same address."""

    def __init__(self, app: Flask) -> None:
        self.app, self.port = app, 0
        self.start()

    def start(self) -> None:
        listener = listen("127.0.0.1", self.port)
        self.port = listener.getsockname()[1]
        self._server = make_server(self.app, listener)
        self._thread = Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hangs up on everybody: whoever holds a connection open would be answered on it still."""
        everything = self._server._map
        self._server.trigger.pull_trigger(lambda: close_all(everything, ignore_all=True))
        self._thread.join()
        self._server.task_dispatcher.shutdown()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address under which it can be asked."""
    site = LiveSite(app)
    try:
        yield site.address
    finally:
        site.stop()
