"""An administrator changes the site from a page."""

import pytest
from flask import Flask

from directory.accounts import audit
from directory.config import Settings
from directory.extensions import db
from directory.site import editions
from tests.staff import Browser, signed_in

PAGE = "/staff/settings"


@pytest.fixture
def ada(app: Flask) -> Browser:
    return signed_in(app, "admin", "ada@example.org")


def filled(**changes: str) -> dict[str, str]:
    """The form as it stands, with these changes."""
    return {
        "site_name": "Support Directory",
        "contact_email": "",
        "default_country": "US",
        "emergency_numbers": "US=911\nCA=911\nGB=999\nIE=112\nAU=000",
        "content_licence": "CC-BY-4.0",
        "publisher_identifier": "",
        "exit_url": "https://www.weather.gov/",
        "never_checked_share": "0.0",
        "languages": "en,es",
        "embed_origins": "",
    } | changes


def test_a_changed_name_and_number_show_on_every_page(app: Flask, ada: Browser) -> None:
    changed = filled(site_name="River Directory", emergency_numbers="US=912\nGB=999")
    assert ada.send(PAGE, changed, page=PAGE).status_code == 303
    home = app.test_client().get("/").text
    assert "River Directory" in home
    assert "912" in app.test_client().get("/crisis").text
    lines = list(audit.each(act="change a setting"))
    assert [(line.subject, line.details["after"]) for line in lines] == [
        ("site_name", "River Directory"),
        ("emergency_numbers", "US=912,GB=999"),
    ]


def test_another_process_takes_it_in_and_a_new_start_keeps_it(app: Flask, ada: Browser) -> None:
    from directory import create_app

    other = create_app(app.config["SETTINGS"])
    with other.app_context():
        editions.look(now=True)
    ada.send(PAGE, filled(site_name="River Directory"), page=PAGE)
    with other.app_context():
        editions.look(now=True)
        assert other.config["SETTINGS"].site_name == "River Directory"
        assert "River Directory" in other.test_client().get("/about").text
        db.engine.dispose()  # else its connection troubles whichever test sweeps it up
    third = create_app(Settings.read({"DIRECTORY_HOME": str(app.config["SETTINGS"].home)}))
    if third.config["SETTINGS"].database == app.config["SETTINGS"].database:
        with third.app_context():
            assert third.config["SETTINGS"].site_name == "River Directory"


def test_what_was_typed_back_is_the_environments_again(app: Flask, ada: Browser) -> None:
    ada.send(PAGE, filled(site_name="River Directory"), page=PAGE)
    ada.send(PAGE, filled(), page=PAGE)
    assert app.config["SETTINGS"].site_name == "Support Directory"
    assert "Chosen here" not in ada.get(PAGE).text


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("emergency_numbers", "US is 911", "Write each line like US=911"),
        ("default_country", "America", "Use two letters"),
        ("contact_email", "call us", "Write one e-mail address"),
        ("exit_url", "http://example.org", "begins with https://"),
        ("exit_url", "javascript:alert(1)", "begins with https://"),
        ("embed_origins", "clinic", "Write each line like https://clinic.example"),
        ("never_checked_share", "2", "from 0 to 1"),
        ("never_checked_share", "lots", "Write a number"),
        ("site_name", " ", "Write a name"),
    ],
)
def test_what_cannot_be_is_said_plainly_and_nothing_changes(
    app: Flask, ada: Browser, name: str, typed: str, sentence: str
) -> None:
    answer = ada.send(PAGE, filled() | {"site_name": "New", name: typed}, page=PAGE)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed.strip() in answer.text
    assert app.config["SETTINGS"].site_name == "Support Directory"


def test_a_language_can_be_left_out(app: Flask, ada: Browser) -> None:
    ada.send(PAGE, filled(languages="en"), page=PAGE)
    assert app.test_client().get("/es/").status_code == 404
    ada.send(PAGE, filled(), page=PAGE)
    assert app.test_client().get("/es/").status_code == 200


def test_who_may_frame_the_search_is_chosen(app: Flask, ada: Browser) -> None:
    ada.send(PAGE, filled(embed_origins="https://clinic.example"), page=PAGE)
    policy = app.test_client().get("/embed/v1/results").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://clinic.example;" in policy
