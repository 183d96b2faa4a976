"""What goes out comes back the same, in every form that holds all of it."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from directory.exchange import hsds_json
from directory.exchange.tabular import reader
from directory.exchange.tabular.writer import write_package
from directory.listings.publishable import everything
from directory.listings.record import Record
from directory.listings.serializers import hsds
from tests.exchange.files import SOURCE, opener
from tests.making_records import records

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def canonical(value: Any) -> Any:
    """Lists have no order in HSDS."""
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        items = [canonical(item) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return value


def document(record: Record) -> Any:
    return canonical(json.loads(json.dumps(hsds.service(everything(record), NOW))))


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(record=records())
def test_any_record_survives_json(record: Record) -> None:
    text = json.dumps(hsds.service(everything(record), NOW))
    (row,) = hsds_json.read(opener(text), "a.json", SOURCE)
    assert (row.findings, row.not_carried) == ([], [])
    assert row.record
    assert document(row.record) == document(record)


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(record=records())
def test_any_record_survives_the_way_through_24_tables(record: Record) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        write_package(path, [everything(record)], NOW)
        rows = list(reader.read(path, SOURCE))
    assert [finding for row in rows for finding in row.findings] == []
    (returned,) = [row.record for row in rows if row.record]
    assert document(returned) == document(record)
