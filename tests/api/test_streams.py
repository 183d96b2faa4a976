"""Everything at once: with least detail, or line by line."""

from datetime import timedelta
from functools import partial

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from directory.extensions import db
from tests.api.asking import BASE
from tests.making import NOON, make_listing


def test_minimal_gives_everything_at_once(client: FlaskClient) -> None:
    for number in range(120):
        make_listing(f"Group {number}")
    page = client.get(f"{BASE}/services?minimal=true").json
    assert (page["total_items"], page["total_pages"], page["size"]) == (120, 1, 120)
    assert len({item["id"] for item in page["contents"]}) == 120
    assert client.get(f"{BASE}/services?minimal=true&per_page=110").json["size"] == 110


@pytest.mark.parametrize(
    "address",
    [
        "/services",
        "/services?full=true",
        "/services?minimal=true",
        "/organizations",
        "/organizations?full=true",
        "/service_at_locations",
        "/service_at_locations?full=true",
        "/taxonomies",
        "/taxonomy_terms",
        "/taxonomy_terms?top_only=true",
    ],
)
def test_a_stream_gives_what_all_pages_give(client: FlaskClient, address: str) -> None:
    for number in range(23):
        make_listing(f"Group {number}", at=NOON + timedelta(seconds=number))
    join = "&" if "?" in address else "?"
    pages, number = [], 1
    while True:
        page = client.get(f"{BASE}{address}{join}page={number}&per_page=7").json
        pages += page["contents"]
        if page["last_page"]:
            break
        number += 1
    stream = client.get(f"{BASE}{address}{join}format=ndjson")
    assert stream.mimetype == "application/x-ndjson"
    assert [orjson.loads(line) for line in stream.data.splitlines()] == pages


@pytest.mark.parametrize(
    "address",
    ["services?format=ndjson&full=true", "services?minimal=true", "organizations?format=ndjson"],
)
def test_a_stream_is_not_sent_again_while_nothing_changed(
    client: FlaskClient, address: str
) -> None:
    make_listing()
    first = client.get(f"{BASE}/{address}", headers={"Accept-Encoding": "gzip"})
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{BASE}/{address}", headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{BASE}/{address}&sd_fictional=true", headers=tag).status_code == 200
    make_listing("Other", at=NOON + timedelta(hours=1))
    assert client.get(f"{BASE}/{address}", headers=tag).status_code == 200
    searched = client.get(f"{BASE}/services?search=circle&format=ndjson")
    assert "ETag" not in searched.headers  # it hangs on the index too


def test_organizations_with_everything_are_read_in_bulk(client: FlaskClient) -> None:
    for number in range(12):
        make_listing(f"Group {number}")

    def statements(address: str) -> int:
        asked: list[str] = []
        listen = partial(_keep, asked)
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            assert client.get(f"{BASE}/{address}").data
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
        return len(asked)

    some = "organizations?full=true&full_service=true"
    few, many = statements(f"{some}&per_page=2"), statements(f"{some}&per_page=12")
    assert many <= few
    page = client.get(f"{BASE}/{some}").json["contents"]
    for item in page:
        assert item == client.get(f"{BASE}/organizations/{item['id']}?full_service=true").json


def _keep(asked: list[str], _connection: object, _cursor: object, said: str, *_: object) -> None:
    asked.append(said)


def test_a_stream_can_be_packed(client: FlaskClient) -> None:
    import gzip

    make_listing()
    plain = client.get(f"{BASE}/services?format=ndjson")
    packed = client.get(f"{BASE}/services?format=ndjson", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
