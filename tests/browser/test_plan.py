"""My plan in a real browser: kept only when asked, arranged, printed, shared, read offline, gone
when told so."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from directory.extensions import db
from directory.listings.actions import hide, publish
from directory.listings.queries import find_published
from tests.live import LiveSite
from tests.making import NOON
from tests.small_directory import fill

HELD = """async () => ({
    keys: Object.keys(localStorage), session: sessionStorage.length, cookie: document.cookie,
    caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
    databases: (await indexedDB.databases()).length,
})"""
NOTHING = {"keys": [], "session": 0, "cookie": "", "caches": [], "workers": 0, "databases": 0}


@pytest.fixture
def server(app: Flask) -> Iterator[LiveSite]:
    fill(app)
    server = LiveSite(app)
    yield server
    server.stop()


@pytest.fixture
def site(server: LiveSite) -> str:
    return server.address


def save(page: Any, site: str, *slugs: str) -> None:
    for slug in slugs:
        page.goto(f"{site}/listings/{slug}")
        page.get_by_role("button", name="Save to my plan").first.click()
        expect(page.get_by_role("link", name="Saved. See my plan").first).to_be_visible()


def card(page: Any, name: str) -> Any:
    return page.locator(".plan-list .card", has_text=name)


def unfolded(page: Any, name: str) -> Any:
    one = card(page, name)
    one.get_by_text("Note, move or take out").click()
    return one


def test_nothing_is_stored_before_somebody_saves(page: Any, site: str) -> None:
    for path in ("/search?q=walking", "/listings/grief-circle", "/mix?step=6", "/plan"):
        page.goto(site + path)
        assert page.evaluate(HELD) == NOTHING, path


def test_a_listing_is_saved_from_its_page_and_from_results_and_taken_out(
    page: Any, site: str
) -> None:
    save(page, site, "grief-circle")
    assert page.evaluate(HELD) == NOTHING | {"keys": ["support-plan"]}
    page.goto(f"{site}/search?q=walking")
    first = page.locator(".card").first
    first.get_by_role("button", name="Save to my plan").click()
    first.get_by_role("button", name="Take out of my plan").click()
    expect(first.get_by_role("button", name="Save to my plan")).to_be_visible()
    page.goto(f"{site}/plan")
    expect(page.locator(".plan-list .card")).to_have_count(1)
    unfolded(page, "Grief Circle").get_by_role("button", name="Take out").click()
    expect(page.get_by_text("Your plan is empty.")).to_be_visible()
    assert page.evaluate(HELD) == NOTHING


def test_a_caseworker_builds_prints_and_shares_a_plan(page: Any, browser: Any, site: str) -> None:
    save(page, site, "grief-circle", "open-door", "evening-line")
    page.goto(f"{site}/plan")
    door = unfolded(page, "Open Door")
    door.get_by_label("Kind of support").select_option("instrumental")
    expect(page.locator("[data-list=instrumental] .card")).to_have_count(1)
    evening = unfolded(page, "Evening Line")
    evening.get_by_label("My note").fill("Ask for Sam.\nAfter six.")
    evening.get_by_role("button", name="Save note").click()
    evening.get_by_role("button", name="Move up").click()
    names = page.locator("[data-list=emotional] h4").all_inner_texts()
    assert names == ["Evening Line", "Grief Circle"]

    page.emulate_media(media="print")
    assert page.get_by_text("Call 612-555-3142").first.is_visible()
    assert page.get_by_text("Ask for Sam.").first.is_visible()
    assert not page.get_by_role("button", name="Save note").first.is_visible()
    assert page.pdf(format="Letter").count(b"/Type /Page\n") <= 1
    page.emulate_media(media="screen")

    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    page.get_by_label("Put my notes in the link").check()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("Your link")).to_be_visible()
    link = page.get_by_label("Your link").input_value()
    assert link.startswith(f"{site}/plan#p1.")
    assert len(link) < 300
    assert not [each for each in asked if "Sam" in each]

    other = browser.new_context()
    reader = other.new_page()
    seen: list[str] = []
    reader.on("request", lambda request: seen.append(request.url))
    reader.goto(link)
    expect(reader.get_by_text("Someone shared this plan with you.")).to_be_visible()
    expect(card(reader, "Evening Line").get_by_text("Ask for Sam.")).to_be_visible()
    expect(reader.locator("[data-list=instrumental] .card")).to_have_count(1)
    assert reader.evaluate(HELD) == NOTHING
    assert all(address.startswith(site) and "#" not in address for address in seen)
    reader.get_by_role("button", name="Save to my plan").click()
    expect(card(reader, "Evening Line").get_by_text("Note, move or take out")).to_be_visible()
    assert reader.evaluate(HELD) == NOTHING | {"keys": ["support-plan"]}
    assert other.cookies() == []
    other.close()


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("p1.z.AAAA.zzz", "This link is not whole."),
        ("p1", "This link is not whole."),
        ("p1.j.W10.18wlz5p", "This link is not whole."),
        ("p2.z.whatever.x", "This link is of a newer kind."),
    ],
)
def test_a_damaged_link_says_so_and_harms_nothing(
    page: Any, site: str, part: str, told: str
) -> None:
    page.goto(f"{site}/plan#{part}")
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_text("Your plan is empty.")).to_be_visible()


def test_a_cut_link_is_noticed_at_every_length(page: Any, site: str) -> None:
    save(page, site, "grief-circle", "open-door")
    page.goto(f"{site}/plan")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("Your link")).to_be_visible()
    link = page.get_by_label("Your link").input_value()
    whole = link.partition("#")[2]
    told = page.evaluate(
        """async (whole) => {
            const { unpack } = await import("/static/js/plan-link.js");
            const told = new Set();
            for (let n = 2; n < whole.length; n++) {
                try { await unpack("#" + whole.slice(0, n)); told.add("read"); }
                catch (fault) { told.add(fault.message); }
            }
            return [...told, (await unpack("#" + whole)).length];
        }""",
        whole,
    )
    assert told == ["damaged", 2]


def test_a_kept_plan_opens_without_the_site_and_says_how_old_it_is(
    page: Any, server: LiveSite, app: Flask
) -> None:
    site = server.address
    save(page, site, "grief-circle", "open-door")
    page.goto(f"{site}/plan")
    page.get_by_role("button", name="Keep offline").click()
    expect(page.get_by_text("Your plan opens without a connection now.")).to_be_attached()

    server.stop()
    page.goto(f"{site}/plan")
    expect(page.get_by_text("This is your plan as it was on")).to_be_visible()
    expect(card(page, "Grief Circle").get_by_text("Call 612-555-3142")).to_be_visible()
    page.goto(f"{site}/listings/grief-circle")
    expect(page.get_by_text("A copy kept on")).to_be_visible()
    page.goto(f"{site}/crisis")
    expect(page.get_by_text("A copy kept on")).to_be_visible()
    expect(page.get_by_role("link", name="Call 555")).to_be_visible()

    grief, door = find_published("grief-circle"), find_published("open-door")
    assert grief
    assert door
    grief.record.service.description = "We meet in the hall now."
    publish([grief.record], role="operator", reason="moved", at=NOON)
    hide(door.id, at=NOON)
    db.session.commit()
    server.start()
    page.goto(f"{site}/plan")
    changed, gone = card(page, "Grief Circle"), card(page, "Open Door")
    expect(changed.get_by_text("This listing has changed since you saved it.")).to_be_visible()
    expect(gone.get_by_text("This listing is not on this site any more.")).to_be_visible()
    changed.get_by_role("button", name="I have seen it").click()
    expect(changed.get_by_text("This listing has changed since you saved it.")).to_be_hidden()


def test_deleting_leaves_nothing_in_the_browser(page: Any, site: str) -> None:
    save(page, site, "grief-circle")
    page.goto(f"{site}/plan")
    page.get_by_role("button", name="Keep offline").click()
    expect(page.get_by_text("Your plan opens without a connection now.")).to_be_attached()
    assert page.evaluate(HELD) == NOTHING | {
        "keys": ["support-plan"],
        "caches": ["support-plan-1"],
        "workers": 1,
    }
    page.get_by_text("Delete my plan", exact=True).click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("Your plan is empty.")).to_be_visible()
    assert page.evaluate(HELD) == NOTHING


def test_leaving_in_a_hurry_leaves_nothing_either(browser: Any, site: str) -> None:
    context = browser.new_context()  # unwatched: this visitor goes to another site
    page = context.new_page()
    context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Weather"))
    save(page, site, "grief-circle")
    page.goto(f"{site}/plan")
    page.get_by_role("button", name="Keep offline").click()
    expect(page.get_by_text("Your plan opens without a connection now.")).to_be_attached()
    with page.expect_event("framenavigated"):
        page.evaluate("document.querySelector('[data-exit]').click()")
    page.goto(f"{site}/about")
    assert page.evaluate(HELD) == NOTHING
    context.close()


def test_a_visitor_without_scripts_is_told_what_to_do_instead(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/plan")
    expect(page.get_by_text("This page needs scripts")).to_be_visible()
    page.goto(f"{site}/listings/grief-circle")
    expect(page.get_by_role("button", name="Save to my plan")).to_have_count(0)
    context.close()
