"""The page of one's own plan. The plan itself stands in the visitor's browser or in the part of a
link that servers never see; the server only tells what the listings in it say now, and keeps
nothing of who asked."""

from pathlib import Path
from typing import Any

from flask import Response, abort, current_app, jsonify, render_template, request, url_for

from directory.finding.reading import current_reader, page
from directory.listings import classification
from directory.listings.queries import Entry, find_published
from directory.plan.answers import FIRST
from directory.plan.blueprint import plan
from directory.web.headers import PRIVATE_PAGE, Policy, answers, use_script
from directory.web.locales import current_language, site_root

MOST = 60  # listings in a plan; also in static/js/plan-store.js
LONGEST_SLUG = 151

# A worker's own policy says what it may ask: this site, nothing else.
WORKER = Policy(content=("default-src 'none'", "connect-src 'self'"))


@plan.get("/plan", endpoint="plan")
@answers(PRIVATE_PAGE)
def show_plan() -> str:
    use_script("plan", connect=True, worker=True)
    language = current_language()
    terms = [term for code in FIRST if (term := classification.find_term("support", code))]
    return render_template(
        "plan/plan.html",
        kinds=[(t.code, t.label(language), t.description(language)) for t in terms],
        scope=f"{site_root()}/",
    )


@plan.post("/plan/listings")
@answers(PRIVATE_PAGE)
def listings() -> Response:
    """What these listings say now, in the page's language. By POST, so that no address and no log
    holds a plan."""
    body = request.get_json(silent=True)
    slugs = body.get("slugs") if isinstance(body, dict) else None
    if not isinstance(slugs, list) or len(slugs) > MOST:
        abort(400)
    wanted = dict.fromkeys(s[:LONGEST_SLUG] for s in slugs if isinstance(s, str))
    return jsonify(listings=[_told(slug, find_published(slug)) for slug in wanted])


def _told(slug: str, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"slug": slug, "here": False}
    shown = page(entry, current_reader())
    card = shown.card
    places = [", ".join(spot.lines) for spot in shown.spots]
    return {
        "slug": slug,
        "here": True,
        "revision": entry.revision,
        "href": url_for("pages.listing", slug=entry.slug),
        "name": card.name,
        "language": card.language,
        "organization": card.organization,
        "kind": card.kind,
        "support": next((s for s in entry.record.terms.get("support", []) if s in FIRST), FIRST[0]),
        "bits": list(dict.fromkeys([*places, *(words for _symbol, words in card.bits)])),
        "ways": [{"label": way.label, "href": way.href} for way in shown.ways if way.href],
        "checked": card.checked.words,
        "alert": card.alert,
        "fictional": card.fictional,
    }


@plan.get("/plan/worker.js")
@answers(WORKER)
def worker() -> Response:
    """Registered only by "Keep offline"; from here it may look after pages of the whole site."""
    folder = Path(current_app.static_folder or "")
    response = Response((folder / "js/plan-worker.js").read_bytes(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = f"{site_root()}/"
    response.headers["Cache-Control"] = "no-cache"
    return response
