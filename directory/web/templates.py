"""What templates may use: the words for numbers, dates and distances, and a few addresses.
A name that is not there is an error, never an empty place on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask, g
from flask_babel import format_date, format_decimal, format_time
from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from directory.config import current_settings
from directory.web import locales
from directory.web.assets import asset_url
from directory.web.headers import use_script


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        say=say,
        day=day,
        moment=moment,
        number=number,
        file_size=file_size,
        ltr=left_to_right,
        language_name=locales.language_name,
        paragraphs=paragraphs,
    )
    app.jinja_env.globals.update(
        emergency=LocalProxy(_emergency),  # settings may change while the site runs
        asset_url=asset_url,
        site=LocalProxy(current_settings),
        in_language=locales.in_language,
        canonical=locales.canonical,
        page_url=locales.page_url,
        current_language=locales.current_language,
        text_direction=locales.text_direction,
        languages=locales.page_in_each,
        has_endpoint=lambda name: name in app.view_functions,
        page_scripts=lambda: g.get("scripts", []),
        use_script=use_script,
    )


def _emergency() -> str | None:
    settings = current_settings()
    return settings.emergency_numbers.get(settings.default_country)


class Sayable(Protocol):
    """A sentence of a plain file: an English message with its values."""

    def said(self, translate: Callable[[str], str]) -> str: ...


def say(sentence: Sayable | str) -> str:
    """A sentence of a plain file, in the page's language."""
    return sentence if isinstance(sentence, str) else sentence.said(locales.gettext)


def as_date(value: date | datetime | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value


def day(value: date | datetime | str, form: str = "long") -> Markup:
    """A day in words, marked for machines: 3 November 2026."""
    when = as_date(value)
    return Markup('<time datetime="{}">{}</time>').format(
        when.isoformat(), format_date(when, form, rebase=False)
    )


def moment(value: datetime) -> Markup:
    """A moment for people who work here: Nov 3, 2026, 2:05 PM UTC."""
    day, time = (
        format_date(value, "medium", rebase=False),
        format_time(value, "short", rebase=False),
    )
    words = f"{day}, {time} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def number(value: float) -> str:
    return _number(value, locales.current_language())


@lru_cache(maxsize=4096)
def _number(value: float, _language: str) -> str:
    """Kept: a page of results counts a hundred things."""
    return format_decimal(value)


def file_size(count: int) -> str:
    """Bytes as people say them: 1.2 MB."""
    size, units = float(count), ["B", "kB", "MB", "GB"]
    while size >= 1000 and len(units) > 1:
        size /= 1000
        units.pop(0)
    return f"{format_decimal(round(size, 1) if size < 100 else round(size))} {units[0]}"


def left_to_right(text: str) -> Markup:
    """Digits and addresses keep their order on right-to-left pages."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def paragraphs(text: str) -> Markup:
    """Plain text as somebody wrote it: an empty line starts a paragraph."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.splitlines()))
        for part in parts
        if part
    )


def render_macro(app: Flask, component: str, name: str, **values: Any) -> Markup:
    """One component outside a page, such as in a test."""
    module = app.jinja_env.get_template(f"components/{component}.html").module
    return getattr(module, name)(**values)
