"""Results: by GET, with an address to keep and share, or by POST, with no word in any address."""

from flask import render_template, request, url_for

from directory.finding.answer import answer
from directory.finding.asked import Asked
from directory.finding.forms import SearchForm
from directory.pages.blueprint import pages
from directory.web.headers import PRIVATE_PAGE, answers


@pages.route("/search", methods=["GET", "POST"], endpoint="results")
@answers(PRIVATE_PAGE)
def show_results() -> str:
    form = SearchForm(request.form if request.method == "POST" else request.args)
    form.validate()
    asked = form.asked()
    return render_template(
        "pages/results.html",
        asked=asked,
        answer=answer(asked, _href),
        private=request.method == "POST" or request.args.get("private") == "yes",
        filtered=bool(asked.codes or asked.open_now or asked.sort != "best" or asked.radius),
    )


def _href(asked: Asked) -> str:
    return url_for("pages.results", **asked.parameters())
