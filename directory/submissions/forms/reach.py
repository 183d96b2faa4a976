"""How to reach it."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TelField
from wtforms.validators import Length, Optional

from directory.submissions.forms.base import LINE, SendForm, choice


class ReachForm(SendForm):
    phone = TelField(_l("Phone number"), [Optional(), Length(max=60)])
    text_number = TelField(_l("Number to text"), [Optional(), Length(max=60)])
    text_word = StringField(_l("Word to send, if there is one"), [Optional(), Length(max=40)])
    email = StringField(_l("E-mail address that everyone may see"), [Optional(), LINE])
    website = StringField(_l("Website"), [Optional(), Length(max=2000)])
    signup = StringField(_l("Page where people sign up"), [Optional(), Length(max=2000)])
    how_to_join = RadioField(
        _l("How do people join?"),
        [Optional()],
        choices=[
            choice("drop_in", _l("Come along, no need to sign up")),
            choice("sign_up", _l("Sign up first")),
            choice("referral", _l("Someone must refer you")),
            choice("contact", _l("Contact them first")),
        ],
    )
