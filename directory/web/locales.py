"""The language of a page is in its address: none for the first language, `/es/…` for others.
No cookie, nothing guessed from the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from babel import Locale
from babel.support import NullTranslations as Translations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, force_locale, get_locale, get_translations

LANGUAGE, ROOT = "directory.language", "directory.root"


class LanguagePrefix:
    """Moves a leading `/es` from the path to SCRIPT_NAME: routes know nothing of languages and
    `url_for` stays in the language of the page."""

    def __init__(
        self, app: Callable[..., Iterable[bytes]], languages: Callable[[], tuple[str, ...]]
    ) -> None:
        self.app, self.languages = app, languages

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ[ROOT] = environ.get("SCRIPT_NAME", "")
        first, *others = self.languages()
        environ[LANGUAGE] = first
        head, _, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if head in others:
            environ[LANGUAGE] = head
            environ["SCRIPT_NAME"] = f"{environ[ROOT]}/{head}"
            environ["PATH_INFO"] = f"/{rest}"
        return self.app(environ, start)


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    app.config["BABEL_DEFAULT_LOCALE"] = settings.languages[0]
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=current_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext,
        lambda one, many, n: translations().ungettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, s: translations().upgettext(context, s),
        npgettext=lambda context, one, many, n: translations().unpgettext(context, one, many, n),
    )
    app.wsgi_app = LanguagePrefix(  # type: ignore[assignment, method-assign]
        app.wsgi_app, lambda: app.config["SETTINGS"].languages
    )


def current_language() -> str:
    """The code of the page's language; outside a page the site's first."""
    if has_request_context():
        return request.environ.get(LANGUAGE) or current_app.config["SETTINGS"].languages[0]
    return g.get("language") or current_app.config["SETTINGS"].languages[0]


def translations() -> Translations:
    """The catalogue of the page's language, looked up once a page: a page has hundreds of words."""
    language = current_language()
    held = g.get("translations")
    if held is None or held[0] != language:
        held = g.translations = (language, get_translations())
    return held[1]


def gettext(message: str) -> str:
    """A message in the page's language; quicker than Flask-Babel's, which finds out the language
    anew for each."""
    return translations().ugettext(message)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks another language for a while: in letters, in what is made for other sites."""
    before = g.get("language"), g.pop("translations", None)
    g.language = language
    try:
        with force_locale(language):
            yield
    finally:
        g.language, g.translations = before


def current_locale() -> Locale:
    return get_locale() or Locale.parse(current_language())


def text_direction() -> str:
    return current_locale().text_direction


def language_name(code: str) -> str:
    """What a language calls itself, with a capital as names on buttons have."""
    name = Locale.parse(code, sep="-").get_display_name() or code
    return name[:1].upper() + name[1:]


def site_root() -> str:
    """Where the site begins, without a language."""
    return request.environ.get(ROOT, "") if has_request_context() else ""


def in_language(code: str, *, query: bool = False) -> str:
    """The address of this very page in another language. Words that somebody typed go along
    only with `query`."""
    settings = current_app.config["SETTINGS"]
    prefix = "" if code == settings.languages[0] else f"/{code}"
    path = request.path
    if query and request.query_string:
        path += "?" + request.query_string.decode("ascii", "replace")
    return site_root() + prefix + path


def page_in_each() -> list[tuple[str, str]]:
    """(language, address of this page in it) for all languages of the site."""
    return [(code, in_language(code)) for code in current_app.config["SETTINGS"].languages]


def canonical(code: str | None = None) -> str:
    """The full public address of this page, without what somebody typed."""
    return current_app.config["SETTINGS"].public_url.rstrip("/") + in_language(
        code or current_language()
    )


def public_address(language: str, endpoint: str, **values: Any) -> str:
    """The full public address of an endpoint in any language, outside a page too: for letters."""
    settings = current_app.config["SETTINGS"]
    prefix = "" if language == settings.languages[0] else f"/{language}"
    path = current_app.url_map.bind("", script_name="/").build(endpoint, values)
    return settings.public_url.rstrip("/") + prefix + path


def page_url(endpoint: str, **values: Any) -> str:
    """The full public address of an endpoint in the page's language."""
    base = current_app.config["SETTINGS"].public_url.rstrip("/")
    return base + url_for(endpoint, **values)
