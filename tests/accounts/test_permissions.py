"""Every page behind the sign-in, asked for by everybody: the table of roles is what happens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from directory.accounts.roles import ANYBODY, ENROLLING, HALF_SIGNED_IN, MAY, ROLES
from tests.staff import Browser, signed_in
from tests.staff_pages import STAFF_PAGES

DOORS = (ANYBODY, ENROLLING, HALF_SIGNED_IN)
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "moderators.md"


def routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """(rule, address, method) of all pages behind the sign-in."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in STAFF_PAGES:
            built = rule.build(dict.fromkeys(rule.arguments, "1"))
            assert built
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, built[1], method


def test_every_view_says_what_it_asks_for(app: Flask) -> None:
    said = {
        name: getattr(view, "act", None)
        for name, view in app.view_functions.items()
        if name.startswith(("accounts.", "imports.", "members.", "moderation.", "widget_staff."))
    }
    assert said == STAFF_PAGES


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_the_table_says_and_nothing_else(app: Flask, role: str) -> None:
    """403 for what it may not; for what it may: the page, or that there is no such thing."""
    browser = signed_in(app, role)
    token = browser.token()
    for rule, address, method in routes(app):
        act = STAFF_PAGES[rule.endpoint]
        if act in DOORS or rule.endpoint == "accounts.sign_out":
            continue
        headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": token}
        status = browser.client.open(address, method=method, headers=headers).status_code
        if role in MAY[act]:
            assert status not in (403, 405, 500), (role, method, address)
        else:
            assert status == 403, (role, method, address)


def test_a_visitor_is_led_to_the_sign_in_or_turned_away(app: Flask, client: FlaskClient) -> None:
    for rule, address, method in routes(app):
        answer = client.open(address, method=method, headers={"Sec-Fetch-Site": "same-origin"})
        if method != "GET":
            assert answer.status_code == 403, address
        elif STAFF_PAGES[rule.endpoint] != ANYBODY:
            assert answer.headers["Location"].startswith("/staff/sign-in?next="), address


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
    ],
)
def test_another_site_changes_nothing(app: Flask, headers: dict[str, str]) -> None:
    """Even with the token in hand."""
    browser = signed_in(app, "admin")
    token = browser.token()
    for _, address, method in routes(app):
        if method != "GET":
            more = headers | {"X-Form-Token": token}
            answer = browser.client.open(address, method=method, headers=more)
            assert answer.status_code == 403, address


def test_without_the_token_of_this_session_nothing_changes(app: Flask) -> None:
    browser, other = signed_in(app, "admin"), signed_in(app, "editor")
    signed_out = Browser(app.test_client()).token("/staff/sign-in")
    for token in ("", "forged", other.token(), signed_out):
        for _, address, method in routes(app):
            if method != "GET":
                headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": token}
                answer = browser.client.open(address, method=method, headers=headers)
                assert answer.status_code == 403, address


def test_pages_behind_the_sign_in_are_kept_by_nobody(app: Flask) -> None:
    browser = signed_in(app, "admin")
    for _, address, method in routes(app):
        if method == "GET":
            kept = browser.get(address).headers.get("Cache-Control")
            assert kept == "no-store", address


def test_the_guide_holds_the_table() -> None:
    rows = re.findall(r"^\| (.+?) \|(.+)\|$", GUIDE.read_text(), re.MULTILINE)
    told = {
        act: tuple(
            role for role, cell in zip(ROLES, cells.split("|"), strict=True) if "yes" in cell
        )
        for act, cells in rows
        if act in MAY
    }
    assert told == MAY
