"""Every engine must behave so: the tests of this folder run once for each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
import sqlalchemy

from directory.search.document import Document
from directory.search.engine import Engine
from directory.search.postgres_engine import PostgresEngine
from directory.search.query import Page
from directory.search.synonyms import Group
from directory.search.whoosh_engine import WhooshEngine
from tests.conftest import POSTGRES
from tests.search.making import make_query


class EngineMaker(Protocol):
    def __call__(
        self,
        *,
        synonyms: Sequence[Group] = (),
        protected: Callable[[str], bool] = ...,
    ) -> Engine: ...


@pytest.fixture(params=["whoosh", "postgres"])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineMaker]:
    with ExitStack() as made:

        def make(
            *,
            synonyms: Sequence[Group] = (),
            protected: Callable[[str], bool] = lambda word: False,
        ) -> Engine:
            if request.param == "postgres":
                database = made.enter_context(empty_schema(request))
                return PostgresEngine(lambda: database, synonyms=synonyms, protected=protected)
            engine = WhooshEngine(tmp_path / "index", synonyms=synonyms, protected=protected)
            made.callback(engine.close)
            return engine

        yield make


@contextmanager
def empty_schema(request: pytest.FixtureRequest) -> Iterator[sqlalchemy.Engine]:
    """A part of the test database in which no index was ever built."""
    if not POSTGRES:
        pytest.skip("needs a PostgreSQL database (TEST_DATABASE_URL is not set)")
    url = sqlalchemy.make_url(request.getfixturevalue("_postgres_url"))
    database = sqlalchemy.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": "-csearch_path=search_behaviours"},
    )
    with database.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS search_behaviours CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA search_behaviours")
    try:
        yield database
    finally:
        with database.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA search_behaviours CASCADE")
        database.dispose()


class Library:
    """An engine with a few listings in it, asked in one line and answered with names."""

    def __init__(self, engine: Engine, documents: Sequence[Document]) -> None:
        self.engine = engine
        self.names = {document.id: document.name for document in documents}
        engine.rebuild(documents)

    def page(self, text: str = "", **wishes: Any) -> Page:
        return self.engine.find(make_query(text, **wishes))

    def find(self, text: str = "", **wishes: Any) -> list[str]:
        return [self.names[hit.listing_id] for hit in self.page(text, **wishes).hits]


@pytest.fixture
def library(make_engine: EngineMaker) -> Callable[..., Library]:
    def make(*documents: Document, **settings: Any) -> Library:
        return Library(make_engine(**settings), documents)

    return make
