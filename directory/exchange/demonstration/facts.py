"""What people must know before they make contact: what a line says itself, and for the rest one of
several sentences, always the same one for the same listing."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from directory.exchange.demonstration.county import pick
from directory.listings.record import Facts
from directory.listings.seed_files import seed_file

if TYPE_CHECKING:
    from directory.exchange.demonstration.listing import Sheet

# Facts that a line of a file may state under the same name.
_STATED = (
    "limits",
    "group_size",
    "same_people",
    "closed_group",
    "faith_content",
    "hours_a_week",
    "minimum_commitment",
    "training",
    "background_check",
    "expenses",
    "support_given",
    "approach",
    "how_to_join",
)
# What is told for every kind, and what for one. A few are left out, as in life: see `_told`.
_ALWAYS = ("on_contact", "must_report", "limits", "on_bill", "under_18")
_BY_KIND = {
    "support-group": ("first_visit", "group_size", "faith_content"),
    "class": ("first_visit", "group_size", "faith_content", "bring", "level", "booking"),
    "volunteering": (),
    "online-community": (
        "moderated_by",
        "moderated_hours",
        "at_risk",
        "data_owner",
        "leaving",
        "platform",
    ),
    "practice": ("approach", "out_of_hours"),
    "programme": (),
    "guide": (),
    "warm-line": (),
}
_JOIN = {
    "support-group": "drop_in",
    "class": "drop_in",
    "volunteering": "sign_up",
    "online-community": "sign_up",
    "practice": "contact",
    "programme": "contact",
    "warm-line": "contact",
}
_LEFT_OUT = 12  # of so many facts one is not known and shows as "Ask"


@cache
def _phrases() -> Mapping[str, Mapping[str, list[str]]]:
    phrases: Mapping[str, Mapping[str, list[str]]] = json.loads(
        seed_file("demonstration", "phrases.json")
    )
    return phrases


def make_facts(sheet: "Sheet", base: date) -> Facts:
    line, key = sheet.line, sheet.key
    names = [*_ALWAYS, *_BY_KIND[sheet.kind]] if sheet.kind != "guide" else []
    known: dict[str, Any] = {name: _told(sheet, name) for name in names}
    known["how_to_join"] = _JOIN.get(sheet.kind)
    known |= {name: line[name] for name in _STATED if name in line}
    known["closing_date"] = _closing_date(line, base)
    if sheet.kind != "guide":
        known["answered_by"] = "staff" if sheet.kind == "practice" else sheet.lead or "staff"
    if sheet.kind in ("support-group", "class"):
        known["led_by"] = sheet.lead
        known["led_by_evidence"] = "Invented for the demonstration."
        known["open_to_newcomers"] = known["come_alone"] = True
        known.setdefault("closed_group", False)
        known.setdefault("same_people", sheet.kind == "support-group")
    if sheet.kind == "warm-line":
        known["recorded"] = False
        known["wait"], known["wait_checked"] = _phrase(sheet, "line_wait"), base.isoformat()
    if sheet.kind == "online-community":
        known |= {
            "moderated": True,
            "anonymous": pick(4, key, "names") > 0,
            "account_needed": True,
            "rules_url": f"https://{line['organization']}.example.org/rules",
        }
    if sheet.kind == "practice":
        known |= _practice(sheet, base)
    return Facts(**known)


def _told(sheet: "Sheet", name: str) -> str | None:
    """A sentence for this fact; some facts of everyday groups nobody has told us yet."""
    everyday = sheet.kind in ("support-group", "class", "programme", "volunteering")
    if everyday and pick(_LEFT_OUT, sheet.key, name, "known") == 0:
        return None
    if name == "under_18" and set(sheet.line["audience"]) & {"teens", "children"}:
        name = "young"
    if name == "on_bill" and "ins" in sheet.costs:
        name = "insured_bill"
    return _phrase(sheet, name)


def _practice(sheet: "Sheet", base: date) -> dict[str, Any]:
    day = (base - timedelta(days=pick(20, sheet.key, "day"))).isoformat()
    insured = any(cost == "ins" for cost in sheet.costs)
    return {
        "wait": _phrase(sheet, "wait"),
        "wait_checked": base.isoformat(),
        "accepting_new": pick(5, sheet.key, "accepting") > 0,
        "accepting_new_checked": base.isoformat(),
        "registered_title": "Example title",
        "licence_number": f"EXAMPLE-{pick(9000, sheet.key, 'licence') + 1000}",
        "licence_register": "Example register of Juniper County",
        "licence_checked": day,
        "insurers": ["Juniper Example Health Plan"] if insured else [],
        "consent": "Invented for the demonstration.",
    }


def _phrase(sheet: "Sheet", name: str) -> str:
    choices = _phrases()[sheet.language][name]
    return choices[pick(len(choices), sheet.key, name)]


def _closing_date(line: Mapping[str, Any], base: date) -> str | None:
    """The day after which a role is no longer open."""
    days = line.get("closing")
    return (base + timedelta(days=31 + days)).isoformat() if days else None
