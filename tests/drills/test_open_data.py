"""The long checks of the open data: `pytest tests/drills/test_open_data.py`. Some minutes."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.actions import hide
from directory.partners import proposals
from tests.conformance.test_api import keep_a_copy
from tests.live import served
from tests.making import NOON, an_id, make_listing
from tests.pages.engine import PlainEngine
from tests.partners.pat import Program

pytestmark = pytest.mark.timeout(1800)
# How many requests it makes up for each operation.
EXAMPLES = os.environ.get("DRILL_EXAMPLES", "100")
CHECKS = "not_a_server_error,status_code_conformance,response_schema_conformance"
IDS = """
[[operations]]
include-path = "/{plural}/{{id}}"
parameters = {{ "path.id" = "{id}" }}
"""

OWN_IDS = """
[[operations]]
include-path = "{path}"
parameters = {{ "path.submission_id" = "{id}" }}
"""


def test_a_copy_stays_the_same_over_a_thousand_edits(client: FlaskClient) -> None:
    keep_a_copy(client, 1000)


@pytest.mark.parametrize("base", ["/hsds/v3", "/oruk/v3"])
def test_made_up_requests_find_no_fault_with_our_own_document(
    app: Flask, client: FlaskClient, tmp_path: Path, base: str
) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(client.get(f"{base}/openapi.json").text)
    fuzz(app, client, tmp_path, document, base, f"{CHECKS},content_type_conformance")


def test_made_up_requests_find_no_fault_with_the_official_document(
    app: Flask, client: FlaskClient, tmp_path: Path, shared: Path
) -> None:
    """Its errors are declared as application/json, ours are application/problem+json."""
    bundle = shared / "hsds/derived/openapi-3.2.3.bundle.json"
    fuzz(app, client, tmp_path, bundle, "/hsds/v3", CHECKS)


def test_made_up_requests_find_no_fault_with_what_partners_write(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "WRITING", ((timedelta(hours=1), 10**6),))
    make_listing("Grief Circle")
    pat = Program(app)
    sent = pat.send({"id": an_id("Grief Circle"), "email": "new@example.org"})
    assert sent.status_code == 201
    document, base = tmp_path / "openapi.json", "/partners/v1"
    document.write_text(client.get(f"{base}/openapi.json").text)
    ids = tmp_path / "schemathesis.toml"
    ids.write_text(
        "".join(
            OWN_IDS.format(path=path, id=sent.json["id"])
            for path in ("/submissions/{submission_id}", "/submissions/{submission_id}/answer")
        )
    )
    key = f"Authorization: Bearer {pat.secret}"
    send_many(app, ids, document, base, f"{CHECKS},content_type_conformance", "--header", key)


def fuzz(
    app: Flask, client: FlaskClient, folder: Path, document: Path, base: str, checks: str
) -> None:
    app.extensions["search_engine"] = PlainEngine()
    for number in range(45):
        make_listing(f"Group {number}")
    hide(make_listing("Gone").id, at=NOON)
    db.session.commit()
    ids = folder / "schemathesis.toml"
    ids.write_text(
        "".join(
            IDS.format(plural=path.rsplit("/", 2)[1], id=first_id(client, f"{base}{path}"))
            for path in json.loads(document.read_text())["paths"]
            if path.endswith("/{id}")
        )
    )
    send_many(app, ids, document, base, checks)


def send_many(app: Flask, ids: Path, document: Path, base: str, checks: str, *more: str) -> None:
    pytest.importorskip("schemathesis", reason="needs schemathesis, see docs/contributing.md")
    with served(app) as root:
        done = subprocess.run(
            [Path(sys.executable).with_name("schemathesis"), "--config-file", ids, "run", document,
             "--url", f"{root}{base}", "--checks", checks, "--max-examples", EXAMPLES,
             "--seed", "1", "--workers", "1", "--generation-database", "none", *more],
            capture_output=True, text=True, cwd=ids.parent, check=False,
        )  # fmt: skip
    print(done.stdout[-1500:])
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def first_id(client: FlaskClient, path: str) -> str:
    return str(client.get(path.removesuffix("/{id}")).json["contents"][0]["id"])
