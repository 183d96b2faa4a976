"""What several browser tests look for on a page."""

from typing import Any

# Every rule there is: A, AA, the AAA contrast, what 2.2 added, and good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]


def axe_faults(page: Any, addresses: list[str]) -> list[str]:
    """What axe finds on these pages; with none, on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    options = {"runOnly": {"type": "tag", "values": RULES}}
    for address in addresses or [""]:
        if address:
            page.goto(address)
        for fault in Axe().run(page, options=options).response["violations"]:
            for node in fault["nodes"]:
                found.append(f"{address}: {fault['id']}: {node['html'][:160]} {node['any'][:1]}")
    return found


def narrow_faults(page: Any, address: str) -> list[str]:
    """Whether anything is cut off or must be scrolled sideways on 320 px, which is also 1280 px at
    400 %, and with letters of twice the size on 640 px; and what is too small to press."""
    found = []
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
        found.append(f"{wide} px wide on 320")
    found += page.evaluate("""() => [...document
        .querySelectorAll('a, button, summary, select, .tick')]
        .filter(e => e.checkVisibility() && !e.classList.contains('skip'))
        .filter(e => !(getComputedStyle(e).display === 'inline' && e.closest('p, li, dd')))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
        .map(([html, box]) => `${html} ${box.width} x ${box.height}`)""")
    page.set_viewport_size({"width": 640, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > 640:
        found.append(f"{wide} px wide on 640 with large letters")
    return found
