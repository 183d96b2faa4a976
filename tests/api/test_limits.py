"""Nobody takes the open data from all others; nobody is counted by name."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from directory.api.limits import Counts
from directory.extensions import db

MOST = 50


@pytest.fixture(autouse=True)
def _a_minute_that_does_not_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.api.limits.time", lambda: 1_800_000_030.0)
    settings = replace(app.config["SETTINGS"], api_requests_per_minute=MOST)
    app.config["SETTINGS"] = settings


def ask(client: FlaskClient, address: str = "192.0.2.1", path: str = "/hsds/v3") -> int:
    return client.get(path, environ_base={"REMOTE_ADDR": address}).status_code


def test_a_network_that_asks_too_much_waits(client: FlaskClient) -> None:
    assert {ask(client) for _ in range(MOST)} == {200}
    answer = client.get("/hsds/v3", environ_base={"REMOTE_ADDR": "192.0.2.77"})
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["RateLimit"] == '"reading";r=0;t=30'
    assert answer.headers["RateLimit-Policy"] == '"reading";q=50;w=60'
    assert ask(client, "192.0.3.1") == 200
    assert ask(client, "2001:db8::1") == 200
    assert ask(client, path="/") == 200


def test_processes_count_together(app: Flask, client: FlaskClient) -> None:
    for _ in range(40):
        ask(client)
    app.extensions["api_counts"] = Counts()  # as a second process would have
    answers = [ask(client) for _ in range(40)]
    assert answers[:19] == [200] * 19
    assert 429 in answers


def test_the_table_tells_nobody_who_asked(app: Flask, client: FlaskClient) -> None:
    for _ in range(20):
        ask(client)
    rows = db.session.execute(text("SELECT network, requests FROM api_uses")).all()
    assert [row.requests for row in rows] == [20]
    assert "192" not in rows[0].network


def test_a_table_that_fails_limits_nobody(app: Flask, client: FlaskClient) -> None:
    db.session.execute(text("ALTER TABLE api_uses RENAME TO api_uses_away"))
    db.session.commit()
    try:
        assert {ask(client) for _ in range(45)} == {200}
    finally:
        db.session.rollback()
        db.session.execute(text("ALTER TABLE api_uses_away RENAME TO api_uses"))
        db.session.commit()


def test_a_client_cannot_choose_its_network(app: Flask, client: FlaskClient) -> None:
    for number in range(MOST):
        client.get("/hsds/v3", headers={"X-Forwarded-For": f"10.0.{number}.1"})
    assert client.get("/hsds/v3").status_code == 429
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], proxies=1)
    assert (
        client.get("/hsds/v3", headers={"X-Forwarded-For": "1.1.1.1, 10.9.9.9"}).status_code == 200
    )


def test_no_limit_where_the_operator_wants_none(app: Flask, client: FlaskClient) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], api_requests_per_minute=0)
    answers = [client.get("/hsds/v3") for _ in range(MOST + 5)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers
