"""How light the pages are, and what Lighthouse says of them, asked of a site that runs.

    python bench/pages/run.py http://localhost:8000
    python bench/pages/run.py http://localhost:8000 --lighthouse FOLDER

Sizes are bytes as sent, packed with gzip: the page, its style sheets, the scripts it loads with
what these import. FOLDER is one in which `npm install lighthouse` was run; Chromium is taken from
CHROME_PATH or /usr/bin/chromium.
"""

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

PAGES = {
    "home": "/",
    "results": "/search?q=walking",
    "results near a place": "/search?q=grief&near=Alder+Falls",
    "listing": "/listings/grief-walk",
    "crisis help": "/crisis",
    "find your mix": "/mix",
    "a mix": "/mix?step=6&topic=grief&near=Alder+Falls",
    "a guide": "/guides/first-group",
    "my plan": "/plan",
}
JUDGED = ("home", "results", "listing", "find your mix", "my plan")
PARTS = ("performance", "accessibility", "best-practices", "seo")


def packed(address: str) -> tuple[str, int]:
    """The text behind an address and the bytes it took."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the site that was named
        body = answer.read()
        zipped = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if zipped else body).decode(), len(body)


def scripts_of(address: str, seen: dict[str, int]) -> None:
    """Adds a script and what it imports."""
    if address in seen:
        return
    text, seen[address] = packed(address)
    for name in re.findall(r'from\s+"(\.[^"]+)"', text):
        scripts_of(urljoin(address, name), seen)


def sizes(site: str) -> None:
    print(f"{'page':22}{'HTML':>8}{'CSS':>8}{'both':>8}{'scripts':>9}")
    every: dict[str, int] = {}
    for name, path in PAGES.items():
        html, size = packed(site + path)
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
        css = sum(packed(urljoin(site, sheet))[1] for sheet in sheets)
        mine: dict[str, int] = {}
        for script in re.findall(r'<script src="([^"]+)"', html):
            scripts_of(urljoin(site, script), mine)
        every |= mine
        print(f"{name:22}{size:8}{css:8}{size + css:8}{sum(mine.values()):9}")
    print(f"\nall scripts of these pages together: {sum(every.values())}")


def lighthouse(site: str, folder: Path) -> None:
    print(f"\n{'Lighthouse':22}" + "".join(f"{part:>16}" for part in PARTS))
    chrome = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
    left = []
    for name in JUDGED:
        with tempfile.TemporaryDirectory() as there:
            out = Path(there) / "report.json"
            subprocess.run(  # noqa: S603
                [
                    str(folder / "node_modules/.bin/lighthouse"),
                    site + PAGES[name],
                    "--quiet",
                    "--output=json",
                    f"--output-path={out}",
                    f"--only-categories={','.join(PARTS)}",
                    "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
                ],
                check=True,
                env=os.environ | {"CHROME_PATH": chrome},
            )
            report = json.loads(out.read_text())
        scores = [round(100 * (report["categories"][part]["score"] or 0)) for part in PARTS]
        print(f"{name:22}" + "".join(f"{score:16}" for score in scores))
        for part in PARTS:
            for ref in report["categories"][part]["auditRefs"]:
                audit = report["audits"][ref["id"]]
                if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                    told = audit.get("displayValue", "")
                    left.append(f"{name}: {part}: {audit['id']} ({audit['score']:.2f}) {told}")
    print("\nBelow the full score:", *(left or ["nothing"]), sep="\n  ")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site")
    parser.add_argument("--lighthouse", type=Path)
    chosen = parser.parse_args()
    site = chosen.site.rstrip("/")
    sizes(site)
    sys.stdout.flush()
    if chosen.lighthouse:
        lighthouse(site, chosen.lighthouse)


if __name__ == "__main__":
    main()
