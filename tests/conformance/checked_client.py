"""The client of every test: whatever it reads from the API is held against the official schemas,
so that no test can see an answer that breaks the standard."""

from typing import Any

import orjson
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conformance import official


class CheckedClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        asked = response.request
        name = official.operation(asked.path)
        if name is None or response.status_code != 200 or asked.method not in ("GET", "POST"):
            return response
        if response.headers.get("Content-Encoding"):
            return response
        if response.mimetype == "application/json":
            full = asked.args.get("full") == "true" and name != "/organizations"
            official.check_answer(asked.path, asked.method.lower(), response.json, full=full)
        elif response.mimetype == "application/x-ndjson" and official.fixtures():
            items = [orjson.loads(line) for line in response.data.splitlines()]
            page = {"empty": not items, "contents": items}
            official.check_answer(asked.path, "get", page)
        return response
