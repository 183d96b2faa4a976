"""Results: by GET, with an address to keep and share, or by POST, with no word in any address."""

from dataclasses import replace

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.finding.answer import answer
from directory.finding.asked import Asked
from directory.finding.forms import LONGEST_PLACE, SearchForm
from directory.finding.links import Link, link
from directory.pages.blueprint import pages
from directory.search import queries
from directory.search.engine import EngineUnavailable, current_engine
from directory.web.headers import PRIVATE_PAGE, answers, use_script
from directory.web.locales import current_language


@pages.route("/search", methods=["GET", "POST"], endpoint="results")
@answers(PRIVATE_PAGE)
def show_results() -> str:
    form = SearchForm(request.form if request.method == "POST" else request.args)
    form.validate()
    asked = form.asked()
    private = request.method == "POST" or request.args.get("private") in ("yes", "discreet")
    use_script("results", connect=True)
    use_script("suggest", connect=True)
    return render_template(
        "pages/results.html",
        asked=asked,
        answer=answer(asked, _href),
        private=private,
        mode="discreet" if asked.discreet else "private" if private else "plain",
        other_view=_other_view(asked),
        filtered=asked.narrowed,
    )


def _other_view(asked: Asked) -> Link:
    if asked.view == "support":
        return link(_("Show as one list"), replace(asked, view="list"), _href)
    return link(_("Group by kind of support"), replace(asked, view="support", page=1), _href)


@pages.post("/search/suggest")
@answers(PRIVATE_PAGE)
def suggest() -> Response:
    """What begins so, while somebody types. By POST, so that no word stands in an address."""
    typed = " ".join(request.form.get("q", "").split())[:LONGEST_PLACE]
    language = current_language()
    try:
        found = queries.suggest(current_engine(), typed, language=language) if typed else []
    except EngineUnavailable:
        found = []
    if request.form.get("in") == "near":
        found = [each for each in found if each.kind == "place"]
    names = {"topic": _("topic"), "name": _("listing or organization"), "place": _("place")}
    return jsonify(
        [{"kind": each.kind, "label": each.label, "about": names[each.kind]} for each in found]
    )


def _href(asked: Asked) -> str:
    return url_for("pages.results", **asked.parameters())
