"""Staff in a real browser: a passkey made and used, and pages without barriers."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python import sync_playwright as axe
from flask import Flask

from directory.extensions import db, now
from directory.search.own_synonyms import list_groups
from directory.submissions import takedowns
from directory.submissions.imported import receive_import
from directory.submissions.queries import list_pending
from tests.making import make_listing, make_record
from tests.staff import signed_in

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PICTURES = os.environ.get("STAFF_PICTURES", "")


def _come_in(context: Any, app: Flask, site: str, role: str) -> None:
    browser = signed_in(app, role)
    cookie = browser.client.get_cookie("staff")
    assert cookie
    context.add_cookies([{"name": "staff", "value": cookie.value, "url": site}])


@pytest.fixture
def work(app: Flask) -> list[str]:
    """A listing, a change of it, a new one like it, and a crisis line."""
    listing = make_listing()
    make_listing("Night Line", key="night", crisis=True)
    change = make_record(service={"email": "new@example.org"})
    other = make_record("The Grief Circle", key="other")
    receive_import([change, other], import_id=None, problems={}, at=now())
    db.session.commit()
    waiting = [f"/staff/submissions/{row.id}" for row in list_pending()]
    at = f"/staff/listings/{listing.id}"
    return ["/staff/", *waiting, f"{waiting[0]}/mend", "/staff/listings", at, f"{at}/edit",
            f"{at}/history", "/staff/together?kind=new", "/staff/lines", "/staff/figures",
            "/staff/people", "/staff/log", "/staff/account", "/staff/keys",
            "/staff/sign-in"]  # fmt: skip


@pytest.fixture
def newer_work(app: Flask, work: list[str]) -> list[str]:
    """Pages on which staff decide about the site itself."""
    record = make_record()
    owner, held = record.service.organization, list_groups()[0]
    assert owner
    takedowns.wish(
        record.id, who="organization", name="Rosa", email="", text="We have closed.",
        language="en", nonce="n", suspect=False, at=now(),
    )  # fmt: skip
    db.session.commit()
    return ["/staff/listings/new", f"/staff/listings/new?organization={owner.id}",
            "/staff/organizations", f"/staff/organizations/{owner.id}", "/staff/words",
            "/staff/words/topic/grief", "/staff/words/topic/new", "/staff/synonyms",
            f"/staff/synonyms/{held.key}", "/staff/settings", "/staff/wishes", "/staff/links",
            "/staff/letters", "/staff/letters/taken_off/es", "/staff/figures", "/health-data",
            "/listings/grief-circle/take-off", "/es/staff/settings"]  # fmt: skip


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("which", ["work", "newer_work"])
def test_axe_finds_no_barrier_on_staff_pages(
    app: Flask, page: Any, context: Any, site: str, width: int, which: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    work: list[str] = request.getfixturevalue(which)
    _come_in(context, app, site, "admin")
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for number, path in enumerate(work):
        assert page.goto(site + path).status == 200
        if PICTURES:
            name = path.strip("/").split("/")[-1][:12].partition("?")[0]
            page.screenshot(
                path=Path(PICTURES) / f"{width}-{which[:1]}{number:02}-{name}.png", full_page=True
            )
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path}: wider than the screen")
        for fault in axe.Axe().run(page, options=OPTIONS).response["violations"]:
            for node in fault["nodes"]:
                found.append(f"{path}: {fault['id']}: {node['html'][:140]}")
    assert found == []


def test_a_passkey_is_made_and_lets_in(app: Flask, page: Any, context: Any, site: str) -> None:
    _come_in(context, app, site, "moderator")
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{site}/staff/keys")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Your passkey works from now on.").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Queue").wait_for()


def test_a_moderator_decides_without_scripts(
    app: Flask, browser: Any, site: str, work: list[str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    _come_in(context, app, site, "moderator")
    page = context.new_page()
    page.goto(site + work[1])
    page.get_by_role("button", name="Accept", exact=True).click()
    assert page.get_by_role("heading", level=1).count() == 1
    assert len(list_pending()) == 1
    context.close()
