"""What a person fills in to get a key, and to come back to their keys."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import InputRequired, Length, Optional

from directory.submissions.forms.base import EMAIL, LINE, SendForm


class KeyForm(SendForm):
    purpose = "partner-key"

    name = StringField(
        lazy_gettext("What do you want to do with the data?"),
        [InputRequired(lazy_gettext("Write a few words, such as “Our city’s website”.")), LINE],
    )
    organization = StringField(
        lazy_gettext("For which organization?"),
        [Optional(), LINE],
        description=lazy_gettext("Leave it empty if you work on your own."),
    )
    email = EmailField(
        lazy_gettext("Your e-mail address"),
        [InputRequired(lazy_gettext("Write your e-mail address.")), EMAIL, Length(max=254)],
        description=lazy_gettext("We send you a link to confirm it. Nobody else sees it."),
    )
    agree = BooleanField(
        lazy_gettext("I will keep to what is written above"),
        [InputRequired(lazy_gettext("Please tick this, or we cannot give you a key."))],
    )


class LinkForm(SendForm):
    purpose = "partner-keys"

    email = EmailField(
        lazy_gettext("Your e-mail address"),
        [InputRequired(lazy_gettext("Write your e-mail address.")), EMAIL, Length(max=254)],
        description=lazy_gettext("The one with which you asked for your key."),
    )
