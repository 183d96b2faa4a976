"""The builder's form, read from an address, and the form that saves its choices."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from directory.mail.actions import LONGEST_ADDRESS, BadAddress, one_mailbox
from directory.web.forms import PublicForm


class PresetForm(PublicForm):
    purpose = "widget-preset"

    options = HiddenField(validators=[Length(max=1500)])
    name = StringField(
        _("A name for your choices"),
        [InputRequired(_("Write a name, such as “Our front page”.")), Length(max=80)],
    )
    email = EmailField(
        _("Your e-mail address"),
        [DataRequired(_("Write your e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )

    key = StringField(_("Your key, if you have one"), [Length(max=100)])

    def validate_email(self, field: EmailField) -> None:
        try:
            one_mailbox(field.data or "")
        except BadAddress:
            raise ValidationError(_("This is not one e-mail address.")) from None


class ActForm(PublicForm):
    """What the owner of a preset does with it."""

    purpose = "widget-preset-act"

    act = HiddenField()
    options = HiddenField(validators=[Length(max=1500)])


def slug_in(text: Any) -> str:
    """The listing's name in a pasted address, or the text itself."""
    path = urlsplit(str(text).strip()).path.rstrip("/")
    return path.rpartition("/")[2]
