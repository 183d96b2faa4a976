"""The builder: choose, see it, copy it. Without a script a button shows what was chosen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import segno
from flask import Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from directory.config import current_settings
from directory.finding.asked import AXES, RADII
from directory.finding.reading import current_reader
from directory.geo.gazetteer import gazetteer_at
from directory.listings import classification
from directory.listings.queries import find_published
from directory.listings.shown.reader import MILES_COUNTRIES
from directory.web.headers import PRIVATE_PAGE, answers, use_script
from directory.web.locales import current_language, language_name
from directory.widget import theme
from directory.widget.actions import preset_behind
from directory.widget.blueprint import builder
from directory.widget.forms import ActForm, PresetForm, slug_in
from directory.widget.options import CALENDAR, LISTING, SEARCH, SIZES, Options, read
from directory.widget.queries import an_entry_of, find_any_preset, organization_of
from directory.widget.snippets import Snippets, snippets
from directory.widget.views.framed import base_sheet

BUILDER = PRIVATE_PAGE.allowing("frame-src 'self'")
TICKS = ("topic", "audience", "category", "kind", "format", "cost", "access")


@dataclass(frozen=True, slots=True)
class Tick:
    value: str
    label: str
    checked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: str
    options: tuple[Tick, ...]

    @property
    def chosen(self) -> bool:
        return any(each.checked for each in self.options)


@builder.get("")
@answers(BUILDER)
def build() -> str:
    use_script("builder", connect=True)
    options, owner, notes = chosen()
    return render_template(
        "widget/builder.html",
        options=options,
        owner=owner,
        notes=notes,
        made=snippets(options),
        # From here and not from the public address: the policy allows our own frames only.
        preview=preview_address(options),
        groups=list(_groups(options)),
        parts=_parts(options),
        shows=_shows(),
        themes=_themes(),
        radii=_radii(),
        corners=_corners(),
        sizes=_sizes(),
        form=PresetForm(),
        act_form=ActForm(),
        tongues=[(code, language_name(code)) for code in current_settings().languages],
        edit=_edited(),
    )


def chosen() -> tuple[Options, str, list[str]]:
    """(options, the organization's name, what to know about them)."""
    values = request.args.to_dict(flat=False)
    if request.args.get("listing"):
        values["listing"] = [slug_in(request.args["listing"])]
    asked_owner = values.pop("organization", [""])[0].strip()
    options, ignored = read(values)
    if options.show != LISTING:
        options = replace(options, listing="")
    owner = _owner(asked_owner)
    if owner:
        options = replace(options, organization=owner[0])
    options = replace(options, preset="")
    notes = list(_notes(options, ignored))
    if asked_owner and not owner:
        notes.append(_("We do not find this organization. Paste the address of a listing of it."))
    return options, owner[1] if owner else "", notes


def _owner(text: str) -> tuple[str, str] | None:
    """From the address of a listing, or an id."""
    if not text:
        return None
    entry = an_entry_of(text)
    found = entry.record.service.organization if entry else None
    return (found.id, found.name) if found else organization_of(slug_in(text))


def _notes(options: Options, ignored: tuple[str, ...]) -> Iterator[str]:
    if ignored:
        yield _("We could not use: %(names)s.", names=", ".join(ignored))
    if options.show == LISTING and (not options.listing or find_published(options.listing) is None):
        yield _("We do not find this listing. Paste the address of its page.")
    settings = current_settings()
    known = gazetteer_at(settings.home, settings.default_country)
    if options.near and not known.locate(options.near):
        yield _(
            "We do not know the place “%(place)s”. The search will look everywhere.",
            place=options.near,
        )
    moved = theme.colours(options, theme.tokens(base_sheet()))
    wanted = {scheme for scheme in moved if options.theme in ("auto", scheme)}
    if "light" in wanted and moved["light"] != options.colour:
        yield _(
            "Your colour was made darker, so that everybody can read it: %(colour)s.",
            colour=f"#{moved['light']}",
        )
    if "dark" in wanted and moved["dark"] != options.colour:
        yield _(
            "On a dark ground your colour was made lighter: %(colour)s.",
            colour=f"#{moved['dark']}",
        )


def _groups(options: Options) -> Iterator[Group]:
    language = current_language()
    for axis in AXES:
        about = classification.find_axis(axis)
        if axis not in TICKS or about is None:
            continue
        terms = classification.terms(axis)
        ticks = (
            Tick(term.code, term.label(language), term.code in options.codes.get(axis, ()))
            for term in terms
        )
        yield Group(axis, about.label(language), tuple(ticks))


def _parts(options: Options) -> list[Tick]:
    labels = {
        "title": _("The title"),
        "search": _("The search box"),
        "place": _("The box for a place"),
        "filters": _("The filters"),
        "map": _("The map"),
    }
    return [Tick(name, label, name in options.hide) for name, label in labels.items()]


def _shows() -> list[tuple[str, str]]:
    return [
        (SEARCH, _("A search and its results")),
        (CALENDAR, _("The next dates of groups and classes")),
        (LISTING, _("One listing")),
    ]


def _radii() -> list[tuple[int, str]]:
    if current_reader().country in MILES_COUNTRIES:
        return [(n, _("%(n)s miles", n=n)) for n in RADII]
    return [(n, _("%(n)s km", n=n)) for n in RADII]


def _themes() -> list[tuple[str, str]]:
    return [("auto", _("As the visitor has it")), ("light", _("Light")), ("dark", _("Dark"))]


def _corners() -> list[tuple[int, str]]:
    return [
        (0, _("Square")),
        (6, _("A little round")),
        (12, _("Round")),
        (24, _("Very round")),
    ]


def _sizes() -> list[tuple[int, str]]:
    names = {90: _("Small"), 100: _("Usual"), 115: _("Large"), 135: _("Very large")}
    return [(size, name) for size, name in names.items() if size in SIZES]


def _edited() -> str:
    """The private link of a preset whose choices are being changed."""
    secret = request.args.get("edit", "")
    known = preset_behind(secret)
    return secret if known and find_any_preset(known) else ""


@builder.get("/qr.png")
def picture() -> Response:
    """The same search as a picture to point a phone at."""
    options = chosen()[0]
    made: Snippets = snippets(options)
    out = io.BytesIO()
    segno.make(made.link, error="m").save(out, kind="png", scale=6, border=4)
    response = current_app.response_class(out.getvalue(), mimetype="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="find-support.png"'
    return response


def preview_address(options: Options) -> str:
    query = urlencode(options.parameters())
    return url_for("frame.start") + (f"?{query}" if query else "")
