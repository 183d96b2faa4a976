"""Pat's system: a program with a key that asks, sends and withdraws. Each answer that it gets is
held against the OpenAPI document of the writing API."""

import re
from functools import cache
from typing import Any
from uuid import uuid4

from flask import Flask
from jsonschema import Draft202012Validator
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
        answer = self.app.test_client().open(
            f"/partners/v1{path}", method=method, json=body, headers=headers
        )
        check_answer(self.app, method, path, answer)
        return answer

    def send(self, service: Any, once: str = "", **more: Any) -> TestResponse:
        return self.ask("POST", "/submissions", {"service": service} | more, once=once)


def check_answer(app: Flask, method: str, path: str, answer: TestResponse) -> None:
    """Status, kind of content and body are as the document says for this operation."""
    bare = path.partition("?")[0]
    if bare == "/openapi.json":
        return
    paths = _document(app)["paths"]
    operations = next((paths[each] for each in paths if _fits(each, bare)), None)
    if operations is None or method.lower() not in operations:
        assert answer.status_code in (404, 405), (method, path)
        return
    said = operations[method.lower()]["responses"]
    assert str(answer.status_code) in said, (method, path, answer.status_code)
    content = said[str(answer.status_code)].get("content")
    if content is None:
        assert answer.data == b""
        return
    assert answer.mimetype in content, (method, path, answer.mimetype)
    schema = content[answer.mimetype]["schema"]
    Draft202012Validator(
        schema | {"components": _document(app)["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    ).validate(answer.get_json())


def _fits(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None


@cache
def _document(app: Flask) -> Any:
    return app.test_client().get("/partners/v1/openapi.json").get_json()
