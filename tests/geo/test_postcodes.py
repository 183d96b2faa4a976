"""UK postcodes with and without a loaded file. All postcodes here are invented."""

from pathlib import Path

import pytest

from directory.geo.gazetteer import Gazetteer
from directory.geo.place import TOWN_FOR_POSTCODE, kilometres
from directory.geo.postcode_import import import_postcodes
from directory.geo.postcodes import POST_TOWNS, read

ONSPD = """pcd,pcd2,pcds,doterm,oseast1m,lat,long
M4 1AB,M4  1AB,M4 1AB,,384700,53.4840,-2.2350
M4 1AD,M4  1AD,M4 1AD,,384800,53.4850,-2.2330
M4 1AE,M4  1AE,M4 1AE,201912,384800,53.4850,-2.2330
M4 1AF,M4  1AF,M4 1AF,,,99.999999,0
rubbish,,rubbish,,,x,y
EX1 1AA,EX1 1AA,EX1 1AA,,292000,50.7250,-3.5300
"""
CODE_POINT = """"M4 1AB",10,384700,398600,"E92000001","","E19000001"
"M4 1AD",10,384800,398700,"E92000001","","E19000001"
"M4 1AF",90,0,0,"E92000001","","E19000001"
"""


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("M4", ("M4", "")),
        ("m4 1ab", ("M4", "1AB")),
        ("M41AB", ("M4", "1AB")),
        ("SW1A 1AA", ("SW1A", "1AA")),
        ("Manchester M4", ("M4", "")),
        ("Talbot Road, Manchester, M16 0PQ", ("M16", "0PQ")),
        ("ZZ1 1AA", None),
        ("WA154 1HF", None),
        ("Manchester", None),
        ("55401", None),
        ("", None),
    ],
)
def test_a_postcode_is_read_as_people_write_it(words: str, codes: tuple[str, str] | None) -> None:
    assert read(words) == codes


@pytest.mark.parametrize("area", sorted(POST_TOWNS))
def test_every_area_falls_back_to_a_town_with_a_notice(gazetteer: Gazetteer, area: str) -> None:
    (place,) = gazetteer.locate(f"{area}1")
    assert (place.kind, place.code, place.country) == ("outward", f"{area}1", "GB")
    assert place.notice == TOWN_FOR_POSTCODE
    assert place.notice % {"code": place.code, "name": place.name}


@pytest.mark.parametrize(("text", "left_out"), [(ONSPD, 3), (CODE_POINT, 1)])
def test_a_loaded_file_gives_districts_to_visitors_and_points_to_listings(
    gazetteer: Gazetteer, tmp_path: Path, text: str, left_out: int
) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_text(text, encoding="utf-8")
    done = import_postcodes(tmp_path, [file])
    assert done.left_out == left_out
    loaded = Gazetteer(instance=tmp_path)
    for words in ("M4", "m4 1ab", "Manchester M4", "M4, Manchester"):
        (place,) = loaded.locate(words)
        assert (place.label, place.notice) == ("M4, Manchester", "")
        assert kilometres(place.point, (53.4845, -2.2340)) < 0.2
    point = loaded.unit("12 Some Street, Manchester, M4 1AB")
    assert point is not None
    assert kilometres(point, (53.4840, -2.2350)) < 0.2
    assert loaded.unit("M4 1AE") is None
    assert loaded.unit("M4") is None
    assert loaded.locate("M5")[0].notice == TOWN_FOR_POSTCODE


def test_a_file_of_another_kind_is_refused_and_the_old_one_stays(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    good, bad, empty = (tmp_path / name for name in ("good.csv", "bad.csv", "empty.csv"))
    good.write_text(CODE_POINT, encoding="utf-8")
    bad.write_text("name,address\nx,y\n", encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    import_postcodes(tmp_path, [good])
    for file in (bad, empty):
        with pytest.raises(ValueError, match=file.name):
            import_postcodes(tmp_path, [file])
    assert Gazetteer(instance=tmp_path).locate("M4")[0].notice == ""
