"""Makes the pictures of the README from a fresh site with the demonstration seed.

    python3 start.py browser && .venv/bin/python docs/picture.py

Needs the browser set of the tests, and Chromium at /usr/bin/chromium.
"""

import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from directory import create_app  # noqa: E402
from directory.config import Settings  # noqa: E402
from directory.extensions import db  # noqa: E402
from directory.jobs.worker import run_due  # noqa: E402
from directory.operations.database import upgrade_database  # noqa: E402
from directory.operations.first_start import fill_if_empty  # noqa: E402

PICTURES = [
    ("home", "/", 1200, 860),
    ("results", "/search?q=walking+group&near=Larkmere#found", 390, 860 * 390 // 352),
]


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings.read({"DIRECTORY_HOME": home}))
        with app.app_context():
            upgrade_database()
            fill_if_empty(print)
            db.session.commit()
            run_due()
            db.session.remove()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            for name, path, width, height in PICTURES:
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"http://localhost:{server.port}{path}")
                page.evaluate("document.activeElement.blur()")  # "#found" is focused
                page.screenshot(path=str(ROOT / f"docs/{name}.png"))
        server.shutdown()


if __name__ == "__main__":
    main()
