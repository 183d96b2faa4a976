"""The listing page's addresses: what is public, what moved, what is gone, what never was."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.actions import hide
from tests.making import NOON, make_listing


def test_a_renamed_listing_is_found_at_its_old_address(app: Flask, client: FlaskClient) -> None:
    make_listing("Grief Circle")
    make_listing("Tuesday Circle", key="Grief Circle")
    db.session.commit()
    response = client.get("/listings/grief-circle")
    assert (response.status_code, response.location) == (301, "/listings/tuesday-circle")
    assert client.get("/es/listings/grief-circle").location == "/es/listings/tuesday-circle"


def test_what_was_public_is_gone_and_what_never_was_is_not_found(
    app: Flask, client: FlaskClient
) -> None:
    record = make_listing("Grief Circle")
    db.session.commit()
    hide(record.id, at=NOON)
    db.session.commit()
    gone = client.get("/listings/grief-circle")
    assert gone.status_code == 410
    assert "This listing is gone" in gone.text
    assert client.get("/listings/never-there").status_code == 404


@pytest.mark.parametrize("language", ["", "/es"])
def test_a_made_up_listing_says_so_on_card_and_page(small_site: Flask, language: str) -> None:
    client = small_site.test_client()
    label = {"": "Made up for demonstration", "/es": "Inventado para la demostración"}[language]
    assert label in client.get(f"{language}/search?q=grief").text
    assert label in client.get(f"{language}/listings/grief-circle").text


def test_a_warm_line_names_the_crisis_line_beside_it(small_site: Flask) -> None:
    page = small_site.test_client().get("/listings/evening-line").text
    assert "This line is not for emergencies." in page
    assert "Night Line" in page


def test_a_page_about_abuse_has_a_neutral_title_and_says_what_exit_cannot_do(
    small_site: Flask,
) -> None:
    page = small_site.test_client().get("/listings/open-door").text
    assert "<title>A listing – Support Directory</title>" in page
    assert "It does not clear your history." in page
    assert "exit-fixed" in page


def test_the_panel_stands_above_the_results_and_never_instead(small_site: Flask) -> None:
    page = small_site.test_client().get("/search?q=i+want+to+die+walking").text
    assert page.index('id="crisis-help"') < page.index("Walking Group")


def test_two_dangers_at_once_show_both_the_most_urgent_first(small_site: Flask) -> None:
    page = small_site.test_client().get("/search?q=my+husband+hits+me+i+want+to+die").text
    assert 'data-level="urgent"' in page
    assert page.index("Night Line") < page.index("Safe Home Line")


def test_the_crisis_page_offers_other_countries_in_one_step(small_site: Flask) -> None:
    client = small_site.test_client()
    assert 'href="/crisis?country=GB"' in client.get("/crisis").text
    there = client.get("/crisis?country=GB").text
    assert "Harbour Line" in there
    assert 'href="tel:999"' in there


def test_patterns_are_not_for_the_public(client: FlaskClient) -> None:
    assert client.get("/patterns").status_code == 404


def test_a_post_search_finds_the_same_as_a_get(small_site: Flask) -> None:
    client = small_site.test_client()
    sent = client.post("/search", data={"q": "grief"}).text
    assert "Grief Circle" in sent
    assert 'method="post"' in sent
    assert "q=grief" not in sent


# Of staff, of the map, of a listing's page and of all pages: shown where they stand.
ELSEWHERE = {
    "although", "bars", "comparison", "crisis_bar", "fact_form", "head_links", "language_switch",
    "map", "map_spot", "puzzle", "question", "result_tool", "save", "sessions", "share", "similar",
    "spot", "staff_form", "step",
}  # fmt: skip


def test_the_pattern_page_shows_every_component(small_site: Flask) -> None:
    page = small_site.test_client().get("/patterns").text
    folder = Path(small_site.root_path) / "templates" / "components"
    for file in folder.glob("*.html"):
        if file.stem not in ELSEWHERE:
            name = file.stem.replace("_link", "").replace("_", "-")
            assert f'id="sample-{name}"' in page, file.stem
