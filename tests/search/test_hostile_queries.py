"""Query denial of service (TRUST attack 8): the full figure runs in tests/drills."""

import pytest
from flask.testing import FlaskClient

from directory.search.grammar import LONGEST, PHRASE_WORDS, parse
from directory.search.query import MAX_WORDS
from tests.search.hostile import questions
from tests.search.test_understand import read


def costs(text: str) -> int:
    """How many terms would be looked for. Asserts what the guard promises."""
    typed = parse(text)
    assert len(typed.words) + len(typed.phrase) + len(typed.without) <= 2 * MAX_WORDS + PHRASE_WORDS
    query = read(text).query()
    assert len(query.words) <= MAX_WORDS
    assert all(len(word) <= LONGEST for word in query.words)
    return len(query.words) + len(query.phrase) + len(query.without)


def test_nothing_that_can_be_typed_breaks_the_reader() -> None:
    for text in questions(8, 3000):
        costs(text)


@pytest.mark.parametrize(
    "text",
    ["*a*", "[a TO zzzz]", "*a* OR *b* OR *c*", " OR ".join("abcdefgh" * 125), "(" * 5000,
     "NOT " * 1000, '"' * 999, "a*" * 500],
)  # fmt: skip
def test_what_brought_other_readers_down_gets_an_answer(client: FlaskClient, text: str) -> None:
    assert client.post("/search", data={"q": text}).status_code in (200, 400, 413, 414, 503)
    assert client.get("/search", query_string={"q": text[:1500]}).status_code in (
        200,
        400,
        414,
        503,
    )
