"""What all forms share when something arrives: who sends, how fast, how often."""

from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from wtforms import Form

from directory.config import current_settings
from directory.listings.shown import Reader
from directory.submissions import limits, puzzle
from directory.submissions.forms import SendForm
from directory.web.assets import asset_url, made_url
from directory.web.forms import read_token
from directory.web.headers import use_script
from directory.web.locales import current_language
from directory.web.network import asking_address

FASTEST = 4  # seconds in which no person fills in a form


def looks_like_a_machine(form: SendForm) -> bool:
    """Never a reason to refuse, only to look twice (TRUST FRM-2)."""
    shown = read_token(form.purpose, form.token.data or "")
    return bool(form.website_2.data) or shown is None or shown[1] < FASTEST


def is_suspect(form: SendForm, at: datetime) -> bool:
    """Whether to look twice. While a flood lasts, whoever's computer solved the puzzle is not."""
    if looks_like_a_machine(form):
        return True
    return puzzle.wanted(at) and not puzzle.is_solved(request.form.get("puzzle", ""), at)


def show_puzzle(at: datetime) -> dict[str, Any] | None:
    """What the form's page needs for the puzzle; None while none is asked for, and then the page
    loads nothing of it."""
    if not puzzle.wanted(at):
        return None
    use_script("puzzle", connect=True, worker=True)
    made = "vendor/altcha/dist"
    return {
        "ask": url_for("submissions.new_puzzle"),
        "code": made_url(f"{made}/external/altcha.min.js"),
        "worker": url_for("submissions.puzzle_worker"),
        "styles": [made_url(f"{made}/external/altcha.css"), asset_url("css/puzzle.css")],
    }


def nonce_of(form: SendForm) -> str:
    """What makes a second click the same as the first."""
    shown = read_token(form.purpose, form.token.data or "")
    if shown is None:
        abort(400)
    return f"{form.purpose}:{shown[0]}"


def sending_network(limit: limits.Limit, at: datetime) -> tuple[str, bool]:
    """(the sender's network as a hash of today, whether it may send now). Counts this time. The
    caller commits, refused or not."""
    network = limits.network(asking_address(), at)
    fine = limits.count(f"send:{network[:32]}", limit, at)
    limits.count("everybody", limits.EVERYBODY, at)
    return network, fine


def sentences(form: Form) -> list[tuple[str, str]]:
    """(id, sentence) for the summary above a form."""
    return [(field.id, " ".join(map(str, field.errors))) for field in form if field.errors]


def reader(at: datetime) -> Reader:
    from flask_babel import gettext

    return Reader(
        now=at,
        language=current_language(),
        say=gettext,
        country=current_settings().default_country,
    )


def listing_address(slug: str) -> str:
    return url_for("pages.listing", slug=slug)
