"""Every engine must behave so: the tests of this folder run once for each."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from directory.search.document import Document
from directory.search.engine import Engine
from directory.search.query import Page
from directory.search.synonyms import Group
from directory.search.whoosh_engine import WhooshEngine
from tests.search.making import make_query


class EngineMaker(Protocol):
    def __call__(
        self,
        *,
        synonyms: Sequence[Group] = (),
        protected: Callable[[str], bool] = ...,
    ) -> Engine: ...


@pytest.fixture(params=["whoosh"])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineMaker]:
    made: list[WhooshEngine] = []

    def make(
        *,
        synonyms: Sequence[Group] = (),
        protected: Callable[[str], bool] = lambda word: False,
    ) -> Engine:
        engine = WhooshEngine(
            tmp_path / f"index-{len(made)}", synonyms=synonyms, protected=protected
        )
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()


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
