"""The web server over real sockets: malformed requests are refused, idle ones do no harm."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask

from directory.operations import server

HOST = b"Host: localhost\r\n"
HUNG_UP = 0


@pytest.fixture
def address(app: Flask) -> Iterator[tuple[str, int]]:
    listener = server.listen("127.0.0.1", 0)
    running = server.make_server(app, listener)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield listener.getsockname()
    running.close()
    thread.join(timeout=10)


def _ask(address: tuple[str, int], request: bytes) -> bytes:
    with socket.create_connection(address, timeout=10) as connection:
        answer = b""
        # A server that has read enough may hang up before the rest is sent.
        with suppress(OSError):
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            while part := connection.recv(65536):
                answer += part
    return answer


def _status(address: tuple[str, int], request: bytes) -> int:
    answer = _ask(address, request)
    return int(answer.split()[1]) if answer else 0


def test_a_proper_request_is_answered_without_naming_the_server(address: tuple[str, int]) -> None:
    answer = _ask(address, b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 200")
    assert b"\r\nserver:" not in head


@pytest.mark.parametrize(
    ("name", "request_bytes", "status"),
    [
        (
            "length given in two ways",
            b"POST /search HTTP/1.1\r\n"
            + HOST
            + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (
            "length given twice",
            b"POST /search HTTP/1.1\r\n"
            + HOST
            + b"Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello",
            400,
        ),
        ("two hosts", b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
        ("no host", b"GET / HTTP/1.1\r\n\r\n", 400),
        ("a folded header", b"GET / HTTP/1.1\r\n" + HOST + b"X-A: 1\r\n 2\r\n\r\n", 400),
        ("an endless address", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        ("too many headers", b"GET / HTTP/1.1\r\n" + HOST + b"X: 1\r\n" * 200 + b"\r\n", 400),
        (
            "headers too large",
            b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
            431,
        ),
        (
            "a body too large",
            b"POST /search HTTP/1.1\r\n" + HOST + b"Content-Length: 60000000\r\n\r\n",
            413,
        ),
        ("an unknown method", b"TRACE / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 405),
    ],
)
def test_what_two_servers_could_read_in_two_ways_is_refused(
    address: tuple[str, int], name: str, request_bytes: bytes, status: int
) -> None:
    assert _status(address, request_bytes) in {status, HUNG_UP}, name


def test_many_idle_connections_keep_nobody_out(address: tuple[str, int]) -> None:
    idle = [socket.create_connection(address) for _ in range(200)]
    try:
        for connection in idle:
            connection.sendall(b"GET / HTTP/1.1\r\n")
        request = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
        assert [_status(address, request) for _ in range(5)] == [200] * 5
    finally:
        for connection in idle:
            connection.close()
