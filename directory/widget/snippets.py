"""What partners paste: an element with links that work alone, a script, or one plain frame."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from directory.config import current_settings
from directory.finding.asked import Asked
from directory.finding.lines import panel_lines
from directory.web.locales import current_language, public_address, speaking
from directory.widget.blueprint import SANDBOX
from directory.widget.options import Options
from directory.widget.whole import whole_directory

FRAME_HEIGHT = 640  # px, where no script sets it


@dataclass(frozen=True, slots=True)
class Snippets:
    """Texts to copy. `link` is the address of the same search on our own site."""

    script: str
    frame: str
    signature: str
    link: str
    frame_address: str


def integrity() -> str:
    """The published hash of the loader, for the attribute of that name."""
    return f"sha384-{b64encode(hashlib.sha384(loader_text()).digest()).decode()}"


def loader_text() -> bytes:
    assert current_app.static_folder
    return (Path(current_app.static_folder) / "embed" / "loader.js").read_bytes()


def snippets(options: Options) -> Snippets:
    """In the language that was chosen for the frame."""
    language = language_of(options)
    with speaking(language):
        link = whole_directory(options, Asked(), language)
        address = frame_address(options)
        return Snippets(
            script=_script(options, link, language),
            frame=frame_line(options),
            signature=_signature(link),
            link=link,
            frame_address=address,
        )


def language_of(options: Options) -> str:
    languages = current_settings().languages
    return options.language if options.language in languages else current_language()


def frame_address(options: Options) -> str:
    """In the right language at once, without a step in between."""
    parameters = options.parameters()
    parameters.pop("language", None)
    base = public_address(language_of(options), "frame.start")
    return f"{base}?{urlencode(parameters)}" if parameters else base


def frame_line(options: Options, height: int = FRAME_HEIGHT) -> str:
    line = Markup(
        '<iframe src="{src}" title="{title}" width="100%" height="{height}" '
        'referrerpolicy="no-referrer" loading="lazy" sandbox="{sandbox}"></iframe>'
    )
    return str(
        line.format(
            src=frame_address(options),
            title=options.title or _("Find support"),
            height=height,
            sandbox=SANDBOX,
        )
    )


def _script(options: Options, link: str, language: str) -> str:
    values = options.parameters() | {
        "language": language,
        "name": options.title or _("Find support"),
        "slow": _("The search does not answer. These numbers and links work:"),
    }
    attributes = Markup(" ").join(
        Markup('data-{}="{}"').format(name, value) for name, value in values.items()
    )
    lines = [
        Markup("<div data-support-directory {}>").format(attributes),
        Markup("  <p>{}</p>").format(_("Find groups and services that help.")),
        Markup("  <ul>"),
        *(Markup("    <li>{}</li>").format(item) for item in _links(link, language)),
        Markup("  </ul>"),
        Markup("</div>"),
        Markup(
            '<script async src="{}" integrity="{}" crossorigin="anonymous" '
            'referrerpolicy="no-referrer"></script>'
        ).format(public_address(current_settings().languages[0], "frame.loader"), integrity()),
    ]
    return "\n".join(map(str, lines))


def _links(link: str, language: str) -> list[Markup]:
    """Help that works without us first: numbers to call."""
    number = current_settings().emergency_numbers.get(current_settings().default_country)
    found = []
    if number:
        found.append(_link(f"tel:{number}", _("In danger? Call %(number)s", number=number)))
    for line in panel_lines("urgent")[:1]:
        for scheme in ("tel:", "sms:"):
            ways = [way for way in line.contacts if way.href.startswith(scheme)]
            found += [_link(way.href, f"{line.name}: {way.label}") for way in ways[:1]]
    crisis = public_address(language, "pages.crisis")
    found.append(_link(crisis, _("All crisis help")))
    name = current_settings().site_name
    found.append(_link(link, _("Find support: %(site)s", site=name)))
    return found


def _link(href: str, words: str) -> Markup:
    rel = Markup(' rel="noreferrer"') if href.startswith("http") else ""
    return Markup('<a href="{}"{}>{}</a>').format(href, rel, words)


def _signature(link: str) -> str:
    words = Markup('<p><a href="{}">{}</a><br>{}</p>')
    return str(words.format(link, _("Find support near you"), current_settings().site_name))
