"""Samples for the pattern page: each component in each of its states. Nothing here is real."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from directory.finding.asked import Asked
from directory.finding.results import Facet, Link, Option
from directory.listings.shown import Card, Checked, Row, Way
from directory.listings.shown.crisis import ShownContact, ShownLine
from directory.listings.shown.page import Section
from directory.listings.shown.points import Point
from directory.pages import browsing
from directory.web.forms import BaseForm


class SampleForm(BaseForm):
    name = StringField("Name of the group", [InputRequired("Write the name of the group.")])
    text = TextAreaField("What happens there", [Length(min=20, message="Write a little more.")])


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    checked: bool
    count: int | None = None


FRESH = Checked("fresh", "Checked 12 days ago: someone called", "From Rosa, November 1, 2026.")
CARD = Card(
    id="sample",
    slug="sample",
    kind="Support group",
    name="Grief Circle",
    language="en",
    organization="Rosa's Circle",
    summary="People who have lost somebody meet and talk. You can also listen.",
    bits=(
        ("visit", "Minneapolis, MN (1.2 miles away)"),
        ("clock", "Next: Tuesday, November 24, 6:30 pm to 8 pm"),
        ("cost", "Free"),
        ("people", "In person"),
    ),
    ways=(
        Way("call", "Call 612-555-0142", "tel:6125550142"),
        Way("join", "Sign up on their website", "https://example.org/", leaves=True),
    ),
    checked=FRESH,
    alert="",
    fictional=False,
    why=("it says “grief”", "1.2 miles away"),
)
LINE = ShownLine(
    name="Night Line",
    slug="night-line",
    language="en",
    about="Someone listens at any hour.",
    original="",
    contacts=(
        ShownContact("phone", "Call 555", "tel:555", "press 1"),
        ShownContact("text", "Text HOME to 555", "sms:555"),
        ShownContact("chat", "Chat online", "https://example.org/"),
    ),
    hours="24 hours a day, every day",
    answered_by="Trained volunteers",
    languages="English, Español",
    checked="From The line's own page, June 2, 2026. Not yet called by this site.",
)


def samples() -> dict[str, Any]:
    """What the pattern page shows, by component."""
    wrong = SampleForm(MultiDict({"name": "", "text": "Short"}), prefix="wrong-")
    wrong.validate()
    options = tuple(Option(f"v{n}", f"Value {n}", n == 1, 40 - n) for n in range(1, 8))
    return {
        "form": SampleForm(),
        "wrong": wrong,
        "wrong_lines": [(each.id, " ".join(each.errors)) for each in wrong],
        "choices_given": [Choice("a", "By phone", True, 12), Choice("b", "In person", False)],
        "cards": [
            CARD,
            replace(CARD, checked=Checked("ageing", "Checked 60 days ago: they confirmed it", "")),
            replace(CARD, checked=Checked("due", "Checked 5 months ago. Check due.", "")),
            replace(
                CARD,
                checked=Checked("never", "Published, never checked", ""),
                fictional=True,
                alert="Closed for now.",
                ways=(),
            ),
        ],
        "line": LINE,
        "spots": [
            ("Grief Circle", Point(44.9483, -93.2484)),
            ("Shelter", Point(45.1, -93.1, 4.0)),
        ],
        "facet_given": Facet("sample", "Topic", options[:5], options[5:]),
        "section": Section(
            "sample",
            "What happens when you make contact",
            (
                Row("Who answers", ("Trained volunteers",)),
                Row("Languages", ("English", "Español")),
                Row("Limits", ()),
            ),
        ),
        "chosen": Asked(open_now=True, days=("tue",), time="evening"),
        "days_given": tuple(
            Option(day, day.title(), day == "tue", None) for day in ("mon", "tue", "wed")
        ),
        "times_given": (("evening", "Evening (5 pm to 10 pm)"), ("19:00", "7:00 PM")),
        "ways_given": (
            browsing.Way(
                "Grief", "/browse/topic/grief", 29, (browsing.Way("Loss to suicide", "/browse", 4),)
            ),
            browsing.Way("Anxiety", "/browse/topic/anxiety", 52),
        ),
        "link": Link("Next page", "/search?page=2", Asked(words="grief", page=2)),
    }
