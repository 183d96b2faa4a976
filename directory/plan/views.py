"""The guided mix, the guides, and the page of one's own plan."""

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from directory.config import current_settings
from directory.finding import lines, reading
from directory.listings import classification
from directory.plan import answers as questions
from directory.plan.answers import FIELDS, HOW, QUESTIONS, RESULT, TOPICS, Answers
from directory.plan.blueprint import plan
from directory.plan.filling import find_mix
from directory.plan.forms import MixForm
from directory.search import crisis
from directory.web.headers import PRIVATE_PAGE, answers
from directory.web.locales import current_language

GUIDES = ("kinds", "first-group", "supporting", "online")


@plan.route("/mix", methods=["GET", "POST"])
@answers(PRIVATE_PAGE)
def mix() -> str:
    """Five questions, one a page, then the set. By GET the answers stand in the address, by POST
    nowhere."""
    form = MixForm(request.form if request.method == "POST" else request.args)
    form.validate()
    said, at = form.answers(), form.at()
    private = request.method == "POST" or request.args.get("private") == "yes"
    if at == RESULT:
        return _show_mix(said, private=private)
    levels = crisis.levels(said.words)
    return render_template(
        f"plan/question_{at}.html",
        said=said,
        at=at,
        last=QUESTIONS,
        hidden=tuple(said.pairs(*FIELDS[at])),
        skipped=said.without(at),
        private=private,
        first_visit=said.empty and at == 1,
        **_choices(),
        **_crisis(levels, current_settings().default_country),
    )


def _show_mix(said: Answers, *, private: bool) -> str:
    found = find_mix(said, reading.current_reader())
    country = found.place.country if found.place else current_settings().default_country
    return render_template(
        "plan/mix.html",
        said=said,
        found=found,
        private=private,
        steps=tuple(range(1, RESULT)),
        **_crisis(crisis.levels(said.words, found.mended), country),
    )


def _crisis(levels: tuple[str, ...], country: str) -> dict[str, object]:
    """What the panel needs; the same rules as for searches."""
    return {
        "levels": levels,
        "lines": lines.panel_lines(levels[0], country) if levels else [],
        "safety_lines": lines.panel_lines("safety", country) if "safety" in levels[1:] else [],
        "number": current_settings().emergency_numbers.get(country),
    }


def _choices() -> dict[str, list[tuple[str, str]]]:
    """(value, label) of what can be chosen."""
    language = current_language()
    found = [classification.find_term("topic", code) for code in TOPICS]
    return {
        "who": [("me", _("For me")), ("other", _("For someone I care about"))],
        "topics": [(term.code, term.label(language)) for term in found if term],
        "how": list(
            zip(
                HOW,
                (
                    _("In person"),
                    _("On the phone"),
                    _("In writing: text or chat"),
                    _("On video"),
                ),
                strict=True,
            )
        ),
        "first": list(
            zip(
                questions.FIRST,
                (
                    _("Somebody to talk to"),
                    _("Practical help"),
                    _("Information"),
                    _("Someone who helps me see my strengths"),
                ),
                strict=True,
            )
        ),
    }


@plan.get("/guides")
def guides() -> str:
    return render_template("plan/guides.html", guides=_guides())


@plan.get("/guides/<name>")
def guide(name: str) -> str:
    if name not in GUIDES:
        abort(404)
    return render_template(
        f"plan/guide_{name.replace('-', '_')}.html",
        name=name,
        others=[each for each in _guides() if each[0] != url_for("plan.guide", name=name)],
    )


def _guides() -> list[tuple[str, str, str]]:
    """(address, title, what it is about)."""
    titles = {
        "kinds": (_("Four kinds of support"), _("What each one gives, and how to find it.")),
        "first-group": (
            _("Your first time at a group"),
            _("What to ask before, what it is like, and how to leave."),
        ),
        "supporting": (
            _("Supporting someone"),
            _("What to say, what helps, and how to look after yourself."),
        ),
        "online": (
            _("Online communities, with balance"),
            _("How to choose one, stay safe and keep time for people you meet."),
        ),
    }
    return [(url_for("plan.guide", name=name), *titles[name]) for name in GUIDES]
