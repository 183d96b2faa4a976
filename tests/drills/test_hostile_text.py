"""All hostile texts in all fields, read everywhere (TRUST attack 5):
`pytest -s tests/drills/test_hostile_text.py`. DRILL_TEXTS (130)."""

import pytest
from flask import Flask

from tests.drills.told import size, tell
from tests.staff import signed_in
from tests.submissions.faking import add_victims
from tests.submissions.hostile_text import hostile_texts
from tests.submissions.telling import told

pytestmark = pytest.mark.timeout(3600)


def test_all_hostile_words_stay_words(app: Flask) -> None:
    add_victims(app)
    browser = signed_in(app, "admin", "max@example.org")
    texts = hostile_texts()[: size("TEXTS", 130)]
    found = [f for n, text in enumerate(texts) for f in told(app, browser, text, n)]
    tell("hostile texts", len(found), "0", passed=not found, of=len(texts), some=found[:5])
