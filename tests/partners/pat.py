"""Pat's system: a program with a key that asks, sends and withdraws."""

from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.partners import actions
from directory.partners.models import Key
from tests.making import NOON


class Program:
    """`key` is the row, `secret` what is shown."""

    def __init__(self, app: Flask, email: str = "pat@example.org") -> None:
        self.app = app
        answers = {"name": "Pat's system", "organization": "", "email": email}
        self.key: Key = actions.ask(answers, nonce=str(uuid4()), language="en", at=NOON)
        self.secret = actions.make(self.key, NOON)
        self.id = self.key.id
        db.session.commit()

    def ask(
        self, method: str, path: str, body: Any = None, *, once: str = "", **headers: str
    ) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}"} | headers
        if method == "POST" and path == "/submissions":
            headers["Idempotency-Key"] = once or str(uuid4())
        return self.app.test_client().open(
            f"/partners/v1{path}", method=method, json=body, headers=headers
        )

    def send(self, service: Any, once: str = "", **more: Any) -> TestResponse:
        return self.ask("POST", "/submissions", {"service": service} | more, once=once)
