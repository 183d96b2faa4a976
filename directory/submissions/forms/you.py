"""About the sender."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from directory.submissions.forms.base import EMAIL, LINE, TEXT, SendForm


class YouForm(SendForm):
    """The last page: to send is to agree."""

    sender_email = EmailField(
        _l("Your e-mail address"),
        [InputRequired(_l("Write your e-mail address.")), EMAIL, Length(max=254)],
        description=_l("We write to you about this listing only. Nobody else sees it."),
    )
    sender_name = StringField(_l("Your name"), [Optional(), LINE])
    sender_role = StringField(
        _l("How do you know this group or service?"),
        [Optional(), LINE],
        description=_l("Such as: I lead it, or I go there."),
    )
    led_by_evidence = TextAreaField(
        _l("How can we see who leads it?"),
        [Optional(), TEXT],
        description=_l("Only we read this. A web page or a phone number is enough."),
    )
