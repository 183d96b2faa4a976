import json
from pathlib import Path
from typing import Any

import pytest

from directory.exchange.flat.mapping import MappingError, load
from directory.exchange.flat.reader import read
from directory.exchange.row import Row, Unreadable
from tests.exchange.files import opener, told

BASE = """
[file]
columns = ["name", "where"]
[source]
name = "A list"
licence = "CC0-1.0"
[identity]
namespace = "a-list"
key = ["name", "where"]
[paths]
place = "service.service_at_locations[0].location"
[[field]]
to = "service.name"
from = "name"
clean = ["squash"]
[[field]]
to = "@place.town"
from = "where"
"""


def rows(tmp_path: Path, table: str, more: str = "", name: str = "list.csv") -> list[Row]:
    path = tmp_path / "list.toml"
    path.write_text(BASE + more)
    return list(read(opener(table), name, load(path)))


def one(tmp_path: Path, table: str, more: str = "") -> Any:
    (row,) = rows(tmp_path, table, more)
    assert row.record, row.findings
    return row.record


def test_columns_become_fields_and_the_source_travels_along(tmp_path: Path) -> None:
    record = one(tmp_path, "name,where\n Grief   Circle ,Leeds\n")
    assert record.service.name == "Grief Circle"
    assert record.service.service_at_locations[0].location.town == "Leeds"
    assert (record.source.name, record.source.licence) == ("A list", "CC0-1.0")


def test_ids_follow_from_the_key_and_not_from_the_order_of_rows(tmp_path: Path) -> None:
    first = rows(tmp_path, "name,where\nA,Leeds\nB,Leeds\n")
    second = rows(tmp_path, "where,name\nLeeds,B\nLeeds,A\n")
    assert {r.record.id for r in first if r.record} == {r.record.id for r in second if r.record}
    assert first[0].record == second[1].record


def test_two_rows_alike_are_kept_apart_and_told(tmp_path: Path) -> None:
    found = rows(tmp_path, "name,where\nA,Leeds\nA,Leeds\n")
    assert len({row.record.id for row in found if row.record}) == 2
    assert told(found) == [("list.csv", 3, "", "review")]


@pytest.mark.parametrize(
    ("more", "path", "expected"),
    [
        ('[[field]]\nto = "service.status"\nvalue = "defunct"', "status", "defunct"),
        ('[[field]]\nto = "service.alert"\nfrom = "none"\ndefault = "Ask"', "alert", "Ask"),
        ('[[field]]\nto = "service.alert"\nfrom = ["where", "name"]\njoin = "/"', "alert",
         "Leeds/A"),
        ('[[field]]\nto = "service.status"\nfrom = "name"\nchoices = { A = "inactive" }', "status",
         "inactive"),
        ('[[field]]\nto = "service"\nfrom = "where"\npattern = "(?P<alert>L)(?P<email>.+)"',
         "email", "eeds"),
        ('[[field]]\nto = "service.alert"\nvalue = "x"\nwhen = { column = "name", matches = "B" }',
         "alert", None),
        ('[[field]]\nto = "service.alert"\nvalue = "x"\nwhen = { column = "name", lacks = "B" }',
         "alert", "x"),
        ('[[derive]]\nto = "t"\nfrom = ["name", "where"]\n[[field]]\nto = "service.alert"\n'
         'from = "t"', "alert", "A Leeds"),
    ],
    ids=["constant", "default", "join", "choices", "split", "when", "lacks", "derive"],
)  # fmt: skip
def test_a_mapping_can(tmp_path: Path, more: str, path: str, expected: Any) -> None:
    assert getattr(one(tmp_path, "name,where\nA,Leeds\n", more).service, path) == expected


def test_gaps_in_lists_close(tmp_path: Path) -> None:
    more = '[[field]]\nto = "service.phones[2].number"\nfrom = "where"'
    record = one(tmp_path, "name,where\nA,Leeds\n", more)
    assert [phone.number for phone in record.service.phones] == ["Leeds"]


@pytest.mark.parametrize(
    ("table", "words"),
    [("name\nA\n", "where is missing"), ("nom,ou\nA,B\n", "is missing")],
)
def test_another_header_is_refused(tmp_path: Path, table: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        rows(tmp_path, table)


def test_shifted_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    found = rows(tmp_path, "name,where\nA,B,C\nD\nE,F\n")
    assert [bool(row.record) for row in found] == [False, False, True]


def test_a_column_that_nobody_reads_is_listed(tmp_path: Path) -> None:
    found = rows(tmp_path, "name,where,colour\nA,Leeds,red\n")
    assert found[0].not_carried == ["colour"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('[[field]]\nto = "@nowhere.x"\nfrom = "name"', "nowhere"),
        ('[[field]]\nto = "service.name"\nfrom = "name"\nclean = ["wash"]', "wash"),
        ('[[field]]\nto = "service.name"\nfrom = "name"\ncolour = 1', "colour"),
        ('[[term]]\naxis = "topic"\ncodes = "no-such-topic"', "no-such-topic"),
        ('[[field]]\nto = "service.name"\nfrom = "name"\npattern = "("', "pattern"),
        ("[colours]\nred = 1", "colours"),
        ("= =", "list.toml"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused_with_its_place(
    tmp_path: Path, more: str, words: str
) -> None:
    with pytest.raises(MappingError, match=words):
        rows(tmp_path, "name,where\nA,B\n", more)


def test_a_mapping_to_a_field_that_is_not_there_is_told_with_the_row(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "name,where\nA,B\n", '[[field]]\nto = "service.colour"\nfrom = "name"')
    assert told([row]) == [("list.csv", 2, "service.colour", "refused")]


def test_points_of_a_geojson_file_are_cells_too(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "A", "where": "Leeds"},
        "geometry": {"type": "Point", "coordinates": [-1.5, 53.8]},
    }
    text = json.dumps({"type": "FeatureCollection", "crs": {}, "features": [feature]})
    more = '[[field]]\nto = "@place.latitude"\nfrom = "latitude"'
    found = rows(tmp_path, text, more, "list.geojson")
    place = found[-1].record.service.service_at_locations[0].location  # type: ignore[union-attr]
    assert place.latitude == 53.8  # type: ignore[union-attr]
