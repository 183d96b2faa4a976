"""Amina searches in a real browser: results change in place, the address stays hers to share, what
changed is said once, and words leave no trace where none is wanted."""

from typing import Any

import pytest

from tests.browser.pages import axe_faults, narrow_faults

# Results: all, many, filtered, one, none; home; browse by topic, place, and all.
PAGES = [
    "/",
    "/search",
    "/search?q=grief&near=Alder+Falls",
    "/search?q=grief&kind=support-group&cost=free&day=tue&without=format:online",
    "/search?near=Alder+Falls&view=support",
    "/search?q=tragedy+assistance+program+for+survivors&kind=warm-line",
    "/search?q=grief&near=Alder+Falls&kind=volunteering&day=mon&time=07:00",
    "/search?private=discreet",
    "/browse",
    "/browse/topic/grief",
    "/browse/places/us",
    "/browse/topic/domestic-abuse",
    "/patterns",
]


@pytest.fixture(scope="module")
def site(full_site: str) -> str:
    return full_site


def heading(page: Any) -> str:
    return str(page.locator("#found").inner_text())


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("", "light", 390), ("/es", "dark", 390), ("", "dark", 1280), ("/es", "light", 1280)],
)
def test_axe_finds_no_barrier(page: Any, site: str, language: str, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    assert axe_faults(page, [site + language + path for path in PAGES]) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_at_four_hundred_percent(page: Any, site: str, path: str) -> None:
    assert narrow_faults(page, site + path) == []


def test_a_tick_changes_the_results_in_place(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/search?q=grief")
    page.evaluate("window.sameDocument = true")
    before = heading(page)
    page.get_by_role("checkbox", name="Support group").check()
    page.wait_for_url("**kind=support-group**")
    page.wait_for_function("before => document.querySelector('#found').innerText !== before",
                           arg=before)  # fmt: skip
    assert page.evaluate("window.sameDocument")
    assert page.get_by_role("checkbox", name="Support group").is_checked()
    assert page.evaluate("document.activeElement.value") == "support-group"
    # Said once, politely, and nothing else on the page speaks.
    spoken = [words for words in page.get_by_role("status").all_inner_texts() if words]
    assert spoken == [heading(page)]
    narrowed = heading(page)
    page.go_back()
    page.wait_for_function("b => document.querySelector('#found').innerText === b", arg=before)
    assert not page.get_by_role("checkbox", name="Support group").is_checked()
    page.go_forward()
    page.wait_for_function("b => document.querySelector('#found').innerText === b", arg=narrowed)
    page.reload()
    assert heading(page) == narrowed


def test_each_search_is_announced_once(page: Any, site: str) -> None:
    """Every change of what a screen reader is told, counted."""
    page.goto(f"{site}/search?q=grief")
    page.evaluate("""() => {
        window.told = [];
        for (const place of document.querySelectorAll('[role=status], [role=alert], [aria-live]'))
            new MutationObserver(() => {
                if (place.textContent.trim() && place.checkVisibility())
                    window.told.push(place.textContent.trim());
            }).observe(place, { childList: true, characterData: true, subtree: true });
    }""")
    for name in ("Support group", "Free"):
        before = heading(page)
        page.get_by_role("checkbox", name=name).first.check()
        page.wait_for_function("b => document.querySelector('#found').innerText !== b", arg=before)
        page.wait_for_function("window.told.length > 0")
        page.wait_for_timeout(300)
        assert page.evaluate("window.told.splice(0)") == [heading(page)]


def test_a_chip_and_a_page_lead_to_the_heading(page: Any, site: str) -> None:
    page.goto(f"{site}/search?topic=grief&kind=support-group")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Remove Support group").click()
    page.wait_for_url(f"{site}/search?topic=grief")
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**page=2**")
    page.get_by_text("Page 2 of").wait_for()
    assert page.evaluate("document.activeElement.id") == "found"
    assert page.evaluate("window.sameDocument")


def test_a_search_from_the_box_shows_the_crisis_panel_first(page: Any, site: str) -> None:
    page.goto(f"{site}/search")
    page.get_by_label("What would help?").fill("i want to die")
    page.keyboard.press("Enter")
    page.locator("#crisis-help").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    assert page.get_by_role("link", name="Call 988").first.is_visible()


def test_while_typing_offers_can_be_chosen_by_keys(page: Any, site: str) -> None:
    page.goto(site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_role("combobox", name="What would help?")
    field.press_sequentially("lonel")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    field.press("Enter")
    assert field.input_value() == "Loneliness"
    assert page.get_by_role("listbox").count() == 0
    assert not [url for url in asked if "lone" in url.lower()]
    field.fill("")
    field.press_sequentially("minneap")
    page.get_by_role("option").first.wait_for()
    field.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    field.press_sequentially("o")
    page.get_by_role("option", name="Minneapolis, Minnesota").click()
    assert page.get_by_label("Town or postcode").input_value() == "Minneapolis, Minnesota"


def test_the_open_list_of_offers_has_no_barrier(page: Any, site: str) -> None:
    page.goto(site)
    page.get_by_label("What would help?").press_sequentially("grie")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert axe_faults(page, []) == []


def test_the_keyboard_comes_from_search_to_a_call_in_twenty_five_steps(
    page: Any, site: str
) -> None:
    """Words, Enter, past the filters, the first listing, its number."""
    page.goto(site)
    page.get_by_label("What would help?").focus()
    page.keyboard.type("grief circle")
    page.keyboard.press("Tab")
    page.keyboard.type("Alder Falls")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    taken = 1

    def walk(there: str) -> int:
        for step in range(1, 26):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return {there}; }})()"):
                page.keyboard.press("Enter")
                return step
        raise AssertionError(f"not reached: {there}")

    taken += walk("e.hash === '#main'")
    taken += walk("e.hash === '#found'")
    taken += walk("e.pathname?.includes('/listings/')")
    page.wait_for_url("**/listings/**")
    taken += walk("e.hash === '#main'")
    for _ in range(25):
        page.keyboard.press("Tab")
        taken += 1
        if page.evaluate("document.activeElement.href || ''").startswith("tel:"):
            break
    else:
        raise AssertionError("no number to call")
    assert taken <= 25


@pytest.mark.parametrize("mode", ["private", "discreet"])
def test_words_leave_no_trace(browser: Any, site: str, mode: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("request", lambda request: seen.append(request.headers.get("referer", "")))
    page.goto(f"{site}/about")
    page.goto(f"{site}/search")
    page.get_by_text("How you search:").click()
    page.get_by_role("link", name=mode.title(), exact=True).click()
    page.wait_for_url(f"**private={'yes' if mode == 'private' else 'discreet'}")
    page.get_by_label("What would help?").fill("grief canary")
    page.keyboard.press("Enter")
    page.locator("#found").wait_for()
    page.get_by_role("button", name="Remove Grief").wait_for()
    page.get_by_role("button", name="Remove Grief").click()
    page.get_by_role("button", name="Next page").click()
    page.get_by_text("Page 2 of").wait_for()
    titles = [page.title()]
    if mode == "discreet":
        assert titles == ["Search"]
        name = page.locator("article h3 a").first.inner_text()
        page.locator("article h3 a").first.click()
        page.get_by_role("heading", level=1, name=name).wait_for()
        assert page.url == f"{site}/search?private=discreet"
        assert page.title() == "Search"
        page.get_by_role("link", name="Find support").last.click()
        page.get_by_text("Page 2 of").wait_for()
        page.go_back()
        assert page.url == f"{site}/about"
    assert not [each for each in seen + titles if "canary" in each]
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_without_scripts_everything_is_a_link_or_a_form(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("What would help?").fill("grief")
    page.get_by_label("Town or postcode").fill("Alder Falls")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name="Support group").check()
    page.get_by_role("button", name="Show results").first.click()
    assert "kind=support-group" in page.url
    page.get_by_role("link", name="Group by kind of support").click()
    assert page.get_by_role("heading", name="Someone to listen").is_visible()
    page.get_by_role("link", name="Browse", exact=True).click()
    page.get_by_role("link", name="Support group").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Support group"
    context.close()


def test_borders_stay_and_nothing_moves_where_people_ask_for_it(page: Any, site: str) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for path in ("/", "/search?q=grief", "/browse/topic/grief"):
        page.goto(site + path)
        assert page.evaluate("document.getAnimations().length") == 0
        for look in page.locator(".button:visible, .card:visible, .chip:visible").all()[:12]:
            assert look.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_with_more_contrast_lines_are_as_dark_as_text(page: Any, site: str) -> None:
    page.emulate_media(contrast="more")
    page.goto(f"{site}/search?q=grief")
    card = page.locator(".card").first
    assert card.evaluate("e => getComputedStyle(e).borderTopColor === getComputedStyle(e).color")


def test_a_printed_list_holds_every_number(page: Any, site: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{site}/search?q=grief&near=Alder+Falls")
    assert page.locator(".card a[href^='tel:']").first.is_visible()
    for gone in (".search", ".filters", ".chips", ".modes"):
        assert not page.locator(gone).first.is_visible(), gone
