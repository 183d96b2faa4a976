"""Stored scripts against whoever reads (TRUST attack 5). All 130 texts run in tests/drills."""

from flask import Flask

from tests.staff import signed_in
from tests.submissions.faking import add_victims
from tests.submissions.hostile_text import hostile_texts
from tests.submissions.telling import told


def test_hostile_words_stay_words_wherever_they_are_read(app: Flask) -> None:
    add_victims(app)
    browser = signed_in(app, "admin", "max@example.org")
    found = [
        fault
        for number, text in enumerate(hostile_texts()[:3])
        for fault in told(app, browser, text, number)
    ]
    assert found == []
