"""Home, crisis help, and the texts."""

from flask import render_template, request

from directory.config import current_settings
from directory.extensions import now
from directory.finding import lines, reading
from directory.finding.most_asked import MOST_ASKED
from directory.listings import classification
from directory.pages.blueprint import pages
from directory.pages.numbers import numbers
from directory.web.headers import use_script
from directory.web.locales import current_language


@pages.get("/")
def home() -> str:
    use_script("suggest", connect=True)
    language = current_language()
    topics = [classification.find_term("topic", code) for code in MOST_ASKED]
    return render_template(
        "pages/home.html",
        topics=[(t.code, t.label(language)) for t in topics if t],
        support=_kinds_of_support(),
        numbers=numbers(now()),
        lines=lines.panel_lines("soft"),
    )


def _kinds_of_support() -> list[tuple[str, str, str]]:
    """(code, label, description) in the page's language."""
    language = current_language()
    terms = classification.terms("support")
    return [(term.code, term.label(language), term.description(language)) for term in terms]


@pages.get("/crisis")
def crisis() -> str:
    """Stands on its own: reads a file and settings, nothing else."""
    settings = current_settings()
    wanted = request.args.get("country", settings.default_country).upper()
    known = lines.countries()
    country = wanted if wanted in known else settings.default_country
    reader = reading.current_reader()
    return render_template(
        "pages/crisis.html",
        country=country,
        country_name=reader.territory(country),
        number=settings.emergency_numbers.get(country),
        lines=lines.lines_of(country),
        others=[(code, reader.territory(code)) for code in known if code != country],
    )


@pages.get("/about")
def about() -> str:
    return render_template("pages/about.html", support=_kinds_of_support())


@pages.get("/policy")
def policy() -> str:
    return render_template("pages/policy.html")


@pages.get("/health-data")
def health_data() -> str:
    """What laws on consumer health data ask to be said on a page of its own."""
    return render_template("pages/health_data.html")


@pages.get("/privacy")
def privacy() -> str:
    return render_template("pages/privacy.html")
