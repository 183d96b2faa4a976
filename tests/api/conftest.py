"""Places, for questions about postcodes."""

from tests.geo.conftest import gazetteer  # noqa: F401 - a fixture
