"""Every sentence of the program in every language of the site, and pages that bear other scripts
and longer words than English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import catalogue
from tests.making import make_listing
from tests.pseudo import write_catalogues
from tests.small_directory import open_small_site

PLACES = re.compile(r"%\((\w+)\)s|%%")
LANGUAGES = dict(catalogue.catalogues())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_what_the_program_says(language: str) -> None:
    file = LANGUAGES[language]
    assert file.read_bytes() == catalogue.brought_up_to_date(language, file), (
        "run: python -m tests.catalogue, then translate what is new (docs/translating.md)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_in_english(language: str) -> None:
    messages = catalogue.read(language, LANGUAGES[language])
    assert [m.id for m in messages if m.id and (not m.string or m.fuzzy)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_that_are_filled(language: str) -> None:
    for message in catalogue.read(language, LANGUAGES[language]):
        if message.id:
            asked, given = PLACES.findall(str(message.id)), PLACES.findall(str(message.string))
            assert sorted(asked) == sorted(given), message.id


def test_spanish_speaks_to_one_person_as_a_friend_would() -> None:
    """Never "usted" beside "tú", no exclamation marks."""
    for message in catalogue.read("es", LANGUAGES["es"]):
        words = str(message.string).lower() if message.id else ""
        assert not re.search(r"\b(usted|su búsqueda|haga|escriba|llame al)\b", words), words
        assert "!" not in words


@pytest.fixture(scope="module")
def strange_site(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Iterator[Flask]:
    """The small directory in a right-to-left language and in one of long words."""
    folder = tmp_path_factory.mktemp("translations")
    write_catalogues(folder)
    with open_small_site(
        tmp_path_factory, _template, languages="en,he,de", translations=folder
    ) as app:
        yield app


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=walking",
        "/listings/grief-circle",
        "/crisis",
        "/mix",
        "/plan",
        "/embed/v1/",
        "/widget",
    ],
)
def test_a_page_in_a_right_to_left_language_says_so(strange_site: Flask, path: str) -> None:
    page = strange_site.test_client().get(f"/he{path}").text
    assert '<html lang="he" dir="rtl">' in page
    assert "סוף" in page


def test_a_listing_in_another_language_is_marked(strange_site: Flask) -> None:
    page = strange_site.test_client().get("/he/listings/grief-circle").text
    assert '<h1 lang="en">Grief Circle</h1>' in page


def test_a_listing_is_read_in_ones_own_language_where_it_has_it(client: FlaskClient) -> None:
    words = {"name": "Círculo de Duelo", "description": "Nos reunimos y hablamos."}
    make_listing("Grief Circle", translations={"es": words})
    spanish = client.get("/es/listings/grief-circle").text
    assert '<h1 lang="es">Círculo de Duelo</h1>' in spanish
    assert '<div class="text" lang="es"><p>Nos reunimos y hablamos.</p></div>' in spanish
    english = client.get("/listings/grief-circle").text
    assert '<h1 lang="en">Grief Circle</h1>' in english
    assert "Nos reunimos" not in english


def test_the_switch_names_each_language_in_its_own_words(strange_site: Flask) -> None:
    page = strange_site.test_client().get("/").text
    assert '<a href="/he/" hreflang="he" lang="he">עברית</a>' in page
    assert '<a href="/de/" hreflang="de" lang="de">Deutsch</a>' in page
