"""The site on a port of its own, served as in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask

from directory.operations.server import listen, make_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address under which it can be asked."""
    listener = listen("127.0.0.1", 0)
    server = make_server(app, listener)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.close()
        thread.join(0.2)  # it waits for open connections, and nobody waits for it
