"""What was understood of the words is shown, and can be taken away."""

from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from flask.testing import FlaskClient

from tests.pages.engine import PlainEngine

H = "{http://www.w3.org/1999/xhtml}"


def _chips(client: FlaskClient, address: str) -> dict[str, str]:
    """{words of a chip: the address without it}."""
    root = html5lib.parse(client.get(address).text)
    found = {}
    for item in root.iter(f"{H}ul"):
        if item.get("class") == "chips":
            for link in item.iter(f"{H}a"):
                found[" ".join("".join(link.itertext()).split())] = link.get("href") or ""
    return found


def test_a_place_in_the_words_becomes_a_chip_and_a_circle(
    engine: PlainEngine, client: FlaskClient
) -> None:
    chips = _chips(client, "/search?q=grief+near+Minneapolis")
    assert "Remove near Minneapolis, Minnesota" in chips
    query = engine.asked[-1]
    assert query.place is not None
    assert query.words == ("grief",)


def test_a_chip_taken_away_stays_away(engine: PlainEngine, client: FlaskClient) -> None:
    chips = _chips(client, "/search?q=grief+near+Minneapolis")
    without = chips["Remove near Minneapolis, Minnesota"]
    assert "Remove near Minneapolis, Minnesota" not in _chips(client, without)
    assert engine.asked[-1].place is None
    assert "Minneapolis" in engine.asked[-1].words


def test_a_name_of_several_places_offers_the_others(
    engine: PlainEngine, client: FlaskClient
) -> None:
    offers = _chips(client, "/search?q=grief&near=Springfield")
    others = [a for words, a in offers.items() if words.startswith("Springfield, ")]
    assert others
    assert parse_qs(urlsplit(others[0]).query)["near"][0].startswith("Springfield, ")


def test_near_me_asks_for_a_town(engine: PlainEngine, client: FlaskClient) -> None:
    assert "Type your town or postcode" in client.get("/search?q=grief+near+me").text


@pytest.mark.parametrize("words", ["free walking group", "online walking group"])
def test_what_narrows_is_never_hidden(engine: PlainEngine, client: FlaskClient, words: str) -> None:
    chips = _chips(client, f"/search?q={words.replace(' ', '+')}")
    narrowed = engine.asked[-1].facets
    assert narrowed
    assert len([chip for chip in chips if chip.startswith("Remove")]) >= len(narrowed)
