"""The language is in the address and stays there."""

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from directory.web.locales import in_language, language_name


@pytest.fixture
def client(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


def test_links_of_a_spanish_page_stay_spanish_and_files_have_one_address(
    client: FlaskClient,
) -> None:
    page = client.get("/es/").text
    assert 'href="/es/about"' in page
    assert 'href="/static/css/base.css?v=' in page
    assert 'href="/es/static' not in page


def test_the_switch_leads_to_the_same_page(client: FlaskClient) -> None:
    assert 'href="/es/listings/grief-circle" hreflang="es" lang="es">Español' in (
        client.get("/listings/grief-circle").text
    )
    assert 'href="/listings/grief-circle" hreflang="en" lang="en">English' in (
        client.get("/es/listings/grief-circle").text
    )


def test_words_that_somebody_typed_do_not_go_along_with_the_switch(client: FlaskClient) -> None:
    page = client.get("/search?q=canary").text
    assert 'href="/es/search" hreflang="es"' in page


def test_search_engines_learn_of_both_languages(client: FlaskClient) -> None:
    page = client.get("/es/about").text
    assert '<link rel="canonical" href="http://localhost:8000/es/about">' in page
    assert '<link rel="alternate" hreflang="en" href="http://localhost:8000/about">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://localhost:8000/about">' in page


@pytest.mark.parametrize("path", ["/fr/", "/ess/about", "/es/es/"])
def test_what_is_no_language_is_an_ordinary_path(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_site_below_a_folder_keeps_its_folder(small_site: Flask) -> None:
    environ = {"SCRIPT_NAME": "/help", "PATH_INFO": "/es/about"}
    page = small_site.test_client().get("/about", environ_overrides=environ).text
    assert 'href="/help/es/policy"' in page
    assert 'href="/help/static/css/base.css?v=' in page
    with small_site.test_request_context("/about"):
        assert in_language("es") == "/es/about"
        assert url_for("pages.about") == "/about"


def test_languages_are_named_in_their_own_words() -> None:
    assert [language_name(code) for code in ("en", "es", "he")] == ["English", "Español", "עברית"]
