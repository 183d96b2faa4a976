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
_BY_KIND = {
    "support-group": ("on_contact", "first_visit", "must_report", "group_size"),
    "class": ("first_visit", "bring", "level", "booking"),
    "volunteering": ("on_contact",),
    "online-community": (
        "moderated_by",
        "moderated_hours",
        "at_risk",
        "data_owner",
        "leaving",
        "platform",
    ),
    "practice": ("on_contact", "must_report", "out_of_hours"),
    "programme": ("on_contact", "must_report"),
    "guide": (),
    "warm-line": ("must_report",),
}


@cache
def _phrases() -> Mapping[str, Mapping[str, list[str]]]:
    phrases: Mapping[str, Mapping[str, list[str]]] = json.loads(
        seed_file("demonstration", "phrases.json")
    )
    return phrases


def make_facts(sheet: "Sheet", base: date) -> Facts:
    line, key = sheet.line, sheet.key
    known: dict[str, Any] = {name: _phrase(sheet, name) for name in _BY_KIND[sheet.kind]} | {
        name: line[name] for name in _STATED if name in line
    }
    known["closing_date"] = _closing_date(line, base)
    if sheet.kind in ("support-group", "class"):
        known["led_by"] = sheet.lead
        known["led_by_evidence"] = "Invented for the demonstration."
        known.setdefault("how_to_join", "drop_in")
        known["open_to_newcomers"] = True
        known["come_alone"] = True
    if sheet.kind == "support-group":
        known.setdefault("closed_group", False)
        known["answered_by"] = sheet.lead
    if sheet.kind == "warm-line":
        known["answered_by"] = sheet.lead
        known["recorded"] = False
    if sheet.kind == "online-community":
        known |= {
            "moderated": True,
            "anonymous": pick(4, key, "names") > 0,
            "account_needed": True,
            "under_18": "For people aged 18 and over.",
            "rules_url": f"https://{line['organization']}.example.org/rules",
        }
        if sheet.language == "es":
            known["under_18"] = "Para personas de 18 años o más."
    if sheet.kind == "practice":
        known |= _practice(sheet, base)
    return Facts(**known)


def _practice(sheet: "Sheet", base: date) -> dict[str, Any]:
    day = (base - timedelta(days=pick(20, sheet.key, "day"))).isoformat()
    insured = any(cost == "ins" for cost in sheet.costs)
    return {
        "answered_by": "staff",
        "how_to_join": sheet.line.get("how_to_join", "contact"),
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
