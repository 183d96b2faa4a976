"""What forms share. Messages come in the page's language; nothing here sets a cookie.

A public form that sends something carries a signed token instead of a session: it says what the
form is for and when it was shown, and nothing about the person (TRUST FRM-1 to FRM-3, CSR-1).
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import Form, HiddenField, ValidationError
from wtforms.i18n import get_translations
from wtforms.meta import DefaultMeta

from directory.extensions import now
from directory.web.locales import current_language

OLDEST_FORM = 24 * 3600  # seconds


class BaseForm(Form):
    """Any form of the site."""

    class Meta(DefaultMeta):
        def get_translations(self, form: Any) -> Any:
            """WTForms has its own words for what is wrong, in many languages."""
            return get_translations([current_language()])

    def said_wrong(self) -> list[tuple[str, str]]:
        """(id, sentence) of what is wrong, for the summary above a form."""
        return [(field.id, " ".join(map(str, field.errors))) for field in self if field.errors]


class PublicForm(BaseForm):
    """A form anyone may send. `purpose` keeps a token of one form from serving another."""

    purpose = ""

    token = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not request.form:
            self.token.data = new_token(self.purpose)

    def validate_token(self, field: HiddenField) -> None:
        if not sent_from_here():
            raise ValidationError(gettext("This form was sent from another site."))
        if read_token(self.purpose, field.data or "") is None:
            field.data = new_token(self.purpose)
            raise ValidationError(
                gettext("This form was open for more than a day. Please send it once more.")
            )


def new_token(purpose: str) -> str:
    """A signed value of its own for each form shown; it also is the form's nonce."""
    return str(_signer(purpose).dumps(secrets.token_urlsafe(16)))


def read_token(purpose: str, token: str) -> tuple[str, float] | None:
    """(nonce, seconds since the form was shown), or None: forged, too old, of another form."""
    try:
        nonce, shown_at = _signer(purpose).loads(token, max_age=OLDEST_FORM, return_timestamp=True)
    except BadData:
        return None
    return nonce, (now() - shown_at).total_seconds()


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt=f"form:{purpose}")  # type: ignore[arg-type]


def sent_from_here() -> bool:
    """Browsers say where a request started; an old one says at least from which site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host
