"""Every public page in a real browser: no scripts, a small phone, a screen reader."""

from typing import Any

import pytest

from tests.making import make_listing

PAGES = ["/", "/search?q=grief", "/search?q=xyzzy", "/crisis", "/about", "/policy", "/es/", "/lost"]
SERIOUS = ("serious", "critical")


@pytest.fixture(autouse=True)
def rosas_circle(app: Any) -> str:
    """Rosa's Grief Circle is published; the address of its page."""
    make_listing("Grief Circle")
    return "/listings/grief-circle"


@pytest.mark.parametrize("path", PAGES)
def test_amina_finds_crisis_help_without_scripts(path: str, site: str, browser: Any) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site + path)
        assert page.locator("h1").count() == 1
        assert page.locator("#crisis-help, a[href$='/crisis']").first.is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_off_the_side_of_a_small_phone(path: str, site: str, page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_screen_reader_meets_no_serious_fault(
    path: str, scheme: str, site: str, page: Any
) -> None:
    assert faults(page, site + path, scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_listing_has_no_serious_fault_and_fits_a_small_phone(
    scheme: str, rosas_circle: str, site: str, page: Any
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    assert faults(page, site + rosas_circle, scheme) == []
    assert page.get_by_role("heading", level=1).inner_text() == "Grief Circle"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_check_for_faults_finds_a_planted_one(site: str, page: Any) -> None:
    page.goto(site)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [fault["id"] for fault in found(page)] == ["button-name"]


def faults(page: Any, address: str, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found(page)]


def found(page: Any) -> list[dict[str, Any]]:
    from axe_playwright_python.sync_playwright import Axe

    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [fault for fault in violations if fault["impact"] in SERIOUS]
