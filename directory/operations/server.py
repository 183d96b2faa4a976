"""The web server, with the worker beside it in one process: what a laptop or a small site needs.
Several web processes run under gunicorn, with `directory jobs work` beside them."""

import errno
import socket
from typing import NoReturn

import click
import waitress
from flask import Flask
from waitress.server import BaseWSGIServer

from directory.jobs.worker import Worker
from directory.operations.strict_requests import be_strict

LARGEST_HEADER = 16 * 1024  # bytes
SILENT_SECONDS = 10  # a connection that says nothing for so long is closed
CONNECTIONS = 1000  # waitress's own limit of 100 is reached by idle sockets alone


class PortTaken(Exception):
    """The port cannot be listened on; the text is the one sentence to show."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(CONNECTIONS)
    except OSError as error:
        listener.close()
        raise PortTaken(_sentence(error, host, port)) from None
    return listener


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another with --port {port + 1}."
    if error.errno == errno.EACCES:
        return f"This account may not listen on port {port}. Choose one above 1023 with --port."
    return f"Cannot listen on {host} port {port}: {error.strerror}."


def make_server(app: Flask, listener: socket.socket) -> BaseWSGIServer:
    """The web server alone, with the limits that keep it answering under idle sockets."""
    return be_strict(
        waitress.create_server(
            app,
            sockets=[listener],
            threads=8,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENT_SECONDS,
            cleanup_interval=5,
            max_request_header_size=LARGEST_HEADER,
            # Above what the application takes, so that it is the one to say so on a page.
            max_request_body_size=4 * app.config["SETTINGS"].largest_upload * 1_000_000
            + app.config["MAX_CONTENT_LENGTH"],
            asyncore_use_poll=True,
            ident=None,
        )
    )


def serve(app: Flask, listener: socket.socket, shown: str) -> None:
    """Serves until stopped (Ctrl+C or SIGTERM), the worker in a thread of this process."""
    worker = Worker(app)
    worker.start()
    click.echo(f"The directory is at {shown}  (stop with Ctrl+C)")
    try:
        make_server(app, listener).run()
    finally:
        worker.stop()


def stop(_signal: int, _frame: object) -> NoReturn:
    """SIGTERM ends the server like Ctrl+C, so that the job at hand can finish."""
    raise SystemExit(0)
